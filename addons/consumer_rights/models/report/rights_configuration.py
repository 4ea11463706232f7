from odoo import api, models

from ..case.rights_configuration import CODE, Exported


class RightsConfiguration(models.AbstractModel):
    """Classes of alleged violations travel with the other settings (D13)."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        return (
            *super()._get_exported(),
            Exported("rights.violation.class", ("code",), (*CODE, "division_id")),
        )
