from odoo import api, fields, models
from odoo.exceptions import UserError


class RightsLegalSupport(models.Model):
    """What a consumer who sues was helped with: guidance, drafts, evidence, court (LAW-02).

    who                  may
    legal adviser        write, own unit
    unit head            read, own unit and below
    """

    _name = "rights.legal.support"
    _inherit = ["rights.legal.record"]
    _description = "Litigation support"
    _order = "date desc, id desc"
    _archive_class = "support"

    case_id = fields.Many2one(required=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    body_id = fields.Many2one(
        "rights.partner.body",
        "Court",
        ondelete="restrict",
        domain=[("kind", "in", ["court", "arbitration"])],
    )
    guidance = fields.Text("Guidance given", required=True)
    drafts = fields.Text()
    draft_file = fields.Binary("File of the drafts", attachment=True, copy=False)
    draft_file_name = fields.Char()
    evidence = fields.Text("Evidence bundle")
    evidence_file = fields.Binary("File of the bundle", attachment=True, copy=False)
    evidence_file_name = fields.Char()
    result = fields.Text()
    state = fields.Selection(
        [("open", "In progress"), ("closed", "Completed")],
        required=True,
        default="open",
        readonly=True,
        copy=False,
    )

    @api.depends("case_id", "body_id")
    def _compute_display_name(self):
        for support in self:
            names = (support.sudo().case_id.name, support.body_id.name)
            support.display_name = " ".join(filter(None, names)) or self.env._("Litigation support")

    @api.constrains("draft_file", "evidence_file")
    def _check_file_types(self):
        self._check_files("draft_file", "evidence_file")

    def action_close(self):
        """The consumer has what is needed for the court: the record is filed."""
        self.check_access("write")
        for support in self:
            if support.state == "closed":
                raise UserError(self.env._("This support is completed already."))
            if not support.body_id:
                raise UserError(self.env._("Choose the court from the directory first."))
            support.state = "closed"
            support._file()
        return True
