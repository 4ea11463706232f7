from odoo import fields, models


class RightsDeliveryProof(models.Model):
    """What proves that a paper reached somebody, or that somebody signed it; sealed (ARC-05)."""

    _name = "rights.delivery.proof"
    _inherit = ["rights.document.part", "rights.sealed.file"]
    _description = "Proof of a delivery"
    _order = "id"
    _frozen_with_archive = False

    delivery_id = fields.Many2one("rights.document.delivery", index=True, ondelete="restrict")
    kind = fields.Selection(
        [
            ("signature", "Signature"),
            ("receipt", "Receipt"),
            ("scan", "Scan"),
            ("signed_form", "Signed form"),
        ],
        required=True,
    )
    added_at = fields.Datetime("Added", required=True)
    added_by_id = fields.Many2one("res.users", "Added by", required=True, ondelete="restrict")
