from collections import defaultdict
from datetime import timezone

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL
from odoo.tools.misc import split_every

from ..models.case.rights_append_only import Pass
from ..tools.china_time import CHINA, china_date, china_naive
from .crowd import CONSUMER
from .rights_demo_network import MERCHANT_ACCOUNT, MODULE
from .story import World
from .year_of_work import plan_year

OFFICIAL = ("city_center", "district_center", "local_station")
BATCH = 500


def _utc(moment):
    """China wall time as Odoo stores it."""
    return moment.replace(tzinfo=CHINA).astimezone(timezone.utc).replace(tzinfo=None)


class _Codes:
    """Turns the codes of a plan into ids and its wall time into UTC, field by field."""

    def __init__(self, env):
        self.env = env
        self.ids = {}

    def of(self, model, code):
        if model == "rights.partner.body":
            return self.env.ref(f"{MODULE}.demo_body_{code}").id
        if model not in self.ids:
            records = self.env[model].with_context(active_test=False).search([])
            key = "login" if model == "res.users" else "code"
            self.ids[model] = dict(zip(records.mapped(key), records.ids, strict=True))
        return self.ids[model][code]

    def vals(self, model, values):
        case_fields = self.env[model]._fields
        return {name: self._value(case_fields[name], value) for name, value in values.items()}

    def _value(self, field, value):
        if value is None:
            return False
        if field.type == "many2one":
            return value if isinstance(value, int) else self.of(field.comodel_name, value)
        if field.type == "many2many":
            return [Command.set([self.of(field.comodel_name, code) for code in value])]
        if field.type == "datetime":
            return _utc(value)
        return value


class RightsDemo(models.AbstractModel):
    """Writes the planned year: cases as they stand today, and every line of their records.

    A year through the buttons would take hours. So cases are created with the dates and decisions
    of the plan and brought to the stage they reached with the permit of the gate; their process
    records are written by the method that every move uses, with the time and actor of the plan.
    Each planned step must be a transition of the case line; whether its actor might make it is
    checked by a test.
    """

    _inherit = "rights.demo"

    def _load_cases(self, count):
        codes = _Codes(self.env)
        above = {code: unit._with_above().ids for code, unit in self._stations().items()}
        plans = plan_year(self._world(), count)
        self._number(plans)
        for batch in split_every(BATCH, plans, list):
            cases = (
                self.env["rights.case"]
                .with_context(rights_gate=Pass())
                .create([self._case_vals(plan, codes, above) for plan in batch])
            )
            for plan, case in zip(batch, cases.with_context(rights_gate=None), strict=True):
                plan.case = case
        self._write_rows(plans, codes)
        self._reach_stages(plans, codes)
        self._write_records(plans, codes)
        self.env["rights.followup"]._complete_old()
        self._load_deadlines(plans)
        self._write_access()
        self._load_progress(plans)
        self._date_back(plans)

    def _world(self):
        """What the stories happen in, read from the database."""
        stations = [unit for unit in self._stations().values() if unit.level in OFFICIAL]
        staff = defaultdict(list)
        for post in self.env["rights.post"].search(
            [("station_id", "in", [unit.id for unit in stations]), ("active", "=", True)]
        ):
            staff[post.station_id.code, post.role_id.code].append(post.user_id.login)
        return World(
            now=china_naive(fields.Datetime.now()),
            parents={unit.code: unit.parent_id.code or None for unit in stations},
            staff=dict(staff),
            streets={
                unit.code: self._streets(unit) for unit in stations if unit.level == "local_station"
            },
            shops=self._shops(),
        )

    def _number(self, plans):
        """Numbers as the case line gives them; its counters stand where the last one stopped.

        The counters are written here and not through their own transaction: while the addon is
        being installed, another transaction does not see its tables.
        """
        case = self.env["rights.case"]
        registered = [plan for plan in plans if "registered_at" in plan.vals]
        prefixes = {
            id(plan): f"{plan.units[0]}{case._kind_letter(plan.kind)}{plan.received:%Y%m%d}"
            for plan in registered
        }
        counters = {
            counter.prefix: counter
            for counter in self.env["rights.case.number"].search(
                [("prefix", "in", list(prefixes.values()))]
            )
        }
        last = defaultdict(int, {prefix: counter.last for prefix, counter in counters.items()})
        for plan in sorted(registered, key=lambda plan: plan.vals["registered_at"]):
            prefix = prefixes[id(plan)]
            last[prefix] += 1
            plan.vals["name"] = f"{prefix}{last[prefix]:04d}"
        for prefix, counter in counters.items():
            counter.last = last.pop(prefix)
        self.env["rights.case.number"].create(
            [{"prefix": prefix, "last": number} for prefix, number in last.items()]
        )

    def _number_one(self, case):
        """A single matter that goes through the gate is numbered beforehand, as those above are."""
        day = china_date(case.received_at)
        prefix = f"{case.station_id.code}{case._kind_letter(case.kind)}{day:%Y%m%d}"
        counters = self.env["rights.case.number"]
        counter = counters.search([("prefix", "=", prefix)]) or counters.create(
            {"prefix": prefix, "last": 0}
        )
        counter.last += 1
        case.sudo().with_context(rights_gate=Pass()).name = f"{prefix}{counter.last:04d}"

    @api.model
    def _case_vals(self, plan, codes, above):
        units = [codes.of("rights.station", unit) for unit in plan.units]
        chain = {one for unit in plan.units for one in above[unit]}
        vals = {
            "kind": plan.kind,
            "received_at": plan.received,
            "registered_by_id": plan.user,
            "station_id": plan.unit,
            "cycle_no": plan.cycle,
            "joint_station_ids": plan.joint,
            # every third complainant agrees (REG-19)
            "publication_consent": plan.kind == "complaint" and plan.received.day % 3 == 0,
        } | plan.vals
        return codes.vals("rights.case", vals) | {
            "handled_station_ids": [Command.set(units)],
            "chain_station_ids": [Command.set(sorted(chain))],
            "party_ids": [Command.create(party) for party in plan.parties],
        }

    def _write_rows(self, plans, codes):
        """Contacts, visits and so on. Their own ``create`` would add a line to the process record
        with today's time: the plan has that line already, so the plain ORM creates them."""
        # a follow-up that reached nobody counts its attempts, so they come before it
        rows = defaultdict(list, {"rights.followup.attempt": []})
        for plan in plans:
            for model, entries in plan.rows.items():
                for entry in entries:
                    rows[model].append(codes.vals(model, entry) | {"case_id": plan.case.id})
            for kind, other in plan.links:
                rows["rights.case.link"].append(
                    {"case_id": plan.case.id, "other_case_id": other.case.id, "kind": kind}
                )
        for model, vals_list in rows.items():
            models.BaseModel.create(self.env[model], vals_list)

    def _reach_stages(self, plans, codes):
        """The stage comes last: what belongs to an archived case can no longer be added."""
        reached = defaultdict(list)
        for plan in plans:
            reached[plan.stage].append(plan.case.id)
        for stage, ids in reached.items():
            stage_id = codes.of("rights.case.stage", stage)
            self.env["rights.case"].browse(ids)._gate_write({"stage_id": stage_id})

    def _write_records(self, plans, codes):
        """The process records: first the first line of every case, then every second one ..."""
        steps = self._steps()
        for place in range(max(len(plan.events) for plan in plans)):
            longer = [plan for plan in plans if place < len(plan.events)]
            cases = self.env["rights.case"].browse([plan.case.id for plan in longer])
            cases._append_events(
                [self._event_vals(plan, plan.events[place], codes, steps) for plan in longer]
            )

    def _steps(self):
        return {
            (step.kind, step.code, step.stage_from_id.code): step
            for step in self.env["rights.case.transition"].search([])
        }

    @api.model
    def _event_vals(self, plan, event, codes, steps):
        basis = event["basis"]
        if isinstance(basis, tuple):
            word, other = basis
            basis = f"{word}: {other.vals['name']}（已关联）"
        vals = {
            "type": event["type"],
            "at": _utc(event["at"]),
            "user_id": codes.of("res.users", event["user"]),
            "station_id": codes.of("rights.station", event["unit"]),
            "cycle_no": event["cycle"],
            "basis": basis or False,
        }
        if event.get("changes"):
            vals["changes"] = event["changes"]
        if event["type"] == "moved":
            step = steps[plan.kind, event["transition"], event["stage_from"]]
            vals["transition_id"] = step.id
            vals["stage_from_id"] = step.stage_from_id.id
        if event.get("stage_to"):
            vals["stage_to_id"] = codes.of("rights.case.stage", event["stage_to"])
        return vals

    def _write_access(self):
        """What the two portal accounts see: their own matters (design D4)."""
        cases = self.env["rights.case"]
        consumer, merchant = self._user("consumer"), self._merchant(MERCHANT_ACCOUNT)
        identities = self.env["rights.case.party.identity"]
        identities = identities.search([("name", "=", CONSUMER["name"])])
        own = identities.case_id.filtered(lambda case: case.name and case.kind != "report")
        about = cases.search(
            [
                ("respondent_id", "=", merchant.id),
                ("kind", "=", "complaint"),
                ("accepted_at", "!=", False),
            ]
        )
        rows = [(case, consumer.partner_id, "consumer") for case in own]
        rows += [(case, merchant.partner_id, "merchant") for case in about]
        known = (
            self.env["rights.case.access"]
            .search([])
            .mapped(lambda row: (row.case_id, row.partner_id))
        )
        self.env["rights.case.access"].create(
            [
                {"case_id": case.id, "partner_id": partner.id, "role": role}
                for case, partner, role in rows
                if (case, partner) not in known
            ]
        )

    def _date_back(self, plans):
        """Creation and last change as they would have been, for lists sorted by them."""
        self.env.flush_all()
        users = {user.login: user.id for user in self.env["res.users"].search([])}
        for batch in split_every(BATCH, plans, list):
            rows = SQL(", ").join(
                SQL(
                    "(%s, %s, %s::timestamp, %s::timestamp)",
                    plan.case.id,
                    users[plan.user],
                    _utc(plan.received),
                    _utc(plan.events[-1]["at"]),
                )
                for plan in batch
            )
            self.env.execute_query(
                SQL(
                    """
                    UPDATE rights_case SET create_uid = row.uid, create_date = row.begun,
                           write_date = row.changed
                      FROM (VALUES %s) AS row (id, uid, begun, changed)
                     WHERE rights_case.id = row.id RETURNING rights_case.id
                    """,
                    rows,
                )
            )
        self.env["rights.case"].invalidate_model()

    def _archive_recent(self, count):
        """The archivist binds the latest dossiers through the gate, as in daily work. What was done
        before, if only a minute ago, has no papers to ask for."""
        self.env["rights.document"]._start_papers(again=True)
        archivist = self._user("archivist")
        cases = self.env["rights.case"].search(
            [
                ("stage_code", "=", "followed_up"),
                ("kind", "=", "complaint"),
                ("reopening_ids", "=", False),  # nobody dissatisfied waits
            ],
            limit=count,
        )
        for case in cases.sudo(False).with_user(archivist):
            step = case._transitions().filtered(lambda step: step.code == "archive")
            case.action_move(step.id, case.stage_id.id)
