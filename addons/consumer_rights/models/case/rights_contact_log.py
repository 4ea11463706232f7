from odoo import api, fields, models


class RightsContactLog(models.Model):
    """One attempt to reach a party or the merchant (首次联系)."""

    _name = "rights.contact.log"
    _inherit = ["rights.case.part"]
    _description = "Contact"
    _order = "case_id, at desc"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    at = fields.Datetime("Time", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users", "By", required=True, default=lambda self: self.env.user, ondelete="restrict"
    )
    whom = fields.Selection(
        [("person", "Person"), ("merchant", "Merchant"), ("other", "Other body")],
        required=True,
        default="person",
    )
    way = fields.Selection(
        [("phone", "Phone"), ("sms", "Text message"), ("email", "E-mail"), ("visit", "Visit")],
        required=True,
        default="phone",
    )
    reached = fields.Boolean()
    is_incoming = fields.Boolean(
        "Came to us", help="The person wrote or called; it is no first contact by us (INT-15)."
    )
    note = fields.Char("What was said")

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        for contact in contacts:
            whom = dict(self._fields["whom"]._description_selection(self.env))[contact.whom]
            reached = self.env._("reached") if contact.reached else self.env._("not reached")
            if contact.is_incoming:
                reached = self.env._("wrote to us")
            contact.case_id._append_events([{"type": "contact", "basis": f"{whom}: {reached}"}])
        return contacts
