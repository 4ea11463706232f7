from odoo import api, models

from ..case.rights_configuration import CODE, Exported

TOPIC = Exported("rights.training.topic", ("code",), (*CODE, "is_yearly"))


class RightsConfiguration(models.AbstractModel):
    """The topics of training travel along (D13)."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        return (*super()._get_exported(), TOPIC)
