from odoo import api, models
from odoo.fields import Domain

from ...tools.access import forbid


class RightsDeadlineOwned(models.AbstractModel):
    """A clock or its breach: who reads the case, or the other record it belongs to, reads it."""

    _name = "rights.deadline.owned"
    _inherit = "rights.case.part"
    _description = "Belongs to a case or another owner of clocks"

    def _get_clock(self):
        return self

    @api.model
    def _get_owner_models(self):
        """The models whose records have clocks and are no case."""
        names = self.env.registry.descendants(["rights.deadline.owner"], "_inherit")
        return [self.env[name] for name in sorted(names) if not self.env[name]._abstract]

    @api.model
    def _get_owned_domain(self):
        """Clocks of the records, other than cases, that the current user may read."""
        return Domain.OR(
            Domain("res_model", "=", model._name)
            & Domain("res_id", "in", model.with_context(active_test=False)._search([]))
            for model in self._get_owner_models()
            if model.has_access("read")
        )

    def _check_access(self, operation):
        owned_sudo = self.sudo().filtered(lambda part: part._get_clock().res_model)
        if self.env.su or not owned_sudo:
            return super()._check_access(operation)
        owned = self.browse(owned_sudo._ids)
        of_cases = self - owned
        refused = super(RightsDeadlineOwned, of_cases)._check_access(operation)
        if refused and not of_cases:  # the model as such is closed
            return self, refused[1]
        readable = owned._filter_readable_owned() if operation == "read" else self.browse()
        forbidden = (refused[0] if refused else self.browse()) | (owned - readable)
        return forbid(None, operation, forbidden)

    def _filter_readable_owned(self):
        def is_readable(part):
            clock = part._get_clock()
            return self.env[clock.res_model].browse(clock.res_id).has_access("read")

        return self.browse(self.sudo().filtered(is_readable)._ids)
