from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.china_time import china_date


class RightsStationActivityKind(models.Model):
    """What a service station does for consumers' knowledge or its own (STN-15, STN-19)."""

    _name = "rights.station.activity.kind"
    _inherit = ["rights.code.mixin"]
    _description = "Kind of activity of a service station"

    purpose = fields.Selection(
        [("publicity", "Consumer education"), ("study", "Study of its staff")],
        required=True,
        default="publicity",
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another kind has this code.")


class RightsStationActivity(models.Model):
    """A publicity week, a lecture, an hour of study: the log of a station (STN-15, STN-19).

    who                            may
    liaison, in the portal         enter
    station officer, dispatcher    enter and correct, own unit and below
    staff                          read
    """

    _name = "rights.station.activity"
    _inherit = ["rights.station.part"]
    _description = "Activity of a service station"
    _order = "date desc, id desc"
    _rec_name = "topic"

    kind_id = fields.Many2one("rights.station.activity.kind", required=True, ondelete="restrict")
    purpose = fields.Selection(related="kind_id.purpose", store=True)
    date = fields.Date(required=True, index=True, default=lambda self: china_date())
    topic = fields.Char(required=True)
    people = fields.Integer("People reached")
    photo = fields.Image(max_width=1920, max_height=1920)

    _people_not_negative = models.Constraint(
        "CHECK (people >= 0)", "The number of people cannot be negative."
    )

    @api.constrains("date")
    def _check_date(self):
        for row in self:
            if row.date > china_date():
                raise ValidationError(self.env._("An activity is entered once it has taken place."))
