from odoo import api, models


class RightsCase(models.Model):
    """What an emergency asks of the user stands on the to-do page (design D14)."""

    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        pages = super()._get_todo_pages()
        for model, action, domain in self._get_emergency_pages():
            records = self.env[model]
            if records.has_access("read"):
                pages.append((f"consumer_rights.{action}", records.search_count(domain)))
        return pages

    @api.model
    def _get_emergency_pages(self):
        """(model, window action, what of it waits for the current user)"""
        user = self.env.user
        own = user.rights_station_ids.ids
        return [
            (
                "rights.quick.response",
                "rights_quick_response_action_mine",
                [("is_mine", "=", True), ("closed_at", "=", False)],
            ),
            (
                "rights.incident",
                "rights_incident_action_mine",
                [("reported_at", "=", False), ("station_id", "in", own)],
            ),
            (
                "rights.incident.report",
                "rights_incident_report_action_mine",
                [("receiver_id", "=", user.id), ("received_at", "=", False)],
            ),
            (
                "rights.conversion.flag",
                "rights_conversion_flag_action_mine",
                [
                    ("removed_at", "=", False),
                    ("case_id.must_convert", "=", True),
                    ("case_id.station_id", "in", own),
                ],
            ),
            (
                "rights.instruction.request",
                "rights_instruction_request_action_mine",
                [("asked_of_id", "=", user.id), ("answered_at", "=", False)],
            ),
            (
                "rights.contact.book",
                "rights_contact_book_action_stale",
                [("is_stale", "=", True), ("station_id", "in", own)],
            ),
            (
                "rights.deployment.receipt",
                "rights_deployment_receipt_action_overdue",
                [("is_overdue", "=", True), ("station_id", "in", own)],
            ),
            (
                "rights.outage",
                "rights_outage_action_to_report",
                [("reported_at", "=", False), ("station_id", "in", own)],
            ),
        ]
