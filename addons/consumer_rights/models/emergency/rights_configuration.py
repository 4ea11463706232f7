from odoo import api, models

from ..case.rights_configuration import CODE, Exported


class RightsConfiguration(models.AbstractModel):
    """Signs of an emergency and the patrol list travel with the other settings (D13)."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        return (
            *super()._get_exported(),
            Exported("rights.patrol.item", ("code",), (*CODE, "note")),
            Exported(
                "rights.emergency.criterion",
                ("code",),
                (
                    *CODE,
                    "effect",
                    "conversion_kind",
                    "for_complaint",
                    "for_report",
                    "class_ids",
                    "nature_ids",
                    "keywords",
                    "least_people",
                    "least_cases",
                    "within_days",
                    "least_amount",
                ),
            ),
        )
