from odoo import api, models

from ..case.rights_configuration import Exported

DUTY = Exported(
    "rights.merchant.check.item",
    ("code",),
    ("name", "code", "rule", "sequence", "for_large", "for_small", "needs_photo", "active"),
)


class RightsConfiguration(models.AbstractModel):
    """The check-list of merchants travels along (D13)."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        return (*super()._get_exported(), DUTY)
