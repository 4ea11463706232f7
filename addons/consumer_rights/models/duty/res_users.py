from odoo import api, models
from odoo.fields import Domain


class ResUsers(models.Model):
    _inherit = "res.users"

    def _rights_has_badge(self, station):
        """DUT-10: badge number, photo, name and post of a person at a unit are on record."""
        posts = self.sudo().rights_post_ids.with_context(bin_size=True)  # on the staff board anyway
        return bool(self.name) and any(
            post.active and post.station_id == station and post.badge and post.portrait
            for post in posts
        )

    @api.model
    def _rights_calling_groups(self):
        """The roles that register calls."""
        roles = ("operator", "office", "station")
        return self.env["res.groups"].union(
            *(self.env.ref(f"consumer_rights.consumer_rights_group_{role}") for role in roles)
        )

    def _rights_takes_calls(self):
        return bool(self.sudo().all_group_ids & self._rights_calling_groups().sudo())


class RightsCase(models.Model):
    """What the roster asks of the user stands on the to-do page (design D14)."""

    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        uid, shifts = self.env.uid, self.env["rights.duty.shift"]
        if not shifts.has_access("read"):
            return super()._get_todo_pages()
        mine = Domain("user_id", "=", uid)
        today = shifts._of_today(self.env.user).filtered(lambda shift: not shift.is_leave)
        lacking = shifts.search(mine & Domain("lacks_handover", "=", True))
        to_consent = Domain("state", "=", "asked") & Domain("substitute_id", "=", uid)
        to_confirm = Domain("state", "=", "passed") & (
            Domain("from_user_id", "=", uid) & Domain("out_confirmed_at", "=", False)
            | Domain("to_user_id", "=", uid) & Domain("in_confirmed_at", "=", False)
        )
        pages = [
            *super()._get_todo_pages(),
            ("consumer_rights.rights_duty_shift_action_my", len(today | lacking)),
        ]
        for model, domain, action in (
            ("rights.duty.swap", to_consent, "rights_duty_swap_action"),
            ("rights.work.handover", to_confirm, "rights_work_handover_action"),
        ):
            pages.append((f"consumer_rights.{action}", self.env[model].search_count(domain)))
        return pages
