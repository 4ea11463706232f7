from odoo import api, models
from odoo.fields import Domain

MATCH_LIMIT = 8


class RightsCase(models.Model):
    """What a clerk sees beside the form while typing a call: the caller's and similar cases."""

    _inherit = "rights.case"

    @api.model
    def intake_matches(self, values):
        """Earlier cases and likely duplicates for a case being typed, as far as the user may read.

        :param values: dict with any of case_id, phone, respondent_id, respondent_name, subject
        :return: ``{"earlier": [...], "duplicates": [...]}``, each case as a dict for the panel
        """
        case_id = values.get("case_id") or 0
        earlier = self.env["rights.case.party.identity"]._find_cases(phone=values.get("phone"))
        earlier = earlier.filtered(lambda case: case.id != case_id)
        merchant = self.env["rights.merchant"].browse(values.get("respondent_id") or [])
        if not merchant and len((values.get("respondent_name") or "").strip()) > 1:
            merchant, _reason = self.env["rights.merchant"]._match(name=values["respondent_name"])
        same_merchant = earlier.filtered(lambda case: merchant and case.respondent_id == merchant)
        duplicates = same_merchant
        if merchant and values.get("subject"):
            # the same merchant and the same words within the last half year
            duplicates |= self.search(
                Domain("respondent_id", "in", merchant.ids)
                & Domain("id", "!=", case_id)
                & Domain("search_text", "ilike", values["subject"])
                & Domain("received_at", ">=", "today -180d"),
                limit=MATCH_LIMIT,
            )
        return {
            "earlier": (earlier - duplicates)[:MATCH_LIMIT]._match_rows(),
            "duplicates": duplicates[:MATCH_LIMIT]._match_rows(),
        }

    def _match_rows(self):
        return [
            {
                "id": case.id,
                "name": case.display_name,
                "subject": case.subject,
                "stage": case.stage_id.name,
                "received": str(case.received_at.date()),
                "respondent": case.respondent_name or "",
            }
            for case in self
        ]

    def action_link_duplicate(self, other_case_id):
        """Mark another case as a duplicate of this one; each keeps its number."""
        self.ensure_one()
        self.env["rights.case.link"].create(
            {"case_id": self.id, "other_case_id": other_case_id, "kind": "duplicate"}
        )
        return True
