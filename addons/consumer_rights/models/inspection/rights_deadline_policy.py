from odoo import api, models
from odoo.exceptions import AccessError, UserError


class RightsDeadlinePolicy(models.Model):
    """More time for what merchants have to put right; the day stands with the record."""

    _inherit = "rights.deadline.policy"

    @api.model
    def _extended_day(self, code, start):
        """The due day with the extension of the limit, for whoever may give it (TL-35, TL-68).

        :raise UserError: the limit cannot be extended
        :raise AccessError: it is for other roles to do
        """
        limit = self._limit_on(code, start)
        if not limit or not limit.terms.extension_amount:
            raise UserError(self.env._("This limit cannot be extended."))
        roles = self.sudo().search([("code", "=", code)]).extension_group_ids  # no secret
        if not roles & self.env.user.all_group_ids:
            raise AccessError(self.env._("Your role may not extend this limit."))
        return self._due_day(code, start, is_extended=True)
