from datetime import time

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import split_every

from ...clock import Terms, reckon, warn_moment
from ...clock.due import china_day, day_end, day_start, last_day
from ...clock.steps import first_look
from ...tools.china_time import china_naive
from ...tools.flag_search import search_flag
from .rights_deadline_policy import KINDS

BATCH = 5000


def due_text(due_at):
    """A due moment as the centre says it: 24:00 of a day, not 00:00 of the next one."""
    if not due_at:
        return False
    local = china_naive(due_at)
    if local.time() == time():
        return f"{last_day(due_at)} 24:00"
    return local.strftime("%Y-%m-%d %H:%M")


class RightsDeadline(models.Model):
    """A clock: one limit running on one matter, from its start event to its stop event.

    It keeps the limit as it was when it started (``snapshot``, LIM-01). Nothing that depends on
    now is stored: the moments at which it turns amber and red are, and ``state`` is computed from
    them. A paused clock has no due moment. Rows are written by the clockwork alone; who reads the
    case reads its clocks. An owner that is no case stands in ``res_model`` and ``res_id``.
    """

    _name = "rights.deadline"
    _inherit = ["rights.deadline.owned"]
    _description = "Deadline"
    _order = "stopped_at desc nulls first, due_at, id"
    _frozen_with_archive = False

    # whose
    case_id = fields.Many2one("rights.case", index=True, ondelete="restrict", readonly=True)
    res_model = fields.Char("Owner's model", readonly=True)
    res_id = fields.Many2oneReference("Owner", model_field="res_model", readonly=True)
    cycle_no = fields.Integer("Cycle", default=1, readonly=True, aggregator=None)
    station_id = fields.Many2one(
        "rights.station", "Unit", index=True, ondelete="restrict", readonly=True
    )
    user_id = fields.Many2one("res.users", "Person", index=True, ondelete="restrict", readonly=True)
    # by which limit
    policy_id = fields.Many2one(
        "rights.deadline.policy",
        "Limit",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    code = fields.Char("No.", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    snapshot = fields.Json(readonly=True)
    is_reminder = fields.Boolean("Only warns", readonly=True)
    # when
    start_at = fields.Datetime("Started", required=True, readonly=True)
    given_day = fields.Date("Date set by hand", readonly=True)
    extended = fields.Integer("Extended by", readonly=True, aggregator=None)
    due_at = fields.Datetime(
        "Due moment", readonly=True, help="24:00 of a day is 00:00 of the next one."
    )
    warn_at = fields.Datetime("Warns from", readonly=True)
    due_day = fields.Date("Due", compute="_compute_due_day", search="_search_due_day")
    due_text = fields.Char("Due until", compute="_compute_due_day")
    is_provisional = fields.Boolean(
        "Provisional", readonly=True, help="The date leans on a year whose notice is not out yet."
    )
    is_paused = fields.Boolean("Paused", readonly=True)
    sweep_at = fields.Datetime(
        "Looked at next",
        readonly=True,
        help="When the sweep looks at it next; empty when nothing can come any more.",
    )
    # how it ended
    stopped_at = fields.Datetime("Stopped", readonly=True)
    outcome = fields.Selection(
        [
            ("met", "In time"),
            ("late", "Late"),
            ("exempt", "Fell away"),
            ("replaced", "Replaced by a superior's deadline"),
            ("cancelled", "Ended by a head"),
        ],
        readonly=True,
    )
    outcome_reason = fields.Char("Reason", readonly=True)
    replaced_by_id = fields.Many2one("rights.deadline", readonly=True, ondelete="restrict")
    state = fields.Selection(
        [
            ("green", "In time"),
            ("soon", "Soon"),
            ("today", "Today"),
            ("missed", "Missed"),
            ("paused", "Paused"),
            ("met", "Met"),
            ("late", "Met late"),
            ("off", "Fell away"),
        ],
        compute="_compute_state",
        search="_search_state",
    )
    # the person is told the date (LIM-14)
    tells_person = fields.Boolean(readonly=True)
    date_told_at = fields.Datetime("Date told", readonly=True)
    is_untold = fields.Boolean(
        "Date not told", compute="_compute_is_untold", search="_search_is_untold"
    )
    # what moved it
    pause_ids = fields.Many2many(
        "rights.deadline.pause", string="Pauses", compute="_compute_pause_ids"
    )
    extension_ids = fields.One2many("rights.deadline.extension", "deadline_id", readonly=True)
    rebase_ids = fields.One2many("rights.deadline.rebase", "deadline_id", readonly=True)
    breach_ids = fields.One2many("rights.deadline.breach", "deadline_id", readonly=True)
    is_extendable = fields.Boolean(compute="_compute_is_extendable")

    _open_by_due = models.Index("(due_at) WHERE stopped_at IS NULL")
    _to_sweep = models.Index("(sweep_at) WHERE stopped_at IS NULL AND sweep_at IS NOT NULL")
    _open_by_case = models.Index("(case_id) WHERE stopped_at IS NULL")
    _open_by_unit = models.Index("(station_id, due_at) WHERE stopped_at IS NULL")
    # two requests at once cannot start a limit twice; dates set by hand may stand side by side
    _one_running = models.UniqueIndex(
        "(case_id, cycle_no, code) WHERE stopped_at IS NULL AND given_day IS NULL",
        "This deadline runs already: somebody was faster. Look at the case again.",
    )
    _by_owner = models.Index("(res_model, res_id) WHERE res_model IS NOT NULL")
    _owned = models.Constraint(
        "CHECK (case_id IS NOT NULL OR (res_model IS NOT NULL AND res_id IS NOT NULL))",
        "A deadline belongs to something.",
    )

    # -- what is computed from now ----------------------------------------------------------------

    @api.depends("code", "policy_id.name")
    def _compute_display_name(self):
        for clock in self:
            clock.display_name = f"{clock.code} {clock.policy_id.sudo().name or ''}".strip()

    @api.depends("due_at")
    def _compute_due_day(self):
        for clock in self:
            clock.due_day = last_day(clock.due_at) if clock.due_at else False
            clock.due_text = due_text(clock.due_at)

    def _search_due_day(self, operator, value):
        """A date in China; 24:00 of a day belongs to the day."""
        if operator == "in":
            numbers = [fields.Date.to_date(day).toordinal() for day in value if day]
            parts = [
                Domain("due_at", ">", day_start(number)) & Domain("due_at", "<=", day_end(number))
                for number in numbers
            ]
            if False in value:
                parts.append(Domain("due_at", "=", False))
            return Domain.OR(parts)
        if operator not in ("<", "<=", ">", ">="):
            return NotImplemented
        number = fields.Date.to_date(value).toordinal()
        edge = day_end(number) if operator in ("<=", ">") else day_start(number)
        return Domain("due_at", "<=" if operator[0] == "<" else ">", edge)

    def _terms(self):
        self.ensure_one()
        return Terms.from_dict(self.snapshot["terms"])

    @api.depends("due_at", "warn_at", "stopped_at", "outcome", "is_reminder")
    def _compute_state(self):
        now = fields.Datetime.now()
        for clock in self:
            if clock.stopped_at:
                clock.state = clock.outcome if clock.outcome in ("met", "late") else "off"
            elif not clock.due_at:
                clock.state = "paused"
            else:
                clock.state = self._state_at(now, clock.due_at, clock.warn_at, clock.is_reminder)

    @api.model
    def _state_at(self, now, due, warn, is_reminder=False):
        """The colour at a moment, from stored moments alone; ``_domain_of_state`` finds the same.

        "Today" is what is amber and ends today in China; a limit that only warns stays amber.
        """
        if now >= due:
            return "soon" if is_reminder else "missed"
        if warn and now < warn:
            return "green"
        return "today" if due <= day_end(china_day(now)) else "soon"

    @api.model
    def _domain_of_state(self, state, due="due_at", warn="warn_at"):
        """Records in a state at this moment, by the fields that hold their moments."""
        now = fields.Datetime.now()
        tomorrow = day_end(china_day(now))
        running = Domain(due, "!=", False) & Domain(due, ">", now)
        return {
            "missed": Domain(due, "<=", now),
            "today": running & Domain(due, "<=", tomorrow) & Domain(warn, "<=", now),
            "soon": running & Domain(due, ">", tomorrow) & Domain(warn, "<=", now),
            "green": running & Domain(warn, ">", now),
        }[state]

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        running = Domain("stopped_at", "=", False)
        domains = {
            "paused": running & Domain("is_paused", "=", True),
            "met": Domain("outcome", "=", "met"),
            "late": Domain("outcome", "=", "late"),
            "off": Domain("outcome", "in", ("exempt", "replaced", "cancelled")),
        }
        for state in ("green", "soon", "today", "missed"):
            domains[state] = running & self._domain_of_state(state)
        reminder = Domain("is_reminder", "=", True)
        domains["soon"] |= domains["missed"] & reminder
        domains["missed"] &= ~reminder
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("tells_person", "date_told_at", "stopped_at")
    def _compute_is_untold(self):
        for clock in self:
            clock.is_untold = clock.tells_person and not clock.date_told_at and not clock.stopped_at

    def _search_is_untold(self, operator, value):
        domain = (
            Domain("tells_person", "=", True)
            & Domain("date_told_at", "=", False)
            & Domain("stopped_at", "=", False)
        )
        return search_flag(domain, operator, value)

    @api.depends("stopped_at", "snapshot", "extension_ids.state")
    def _compute_is_extendable(self):
        for clock in self:
            clock.is_extendable = not clock.stopped_at and not clock._get_not_extendable()

    # -- written by the clockwork only -------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_clockwork()
        return super().create(vals_list)

    def write(self, vals):
        self._check_clockwork()
        return super().write(vals)

    def _check_clockwork(self):
        if not self.env.su:
            raise AccessError(self.env._("Deadlines are counted by the system, not entered."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A deadline is never deleted."))

    # -- counting ----------------------------------------------------------------------------------

    @api.model
    def _reckoned(self, terms, start, extended=0, pauses=(), given=None):
        """The values that follow from a limit and what moved it: dates and their flags."""
        table = self.env["rights.calendar.day"]._day_table()
        result = reckon(terms, start, table, extended, pauses, given)
        warn_terms = Terms(terms.code) if given else terms
        warn_at = warn_moment(warn_terms, result.due_at, table, extended)
        days = self.env["rights.deadline.step"]._days_before(terms.code)
        return {
            "due_at": result.due_at,
            "warn_at": warn_at,
            "sweep_at": first_look(result.due_at, warn_at, days, table),
            "is_provisional": result.provisional,
            "is_paused": result.due_at is None,
        }

    @api.depends("case_id", "snapshot")
    def _compute_pause_ids(self):
        """Pauses of the case whose reason this limit allows (LIM-08)."""
        for clock in self:
            allowed = clock._terms().pause_reasons
            clock.pause_ids = clock.case_id.pause_ids.filtered(
                lambda pause, allowed=allowed: pause.reason_id.code in allowed
            )

    def _pauses(self):
        """(first day, day of resumption or None) of this clock."""
        return [(pause.date_from, pause.date_to or None) for pause in self.pause_ids]

    def _get_pause_names(self):
        return self.pause_ids.mapped("reason_id.name")

    def _recount(self):
        """Count the due moments again from what moved them; the person must be told a new date."""
        for clock in self:
            vals = clock._reckoned(
                clock._terms(),
                clock.start_at,
                clock.extended,
                clock._pauses(),
                clock.given_day or None,
            )
            if vals["due_at"] != (clock.due_at or None):
                vals["date_told_at"] = False
            clock.write(vals)
        self.case_id._deadline_refresh()

    @api.model
    def _rebase(self, notice, first, last, since=None):
        """Count open clocks again after the days from ``first`` to ``last`` were fixed (LIM-07).

        The cases and clocks are held from here on: whoever moves one of them waits for the end.

        :param since: only clocks that were written down at this moment or later
        :return: [(clock id, user id, station id)] of the clocks whose date moved
        """
        self.flush_model()
        touched = SQL(
            """
            stopped_at IS NULL AND given_day IS NULL AND due_at IS NOT NULL
            AND greatest(start_at, due_at) >= %s AND least(start_at, due_at) <= %s
            AND (%s::timestamp IS NULL OR clock.create_date >= %s)
            AND NOT EXISTS (SELECT 1 FROM rights_deadline_breach WHERE deadline_id = clock.id)
            """,
            day_start(first.toordinal()),
            day_end(last.toordinal()),
            since,
            since,
        )
        self.env.execute_query(
            SQL(
                """
                SELECT id FROM rights_case
                 WHERE id IN (SELECT case_id FROM rights_deadline clock WHERE %s)
                 ORDER BY id FOR NO KEY UPDATE
                """,
                touched,
            )
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, snapshot, start_at, extended, due_at, warn_at, is_provisional, user_id,
                       station_id, case_id
                  FROM rights_deadline clock WHERE %s FOR NO KEY UPDATE
                """,
                touched,
            )
        )
        pauses = self._pauses_of_cases({row[-1] for row in rows})
        moved, changed, cases = [], [], set()
        terms_of = {}
        for clock_id, snapshot, start, extended, due, warn, loose, user, station, case in rows:
            key = repr(snapshot["terms"])
            if key not in terms_of:
                terms_of[key] = Terms.from_dict(snapshot["terms"])
            terms = terms_of[key]
            held = [
                (begin, end)
                for reason, begin, end in pauses.get(case, ())
                if reason in terms.pause_reasons
            ]
            if not case and terms.pause_reasons:
                held = self.browse(clock_id)._pauses()
            new = self._reckoned(terms, start, extended or 0, held)
            if (due, warn, loose) == (new["due_at"], new["warn_at"], new["is_provisional"]):
                continue
            changed.append(
                (
                    clock_id,
                    due,
                    new["due_at"],
                    new["warn_at"],
                    new["sweep_at"],
                    new["is_provisional"],
                )
            )
            cases.add(case)
            if due != new["due_at"]:
                moved.append((clock_id, user, station))
        for batch in split_every(BATCH, changed, list):
            self._write_rebased(batch, notice)
        self.invalidate_model()
        self.env["rights.case"].browse(filter(None, cases))._deadline_refresh()
        return moved

    @api.model
    def _pauses_of_cases(self, case_ids):
        """{case id: [(reason code, first day, day of resumption or None)]}"""
        result = {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT pause.case_id, reason.code, pause.date_from, pause.date_to
                  FROM rights_deadline_pause pause
                  JOIN rights_deadline_pause_reason reason ON reason.id = pause.reason_id
                 WHERE pause.case_id = ANY(%s)
                """,
                [case for case in case_ids if case],
            )
        )
        for case, reason, first, resumed in rows:
            result.setdefault(case, []).append((reason, first, resumed))
        return result

    @api.model
    def _write_rebased(self, batch, notice):
        columns = [list(column) for column in zip(*batch, strict=True)]
        self.env.execute_query(
            SQL(
                """
                WITH row AS (
                    SELECT * FROM unnest(%s::int[], %s::timestamp[], %s::timestamp[],
                                         %s::timestamp[], %s::timestamp[], %s::bool[])
                        AS row (id, old, due, warn, sweep, loose)
                ), clock AS (
                    UPDATE rights_deadline SET due_at = row.due, warn_at = row.warn,
                           sweep_at = row.sweep, is_provisional = row.loose,
                           date_told_at = CASE WHEN row.old = row.due THEN date_told_at END
                      FROM row WHERE rights_deadline.id = row.id
                    RETURNING rights_deadline.id, rights_deadline.case_id
                )
                INSERT INTO rights_deadline_rebase
                       (deadline_id, case_id, notice_id, old_due_at, new_due_at, at, user_id)
                SELECT clock.id, clock.case_id, %s, row.old, row.due, %s, %s
                  FROM clock JOIN row ON row.id = clock.id
                RETURNING id
                """,
                *columns,
                notice.id,
                fields.Datetime.now(),
                self.env.uid,
            )
        )

    # -- acts on a clock ---------------------------------------------------------------------------

    def action_date_told(self):
        """Note that the person was told the date (LIM-14)."""
        for clock in self:
            clock.case_id.check_access("write")
            clock_sudo = clock.sudo()  # the clockwork writes, for whoever works on the case
            clock_sudo.date_told_at = fields.Datetime.now()
            clock.case_id._append_events(
                [
                    {
                        "type": "progress",
                        "basis": self.env._(
                            "%(limit)s: the person was told the date %(day)s.",
                            limit=clock.display_name,
                            day=clock.due_day,
                        ),
                    }
                ]
            )
        return True

    def action_cancel(self, reason):
        """End a clock that has lost its object, by a head and with a reason."""
        self.ensure_one()
        if not self.env.user.has_group("consumer_rights.consumer_rights_group_head"):
            raise AccessError(self.env._("Only a head ends a deadline without its result."))
        self.case_id.check_access("write")
        if self.stopped_at:
            raise UserError(self.env._("This deadline has ended already."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the deadline falls away."))
        clock_sudo = self.sudo()  # rights are checked above
        clock_sudo._stop({clock_sudo.id: "cancelled"}, fields.Datetime.now(), reason.strip())
        self.case_id._append_events(
            [{"type": "progress", "basis": f"{self.display_name}: {reason.strip()}"}]
        )
        self.case_id._deadline_refresh()
        return True

    @api.model
    def _stop(self, outcomes, at, reason=None, replaced_by=None):
        """Stop clocks set-based; a late one leaves its breach (LIM-15).

        :param outcomes: {clock id: outcome}; "met" becomes "late" after the due moment
        :param at: when they stop, or {clock id: moment}
        """
        if not outcomes:
            return
        self.flush_model()
        # what is due before its event, such as a notice of a meeting, may stop before it as well
        moment = SQL("CASE WHEN due_at < start_at THEN row.at ELSE greatest(row.at, start_at) END")
        late = self.env.execute_query(
            SQL(
                """
                UPDATE rights_deadline clock
                   SET stopped_at = %s, sweep_at = NULL,
                       outcome_reason = %s,
                       replaced_by_id = %s,
                       outcome = CASE WHEN row.outcome = 'met' AND due_at IS NOT NULL
                                       AND %s >= due_at THEN 'late'
                                      ELSE row.outcome END
                  FROM unnest(%s::int[], %s::text[], %s::timestamp[]) AS row (id, outcome, at)
                 WHERE clock.id = row.id AND clock.stopped_at IS NULL
                RETURNING clock.id, clock.stopped_at >= clock.due_at
                """,
                moment,
                reason,
                replaced_by,
                moment,
                list(outcomes),
                list(outcomes.values()),
                [at[clock] if isinstance(at, dict) else at for clock in outcomes],
            )
        )
        self.browse(outcomes).invalidate_recordset()
        missed = [clock for clock, is_late in late if is_late]
        if missed:
            self.env["rights.deadline.breach"]._record(missed)
