from odoo import api, models

from ..case.rights_configuration import CODE, Exported

CHANNEL = Exported("rights.publicity.channel", ("code",), CODE)


class RightsConfiguration(models.AbstractModel):
    """The channels of publicity travel along (D13)."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        return (*super()._get_exported(), CHANNEL)
