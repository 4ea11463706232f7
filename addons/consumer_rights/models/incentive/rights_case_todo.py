from odoo import api, models

DIVISION_HEAD = "consumer_rights.consumer_rights_group_division_head"
APPROVED = {
    "rights.interview": "rights_interview_action_approve",
    "rights.suggestion.letter": "rights_suggestion_letter_action_approve",
    "rights.honour.recommendation": "rights_honour_recommendation_action_approve",
    "rights.negative.measure": "rights_negative_measure_action_approve",
}
DECIDED = {
    "rights.letter.candidate": ("rights_letter_candidate_action_open", "open"),
    "rights.negative.measure": ("rights_negative_measure_action_open", "draft"),
}


class RightsCase(models.Model):
    """Papers about merchants that wait for the user stand on the to-do page (design D14)."""

    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        pages = super()._get_todo_pages()
        units = self.env.user.rights_station_ids
        for model, (action, state) in DECIDED.items():
            records = self.env[model]
            if records.has_access("write"):
                domain = [("state", "=", state), ("station_id", "in", units.ids)]
                pages.append((f"consumer_rights.{action}", records.search_count(domain)))
        if self.env.user.has_group(DIVISION_HEAD):
            waits = [("state", "=", "to_approve"), ("asked_by_id", "!=", self.env.uid)]
            for model, action in APPROVED.items():
                pages.append((f"consumer_rights.{action}", self.env[model].search_count(waits)))
        return pages
