from odoo import api, fields, models
from odoo.service.model import retrying
from odoo.tools import SQL

from ...clock.steps import next_day
from .rights_deadline_policy import KINDS


class RightsDeadlineBreach(models.Model):
    """A missed deadline: one permanent record a clock; a late stop does not take it away (LIM-15).

    Two sweeps at the same time, or one that ran twice, write it once: the clock is unique.
    """

    _name = "rights.deadline.breach"
    _inherit = ["rights.append.only", "rights.deadline.owned"]
    _description = "Missed deadline"
    _order = "due_at desc, id desc"
    _rec_name = "code"
    _frozen_with_archive = False

    deadline_id = fields.Many2one("rights.deadline", required=True, ondelete="restrict")
    case_id = fields.Many2one("rights.case", index=True, ondelete="restrict")
    policy_id = fields.Many2one(
        "rights.deadline.policy", "Limit", required=True, ondelete="restrict"
    )
    code = fields.Char("No.", required=True)
    kind = fields.Selection(KINDS, required=True)
    station_id = fields.Many2one("rights.station", "Unit", index=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", "Person", index=True, ondelete="restrict")
    due_at = fields.Datetime("Was due", required=True)
    at = fields.Datetime("Recorded", required=True)
    overdue_minutes = fields.Integer(
        compute="_compute_overdue_minutes", help="Until it was stopped, or until now."
    )

    _once = models.UniqueIndex("(deadline_id)", "This missed deadline is recorded already.")

    @api.depends("due_at", "deadline_id.stopped_at")
    def _compute_overdue_minutes(self):
        now = fields.Datetime.now()
        for breach in self:
            end = breach.deadline_id.sudo().stopped_at or now  # a time, no content
            breach.overdue_minutes = (end - breach.due_at).total_seconds() // 60

    @api.model
    def _record(self, clock_ids):
        """Write the records of clocks that were missed, and claim what follows from it.

        :return: ids of the clocks that are recorded now
        """
        self.env["rights.deadline"].flush_model()
        return self._claim(SQL("id = ANY(%s)", list(clock_ids)))

    @api.model
    def _cron_sweep(self):
        """Look at the clocks whose next moment has come; run the reactions soon after."""
        retrying(self._sweep, self.env)

    @api.model
    def _sweep(self):
        """The first of the two phases: one statement, found by the index on ``sweep_at``.

        Two sweeps at the same time, or one that ran twice, claim everything once: what follows is
        unique a clock and step. A clock that somebody holds at this moment, by a step of the case
        or a new notice, waits for the next sweep.
        """
        self.env["rights.calendar.notice"]._rebase_latecomers()
        self.env["rights.deadline"].flush_model()
        now = fields.Datetime.now()
        return self._claim(SQL("stopped_at IS NULL AND sweep_at <= %s", now))

    @api.model
    def _claim(self, chosen):
        """Record the breaches (LIM-15) and claim the steps (SUP-02, SUP-03) of these clocks.

        A clock waits while an extension asked in time is undecided; a limit that only warns has
        no breach. The clocks are written as well: a notice that would move one of them meanwhile
        is refused by the database and counted anew, after the record. Steps in days are reached
        at midnight only, so that is when a clock with such a step ahead is looked at again.

        :param chosen: condition on ``rights_deadline clock``
        :return: ids of the clocks that are recorded as missed now
        """
        self.env["rights.deadline.extension"].flush_model()
        now = fields.Datetime.now()
        edges = self.env["rights.deadline.step"]._edges(now)
        rows = self.env.execute_query(
            SQL(
                """
                WITH step AS MATERIALIZED (
                    SELECT * FROM unnest(%(ids)s::int[], %(codes)s::text[], %(moments)s::text[],
                                         %(floors)s::timestamp[], %(ceilings)s::timestamp[])
                        AS step (id, code, moment, floor, ceiling)
                ), looked AS MATERIALIZED (
                    SELECT id FROM rights_deadline clock
                     WHERE %(chosen)s
                       AND NOT EXISTS (SELECT 1 FROM rights_deadline_extension request
                                        WHERE request.deadline_id = clock.id
                                          AND request.state = 'asked')
                       FOR NO KEY UPDATE SKIP LOCKED
                ), clock AS (
                    UPDATE rights_deadline clock
                       SET sweep_at = CASE
                           WHEN stopped_at IS NOT NULL THEN NULL
                           WHEN due_at > %(now)s THEN least(
                                due_at,
                                CASE WHEN warn_at > %(now)s THEN warn_at END,
                                CASE WHEN EXISTS (
                                    SELECT 1 FROM step WHERE step.code = clock.code
                                       AND moment IN ('ahead', 'before') AND due_at > ceiling)
                                     THEN %(midnight)s END)
                           WHEN EXISTS (
                                SELECT 1 FROM step WHERE step.code = clock.code
                                   AND moment = 'after' AND due_at > ceiling)
                                THEN %(midnight)s END
                      FROM looked WHERE looked.id = clock.id
                    RETURNING clock.id, case_id, policy_id, code, kind, station_id, user_id,
                              due_at, warn_at, stopped_at, is_reminder
                ), missed AS (
                    SELECT * FROM clock
                     WHERE due_at <= coalesce(stopped_at, %(now)s) AND is_reminder IS NOT TRUE
                ), breach AS (
                    INSERT INTO rights_deadline_breach
                           (deadline_id, case_id, policy_id, code, kind, station_id, user_id,
                            due_at, at)
                    SELECT id, case_id, policy_id, code, kind, station_id, user_id, due_at, %(now)s
                      FROM missed
                    ON CONFLICT DO NOTHING
                    RETURNING deadline_id
                ), claim AS (
                    INSERT INTO rights_deadline_reaction (deadline_id, step_id, at, state, attempts)
                    SELECT clock.id, step.id, %(now)s, 'pending', 0
                      FROM clock JOIN step ON step.code = clock.code
                       AND step.moment IN ('warned', 'ahead', 'before')
                       AND clock.stopped_at IS NULL
                       AND CASE step.moment WHEN 'warned' THEN warn_at ELSE due_at END > floor
                       AND CASE step.moment WHEN 'warned' THEN warn_at ELSE due_at END <= ceiling
                    UNION ALL
                    SELECT missed.id, step.id, %(now)s, 'pending', 0
                      FROM missed JOIN step ON step.code = missed.code
                       AND step.moment IN ('due', 'after')
                       AND due_at > floor AND due_at <= ceiling
                       AND (stopped_at IS NULL OR step.moment = 'due')
                    ON CONFLICT DO NOTHING
                    RETURNING 1)
                SELECT deadline_id, 0 FROM breach
                UNION ALL SELECT NULL, count(*) FROM claim
                """,
                chosen=chosen,
                now=now,
                midnight=next_day(now),
                **dict(
                    zip(
                        ("ids", "codes", "moments", "floors", "ceilings"),
                        [list(column) for column in zip(*edges, strict=True)] or [[]] * 5,
                        strict=True,
                    )
                ),
            )
        )
        recorded = [row[0] for row in rows if row[0]]
        if recorded:
            self.env["rights.deadline"].invalidate_model(["breach_ids", "sweep_at"])
        if rows[-1][1]:
            self.env["rights.deadline.reaction"]._ask_to_react()
        return recorded
