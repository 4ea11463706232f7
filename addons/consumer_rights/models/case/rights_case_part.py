from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.access import forbid


class RightsCasePart(models.AbstractModel):
    """What belongs to a case is read by whoever reads the case and written by whoever writes it.

    So Annex A2 stands in one place, the record rules of ``rights.case``.
    """

    _name = "rights.case.part"
    _description = "Part of a case"
    # whether the archive closes it: the process record and links go on
    _frozen_with_archive = True

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._get_readable_domain()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _get_readable_domain(self):
        """Which of these parts the current user may read."""
        cases = self.env["rights.case"].with_context(active_test=False)._search([])
        return Domain("case_id", "in", cases)

    @api.model
    def _filter_readable_cases(self, cases):
        """Those of the cases whose parts of this kind the current user may read."""
        return cases._filtered_access("read")

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not self:
            return result
        cases = self.sudo().case_id.sudo(False)
        if operation == "read":
            allowed = self._filter_readable_cases(cases)
        else:
            allowed = cases._filtered_access("write")
        forbidden = self.browse(
            part.id for part in self.sudo() if part.case_id.id not in allowed._ids
        )
        return forbid(result, operation, forbidden)

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_not_archived()
        return parts

    def write(self, vals):
        self._check_not_archived()
        return super().write(vals)

    def unlink(self):
        self._check_not_archived()
        return super().unlink()

    def _check_not_archived(self):
        if not self._frozen_with_archive:
            return
        for case in self.sudo().case_id:
            if case.stage_code == "archived" and not case.is_history:
                raise UserError(
                    self.env._(
                        "Case %(number)s is archived. Add a supplement to its dossier instead.",
                        number=case.display_name,
                    )
                )
