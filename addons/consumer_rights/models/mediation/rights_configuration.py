from odoo import api, models

from ..case.rights_configuration import CODE, Exported

REASON = Exported(
    "rights.mediation.termination.reason",
    ("code",),
    (*CODE, "number", "law", "date_from", "date_to", "is_own_end", "is_period_over", "advice"),
)


class RightsConfiguration(models.AbstractModel):
    """The reasons for terminating a mediation travel along, and what settled asks for (D13)."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        specs = (
            spec._replace(fields=(*spec.fields, "settled_field_ids"))
            if spec.model == "rights.case.transition"
            else spec
            for spec in super()._get_exported()
        )
        return (*specs, REASON)
