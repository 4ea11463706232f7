from odoo import api, models

from ..case.rights_configuration import CODE, Exported

HONOUR = Exported("rights.honour", ("code",), CODE)


class RightsConfiguration(models.AbstractModel):
    """The honours of merchants travel along (D13)."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        return (*super()._get_exported(), HONOUR)
