from odoo import api, fields, models


class RightsDocumentMake(models.TransientModel):
    """Asks which paper to make of a case, among those that fit its stage."""

    _name = "rights.document.make"
    _description = "Make a document"

    case_id = fields.Many2one("rights.case", required=True, ondelete="cascade")
    possible_template_ids = fields.Many2many(
        "rights.document.template", compute="_compute_possible_template_ids"
    )
    template_id = fields.Many2one(
        "rights.document.template",
        required=True,
        ondelete="cascade",
        domain="[('id', 'in', possible_template_ids)]",
    )
    basis = fields.Text("What is asked for", help="One line for each thing.")

    @api.depends("case_id")
    def _compute_possible_template_ids(self):
        for make in self:
            make.possible_template_ids = (
                make.case_id._get_possible_templates() if make.case_id else False
            )

    def action_make(self):
        self.ensure_one()
        document = self.case_id._make_paper(self.template_id, basis=self.basis)
        return document._get_form_action()
