from odoo import api, fields, models
from odoo.exceptions import UserError


class RightsCaseStage(models.Model):
    """A place in the life of a case (Annex B). Which kinds use it follows from the transitions."""

    _name = "rights.case.stage"
    _description = "Case stage"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short English word; papers, rules and imports use it.")
    sequence = fields.Integer(default=10)
    fold = fields.Boolean(string="Folded on the board")
    is_closed = fields.Boolean(help="Nothing more is expected from the staff at this stage.")
    active = fields.Boolean(default=True)
    description = fields.Char(string="Enters when", translate=True)
    leaving_ids = fields.One2many("rights.case.transition", "stage_from_id")
    entering_ids = fields.One2many("rights.case.transition", "stage_to_id")

    _code_unique = models.Constraint("UNIQUE (code)", "Another stage has this code.")

    @api.model
    def _of_code(self, code):
        known = self.env["ir.model.data"]._xmlid_to_res_id(f"consumer_rights.stage_{code}")
        return self.browse(known) or self.sudo().search([("code", "=", code)], limit=1)

    @api.model
    def _of_kind(self, kind):
        """The stages that some transition of the kind leaves or reaches, in board order."""
        transitions = self.env["rights.case.transition"].sudo().search([("kind", "=", kind)])
        return (transitions.stage_from_id | transitions.stage_to_id).sorted("sequence")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self.env["rights.case"].sudo().search([("stage_id", "in", self.ids)], limit=1)
        if used:
            raise UserError(
                self.env._(
                    "Cases stand at the stage %(stage)s. Archive the stage instead of deleting it.",
                    stage=used.stage_id.name,
                )
            )
