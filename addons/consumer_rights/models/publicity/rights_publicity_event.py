from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.china_time import china_date

# place, date, audience, materials, photos: what an event that took place has (DIS-11)
NEEDED = ("place", "audience", "audience_count", "materials", "photo_ids")


class RightsPublicityEvent(models.Model):
    """Publicity in a community, school or market: planned, then recorded (DIS-11).

    who                                           may
    statistician, dispatcher, head, reception     write, own unit and below
    staff                                         read
    """

    _name = "rights.publicity.event"
    _inherit = ["rights.own.unit"]
    _description = "Publicity event"
    _order = "date desc, id desc"

    name = fields.Char("Name of the event", required=True)
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    date = fields.Date(required=True, default=lambda self: china_date(), index=True)
    place = fields.Char()
    audience = fields.Char(help="Such as residents of a community, pupils of a school.")
    audience_count = fields.Integer("People reached", aggregator="sum")
    materials = fields.Text(help="What was shown and handed out.")
    disclosure_ids = fields.Many2many(
        "rights.disclosure",
        string="Publications shown",
        domain=[("state", "=", "live")],
        help="The event is entered as a channel of each.",
    )
    photo_ids = fields.One2many("rights.publicity.photo", "event_id", "Photos")
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Held")],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
    )

    _count_positive = models.Constraint(
        "CHECK (audience_count >= 0)", "The number of people cannot be negative."
    )

    def write(self, vals):
        if not self.env.su:
            if "state" in vals:
                raise AccessError(self.env._("An event is recorded with its button."))
            self._check_planned()
        return super().write(vals)

    def _check_planned(self):
        if not self.env.su and any(event.state == "held" for event in self):
            raise UserError(self.env._("An event that is recorded stays as it is."))

    def action_hold(self):
        """It took place: from now on it counts."""
        self.check_access("write")
        for event in self:
            event._check_planned()
            if event.date > china_date():
                raise UserError(self.env._("It is recorded after it took place."))
            if empty := [name for name in NEEDED if not event[name]]:
                labels = (event._fields[name]._description_string(self.env) for name in empty)
                raise UserError(self.env._("Fill in first: %(fields)s", fields=", ".join(labels)))
            event_sudo = event.sudo()  # checked above
            event_sudo.state = "held"
            event_sudo._enter_channel()
        return True

    def _enter_channel(self):
        channel = self.env["rights.publicity.channel"]._of_code("event")
        if not channel:
            return
        self.env["rights.disclosure.release"].create(
            [
                {
                    "disclosure_id": disclosure.id,
                    "channel_id": channel.id,
                    "released_on": self.date,
                    "note": self.name,
                }
                for disclosure in self.disclosure_ids
            ]
        )


class RightsPublicityPhoto(models.Model):
    """A photo of a publicity event; it stays in the house."""

    _name = "rights.publicity.photo"
    _description = "Photo of a publicity event"
    _order = "id"
    _rec_name = "caption"

    event_id = fields.Many2one(
        "rights.publicity.event", "Publicity event", required=True, index=True, ondelete="cascade"
    )
    image = fields.Image(required=True, max_width=1920, max_height=1920)
    caption = fields.Char()
