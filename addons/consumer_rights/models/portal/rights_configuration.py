from odoo import api, models

from ..case.rights_configuration import Exported

PUBLIC_STEP = Exported(
    "rights.public.step",
    ("stage_id", "kind"),
    ("stage_id", "kind", "name", "next_step", "clock_codes"),
)


class RightsConfiguration(models.AbstractModel):
    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        """Public words go along with the stages they speak of."""
        return (*super()._get_exported(), PUBLIC_STEP)
