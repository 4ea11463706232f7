from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.tools import ormcache

from ...clock.due import CHINA_HOURS
from ...tools.china_time import china_naive

ROSTER_KINDS = [
    ("service", "Service hours"),
    ("phone", "Off-hours phone"),
    ("standby", "12315 holiday standby"),
    ("admin", "Administrative duty"),
]


def on_clock(day, hours):
    """The naive UTC moment of a China wall time, given as hours of a day."""
    return datetime.combine(day, datetime.min.time()) + timedelta(hours=hours) - CHINA_HOURS


class RightsDutySlot(models.Model):
    """A piece of the day that somebody is on duty in (DUT-01).

    The slots of service hours on working days are the service hours of the centre (INT-02).

    who                     may
    staff                   read
    business administrator  write
    """

    _name = "rights.duty.slot"
    _description = "Slot of duty"
    _inherit = ["rights.code.mixin", "rights.remembered"]

    kind = fields.Selection(ROSTER_KINDS, "Roster", required=True, default="service")
    days = fields.Selection(
        [
            ("working", "Working days"),
            ("rest", "Days off"),
            ("holiday", "Statutory holidays"),
            ("every", "Every day"),
        ],
        required=True,
        default="working",
    )
    hour_from = fields.Float("From", required=True)
    hour_to = fields.Float("To", required=True, help="Not after the beginning: on the next day.")
    min_people = fields.Integer("Least people", required=True, default=1)

    _code_unique = models.Constraint("UNIQUE (code)", "Another slot has this code.")
    _hours_sane = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_from < 24 AND hour_to >= 0 AND hour_to <= 24)",
        "Hours lie between 0 and 24.",
    )
    _people_sane = models.Constraint(
        "CHECK (min_people BETWEEN 1 AND 50)", "A slot needs between 1 and 50 people."
    )

    def _fits(self, day):
        """Whether this slot is kept on a date."""
        table = self.env["rights.calendar.day"]._day_table()
        kind = table.day(day.toordinal()).kind
        return {
            "working": kind in ("workday", "make_up"),
            "rest": kind in ("rest", "holiday"),
            "holiday": kind == "holiday",
            "every": True,
        }[self.days]

    def _moments(self, day):
        """(begin, end) of the slot that starts on a date, in naive UTC."""
        hour_to = self.hour_to if self.hour_to > self.hour_from else self.hour_to + 24
        return on_clock(day, self.hour_from), on_clock(day, hour_to)

    @api.model
    @ormcache()
    def _service_hours(self):
        """[(from, to)] in hours, of the service slots of working days."""
        slots = self.sudo().search([("kind", "=", "service"), ("days", "in", ("working", "every"))])
        return [(slot.hour_from, slot.hour_to) for slot in slots]

    @api.model
    def _is_service_time(self, moment):
        """Whether staff answers the phone at a naive UTC moment (INT-02)."""
        local = china_naive(moment)
        table = self.env["rights.calendar.day"]._day_table()
        hours = local.hour + local.minute / 60 + local.second / 3600
        return table.is_working(local.toordinal()) and any(
            begin <= hours < end for begin, end in self._service_hours()
        )
