from odoo import fields, models

from ...tools.china_time import china_date


class RightsPartnerBody(models.Model):
    """Whether a matter may be handed to another authority: only where an agreement says so."""

    _inherit = "rights.partner.body"

    has_agreement = fields.Boolean(
        "Agreement on transfers",
        help="Matters are transferred only by agreement; otherwise the person is shown the way"
        " (TRI-09)",
    )
    agreement = fields.Char(help="Title or number of the document")
    agreement_until = fields.Date("Agreement ends")

    def _agrees_to_transfers(self):
        self.ensure_one()
        until = self.agreement_until
        return self.has_agreement and (not until or until >= china_date())
