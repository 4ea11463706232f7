from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.access import forbid


class RightsCaseMention(models.AbstractModel):
    """A record that may be about a case: who does not read the case does not read the record."""

    _name = "rights.case.mention"
    _description = "Record that may be about a case"

    case_id = fields.Many2one("rights.case", index="btree_not_null", ondelete="restrict")

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            cases = self.env["rights.case"].with_context(active_test=False)._search([])
            own = Domain("case_id", "=", False) | Domain("case_id", "in", cases)
            domain = Domain(domain) & own
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not self:
            return result
        cases = self.sudo().case_id.sudo(False)
        closed = cases - cases._filtered_access("read")
        forbidden = self.browse(one.id for one in self.sudo() if one.case_id.id in closed._ids)
        return forbid(result, operation, forbidden)
