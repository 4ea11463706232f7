from odoo import api, models

from .rights_quality_bulletin import HEAD, OFFICER

MODULE = "rights_reports.rights_quality"


class RightsCase(models.Model):
    """What of the assessment waits for the person, on the to-do page (design D14)."""

    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        pages = super()._get_todo_pages()
        deductions = self.env["rights.quality.deduction"]
        if not deductions.has_access("read"):
            return pages
        user = self.env.user
        if user.has_group(OFFICER):
            count = deductions.search_count([("state", "=", "candidate")])
            pages.append((f"{MODULE}_deduction_action_candidate", count))
            reported = deductions.search_count([("rectification", "=", "reported")])
            pages.append((f"{MODULE}_deduction_action_reported", reported))
        if user.has_group(OFFICER) or user.has_group(HEAD):
            contested = deductions.search([("state", "=", "contested")])
            count = len(contested.filtered("may_decide"))
            pages.append((f"{MODULE}_deduction_action_contested", count))
        if user.has_group(HEAD):
            handed_in = self.env["rights.quality.bulletin"].search_count(
                [
                    ("station_id", "in", user.rights_station_ids.ids),
                    ("submitted_by_id", "not in", (False, user.id)),
                    ("state", "!=", "published"),
                ]
            )
            pages.append((f"{MODULE}_bulletin_action_review", handed_in))
        mine = deductions._get_waiting_domain()
        pages.append((f"{MODULE}_deduction_action_mine", deductions.search_count(mine)))
        return pages
