from odoo import api, models

from ..case.rights_configuration import CODE, Exported

ROUTING = (
    Exported("rights.routing.reason", ("code",), (*CODE, "use")),
    Exported(
        "rights.routing.topic",
        ("code",),
        (*CODE, "for_complaint", "for_report", "nature_ids", "class_ids", "complexity"),
    ),
)


class RightsConfiguration(models.AbstractModel):
    """The topic table travels with the other settings; units and authorities stay at home (D13)."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        return (*super()._get_exported(), *ROUTING)
