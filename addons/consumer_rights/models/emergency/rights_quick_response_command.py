from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ...tools.china_time import china_date


class RightsQuickResponse(models.Model):
    """How a quick response begins: alert, team, drafted command, its issue (EMG-01, EMG-12)."""

    _inherit = "rights.quick.response"

    # -- beginning (EMG-01, EMG-12) ----------------------------------------------------------------

    @api.model
    def _begin(self, case, reason, criterion=None):
        """Alert the unit of the premises with a drafted command, in superuser mode."""
        # the order is printed, and what is printed is Chinese
        chinese = self.env["res.lang"].sudo()._get_data(code="zh_CN").code or self.env.lang
        self, case = self.with_context(lang=chinese), case.with_context(lang=chinese)
        unit = case._get_emergency_unit()
        team, is_red = self._get_standby(unit)
        response = self.create(
            {
                "case_id": case.id,
                "criterion_id": criterion and criterion.id,
                "reason": reason,
                "conversion_kind": (criterion and criterion.conversion_kind)
                or ("agri" if case.is_agri_input else "food"),
                "premises": case.respondent_name or case._emergency_title(),
                "premises_address": case.respondent_address,
                "premises_phone": case.respondent_phone,
                "product": " ".join(
                    filter(None, (case.item_class_id.name, case.brand, case.product_model))
                ),
                "station_id": team.station_id.id or unit.id,
                "team_ids": [Command.set(team.user_id.ids)],
                "user_id": team.user_id[:1].id,
                "is_red": is_red,
                "patrol_line_ids": [
                    Command.create({"item_id": item.id})
                    for item in self.env["rights.patrol.item"].search([])
                ],
            }
        )
        response.command_id = self.env["rights.command"].create(response._get_command_vals())
        case._append_events([{"type": "quick_response", "basis": reason}])
        response._tell(response._get_commanders(), self.env._("Issue the command at once."))
        self.env.ref("consumer_rights.cron_quick_response_issue")._trigger(
            fields.Datetime.now() + self._get_patience()
        )
        return response

    @api.model
    def _get_standby(self, unit):
        """(shifts of the team on standby now, whether a holiday has none), nearest unit first."""
        now, shifts = fields.Datetime.now(), self.env["rights.duty.shift"]
        above = unit
        while above:
            team = shifts._on_duty(above, now, ("standby",))
            if team:
                return team, False
            above = above.parent_id
        holiday = [("date", "=", china_date(now)), ("kind", "=", "holiday")]
        return shifts, bool(self.env["rights.calendar.day"].search_count(holiday, limit=1))

    def _get_command_vals(self):
        centre = self.station_id._with_above().filtered(lambda unit: unit.level == "city_center")
        goods = self.env._("%(goods)s of %(premises)s", goods=self.product, premises=self.premises)
        return {
            "subject": self.env._("Quick response: %(goods)s", goods=goods),
            "content": self.env._(
                "Go to the scene at once and log your arrival. Test the goods, check certificates "
                "and invoices, take what is suspect off the shelf within 24 hours, patrol the "
                "premises and report back. Address: %(address)s, phone: %(phone)s.",
                address=self.premises_address or "–",
                phone=self.premises_phone or "–",
            ),
            "severity": "urgent",
            "due_day": china_date() + timedelta(days=1),
            "case_id": self.case_id.id,
            "station_id": (centre[:1] or self.station_id).id,
            "target_ids": [Command.create({"station_id": self.station_id.id})],
        }

    def _get_commanders(self):
        """Who issues it: the team on duty, the dispatchers and heads; a red one is the head's."""
        if self.is_red:
            return self.case_id._get_centre_heads()
        units = self.station_id | self.command_id.station_id
        heads = self.env["rights.calendar.notice"]._heads_of(units.ids)
        people = {user for ids in heads.values() for user in ids}
        return self.team_ids | self.env["res.users"].browse(sorted(people))

    def _tell(self, users, summary):
        for user in users.filtered("active"):
            self.activity_schedule("mail.mail_activity_data_todo", user_id=user.id, summary=summary)

    # -- the command -------------------------------------------------------------------------------

    @api.model
    def _get_patience(self):
        minutes = self.env["rights.network.parameter"]._value("quick_response_minutes")
        return timedelta(minutes=minutes)

    @api.model
    def _cron_issue(self):
        """What nobody commanded in some minutes goes out by itself: nothing waits (EMG-01)."""
        waiting = self.search([("commanded_at", "=", False)])
        for response in waiting:
            if response.create_date + self._get_patience() <= fields.Datetime.now():
                response.command_id._do_issue()

    def action_issue(self):
        """Issue the drafted command: the limits of the response begin (EMG-02 to EMG-04)."""
        self.check_access("read")
        for response in self:
            if response.commanded_at:
                raise UserError(self.env._("The command is issued."))
            if not response._may_command():
                raise AccessError(
                    self.env._("Dispatcher, head or the people on duty issue the command.")
                )
            response.sudo().command_id._do_issue()  # checked above
        return True

    def _start(self):
        """Its command went out: clocks, the conversion flag, and who goes is told."""
        for response in self:
            case = response.case_id
            response.commanded_at = fields.Datetime.now()
            response.activity_ids.action_done()
            case._append_events([{"type": "quick_response", "basis": response.display_name}])
            case._deadline_event("command_issued", response.commanded_at)
            case._flag_conversion(response.conversion_kind, response.reason)
            heads = self.env["rights.calendar.notice"]._heads_of(response.station_id.ids)
            people = response.team_ids or self.env["res.users"].browse(
                heads[response.station_id.id]
            )
            response._tell(
                people, self.env._("Be on site until %(time)s.", time=response.arrive_until)
            )
        self._ask_for_papers()


class RightsCase(models.Model):
    _inherit = "rights.case"

    def _get_emergency_unit(self):
        """The unit of the premises: where the matter is, or where the map sends it."""
        route = self._propose_route()
        return route.target or self.station_id
