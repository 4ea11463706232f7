from odoo import api, fields, models
from odoo.tools import SQL

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
    def _record(self, clock_ids=None):
        """Write the records of clocks that were missed: those given, or all that run.

        A clock waits while an extension asked in time is undecided; a limit that only warns has
        no breach.
        A clock that somebody holds at this moment, by a step or a new notice, waits for the next
        run. The others are written again: a notice that would move one of them meanwhile is
        refused by the database and counted anew, after the record.
        :return: ids of the clocks that are recorded now
        """
        self.env["rights.deadline"].flush_model()
        self.env["rights.deadline.extension"].flush_model()
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """
                WITH missed AS (
                    UPDATE rights_deadline SET due_at = due_at
                     WHERE id IN (
                        SELECT id FROM rights_deadline clock
                         WHERE %s AND due_at <= coalesce(stopped_at, %s)
                           AND is_reminder IS NOT TRUE
                           AND NOT EXISTS (SELECT 1 FROM rights_deadline_extension request
                                            WHERE request.deadline_id = clock.id
                                              AND request.state = 'asked')
                           AND NOT EXISTS (SELECT 1 FROM rights_deadline_breach known
                                            WHERE known.deadline_id = clock.id)
                           FOR NO KEY UPDATE SKIP LOCKED)
                    RETURNING id, case_id, policy_id, code, kind, station_id, user_id, due_at)
                INSERT INTO rights_deadline_breach
                       (deadline_id, case_id, policy_id, code, kind, station_id, user_id,
                        due_at, at)
                SELECT missed.*, %s FROM missed
                ON CONFLICT DO NOTHING
                RETURNING deadline_id
                """,
                SQL("stopped_at IS NULL")
                if clock_ids is None
                else SQL("id = ANY(%s)", list(clock_ids)),
                now,
                now,
            )
        )
        if rows:
            self.env["rights.deadline"].invalidate_model(["breach_ids"])
        return [row[0] for row in rows]

    @api.model
    def _cron_sweep(self):
        """Record what was missed since the last run, set-based and exactly once (LIM-15)."""
        self.env["rights.calendar.notice"]._rebase_latecomers()
        self._record()
