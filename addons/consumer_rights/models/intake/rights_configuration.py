from odoo import api, models


class RightsConfiguration(models.AbstractModel):
    """What a channel asks for travels with the other settings (D13)."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        return tuple(
            spec._replace(fields=(*spec.fields, "gives_number", "has_visitor"))
            if spec.model == "rights.channel"
            else spec
            for spec in super()._get_exported()
        )
