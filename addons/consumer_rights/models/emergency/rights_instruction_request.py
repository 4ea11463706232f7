from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class RightsInstructionRequest(models.Model):
    """Instructions asked for before a serious or complex report goes on (请示汇报, EMG-09).

    who                       may
    whoever works on the case ask
    whom it is asked of       answer
    """

    _name = "rights.instruction.request"
    _inherit = ["rights.case.part"]
    _description = "Request for instructions"
    _order = "id"
    _rec_name = "asked_at"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    question = fields.Text(required=True)
    asked_of_id = fields.Many2one(
        "res.users", "Asked of", required=True, ondelete="restrict", domain=[("share", "=", False)]
    )
    asked_at = fields.Datetime("Asked on", readonly=True)
    user_id = fields.Many2one("res.users", "Asked by", readonly=True, ondelete="restrict")
    answer = fields.Text("Instruction")
    answered_at = fields.Datetime("Answered on", readonly=True)
    answered_by_id = fields.Many2one("res.users", "Answered by", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            {key: vals[key] for key in ("case_id", "question", "asked_of_id") if key in vals}
            | {"asked_at": fields.Datetime.now(), "user_id": self.env.uid}
            for vals in vals_list
        ]
        requests = super().create(vals_list)
        for request in requests.sudo():  # the record of the case is the system's
            if request.asked_of_id == self.env.user:
                raise UserError(self.env._("Nobody instructs themselves. Ask a superior."))
            request.case_id._append_events(
                [{"type": "instruction_request", "basis": request.asked_of_id.name}]
            )
        return requests

    def write(self, vals):
        if not self.env.su:
            if set(vals) != {"answer"}:
                raise AccessError(self.env._("What was asked stays as it is."))
            if any(request.sudo().asked_of_id != self.env.user for request in self):
                raise AccessError(self.env._("Whoever was asked gives the instruction."))
            if any(request.sudo().answered_at for request in self):
                raise UserError(self.env._("The instruction is given already."))
            vals = vals | {
                "answered_at": fields.Datetime.now(),
                "answered_by_id": self.env.uid,
            }
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was asked stays as it is."))


class RightsCase(models.Model):
    _inherit = "rights.case"

    instruction_request_ids = fields.One2many("rights.instruction.request", "case_id", copy=False)
    instruction_request_id = fields.Many2one(
        "rights.instruction.request",
        "Latest request for instructions",
        compute="_compute_instruction_request_id",
    )

    @api.depends("instruction_request_ids")
    def _compute_instruction_request_id(self):
        for case in self:
            case.instruction_request_id = case.instruction_request_ids[-1:]
