from odoo import fields, models
from odoo.exceptions import AccessError

HEAD = "consumer_rights.consumer_rights_group_head"


class RightsCaseException(models.Model):
    _inherit = "rights.case.exception"

    kind = fields.Selection(
        selection_add=[("city_mediation", "Mediated at the city level")],
        ondelete={"city_mediation": lambda entries: None},
    )


class RightsCase(models.Model):
    """The city mediates no single case, unless its head approves it with a reason (MED-13)."""

    _inherit = "rights.case"

    def _get_city_mediation_refusal(self):
        """Why there is no mediation at the city level; empty below it, and for what is immediate.

        Centre studios settle immediate matters at once (TRI-17).
        """
        case_sudo = self.sudo()  # the unit's level is no secret
        if case_sudo.station_id.level != "city_center" or case_sudo.handling_mode == "immediate":
            return ""
        if self._count_exceptions("city_mediation"):
            return ""
        return self.env._(
            "The city level does not mediate single cases (MED-13). Send the case down, or ask the "
            "head for an exception with a reason."
        )

    def action_allow_exception(self, kind, reason):
        if kind == "city_mediation" and not self.env.user.has_group(HEAD):
            raise AccessError(
                self.env._("Only the head may allow a mediation at the city level (MED-13).")
            )
        return super().action_allow_exception(kind, reason)
