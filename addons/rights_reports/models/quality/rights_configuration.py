from odoo import api, models
from odoo.addons.consumer_rights.models.case.rights_configuration import CODE, Exported

LISTS = (
    Exported("rights.quality.part", ("code",), (*CODE, "weight")),
    Exported("rights.quality.cause", ("code",), CODE),
    Exported(
        "rights.quality.item",
        ("code",),
        (
            *(*CODE, "part_id", "cause_id", "points", "rule", "signal", "limit_codes"),
            *("needs_case", "is_correctable", "is_double"),
        ),
    ),
)


class RightsConfiguration(models.AbstractModel):
    """The deduction list travels with the configuration (D13)."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        return (*super()._get_exported(), *LISTS)
