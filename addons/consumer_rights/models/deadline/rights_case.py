from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ...clock.due import last_day
from ...tools.china_time import china_date
from .rights_deadline import due_text

NEXT = (
    "deadline_next_id deadline_next_at deadline_warn_at deadline_is_paused deadline_is_provisional "
    "deadline_is_reminder"
).split()
CLOCKED = frozenset((*NEXT, "cycle_started_at", "result_returned_at"))


class RightsCase(models.Model):
    """The nearest clock of a case (LIM-10, LIM-18), stored so that boards sort and filter by index.

    Only moments are stored; the colour is computed from them and from now.
    """

    _inherit = "rights.case"

    deadline_ids = fields.One2many("rights.deadline", "case_id", "Deadlines", readonly=True)
    pause_ids = fields.One2many("rights.deadline.pause", "case_id", "Pauses", copy=False)
    extension_ids = fields.One2many("rights.deadline.extension", "case_id", readonly=True)
    instruction_ids = fields.One2many("rights.deadline.instruction", "case_id", copy=False)
    deadline_next_id = fields.Many2one(
        "rights.deadline", "Nearest deadline", readonly=True, copy=False, index="btree_not_null"
    )
    deadline_next_at = fields.Datetime("Due moment", readonly=True, copy=False)
    deadline_warn_at = fields.Datetime("Warns from", readonly=True, copy=False)
    deadline_is_paused = fields.Boolean("Clock paused", readonly=True, copy=False)
    deadline_is_provisional = fields.Boolean("Date is provisional", readonly=True, copy=False)
    deadline_is_reminder = fields.Boolean(readonly=True, copy=False)
    deadline_next_day = fields.Date("Due", compute="_compute_deadline_next")
    deadline_due_text = fields.Char("Due until", compute="_compute_deadline_next")
    deadline_state = fields.Selection(
        [
            ("green", "In time"),
            ("soon", "Soon"),
            ("today", "Today"),
            ("missed", "Missed"),
            ("paused", "Paused"),
        ],
        "Clock",
        compute="_compute_deadline_next",
        search="_search_deadline_state",
    )
    deadline_text = fields.Char("Nearest clock", compute="_compute_deadline_text")
    cycle_started_at = fields.Datetime("Cycle began", readonly=True, copy=False)
    result_returned_at = fields.Datetime("Result returned", readonly=True, copy=False)

    _by_deadline = models.Index("(deadline_next_at) WHERE deadline_next_at IS NOT NULL")
    # a list or board by due moment comes from this index alone, the record rule included
    _open_by_deadline = models.Index(
        "(kind, deadline_next_at, id) INCLUDE (chain_units, handled_units) "
        "WHERE is_closed IS NOT TRUE"
    )
    _by_warning = models.Index("(deadline_warn_at) WHERE deadline_warn_at IS NOT NULL")

    @api.depends("deadline_next_at", "deadline_warn_at", "deadline_is_paused")
    def _compute_deadline_next(self):
        now, state_at = fields.Datetime.now(), self.env["rights.deadline"]._state_at
        for case in self:
            due = case.deadline_next_at
            case.deadline_next_day = last_day(due) if due else False
            text = due_text(due)
            # cards are narrow: the year is said only when it is another one
            case.deadline_due_text = text and text.removeprefix(f"{china_date(now).year}-")
            if due:
                case.deadline_state = state_at(
                    now, due, case.deadline_warn_at, case.deadline_is_reminder
                )
            else:
                case.deadline_state = "paused" if case.deadline_is_paused else False

    @api.depends("deadline_next_id", "deadline_next_at")
    @api.depends_context("lang")
    def _compute_deadline_text(self):
        for case in self:
            clock = case.deadline_next_id.sudo()  # who reads the case reads its clocks
            case.deadline_text = clock.policy_id.name if clock else False

    def _search_deadline_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        of_state = self.env["rights.deadline"]._domain_of_state
        domains = {
            state: of_state(state, due="deadline_next_at", warn="deadline_warn_at")
            for state in ("green", "soon", "today", "missed")
        }
        reminder = Domain("deadline_is_reminder", "=", True)
        domains["soon"] |= domains["missed"] & reminder
        domains["missed"] &= ~reminder
        domains["paused"] = Domain("deadline_is_paused", "=", True) & Domain(
            "deadline_next_at", "=", False
        )
        parts = [domains[state] for state in value if state in domains]
        if False in value:
            parts.append(
                Domain("deadline_next_at", "=", False) & Domain("deadline_is_paused", "!=", True)
            )
        return Domain.OR(parts)

    # -- who writes these fields -------------------------------------------------------------------

    def _check_create_vals(self, vals):
        self._check_clocked(vals)
        return super()._check_create_vals(vals)

    def _check_write_vals(self, vals):
        self._check_clocked(vals)
        return super()._check_write_vals(vals)

    def _check_clocked(self, vals):
        refused = CLOCKED.intersection(vals)
        if refused:
            raise AccessError(
                self.env._(
                    "These fields are counted by the system: %(fields)s.",
                    fields=", ".join(self._fields[name].string for name in sorted(refused)),
                )
            )

    def _deadline_refresh(self):
        """Store the nearest running clock of these cases, set-based; nothing when nothing changed.

        Cases that have no running clock but a paused one say so.
        """
        if not self:
            return
        self.env["rights.deadline"].flush_model()
        self.env.execute_query(
            SQL(
                """
                UPDATE rights_case SET
                       deadline_next_id = near.id, deadline_next_at = near.due_at,
                       deadline_warn_at = near.warn_at, deadline_is_paused = near.paused,
                       deadline_is_provisional = near.is_provisional,
                       deadline_is_reminder = near.is_reminder
                  FROM (
                    SELECT rights_case.id AS case_id, clock.*, held.id IS NOT NULL AS paused
                      FROM rights_case
                      LEFT JOIN LATERAL (
                        SELECT id, due_at, warn_at, is_provisional, is_reminder
                          FROM rights_deadline
                         WHERE case_id = rights_case.id AND stopped_at IS NULL
                           AND due_at IS NOT NULL
                         ORDER BY due_at, id LIMIT 1) clock ON TRUE
                      LEFT JOIN LATERAL (
                        SELECT id FROM rights_deadline
                         WHERE case_id = rights_case.id AND stopped_at IS NULL AND is_paused
                         LIMIT 1) held ON TRUE
                     WHERE rights_case.id = ANY(%s)
                  ) near
                 WHERE rights_case.id = near.case_id
                   AND (deadline_next_id, deadline_next_at, deadline_warn_at,
                        deadline_is_paused, deadline_is_provisional)
                       IS DISTINCT FROM
                       (near.id, near.due_at, near.warn_at, near.paused, near.is_provisional)
                RETURNING rights_case.id
                """,
                list(self.ids),
            )
        )
        self.invalidate_recordset(
            [
                *NEXT,
                "deadline_ids",
                "deadline_state",
                "deadline_next_day",
                "deadline_due_text",
                "deadline_text",
                "may_keep",
            ],
            flush=False,
        )
