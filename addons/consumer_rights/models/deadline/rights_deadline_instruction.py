from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.china_time import china_date


class RightsDeadlineInstruction(models.Model):
    """An instruction of a superior body or leader with a date of its own (SUP-07, LIM-11).

    Its date governs the case: it replaces the promises that run, and never a statutory limit.
    """

    _name = "rights.deadline.instruction"
    _inherit = ["rights.case.part"]
    _description = "Instruction with a deadline"
    _order = "case_id, id"
    _rec_name = "source"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    given_by = fields.Selection(
        [
            ("leader", "Leader"),
            ("superior", "Superior body"),
            ("source", "Platform or body that sent the matter"),
        ],
        "Given by",
        required=True,
        default="leader",
    )
    source = fields.Char("From whom", required=True)
    text = fields.Text("Instruction", required=True)
    document = fields.Char("Document number")
    due_day = fields.Date("Report by", required=True)
    at = fields.Datetime("Registered", default=fields.Datetime.now, readonly=True)
    user_id = fields.Many2one(
        "res.users", "By", default=lambda self: self.env.user, readonly=True, ondelete="restrict"
    )
    deadline_id = fields.Many2one("rights.deadline", readonly=True, ondelete="restrict")
    state = fields.Selection(related="deadline_id.state")

    @api.constrains("due_day")
    def _check_due_day(self):
        for instruction in self:
            if instruction.due_day < china_date(instruction.at):
                raise ValidationError(self.env._("The date of an instruction lies in the past."))

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            {**vals, "at": fields.Datetime.now(), "user_id": self.env.uid} for vals in vals_list
        ]
        instructions = super().create(vals_list)
        for instruction in instructions:
            clock = instruction.case_id._deadline_given(
                "instruction_registered", instruction.due_day, instruction.at
            )
            instruction.sudo().deadline_id = clock
            instruction.case_id._append_events(
                [{"type": "progress", "basis": instruction.source, "paper": instruction.document}]
            )
        return instructions

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("A registered instruction stays. Register the new one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A registered instruction is never deleted."))

    def action_report(self):
        """The result was reported to whoever gave the instruction."""
        for instruction in self:
            instruction.case_id.check_access("write")
            clock_sudo = instruction.deadline_id.sudo()  # the clockwork, for who works on the case
            clock_sudo._stop({clock_sudo.id: "met"}, fields.Datetime.now())
            instruction.case_id._deadline_refresh()
        return True
