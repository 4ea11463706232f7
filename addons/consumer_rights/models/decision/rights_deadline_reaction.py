from odoo import models

SUPPLY = "TL-40"
CENTRES = ("city_center", "district_center")


class RightsDeadlineReaction(models.Model):
    """A missed limit of the decision asks somebody to decide; nothing decides by itself (ACC-15).

    When the material was not handed in, the clerk has to decide (REG-08); when the statutory limit
    has gone by, the head of the centre is told (ACC-09).
    """

    _inherit = "rights.deadline.reaction"

    def _ask_for_decision(self):
        for clock in self.deadline_id:
            if not clock.stopped_at and clock.case_id.kind == "complaint":
                clock.case_id._ask_for_decision(clock.code)


class RightsCase(models.Model):
    _inherit = "rights.case"

    def _ask_for_decision(self, code):
        if code == SUPPLY:
            people = self.user_id or self.registered_by_id
            summary = self.env._("The material was not handed in: accept on what exists, or not.")
        else:
            people = self._get_centre_heads()
            summary = self.env._("The statutory limit of the decision has gone by.")
        for user in people.filtered("active"):
            if self.with_user(user).has_access("read"):
                self.activity_schedule(
                    "mail.mail_activity_data_todo", user_id=user.id, summary=summary
                )

    def _get_centre_heads(self):
        """Heads of the centre that this case belongs to: its unit, or the nearest centre above."""
        centre = self.station_id
        while centre.level not in CENTRES and centre.parent_id:
            centre = centre.parent_id
        head = self.env.ref("consumer_rights.consumer_rights_group_head")
        people = centre.post_ids.filtered("active").user_id
        return people.filtered(lambda user: head in user.all_group_ids)
