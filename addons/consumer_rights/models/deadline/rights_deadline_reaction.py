import logging

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, retrying
from odoo.tools import SQL

from ...tools import failure

_logger = logging.getLogger(__name__)

# attempts that lost against other transactions before one counts as failed
TRIES = 5


class RightsDeadlineReaction(models.Model):
    """A clock that came to a step of its supervision, and whether the reaction ran (design D6).

    The sweep writes one row a clock and step, and the database refuses a second one. A second job
    runs the reactions, each in the transaction that marks it as done: a server that dies between
    has done neither. What fails is kept with the kind and place of its error, not with its words:
    they may name a person. It stands on the health page until somebody lets it run again.

    who                       may
    business administrator    read, and let failed ones run again; it tells no content of a case
    """

    _name = "rights.deadline.reaction"
    _description = "Reaction to a deadline"
    _order = "id desc"
    _rec_name = "step_id"
    _log_access = False

    deadline_id = fields.Many2one(
        "rights.deadline", "Clock", required=True, ondelete="restrict", readonly=True
    )
    step_id = fields.Many2one(
        "rights.deadline.step", required=True, ondelete="restrict", readonly=True
    )
    at = fields.Datetime("Claimed", required=True, readonly=True)
    state = fields.Selection(
        [("pending", "Waiting"), ("done", "Done"), ("failed", "Has failed")],
        required=True,
        default="pending",
        readonly=True,
    )
    done_at = fields.Datetime("Done", readonly=True)
    attempts = fields.Integer(readonly=True, default=0, aggregator=None)
    error = fields.Char("What went wrong", readonly=True)

    _once = models.UniqueIndex("(deadline_id, step_id)", "This step was reached before.")
    _waiting = models.Index("(step_id, id) WHERE state = 'pending'")
    _failed = models.Index("(step_id) WHERE state = 'failed'")

    # -- the second job ----------------------------------------------------------------------------

    @api.model
    def _cron_react(self, batch_size=1000):
        """Run the reactions that wait, a batch of one step in a transaction."""
        commit = self.env["ir.cron"]._commit_progress
        waiting = self.search_count([("state", "=", "pending")])
        commit(remaining=waiting)
        while waiting > 0:
            done = retrying(lambda: self._react_batch(batch_size), self.env)
            waiting -= done
            if not done or not commit(done):
                break

    @api.model
    def _react_batch(self, batch_size):
        """Run one batch of the first step that has some waiting.

        :return: how many were taken; 0 when nothing waits that nobody else holds
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM rights_deadline_reaction
                 WHERE state = 'pending' AND step_id = (
                    SELECT step.id FROM rights_deadline_step step
                     WHERE EXISTS (SELECT 1 FROM rights_deadline_reaction waiting
                                    WHERE waiting.step_id = step.id AND state = 'pending')
                     ORDER BY step.sequence, step.id LIMIT 1)
                 ORDER BY attempts, id LIMIT %s
                   FOR UPDATE SKIP LOCKED
                """,
                batch_size,
            )
        )
        batch = self.browse([row[0] for row in rows])
        if batch:
            batch._react()
        return len(batch)

    def _react(self):
        """Run the action of the step for the batch, and one by one when that fails."""
        try:
            with self.env.cr.savepoint():
                self._run_action()
                self._close("done")
            return
        except Exception:
            self.env.invalidate_all()
            if len(self) > 1:
                _logger.info("Reactions of step id %s run one by one", self.step_id.id)
        for reaction in self:
            try:
                with self.env.cr.savepoint():
                    reaction._run_action()
                    reaction._close("done")
            except Exception as error:
                self.env.invalidate_all()
                reaction._note_failure(error)

    def _run_action(self):
        # what a job writes down is read by people of the centre
        chinese = self.env["res.lang"]._get_data(code="zh_CN").code or self.env.lang
        self.step_id.action_id.with_context(
            active_model=self._name, active_ids=self.ids, active_id=self[:1].id, lang=chinese
        ).run()
        self.env.flush_all()

    def _note_failure(self, error):
        """Keep it with its error; what only lost against another transaction is tried again."""
        lost = isinstance(error, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY) and self.attempts + 1 < TRIES
        self._close("pending" if lost else "failed", failure.summary(error)[:250])
        _logger.warning("Reaction id %s failed\n%s", self.id, failure.trace(error))

    def _close(self, state, error=None):
        self.env.execute_query(
            SQL(
                """
                UPDATE rights_deadline_reaction
                   SET state = %s, done_at = %s, attempts = attempts + 1, error = %s
                 WHERE id = ANY(%s) RETURNING id
                """,
                state,
                fields.Datetime.now() if state == "done" else None,
                error,
                list(self.ids),
            )
        )
        self.invalidate_recordset()

    def action_retry(self):
        """Let failed ones run again, after the cause was removed."""
        self.check_access("read")
        self.env.user._rights_check_role("business_admin")
        failed = self.sudo().filtered(lambda reaction: reaction.state == "failed")
        failed.write({"state": "pending", "attempts": 0})
        self._ask_to_react()
        return True

    @api.model
    def _ask_to_react(self):
        job = self.env["ir.model.data"]._xmlid_to_res_id("consumer_rights.deadline_cron_react")
        self.env["ir.cron"].sudo().browse(job)._trigger()  # a job is nobody's record
