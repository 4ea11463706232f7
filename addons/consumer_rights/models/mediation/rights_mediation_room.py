from odoo import fields, models


class RightsMediationRoom(models.Model):
    """A room of a unit in which parties meet; it holds one meeting at a time."""

    _name = "rights.mediation.room"
    _inherit = ["rights.own.unit"]
    _description = "Mediation room"
    _order = "station_id, name"

    name = fields.Char(required=True)
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    address = fields.Char(help="Where the parties go; the unit's own address when empty.")
    seats = fields.Integer()
    active = fields.Boolean(default=True)

    _name_once = models.UniqueIndex("(station_id, name)", "The unit has a room of this name.")
