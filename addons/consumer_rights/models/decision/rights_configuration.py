from odoo import api, models

from ..case.rights_configuration import CODE, Exported

MATERIAL = Exported(
    "rights.material.item",
    ("code",),
    (*CODE, "kind", "category_ids", "channel_ids", "applies_to", "evidence_type", "is_demanded"),
)


class RightsConfiguration(models.AbstractModel):
    """The list of required material and the marks of classes and grounds travel along (D13)."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        extra = {
            "rights.category": ("is_in_duty", "is_agri_input"),
            "rights.reject.reason": ("is_not_consumer", "explanation"),
        }
        known = tuple(
            spec._replace(fields=spec.fields + extra.get(spec.model, ()))
            for spec in super()._get_exported()
        )
        return (*known, MATERIAL)
