from odoo import fields, models


class RightsCaseExceptionAllow(models.TransientModel):
    """The head may let the city level mediate a single case (MED-13)."""

    _inherit = "rights.case.exception.allow"

    kind = fields.Selection(
        selection_add=[("city_mediation", "Mediate it at the city level")],
        ondelete={"city_mediation": "cascade"},
    )

    def _default_kind(self):
        case = self.env["rights.case"].browse(self.env.context.get("active_id"))
        if case.stage_code == "handling" and case._get_city_mediation_refusal():
            return "city_mediation"
        return super()._default_kind()
