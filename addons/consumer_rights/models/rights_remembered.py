from odoo import api, models


class RightsRemembered(models.AbstractModel):
    """Settings that methods remember with ``ormcache``: every change makes them look again."""

    _name = "rights.remembered"
    _description = "Settings that are remembered"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
