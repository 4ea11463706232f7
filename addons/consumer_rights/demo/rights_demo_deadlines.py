import json
from operator import itemgetter

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import split_every

from ..clock import choose
from ..tools.china_time import china_date
from .rights_demo_cases import _utc

BATCH = 1000
COLUMNS = (
    "case_id cycle_no station_id user_id policy_id code kind snapshot is_reminder tells_person "
    "start_at due_at warn_at sweep_at is_provisional is_paused date_told_at stopped_at outcome"
).split()


class RightsDemo(models.AbstractModel):
    """The clocks of the planned year: what the steps of each story started and stopped.

    The same book of limits that drives daily work is played over the told events, in memory, and
    written in one go.
    """

    _inherit = "rights.demo"

    def _load_deadlines(self, plans):
        player = _Player(self.env)
        rows = [
            row
            for plan in plans
            if plan.case and not plan.vals.get("is_history")
            for row in player.play(plan)
        ]
        for batch in split_every(BATCH, rows, list):
            self._insert_deadlines(batch)
        self._insert_breaches()
        self.env["rights.deadline"].invalidate_model()
        cases = self.env["rights.case"].browse([plan.case.id for plan in plans if plan.case])
        cases._deadline_refresh()
        self._insert_returned()

    @api.model
    def _insert_deadlines(self, rows):
        self.env.execute_query(
            SQL(
                "INSERT INTO rights_deadline (%s) VALUES %s RETURNING id",
                SQL(", ").join(SQL.identifier(name) for name in COLUMNS),
                SQL(", ").join(SQL("%s", tuple(row.get(name) for name in COLUMNS)) for row in rows),
            )
        )

    @api.model
    def _insert_breaches(self):
        """What was missed, as the sweep would have recorded it at its moment."""
        self.env.execute_query(
            SQL(
                """
                INSERT INTO rights_deadline_breach
                       (deadline_id, case_id, policy_id, code, kind, station_id, user_id, due_at,
                        at)
                SELECT id, case_id, policy_id, code, kind, station_id, user_id, due_at, due_at
                  FROM rights_deadline
                 WHERE due_at <= coalesce(stopped_at, %s) AND is_reminder IS NOT TRUE
                ON CONFLICT DO NOTHING RETURNING id
                """,
                fields.Datetime.now(),
            )
        )

    @api.model
    def _insert_returned(self):
        """The result went back to reception when the reply was due to be written (HND-12)."""
        self.env.execute_query(
            SQL(
                """
                UPDATE rights_case SET result_returned_at = clock.stopped_at
                  FROM rights_deadline clock
                 WHERE clock.case_id = rights_case.id AND clock.code = 'TL-42'
                   AND clock.outcome IN ('met', 'late') AND clock.cycle_no = rights_case.cycle_no
                RETURNING rights_case.id
                """
            )
        )
        self.env["rights.case"].invalidate_model(["result_returned_at"])


class _Player:
    """Plays the events of one plan after the other over the book of limits."""

    def __init__(self, env):
        self.env = env
        self.book = env["rights.deadline.policy"]._book()
        self.clocks = env["rights.deadline"]
        self.stations = {unit.code: unit for unit in env["rights.station"].search([])}
        self.users = {user.login: user.id for user in env["res.users"].search([])}
        self.steps = {
            (step.kind, step.code, step.stage_from_id.code): (
                step.deadline_event_ids | step.document_template_ids.delivery_event_ids
            ).mapped("code")
            for step in env["rights.case.transition"].search([])
        }
        self.outcomes = {
            outcome.code: outcome.deadline_event_ids.mapped("code")
            for outcome in env["rights.outcome"].search([])
        }
        self.fitting = {}
        self.told = set(env["rights.progress.kind"].search([]).stage_ids.mapped("code"))

    def play(self, plan):
        """Rows of all clocks that the plan's events started."""
        rows, cycle_from = [], plan.received
        accepted = None
        for at, unit, user, cycle, codes in self._timeline(plan):
            if "reaccepted" in codes:
                cycle_from = at
            if "accepted" in codes:
                accepted = at
            moments = {"received": cycle_from, "accepted": accepted or at, "now": at}
            events = [self.book.events[code] for code in codes]
            ids = {event for event, _moment in events}
            new = self._starts(plan, unit, cycle, events, moments, rows)
            for row in rows:
                if not row.get("stopped_at"):
                    self._stop(row, ids, at, cycle, user)
            for row in new:
                if row["snapshot"]["stop"] in ids:
                    self._end(row, "met", at, user)
            rows += new
        for row in rows:
            if not row.get("stopped_at"):
                row["station_id"] = plan.case.station_id.id
                row["user_id"] = plan.case.user_id.id or None
            if row["tells_person"]:
                row["date_told_at"] = row["start_at"]
            row["snapshot"] = json.dumps(row["snapshot"])
        return rows

    def _timeline(self, plan):
        """(moment, unit, user, cycle, event codes) of steps, contacts and follow-ups, in order."""
        line = []
        for event in plan.events:
            codes = event.get("codes")
            if event["type"] == "moved":
                codes = list(self.steps[plan.kind, event["transition"], event["stage_from"]])
                if event["transition"] in ("conclude", "withdraw", "transfer"):
                    codes += self.outcomes.get(plan.vals.get("outcome_id"), ())
                if self._is_live(plan, event):
                    codes.append("contact_logged")
                if event["stage_to"] in self.told:
                    codes += ["state_changed", "progress_told"]
            if codes:
                line.append((event["at"], event["unit"], event["user"], event["cycle"], codes))
        for model, codes in (
            ("rights.contact.log", ["contact_logged"]),
            ("rights.followup", ["followed_up", "archive_due"]),
        ):
            for row in plan.rows.get(model, ()):
                if row.get("whom", "person") != "person":
                    continue
                unhappy = row.get("sat_overall") == "dissatisfied"
                happened = ["followed_up", "dissatisfied"] if unhappy else codes
                before = [event for event in plan.events if event["at"] <= row["at"]] or plan.events
                last = before[-1]
                line.append((row["at"], last["unit"], row["user_id"], last["cycle"], happened))
        return sorted(line, key=itemgetter(0))

    def _is_live(self, plan, event):
        live = plan.vals.get("channel_id") in ("phone", "visit", "in_store", "hotline_12345")
        return live and event["transition"] == "take" and not plan.rows.get("rights.case.dispatch")

    def _starts(self, plan, unit, cycle, events, moments, rows):
        begun = {row["code"]: row for row in rows if row["cycle_no"] == cycle}
        ids = {event for event, _moment in events}
        result = []
        for event, moment in events:
            for code, versions in self.book.started_by.get(event, {}).items():
                start = _utc(moments[moment])
                limit = choose(versions, china_date(start))
                known = begun.get(code)
                if (
                    limit is None
                    or limit.terms.amount is None
                    or ids.intersection(limit.snapshot["exempt"])
                    or (known and not (limit.is_repeated and known.get("stopped_at")))
                    or not self._fits(plan, unit, limit)
                ):
                    continue
                row = {
                    "case_id": plan.case.id,
                    "cycle_no": cycle,
                    "station_id": self.stations[unit].id,
                    "policy_id": limit.id,
                    "code": code,
                    "kind": limit.terms.kind,
                    "snapshot": limit.snapshot,
                    "is_reminder": limit.snapshot["reminder"],
                    "tells_person": limit.snapshot["tells"],
                    "start_at": start,
                    **self.clocks._reckoned(limit.terms, start),
                }
                begun[code] = row
                result.append(row)
        return result

    def _fits(self, plan, unit, limit):
        """Whether the limit is for such a case at such a unit; asked once for all alike."""
        if not limit.domain:
            return True
        values = plan.vals
        alike = (
            limit.id,
            plan.kind,
            bool(values.get("is_anonymous")),
            values.get("channel_id"),
            self.stations[unit].level,
            values.get("planned_route"),
            values.get("handling_mode"),
            bool(values.get("is_direct")),
        )
        if alike not in self.fitting:
            channel = self.env["rights.channel"]._of_code(values.get("channel_id") or "")
            case = self.env["rights.case"].new(
                {
                    "kind": plan.kind,
                    "is_anonymous": alike[2],
                    "channel_id": channel.id,
                    "station_id": self.stations[unit].id,
                    "planned_route": alike[5],
                    "handling_mode": alike[6],
                    "is_direct": alike[7],
                }
            )
            self.fitting[alike] = bool(case.filtered_domain(list(limit.domain)))
        return self.fitting[alike]

    def _stop(self, row, ids, at, cycle, user):
        if ids.intersection(row["snapshot"]["exempt"]):
            self._end(row, "exempt", at, user)
        elif row["snapshot"]["stop"] in ids:
            self._end(row, "met", at, user)
        elif row["cycle_no"] < cycle:
            self._end(row, "exempt", at, user)

    def _end(self, row, outcome, at, user):
        moment = max(_utc(at), row["start_at"])
        if outcome == "met" and moment >= row["due_at"]:
            outcome = "late"
        row.update(stopped_at=moment, outcome=outcome, user_id=self.users.get(user))
