from odoo import fields, models


class RightsCaseExceptionAllow(models.TransientModel):
    """Asks a supervisor what to allow for a case, and why (REG-06, ACC-02)."""

    _name = "rights.case.exception.allow"
    _description = "Allow an exception"

    case_id = fields.Many2one(
        "rights.case",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    scope_faults = fields.Char(related="case_id.scope_faults")
    kind = fields.Selection(
        [
            ("second_notice", "Another notice of missing material"),
            ("scope", "Accept it outside the scope"),
        ],
        "What is allowed",
        required=True,
        default=lambda self: self._default_kind(),
    )
    reason = fields.Char(required=True)

    def _default_kind(self):
        case = self.env["rights.case"].browse(self.env.context.get("active_id"))
        return "scope" if case.scope_faults else "second_notice"

    def action_allow(self):
        self.case_id.action_allow_exception(self.kind, self.reason)
        return {"type": "ir.actions.act_window_close"}
