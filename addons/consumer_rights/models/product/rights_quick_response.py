from odoo import fields, models
from odoo.exceptions import UserError


class RightsQuickResponse(models.Model):
    """A suspicion is followed at the scene; confirmed, the area is notified (PRD-10, EMG-03)."""

    _inherit = "rights.quick.response"

    product_notice_ids = fields.One2many(
        "rights.product.notice", "quick_response_id", "Notices to the area"
    )

    def action_notify_area(self):
        """The draft of a notice about the goods of this response; there is one."""
        self.ensure_one()
        self.check_access("read")
        notices = self.env["rights.product.notice"]
        notices.check_access("create")
        if self.finding != "suspect":
            raise UserError(self.env._("The area is notified when the goods do not conform."))
        known = notices.search([("quick_response_id", "=", self.id)], limit=1)
        if not known:
            case_sudo = self.sudo().case_id  # where the goods were found, which the response names
            known = notices.create(
                {
                    "quick_response_id": self.id,
                    "station_id": self.station_id.id,
                    "merchant_id": case_sudo.respondent_id.id,
                    "product": self.product or case_sudo.brand or self.premises,
                    "problem": self.reason,
                }
            )
        return known._get_form_action()
