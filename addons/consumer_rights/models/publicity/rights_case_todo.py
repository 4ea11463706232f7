from odoo import api, models

SUBMITTED = "consumer_rights.rights_disclosure_action_submitted"
APPROVED = "consumer_rights.rights_disclosure_action_approved"


class RightsCase(models.Model):
    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        """Publications to approve, and those that wait to go public (DIS-02)."""
        pages = super()._get_todo_pages()
        disclosures = self.env["rights.disclosure"]
        if disclosures.has_access("write"):
            submitted = disclosures.search([("state", "=", "submitted")])
            pages.append((SUBMITTED, len(submitted.filtered("may_approve"))))
            approved = [("state", "=", "approved"), ("submitted_by_id", "=", self.env.uid)]
            pages.append((APPROVED, disclosures.search_count(approved)))
        return pages
