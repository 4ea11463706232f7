import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.consumer_rights.clock.due import day_end, day_start
from odoo.addons.consumer_rights.tools.china_time import china_date, china_naive
from odoo.tools import SQL

# what a hall may know: not that there are reports or discipline matters, nor how many
SHOWN_KINDS = ("complaint", "consultation", "suggestion")
ELSEWHERE = ("out_on_case", "meeting", "training")


class RightsWallScreen(models.Model):
    """A screen in a hall that opens by a link of its own, without a login (SEC-10).

    who                                            may
    business administrator, platform administrator make, issue and revoke links
    who holds the link                             see numbers of the unit, nobody's data

    The link is shown once and kept as a hash. Staff open the screen of their own unit as users.
    """

    _name = "rights.wall.screen"
    _inherit = "rights.configured"
    _description = "Wall screen"
    _order = "station_id, name, id"
    _rights_quoted = ("station_id",)
    _rights_unlogged = frozenset(("token_hash",))

    name = fields.Char("Where it hangs", required=True)
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, index=True, ondelete="cascade"
    )
    token_hash = fields.Char(index="btree_not_null", groups=fields.NO_ACCESS, copy=False)
    is_live = fields.Boolean("Link works", readonly=True, copy=False)
    issued_at = fields.Datetime("Link issued on", readonly=True, copy=False)

    # -- links -----------------------------------------------------------------------------------

    def action_issue(self):
        """A new link, shown this once; the one before no longer works."""
        self.ensure_one()
        self.check_access("write")
        token = secrets.token_urlsafe(24)
        self.sudo().write(  # the hash is closed to every client
            {
                "token_hash": self._hash(token),
                "is_live": True,
                "issued_at": fields.Datetime.now(),
            }
        )
        return {
            "type": "ir.actions.client",
            "tag": "rights_reports.wall_link",
            "params": {"address": f"{self.get_base_url()}/rights/wall/{token}"},
        }

    def action_revoke(self):
        """Whoever holds the link sees nothing from now on."""
        self.check_access("write")
        self.sudo().write({"token_hash": False, "is_live": False})  # as above
        return True

    @api.model
    def _hash(self, token):
        return hashlib.sha256(token.encode()).hexdigest()

    @api.model
    def _of_token(self, token):
        """The screen of a link that works, in superuser mode; else empty."""
        found = [("token_hash", "=", self._hash(token)), ("is_live", "=", True)]
        return self.sudo().search(found, limit=1)

    # -- what it shows ---------------------------------------------------------------------------

    @api.model
    def _numbers(self, station):
        """What hangs on the wall of a unit: numbers, rooms, the time. Nobody's name or matter."""
        station_sudo = station.sudo()  # numbers tell nothing of a person
        units = station_sudo._with_below().ids
        now, today = fields.Datetime.now(), china_date()
        begin, end = day_start(today.toordinal()), day_end(today.toordinal())
        late, due = self._count_clocks(units, now, end)
        return {
            "station": station_sudo.name,
            "clock": china_naive(now).strftime("%H:%M"),
            "day": today,
            "weekday": "一二三四五六日"[today.weekday()],
            "received": self._count_received(units, begin, end),
            "due": due,
            "late": late,
            "rooms": self._rooms(station_sudo, now, end),
            "staff": self._count_staff(station_sudo, now),
            "seconds": self.env["rights.network.parameter"]._value("wall_seconds") or 30,
        }

    @api.model
    def _count_received(self, units, begin, end):
        """[(kind, how many came in today)]"""
        cases = self.env["rights.case"].sudo().with_context(active_test=False)
        counts = dict(
            cases._read_group(
                [
                    ("kind", "in", SHOWN_KINDS),
                    ("station_id", "in", units),
                    ("registered_at", "!=", False),
                    ("received_at", ">=", begin),
                    ("received_at", "<", end),
                ],
                ["kind"],
                ["__count"],
            )
        )
        return [(kind, counts.get(kind, 0)) for kind in SHOWN_KINDS]

    @api.model
    def _count_clocks(self, units, now, end):
        """(matters with a missed date, matters with a date that ends today)"""
        self.env.flush_all()
        [[late, due]] = self.env.execute_query(
            SQL(
                """
                SELECT count(*) FILTER (WHERE first_due <= %(now)s),
                       count(*) FILTER (WHERE first_due > %(now)s)
                  FROM (SELECT min(clock.due_at) AS first_due
                          FROM rights_deadline clock
                          JOIN rights_case one ON one.id = clock.case_id
                         WHERE clock.stopped_at IS NULL AND clock.is_paused IS NOT TRUE
                           AND clock.station_id = ANY(%(units)s) AND clock.due_at <= %(end)s
                           AND one.kind = ANY(%(kinds)s)
                         GROUP BY clock.case_id) AS of_case
                """,
                now=now,
                end=end,
                units=units,
                kinds=list(SHOWN_KINDS),
            )
        )
        return late, due

    @api.model
    def _rooms(self, station, now, end):
        """[{"name", "until", "next"}] of the unit's own rooms; no meeting says whose it is."""
        meetings = self.env["rights.mediation.meeting"].sudo()
        planned = meetings.search(
            [
                ("room_id.station_id", "=", station.id),
                ("state", "=", "planned"),
                ("planned_end", ">", now),
                ("planned_start", "<", end),
            ],
            order="planned_start",
        )
        rooms = self.env["rights.mediation.room"].sudo().search([("station_id", "=", station.id)])
        return [
            self._room(room, planned.filtered(lambda one, room=room: one.room_id == room), now)
            for room in rooms
        ]

    @api.model
    def _room(self, room, planned, now):
        is_now = planned[:1].planned_start and planned[0].planned_start <= now
        later = planned[1:2] if is_now else planned[:1]
        return {
            "name": room.name,
            "until": china_naive(planned[0].planned_end).strftime("%H:%M") if is_now else "",
            "next": china_naive(later.planned_start).strftime("%H:%M") if later else "",
        }

    @api.model
    def _count_staff(self, station, now):
        """(on duty, elsewhere on duty): how many people, never who."""
        shifts = self.env["rights.duty.shift"].sudo()
        on_roster = shifts.search(
            [
                ("station_id", "=", station.id),
                ("user_id", "!=", False),
                ("is_leave", "=", False),
                ("is_published", "=", True),
                ("start_at", "<=", now),
                ("end_at", ">", now),
                ("start_at", ">", now - timedelta(days=2)),
            ]
        ).user_id
        posts = self.env["rights.post"].sudo().search([("station_id", "=", station.id)])
        posts = posts.filtered("active")
        away = posts.filtered(lambda post: post.duty_state in ELSEWHERE).user_id
        leave = posts.filtered(lambda post: post.duty_state == "leave").user_id
        here = on_roster | posts.filtered(lambda post: post.duty_state == "on_duty").user_id
        return len(here - away - leave), len(away)
