from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache
from odoo.tools.safe_eval import safe_eval

from ...clock import Terms, choose, reckon
from ...tools.china_time import china_date

KINDS = [
    ("promise", "Promise"),
    ("statutory", "Statutory"),
    ("internal", "Internal"),
    ("instruction", "Instruction of a superior"),
    ("merchant_duty", "Duty of a merchant"),
    ("retention", "Retention"),
    ("frequency", "Frequency"),
]
UNITS = [
    ("working_days", "working days"),
    ("calendar_days", "calendar days"),
    ("hours", "hours"),
    ("minutes", "minutes"),
    ("years", "years"),
]


class Limit(NamedTuple):
    """A limit as the clockwork reads it, cached for everybody."""

    id: int
    code: str
    terms: Terms
    start: int
    domain: tuple
    is_repeated: bool
    snapshot: dict
    valid_from: object
    valid_to: object


class Book(NamedTuple):
    """All limits in force: by the event that starts them, in versions."""

    started_by: dict  # event id -> {code: [Limit]}
    events: dict  # event code -> (id, moment)
    by_id: dict  # policy id -> Limit
    steps: dict  # transition id -> codes of the events it brings about


class RightsDeadlinePolicy(models.Model):
    """A limit: how long, in what unit, from which event to which, for which cases (LIM-01).

    A clock keeps a snapshot of the limit it was started with: a change here reaches only clocks
    started afterwards. Versions of a limit share their code; the date of the start event says
    which one applies (LIM-12).
    """

    _name = "rights.deadline.policy"
    _inherit = ["rights.configured", "rights.remembered"]
    _description = "Limit"
    _order = "code, valid_from desc nulls last, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(
        "No.",
        required=True,
        index=True,
        help="TL-nn of the list of limits, or the rule where the list has none.",
    )
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection(KINDS, required=True, default="internal")
    rule = fields.Char(help="Rule of the rulebook that it carries out.")
    # how long
    measure = fields.Selection(
        [
            ("amount", "An amount of time"),
            ("given", "A date set by hand"),
            ("times", "A frequency"),
        ],
        required=True,
        default="amount",
    )
    amount = fields.Integer(aggregator=None, help="0 working days is the same day.")
    unit = fields.Selection(UNITS, required=True, default="working_days")
    direction = fields.Selection(
        [("forward", "After the event"), ("backward", "Before the event"), ("lead", "In advance")],
        required=True,
        default="forward",
    )
    times = fields.Integer("Times a year", aggregator=None)
    parts = fields.Boolean("Each in its part of the year", default=True)
    roll_forward = fields.Boolean(
        "Moves to a working day", default=True, help="For calendar days that end on a day off."
    )
    close = fields.Float("Service close", default=17.5, help="End of a same-day limit.")
    # from when to when
    start_event_id = fields.Many2one(
        "rights.deadline.event", "Starts with", required=True, ondelete="restrict"
    )
    stop_event_id = fields.Many2one(
        "rights.deadline.event", "Ends with", required=True, ondelete="restrict"
    )
    exempt_event_ids = fields.Many2many(
        "rights.deadline.event",
        "rights_deadline_policy_exempt_rel",
        string="Falls away with",
        help="After these events the limit no longer applies; the clock stops without a result.",
    )
    domain = fields.Char("Cases", default="[]", help="For which cases the clock starts.")
    is_repeated = fields.Boolean(
        "Starts again",
        help="May start several times in one cycle of a case, such as with every dispatch.",
    )
    # what else
    is_reminder = fields.Boolean("Only warns", help="Passing the date is no breach.")
    tells_person = fields.Boolean("The person is told the date", help="LIM-14")
    extension_amount = fields.Integer("Extension by", aggregator=None)
    extension_times = fields.Integer("Extensions at most", aggregator=None)
    extension_group_ids = fields.Many2many(
        "res.groups", "rights_deadline_policy_approver_rel", string="Approved by"
    )
    extension_cap = fields.Char("Never beyond", help="Number of the limit that an extension keeps.")
    pause_reason_ids = fields.Many2many(
        "rights.deadline.pause.reason",
        "rights_deadline_policy_pause_rel",
        string="Not counted for",
    )
    consequence = fields.Char(translate=True)
    law = fields.Char("Basis", translate=True)
    valid_from = fields.Date(help="First day on which a start event uses this version.")
    valid_to = fields.Date(help="Last day; empty while it is in force.")
    clock_count = fields.Integer("Running clocks", compute="_compute_clock_count")

    _version_unique = models.UniqueIndex(
        "(code, coalesce(valid_from, '0001-01-01'))",
        "This limit already has a version that begins on this day.",
    )
    _amounts_sane = models.Constraint(
        "CHECK (amount BETWEEN 0 AND 3650 AND extension_amount BETWEEN 0 AND 3650"
        " AND extension_times BETWEEN 0 AND 99 AND times BETWEEN 0 AND 12)",
        "An amount lies between 0 and 3650, a frequency between 0 and 12 times a year.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)",
        "The last day cannot be before the first.",
    )
    _close_sane = models.Constraint(
        "CHECK (close >= 0 AND close < 24)", "Service close is a time of the day."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for policy in self:
            policy.display_name = f"{policy.code} {policy.name or ''}".strip()

    def _compute_clock_count(self):
        counts = dict(
            self.env["rights.deadline"]
            .sudo()  # a number tells nothing of the cases
            ._read_group(
                [("policy_id", "in", self.ids), ("stopped_at", "=", False)],
                ["policy_id"],
                ["__count"],
            )
        )
        for policy in self:
            policy.clock_count = counts.get(policy, 0)

    @api.constrains("measure", "times")
    def _check_times(self):
        for policy in self:
            if policy.measure == "times" and policy.times not in (1, 2, 3, 4, 6, 12):
                raise ValidationError(
                    self.env._("A year is divided into 1, 2, 3, 4, 6 or 12 equal parts.")
                )

    @api.constrains("measure", "amount", "unit")
    def _check_amount(self):
        for policy in self:
            if policy.measure == "amount" and not policy.amount and policy.unit != "working_days":
                raise ValidationError(
                    self.env._("%(limit)s: enter an amount.", limit=policy.display_name)
                )

    @api.constrains("domain")
    def _check_domain(self):
        for policy in self:
            try:
                Domain(safe_eval(policy.domain or "[]")).validate(self.env["rights.case"])
            except Exception as error:
                raise ValidationError(
                    self.env._(
                        "%(limit)s: the selection of cases cannot be read.",
                        limit=policy.display_name,
                    )
                ) from error

    @api.constrains("code", "valid_from", "valid_to", "active")
    def _check_versions(self):
        for policy in self:
            others = self.search([("code", "=", policy.code), ("id", "!=", policy.id)])
            for other in others if policy.active else ():
                if (
                    not other.valid_to
                    or not policy.valid_from
                    or policy.valid_from <= other.valid_to
                ) and (
                    not policy.valid_to
                    or not other.valid_from
                    or other.valid_from <= policy.valid_to
                ):
                    raise ValidationError(
                        self.env._(
                            "Two versions of %(limit)s would be in force on the same day. "
                            "End the older one first.",
                            limit=policy.code,
                        )
                    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        clocks_sudo = self.env["rights.deadline"].sudo()  # counted, not read
        for policy in self:
            of_limit = [("policy_id", "=", policy.id)]
            running = clocks_sudo.search_count([*of_limit, ("stopped_at", "=", False)])
            if running:
                raise UserError(
                    self.env._(
                        "%(count)s clocks run on %(limit)s. Archive it: they run on, and no new "
                        "one starts.",
                        count=running,
                        limit=policy.display_name,
                    )
                )
            if clocks_sudo.search_count(of_limit, limit=1):
                raise UserError(
                    self.env._(
                        "Clocks were counted by %(limit)s. Archive it instead of deleting it.",
                        limit=policy.display_name,
                    )
                )

    # -- for the clockwork ------------------------------------------------------------------------

    def _terms(self):
        """The limit in the engine's words."""
        self.ensure_one()
        return Terms(
            code=self.code,
            kind=self.kind,
            amount=self.amount if self.measure == "amount" else None,
            unit=self.unit,
            direction=self.direction,
            times=self.times if self.measure == "times" else 0,
            parts=self.parts,
            roll_forward=self.roll_forward,
            close=round(self.close * 60),
            extension_amount=self.extension_amount,
            extension_times=self.extension_times,
            pause_reasons=tuple(sorted(self.pause_reason_ids.mapped("code"))),
            law=self.law or self.rule or "",
            valid_from=self.valid_from or None,
            valid_to=self.valid_to or None,
        )

    @api.model
    @ormcache()
    def _book(self):
        """All limits for the clockwork, read once a process."""
        policies = self.sudo().with_context(active_test=False, lang=None).search([])
        started_by, by_id = {}, {}
        for policy in policies:
            terms = policy._terms()
            limit = Limit(
                id=policy.id,
                code=policy.code,
                terms=terms,
                start=policy.start_event_id.id,
                domain=tuple(safe_eval(policy.domain or "[]")),
                is_repeated=policy.is_repeated,
                snapshot={
                    "terms": terms.to_dict(),
                    "stop": policy.stop_event_id.id,
                    "exempt": policy.exempt_event_ids.ids,
                    "reminder": policy.is_reminder,
                    "tells": policy.tells_person,
                    "cap": policy.extension_cap or "",
                },
                valid_from=policy.valid_from or None,
                valid_to=policy.valid_to or None,
            )
            by_id[policy.id] = limit
            if policy.active:
                versions = started_by.setdefault(limit.start, {})
                versions.setdefault(policy.code, []).append(limit)
        events = self.env["rights.deadline.event"].sudo().with_context(active_test=False).search([])
        steps = self.env["rights.case.transition"].sudo().with_context(active_test=False).search([])
        return Book(
            started_by,
            {event.code: (event.id, event.moment) for event in events},
            by_id,
            {step.id: tuple(step.deadline_event_ids.mapped("code")) for step in steps},
        )

    @api.model
    def _limit_on(self, code, start):
        """The version of a limit that a start at this moment uses; None when there is none."""
        versions = [
            limit for by_code in self._book().started_by.values() for limit in by_code.get(code, ())
        ]
        return choose(versions, china_date(start))

    @api.model
    def _due_day(self, code, start, is_extended=False):
        """The due day of a limit from a start on, for a proposal; None when it is not in force.

        :param is_extended: with the extension that the limit allows
        """
        due = self._reckon(code, start, is_extended)
        return due and due.due_day

    @api.model
    def _due_at(self, code, start):
        """The moment from which a limit is missed, of a limit in hours to the minute."""
        due = self._reckon(code, start)
        return due and due.due_at

    @api.model
    def _reckon(self, code, start, is_extended=False):
        limit = self._limit_on(code, start)
        if not limit:
            return None
        more = limit.terms.extension_amount or 0 if is_extended else 0
        return reckon(limit.terms, start, self.env["rights.calendar.day"]._day_table(), more)
