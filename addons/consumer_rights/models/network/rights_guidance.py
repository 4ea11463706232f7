from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.china_time import china_date


class RightsGuidance(models.Model):
    """One act of guiding a lower unit: a visit, a meeting, a written reply (ORG-15).

    who                     may
    staff                   read
    docking officer         write, own unit and below
    """

    _name = "rights.guidance"
    _description = "Guidance of a lower unit"
    _inherit = "rights.own.unit"
    _order = "date desc, id desc"
    _rec_name = "subject"

    date = fields.Date(required=True, default=lambda self: china_date(), index=True)
    station_id = fields.Many2one(
        "rights.station",
        "Guiding centre",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids.filtered(
            lambda station: station.level in ("city_center", "district_center")
        )[:1],
        domain=[("level", "in", ["city_center", "district_center"])],
    )
    target_station_id = fields.Many2one(
        "rights.station",
        "Guided unit",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('id', 'child_of', station_id), ('id', '!=', station_id)]",
    )
    target_level = fields.Selection(related="target_station_id.level", store=True)
    kind = fields.Selection(
        [("visit", "Visit"), ("meeting", "Meeting"), ("written_reply", "Written reply")],
        "Form of guidance",
        required=True,
        default="visit",
    )
    user_id = fields.Many2one(
        "res.users",
        "Recorded by",
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    subject = fields.Char(required=True)
    content = fields.Text()
    file = fields.Binary("Attached paper", attachment=True)
    file_name = fields.Char()

    @api.constrains("date")
    def _check_date(self):
        for guidance in self:
            if guidance.date > china_date():
                raise ValidationError(
                    self.env._("Guidance is recorded after it took place, not before.")
                )

    @api.constrains("station_id", "target_station_id")
    def _check_downward(self):
        for guidance in self:
            centre, target = guidance.station_id, guidance.target_station_id
            if centre.level not in ("city_center", "district_center"):
                raise ValidationError(
                    self.env._(
                        "%(unit)s guides nobody: city and district centres do.", unit=centre.name
                    )
                )
            if target == centre or centre not in target._with_above():
                raise ValidationError(
                    self.env._(
                        "%(target)s does not stand below %(unit)s.",
                        target=target.name,
                        unit=centre.name,
                    )
                )

    @api.model
    def _half_year(self, day, back=0):
        """(first day, last day) of the half-year a day lies in, or of one before it."""
        halves = day.year * 2 + (day.month > 6) - back
        year, second = divmod(halves, 2)
        if second:
            return date(year, 7, 1), date(year, 12, 31)
        return date(year, 1, 1), date(year, 6, 30)
