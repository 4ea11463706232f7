from calendar import monthrange
from datetime import datetime, time, timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..clock.due import CHINA_HOURS
from ..tools.china_time import china_date
from .rights_demo import CITY

HOTLINE = "12315"
# days back, hour, minute, what became of it, ending of the number
CALLS = (
    (4, 9, 12, "answered", 1),
    (4, 10, 40, "missed", 2),
    (3, 11, 5, "answered", 3),
    (3, 12, 20, "recorded", 4),
    (3, 15, 33, "answered", 5),
    (2, 9, 48, "answered", 6),
    (2, 10, 2, "missed", 7),
    (2, 10, 9, "missed", 7),
    (2, 19, 26, "recorded", 8),
    (1, 9, 31, "answered", 9),
    (1, 14, 44, "answered", 10),
    (1, 16, 58, "missed", 11),
    (1, 20, 15, "recorded", 12),
    (0, 0, 35, "missed", 13),
)
WAITING = 3  # the last call-backs are not made yet


class RightsDemo(models.AbstractModel):
    """A month's roster, and a handful of calls with their call-backs (INT-02 to INT-06, DUT-01)."""

    _inherit = "rights.demo"

    def _load_duty(self):
        """The reception desk and the phone of the city centre, this month, published."""
        station, today = self.env.ref(CITY), china_date()
        first = today.replace(day=1)
        last = today.replace(day=monthrange(today.year, today.month)[1])
        studio = station.studio_ids.filtered(lambda studio: studio.kind == "reception")
        month = {"station_id": station.id, "date_from": first, "date_to": last}
        rosters = self.env["rights.duty.roster"].create(
            [
                month | {"kind": "service", "studio_id": studio.id},
                month | {"kind": "phone"},
                month | {"kind": "standby"},
            ]
        )
        rosters = rosters.filtered("shift_ids")  # a month may have no holiday
        people = self.env["res.users"].search([("login", "in", ("operator", "clerk", "office"))])
        for roster in rosters:
            own = roster._rosterable() if roster.studio_id else people
            for number, shift in enumerate(roster.shift_ids.sorted("start_at")):
                free = own.filtered(lambda user, shift=shift: not shift._get_refusal(user))
                shift.user_id = free[number % len(free)] if free else False
            if not roster.gap_count:
                roster.action_publish()
        self._hand_over_shifts(rosters.shift_ids)

    def _hand_over_shifts(self, shifts):
        """What is over was kept and handed over, except the last one."""
        now = fields.Datetime.now()
        over = shifts.filtered(lambda shift: shift.end_at < now and shift.user_id)
        for number, shift in enumerate(over):
            minutes = 6 if number % 17 == 5 else -4
            shift.came_at = shift.start_at + timedelta(minutes=minutes)
            shift.left_at = shift.end_at
        ended = over.sorted("end_at")[:-1]
        taken = set()
        for shift in ended:
            place = (shift.roster_id, shift.date, shift.slot_id)
            if place in taken:
                continue
            taken.add(place)
            others = shifts.user_id - shift.user_id
            self.env["rights.duty.handover"].create(
                {
                    "shift_id": shift.id,
                    "out_user_id": shift.user_id.id,
                    "out_signed_at": shift.end_at,
                    "in_user_id": others[:1].id,
                    "in_signed_at": shift.end_at + timedelta(minutes=3),
                }
            )

    def _load_calls(self):
        """Calls of five days; the last ones wait to be returned, one of them too long."""
        station = self.env.ref(CITY)
        line = self.env["rights.phone.line"].create({"number": HOTLINE, "station_id": station.id})
        operator = self.env["res.users"].search([("login", "=", "operator")])
        calls = self.env["rights.call.log"].create(
            [self._call_vals(line, operator, number, *row) for number, row in enumerate(CALLS)]
        )
        for call in calls.sorted("started_at"):
            call._settle()
        for task in calls.task_id.sorted("first_call_at")[:-WAITING]:
            at = task.opened_at + timedelta(minutes=50)
            self.env["rights.callback.attempt"]._append(
                [{"task_id": task.id, "at": at, "user_id": operator.id, "result": "reached"}]
            )
            task.write({"attempt_count": 1, "next_attempt_at": False})
            task._clock_event("callback_logged", at)
            task.with_user(operator).sudo()._close("no_request")
        self.env["rights.callback.list"].with_user(operator).create(
            {
                "date_from": min(calls.mapped("day")),
                "date_to": china_date() - timedelta(days=1),
            }
        )
        self._explain_missing_recordings()

    def _call_vals(self, line, operator, number, back, hour, minute, status, ending):
        day = china_date() - timedelta(days=back)
        at = datetime.combine(day, time(hour, minute)) - CHINA_HOURS
        until = at + timedelta(minutes=4)
        moments = {
            "answered": {"answered_at": at, "talk_seconds": 150 + 11 * number},
            "missed": {"missed_at": at + timedelta(seconds=40)},
            "recorded": {
                "recorded_from": at,
                "recorded_to": until,
                "recording_url": f"https://pbx.example/{number}.wav",
            },
        }[status]
        return {
            "call_ref": f"demo-{number}",
            "number": f"1690000{ending:04d}",
            "line_id": line.id,
            "station_id": line.station_id.id,
            "started_at": at,
            "has_record": True,
            "user_id": operator.id if status == "answered" else False,
            "no_matter": "已当场解答" if status == "answered" and number % 4 else False,
            **moments,
        }

    def _explain_missing_recordings(self):
        """A year of invented matters has no sound; a few of the latest stand as they would."""
        domain = self.env["rights.case"]._lacks_recording_domain()
        recent = fields.Datetime.now() - timedelta(days=3)
        cases = self.env["rights.case"].search(domain & Domain("registered_at", "<", recent))
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "UPDATE rights_case SET no_recording_reason = %s WHERE id = ANY(%s) RETURNING id",
                "演示数据没有录音",
                cases.ids,
            )
        )
        cases.invalidate_recordset(["no_recording_reason"])
