from odoo import api, models

GROUP = "consumer_rights.consumer_rights_group_"


class RightsCase(models.Model):
    """What waits in the archive stands on the to-do page (design D14)."""

    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        pages = super()._get_todo_pages()
        appraisals = self.env["rights.archive.appraisal"]
        if self.env.user.has_group(f"{GROUP}division_head"):
            waits = [("state", "=", "to_approve"), ("asked_by_id", "!=", self.env.uid)]
            pages.append(
                (
                    "rights_reports.rights_archive_appraisal_action_approve",
                    appraisals.search_count(waits),
                )
            )
        if self.env.user.has_group(f"{GROUP}archivist"):
            waits = [("state", "=", "approved")]
            pages.append(
                (
                    "rights_reports.rights_archive_appraisal_action_destroy",
                    appraisals.search_count(waits),
                )
            )
        return pages
