from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.access import forbid


class RightsDocumentPart(models.AbstractModel):
    """What belongs to a paper is read by whoever reads the paper."""

    _name = "rights.document.part"
    _inherit = ["rights.case.part"]
    _description = "Part of a document"

    document_id = fields.Many2one("rights.document", required=True, index=True, ondelete="restrict")

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & Domain(
                "document_id", "in", self.env["rights.document"]._search([])
            )
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not self:
            return result
        readable = self.sudo().document_id.sudo(False)._filtered_access("read")
        forbidden = self.browse(
            part.id for part in self.sudo() if part.document_id.id not in readable._ids
        )
        return forbid(result, operation, forbidden)


class RightsDocumentFile(models.Model):
    """The file of an issued paper, signed and sealed when it is made (ARC-09, design D8)."""

    _name = "rights.document.file"
    _inherit = ["rights.document.part", "rights.signed.file"]
    _description = "File of a document"
    _order = "id desc"
    _frozen_with_archive = False

    sha256 = fields.Char(index=True)  # whoever has the file asks by it
    page_count = fields.Integer("Pages", required=True)
    made_at = fields.Datetime("Made", required=True)
