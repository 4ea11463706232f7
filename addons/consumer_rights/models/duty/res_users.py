from odoo import api, models
from odoo.fields import Domain

from ...tools.china_time import china_naive


class ResUsers(models.Model):
    _inherit = "res.users"

    def _rights_has_badge(self, station):
        """DUT-10: badge number, photo, name and post of a person at a unit are on record."""
        posts = self.sudo().rights_post_ids.with_context(bin_size=True)  # on the staff board anyway
        return bool(self.name) and any(
            post.active and post.station_id == station and post.badge and post.portrait
            for post in posts
        )


class RightsCase(models.Model):
    """The to-do page says what the roster asks of the user today (design D14)."""

    _inherit = "rights.case"

    @api.model
    def _get_todo_strip(self):
        return [*super()._get_todo_strip(), *self._strip_of_duty()]

    @api.model
    def _strip_row(self, label, value, action, level="info"):
        """One line above the to-do list."""
        action = f"consumer_rights.{action}"
        return {"label": label, "value": str(value), "action": action, "level": level}

    def _strip_of_duty(self):
        """The shifts of today, and those that ended without their handover."""
        shifts = self.env["rights.duty.shift"]
        duty = shifts._of_today(self.env.user).filtered(lambda shift: not shift.is_leave)
        times = [
            f"{china_naive(shift.start_at):%H:%M}–{china_naive(shift.end_at):%H:%M}"
            for shift in duty
        ]
        mine = Domain("user_id", "=", self.env.uid)
        lacking = shifts.search_count(mine & Domain("lacks_handover", "=", True), limit=100)
        label, action = self.env._("On duty today"), "rights_duty_shift_action_my"
        strip = [self._strip_row(label, ", ".join(times), action)] if duty else []
        if lacking:
            label = self.env._("Shifts to hand over")
            strip.append(self._strip_row(label, lacking, action, "late"))
        return strip + self._strip_of_requests(mine)

    def _strip_of_requests(self, mine):
        """Swaps, lists of work and arrivals that wait for this person."""
        uid = self.env.uid
        swaps = Domain("state", "=", "asked") & Domain("substitute_id", "=", uid)
        lists = Domain("state", "=", "passed") & (
            Domain("from_user_id", "=", uid) & Domain("out_confirmed_at", "=", False)
            | Domain("to_user_id", "=", uid) & Domain("in_confirmed_at", "=", False)
        )
        arrivals = mine & Domain("state", "in", ("new", "triage"))
        strip = []
        for model, domain, label, action in (
            ("rights.duty.swap", swaps, self.env._("Swaps to agree to"), "rights_duty_swap_action"),
            (
                "rights.work.handover",
                lists,
                self.env._("Handed-over work to confirm"),
                "rights_work_handover_action",
            ),
            ("rights.arrival", arrivals, self.env._("Arrivals"), "rights_arrival_action"),
        ):
            rows = self.env[model]
            count = rows.search_count(domain, limit=100) if rows.has_access("read") else 0
            if count:
                strip.append(self._strip_row(label, count, action))
        return strip
