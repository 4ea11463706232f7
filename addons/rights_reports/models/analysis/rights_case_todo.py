from odoo import api, models

DIVISION_HEAD = "consumer_rights.consumer_rights_group_division_head"
APPROVED = {
    "rights.analysis.report": "rights_analysis_report_action_approve",
}


class RightsCase(models.Model):
    """Reports to write, to approve and to receive stand on the to-do page (design D14)."""

    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        pages = super()._get_todo_pages()
        units = self.env.user.rights_station_ids.ids
        reports = self.env["rights.analysis.report"]
        if reports.has_access("write"):
            mine = [("station_id", "in", units), ("state", "=", "draft"), ("due_at", "!=", False)]
            pages.append(
                ("rights_reports.rights_analysis_report_action_mine", reports.search_count(mine))
            )
            arrived = [("superior_id", "in", units), ("state", "=", "approved")]
            pages.append(
                (
                    "rights_reports.rights_analysis_report_action_receive",
                    reports.search_count(arrived),
                )
            )
        if self.env.user.has_group(DIVISION_HEAD):
            waits = [("state", "=", "to_approve"), ("asked_by_id", "!=", self.env.uid)]
            for model, action in APPROVED.items():
                count = self.env[model].search_count(waits)
                pages.append((f"rights_reports.{action}", count))
        return pages
