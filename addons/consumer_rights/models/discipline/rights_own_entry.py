from odoo import api, fields, models


class RightsOwnEntry(models.AbstractModel):
    """What people enter about themselves: person and unit come from the system, nobody chooses."""

    _name = "rights.own.entry"
    _description = "Entry about the own person"

    # what people enter
    _entered = frozenset()

    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            system = {
                "user_id": self.env.uid,
                "station_id": self.env.user.rights_station_ids[:1].id,
            }
            vals_list = [
                {name: value for name, value in vals.items() if name in self._entered} | system
                for vals in vals_list
            ]
        return super().create(vals_list)
