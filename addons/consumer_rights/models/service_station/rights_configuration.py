from odoo import api, models

from ..case.rights_configuration import CODE, Exported

LISTS = (
    Exported("rights.education.level", ("code",), (*CODE, "is_enough_for_coordinator")),
    Exported("rights.station.place.kind", ("code",), CODE),
    Exported("rights.station.activity.kind", ("code",), (*CODE, "purpose")),
)


class RightsConfiguration(models.AbstractModel):
    """The code lists of service stations travel along (D13)."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        return (*super()._get_exported(), *LISTS)
