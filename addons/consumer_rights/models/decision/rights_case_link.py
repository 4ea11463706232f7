from odoo import api, models
from odoo.fields import Domain

from ...tools.access import forbid
from ..case.rights_case_kinds import SECRET_KINDS


class RightsCaseLink(models.Model):
    """A link is seen by whoever reads both matters (REG-14, SEC-03).

    So the handler of a complaint sees no trace of the report that was split from it: not in the
    list of links, not in their number, not in the process record.
    """

    _inherit = "rights.case.link"

    @api.model
    def _get_readable_domain(self):
        cases = self.env["rights.case"].with_context(active_test=False)._search([])
        return super()._get_readable_domain() & Domain("other_case_id", "in", cases)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not self:
            return result
        others = self.sudo().other_case_id.sudo(False)._filtered_access("read")
        forbidden = self.browse(
            link.id for link in self.sudo() if link.other_case_id.id not in others._ids
        )
        return forbid(result, operation, forbidden)

    def _note(self, what):
        """A report is not named in the record of a matter that others read."""
        kind = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        pairs = ((self.case_id, self.other_case_id), (self.other_case_id, self.case_id))
        for case, other in pairs:
            if other.kind in SECRET_KINDS and case.kind not in SECRET_KINDS:
                continue
            case._append_events(
                [{"type": "link", "basis": f"{kind}: {other.display_name} ({what})"}]
            )
