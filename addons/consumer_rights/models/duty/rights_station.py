from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RightsStation(models.Model):
    """How the unit's phone is kept outside of service hours (INT-02, DUT-08)."""

    _inherit = "rights.station"

    off_hours_mode = fields.Selection(
        [("recording", "Recording"), ("duty_phone", "Duty phone")],
        "Phone outside service hours",
        required=True,
        default="recording",
    )
    duty_phone_user_id = fields.Many2one(
        "res.users", "Holds the duty phone now", compute="_compute_duty_phone_user_id"
    )

    def _compute_duty_phone_user_id(self):
        now = fields.Datetime.now()
        for station in self:
            shifts = self.env["rights.duty.shift"]._on_duty(station, now, ("phone",))
            station.duty_phone_user_id = shifts[:1].user_id

    @api.constrains("off_hours_mode")
    def _check_duty_phone(self):
        """The mode is not activated without a named person to come (DUT-08)."""
        for station in self.filtered(lambda station: station.off_hours_mode == "duty_phone"):
            if (
                not self.env["rights.duty.shift"]
                .sudo()
                .search_count(
                    [
                        ("station_id", "=", station.id),
                        ("kind", "=", "phone"),
                        ("end_at", ">", fields.Datetime.now()),
                        ("user_id", "!=", False),
                        ("is_leave", "=", False),
                        ("is_published", "=", True),
                    ],
                    limit=1,
                )
            ):
                raise ValidationError(
                    self.env._(
                        "%(unit)s has no published roster of its off-hours phone: publish one"
                        " before the duty phone is used (DUT-08).",
                        unit=station.name,
                    )
                )
