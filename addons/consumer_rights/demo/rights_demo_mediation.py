from collections import Counter
from datetime import datetime, time, timedelta

from odoo import api, fields, models

from ..models.mediation.rights_mediation import LEVELS
from ..tools.china_time import china_date
from .rights_demo_cases import _utc
from .story import is_working_day

# how a mediation and its last meeting end, by the step or the result that ends it
ENDS = {
    "settled": ("settled", "settled"),
    "self_settled": ("settled", "postponed"),
    "withdrawn": ("withdrawn", None),
    "terminated": ("terminated", "failed"),
    "escalate": ("failed", "failed"),
    "stop_mediation": ("withdrawn", "postponed"),
}
RECORDS = (
    (
        "消费者陈述购买和使用经过，要求退货退款；经营者认为商品交付时完好。",
        "退还货款，运费各自承担。",
    ),
    ("消费者出示付款凭证和聊天记录；经营者承认宣传与实物不符。", "退一半货款，商品归消费者所有。"),
    ("双方对损坏原因说法不一，均表示愿意协商。", "经营者免费维修，并延长保修一年。"),
)
GRADES = ("active", "active", "passive", "active", "refusing")


class RightsDemo(models.AbstractModel):
    """Mediations of the year with their consents and meetings, and the meetings of this week."""

    _inherit = "rights.demo"

    def _load_mediations(self):
        rounds = self._get_mediated()
        rooms = self._get_rooms(
            self.env["rights.station"].union(*(row["station"] for row in rounds))
        )
        mediations = self._create_past(
            "rights.mediation",
            [self._mediation_vals(place, row) for place, row in enumerate(rounds)],
        )
        consents, meetings = [], []
        for place, (mediation, row) in enumerate(zip(mediations, rounds, strict=True)):
            consents += self._consent_vals(place, mediation, row)
            if row["meeting"]:
                meetings.append(self._held_vals(place, mediation, row))
        self._create_past("rights.mediation.consent", consents)
        self._create_past("rights.mediation.meeting", meetings)
        self._plan_meetings(mediations.filtered(lambda row: row.state == "open"), rooms)

    def _get_rooms(self, stations):
        """A room at each unit that mediates."""
        rooms = self.env["rights.mediation.room"].search([("station_id", "in", stations.ids)])
        return rooms | rooms.create(
            [
                {"name": "一号调解室", "station_id": unit.id, "seats": 8}
                for unit in stations - rooms.station_id
            ]
        )

    @api.model
    def _create_past(self, model, vals_list):
        """What happened has its lines in the process record already."""
        return models.BaseModel.create(self.env[model], vals_list)

    def _get_mediated(self):
        """[one round of mediation], read from the steps of the process records."""
        steps = self.env["rights.case.event"].search(
            [
                ("type", "=", "moved"),
                ("case_id.mediation_ids", "=", False),
                "|",
                ("stage_to_id.code", "=", "mediating"),
                ("stage_from_id.code", "=", "mediating"),
            ],
            order="case_id, sequence",
        )
        rounds, counts = [], Counter()
        for step in steps:
            case = step.case_id
            if step.stage_to_id.code == "mediating":
                level = LEVELS[step.station_id.level]
                counts[case, level] += 1
                rounds.append(
                    {
                        "case": case,
                        "level": level,
                        "round": counts[case, level],
                        "station": step.station_id,
                        "mediator": step.user_id,
                        "cycle": step.cycle_no,
                        "begin": step.at,
                        "end": False,
                        "state": "open",
                        "meeting": "postponed",
                    }
                )
                continue
            code = step.transition_id.code
            same = case.cycle_no == step.cycle_no
            outcome = (case.outcome_id.code if same else "terminated") or "terminated"
            state, meeting = ENDS[code if code in ENDS else outcome]
            rounds[-1].update(end=step.at, state=state, meeting=meeting)
        return rounds

    @api.model
    def _mediation_vals(self, place, row):
        return {
            "case_id": row["case"].id,
            "cycle_no": row["cycle"],
            "level": row["level"],
            "round": row["round"],
            "station_id": row["station"].id,
            "mediator_id": row["mediator"].id,
            "state": row["state"],
            "started_at": row["begin"],
            "ended_at": row["end"],
            "cooperation": GRADES[place % len(GRADES)] if row["end"] else False,
        }

    @api.model
    def _consent_vals(self, place, mediation, row):
        modes = ("phone", "video", "onsite")
        if row["end"]:
            modes = ("phone",) if place % 3 else ("phone", "onsite")
        return [
            {
                "case_id": row["case"].id,
                "mediation_id": mediation.id,
                "side": side,
                "mode": mode,
                "way": "phone",
                "at": row["begin"] - timedelta(minutes=20),
                "user_id": row["mediator"].id,
            }
            for side in ("consumer", "merchant")
            for mode in modes
        ]

    @api.model
    def _held_vals(self, place, mediation, row):
        begin = min(row["begin"] + timedelta(minutes=5), row["end"] or row["begin"])
        end = min(begin + timedelta(minutes=40), row["end"] or fields.Datetime.now())
        statements, proposals = RECORDS[place % len(RECORDS)]
        return {
            "mediation_id": mediation.id,
            "mode": "phone",
            "state": "held",
            "planned_start": begin,
            "planned_end": begin + timedelta(minutes=40),
            "mediator_id": row["mediator"].id,
            "started_at": begin,
            "ended_at": max(begin, end),
            "participants": "消费者、经营者客服负责人",
            "statements": statements,
            "proposals": proposals,
            "outcome": row["meeting"],
            "outcome_at": max(begin, end),
            "outcome_by_id": row["mediator"].id,
        }

    def _plan_meetings(self, mediations, rooms):
        """Half-days of this and the coming days, one after the other for each mediator."""
        taken = {}
        for mediation in mediations:
            mediator = mediation.mediator_id
            day, hour = taken.get(mediator, (china_date(), 9))
            while not is_working_day(day):
                day += timedelta(days=1)
            taken[mediator] = (day, 14) if hour == 9 else (day + timedelta(days=1), 9)
            modes = mediation.consent_ids._get_agreed_modes()
            mode = modes[mediation.id % len(modes)]
            room = rooms.filtered(lambda room, unit=mediation.station_id: room.station_id == unit)[
                :1
            ]
            self.env["rights.mediation.meeting"].create(
                {
                    "mediation_id": mediation.id,
                    "mode": mode,
                    "planned_start": _utc(datetime.combine(day, time(hour, 30))),
                    "room_id": room.id if mode == "onsite" else False,
                }
            )
