from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ...tools.china_time import china_date


class RightsAmenity(models.Model):
    """A facility or convenience of a reception site (INT-19).

    who                          may
    staff                        read
    operator, station, heads     keep the inventory of the own unit
    """

    _name = "rights.amenity"
    _description = "Convenience of a reception site"
    _inherit = "rights.own.unit"
    _order = "station_id, sequence, id"

    name = fields.Char(required=True)
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    quantity = fields.Integer(required=True, default=1)
    place = fields.Char()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    date_from = fields.Date("Kept since", required=True, default=lambda self: china_date())

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity cannot be less than one."
    )

    @api.model
    def action_add_usual(self):
        """Put the usual things of a reception site on the list of the own unit."""
        station = self.env.user.rights_station_ids[:1]
        if not station:
            raise UserError(self.env._("You have no post at a unit today."))
        usual = (
            self.env._("Notice board"),
            self.env._("Public display"),
            self.env._("Enquiry terminal"),
            self.env._("Drinking water"),
            self.env._("Suggestion box"),
            self.env._("Seats for visitors"),
            self.env._("Paper and pens"),
            self.env._("Reading glasses"),
            self.env._("Law books"),
        )
        there = self.search([("station_id", "=", station.id)]).mapped("name")
        self.create(
            [
                {"name": name, "station_id": station.id, "sequence": number}
                for number, name in enumerate(usual)
                if name not in there
            ]
        )
        return True


class RightsAmenityCheck(models.Model):
    """The monthly check of a site's inventory (INT-19); a month without one is listed."""

    _name = "rights.amenity.check"
    _description = "Monthly check of the inventory"
    _inherit = "rights.own.unit"
    _order = "month desc, station_id"
    _rec_name = "month"

    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    month = fields.Date(
        required=True, default=lambda self: china_date().replace(day=1), help="Its first day."
    )
    user_id = fields.Many2one(
        "res.users",
        "Checked by",
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    checked_at = fields.Datetime("Checked on", readonly=True, copy=False)
    line_ids = fields.One2many("rights.amenity.check.line", "check_id", "Items checked")
    defect_count = fields.Integer("Missing or broken", compute="_compute_defect_count")

    _once = models.UniqueIndex(
        "(station_id, month)", "The inventory of this unit has its check of this month."
    )
    _first_day = models.Constraint(
        "CHECK (extract(day FROM month) = 1)", "A month is named by its first day."
    )

    @api.depends("line_ids.state")
    def _compute_defect_count(self):
        for check in self:
            check.defect_count = len(check.line_ids.filtered(lambda line: line.state != "fine"))

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create(vals_list)
        for check in checks.filtered(lambda check: not check.line_ids):
            items = self.env["rights.amenity"].search([("station_id", "=", check.station_id.id)])
            check.line_ids = [
                Command.create({"amenity_id": item.id, "found": item.quantity}) for item in items
            ]
        return checks

    def write(self, vals):
        if not self.env.su:
            if "checked_at" in vals:
                raise AccessError(self.env._("A check is finished with its button."))
            if self.filtered("checked_at"):
                raise UserError(self.env._("This check is finished."))
        return super().write(vals)

    def action_finish(self):
        """The site was looked at; every item has its answer."""
        self.check_access("write")
        for check in self:
            if not check.line_ids:
                raise UserError(self.env._("There is nothing on the inventory."))
            if check.line_ids.filtered(lambda line: not line.state):
                raise UserError(self.env._("Answer every item first."))
        self.sudo().checked_at = fields.Datetime.now()  # checked above
        return True


class RightsAmenityCheckLine(models.Model):
    """What was found of one item."""

    _name = "rights.amenity.check.line"
    _description = "Checked item"
    _order = "check_id, id"
    _rec_name = "amenity_id"

    check_id = fields.Many2one(
        "rights.amenity.check", required=True, index=True, ondelete="cascade"
    )
    station_id = fields.Many2one(related="check_id.station_id", store=True, index=True)
    amenity_id = fields.Many2one("rights.amenity", "Item", required=True, ondelete="restrict")
    found = fields.Integer()
    state = fields.Selection(
        [("fine", "In order"), ("missing", "Missing"), ("broken", "Broken")], default="fine"
    )
    note = fields.Char()

    def write(self, vals):
        if not self.env.su and self.check_id.filtered("checked_at"):
            raise UserError(self.env._("This check is finished."))
        return super().write(vals)
