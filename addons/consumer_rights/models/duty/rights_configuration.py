from odoo import api, models

from ..case.rights_configuration import CODE, Exported


class RightsConfiguration(models.AbstractModel):
    """The slots of the day travel with the other settings (D13)."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        return (
            *super()._get_exported(),
            Exported(
                "rights.duty.slot",
                ("code",),
                (*CODE, "kind", "days", "hour_from", "hour_to", "min_people"),
            ),
        )
