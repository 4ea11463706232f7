from odoo import models


class RightsDeadlineReaction(models.Model):
    """Who hears of a missed limit of a quick response or a conversion (EMG-02 to EMG-04, ENF-08).

    The server actions that a business administrator chooses from call these methods.
    """

    _inherit = "rights.deadline.reaction"

    def _tell_command_centre(self):
        """The command centre takes over: its dispatchers and heads, and the head of the unit."""
        for clock in self.filtered(lambda row: row._get_running_case()).deadline_id:
            response = clock.case_id._get_open_response()[-1:]
            if not response:
                continue
            units = response.station_id | response.command_id.station_id
            heads = self.env["rights.calendar.notice"]._heads_of(units.ids)
            people = {user for ids in heads.values() for user in ids}
            response._tell(
                self.env["res.users"].browse(sorted(people)),
                self.env._("Missed: %(limit)s", limit=clock.policy_id.name),
            )

    def _alert_red(self):
        """Goods that should be off the shelf are not: the response turns red (EMG-03)."""
        clocks = self.filtered(lambda row: row._get_running_case()).deadline_id
        for case in clocks.case_id:
            case._get_open_response().is_red = True
        self._tell_command_centre()

    def _alert_division_head(self):
        """A flagged complaint has no enforcement case: division heads are told (ENF-08)."""
        group = self.env.ref("consumer_rights.consumer_rights_group_division_head")
        for clock in self.filtered(lambda row: row._get_running_case()).deadline_id:
            case = clock.case_id
            people = case.station_id.post_ids.filtered("active").user_id
            people = people.filtered(lambda user: group in user.all_group_ids)
            for user in people or case._get_centre_heads():
                if case.with_user(user).has_access("read"):
                    case.activity_schedule(
                        "mail.mail_activity_data_todo",
                        user_id=user.id,
                        summary=self.env._("Missed: %(limit)s", limit=clock.policy_id.name),
                    )
