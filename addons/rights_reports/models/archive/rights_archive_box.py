from odoo import fields, models


class RightsArchiveBox(models.Model):
    """A box on a shelf of the archive.

    who                  may
    archivist            write, own unit and below
    legal, heads         read
    """

    _name = "rights.archive.box"
    _inherit = ["rights.own.unit"]
    _description = "Archive box"
    _order = "place, name"
    _rec_names_search = ["name", "place"]

    name = fields.Char("Box", required=True)
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    place = fields.Char(
        "Shelf place", required=True, help="Room, rack and shelf, such as 一库-3-2."
    )
    note = fields.Char()
    active = fields.Boolean(default=True)
    volume_ids = fields.One2many("rights.archive.volume", "box_id", "Volumes", readonly=True)
    volume_count = fields.Integer("Number of volumes", compute="_compute_volume_count")

    _name_unique = models.UniqueIndex("(station_id, name)", "This unit has a box of that name.")

    def _compute_volume_count(self):
        counts = dict(
            self.env["rights.archive.volume"]._read_group(
                [("box_id", "in", self.ids)], ["box_id"], ["__count"]
            )
        )
        for box in self:
            box.volume_count = counts.get(box, 0)
