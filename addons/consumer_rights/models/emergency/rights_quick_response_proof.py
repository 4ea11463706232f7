from odoo import api, fields, models
from odoo.exceptions import UserError


class RightsResponsePart(models.AbstractModel):
    """What belongs to a quick response is written by the unit or team that was commanded."""

    _name = "rights.response.part"
    _description = "Part of a quick response"

    response_id = fields.Many2one(
        "rights.quick.response", required=True, index=True, ondelete="cascade"
    )

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_response_open()
        return parts

    def write(self, vals):
        self._check_response_open()
        return super().write(vals)

    def unlink(self):
        self._check_response_open()
        return super().unlink()

    def _check_response_open(self):
        if self.env.su:
            return
        self.response_id._check_mine()
        if any(response.closed_at for response in self.response_id):
            raise UserError(self.env._("A closed quick response stays as it is."))


class RightsQuickResponseProof(models.Model):
    """One piece of proof from the scene (EMG-03): rapid test, certificates, the empty shelf."""

    _name = "rights.quick.response.proof"
    _inherit = ["rights.response.part"]
    _description = "Proof of a quick response"
    _order = "at, id"

    kind = fields.Selection(
        [
            ("test", "Rapid qualitative test"),
            ("certificate", "Certificates and invoices"),
            ("shelf", "Photo of the empty shelf or the seal"),
            ("other", "Other"),
        ],
        required=True,
        default="test",
    )
    name = fields.Char("What was found", required=True)
    result = fields.Selection([("clear", "In order"), ("suspect", "Suspect")], "Test result")
    at = fields.Datetime("Proved on", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users",
        "Taken by",
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    file = fields.Binary(attachment=True)
    file_name = fields.Char()

    _result_of_check = models.Constraint(
        "CHECK (kind NOT IN ('test', 'certificate') OR result IS NOT NULL)",
        "Enter the result of the test or the check.",
    )
