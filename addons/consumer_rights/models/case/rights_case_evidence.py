import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.evidence_check import evidence_type


class RightsCaseEvidence(models.Model):
    """One piece of evidence: what it is, who handed it in, when (REG-18)."""

    _name = "rights.case.evidence"
    _inherit = ["rights.case.part"]
    _description = "Evidence"
    _order = "case_id, received_at, id"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    name = fields.Char("Description", required=True)
    type = fields.Selection(
        [
            ("purchase", "Purchase proof"),
            ("contract", "Contract"),
            ("photo", "Photo"),
            ("audio", "Audio"),
            ("video", "Video"),
            ("test_report", "Test report"),
            ("correspondence", "Correspondence"),
            ("identity", "Identity"),
            ("authorisation", "Authorisation"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    provider = fields.Selection(
        [
            ("complainant", "Complainant or reporter"),
            ("respondent", "Respondent"),
            ("centre", "Centre"),
            ("third", "Third party"),
        ],
        required=True,
        default="complainant",
    )
    received_at = fields.Datetime("Received", required=True, default=fields.Datetime.now)
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    void_reason = fields.Char("Void because")
    is_void = fields.Boolean(compute="_compute_is_void", store=True)

    @api.depends("void_reason")
    def _compute_is_void(self):
        for evidence in self:
            evidence.is_void = bool(evidence.void_reason)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record in records:
            if record.case_id.registered_at:
                record.case_id._append_events([{"type": "evidence", "basis": record.name}])
        return records

    @api.model
    def _vals_of_file(self, name, content):
        """Values of a piece of evidence from a file that came from outside.

        The kind follows from the content. What staff should not open is named without the file;
        it stays with what arrived.
        """
        kind = evidence_type(content)
        if not kind:
            unsafe = self.env._("%(file)s (not opened: its kind is unsafe)", file=name)
            return {"name": unsafe, "file_name": name}
        return {
            "name": name,
            "type": kind,
            "file": base64.b64encode(content),
            "file_name": name,
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_accepted(self):
        for evidence in self:
            if evidence.case_id.accepted_at or evidence.case_id.is_closed:
                raise UserError(
                    self.env._(
                        "Evidence of an accepted case is kept. Mark %(name)s void with a reason.",
                        name=evidence.name,
                    )
                )
