from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

LATE = timedelta(hours=1)


class RightsHealth(models.AbstractModel):
    """A watchdog over the sweep: a job that was switched off, what failed, what lies (D6, D14)."""

    _inherit = "rights.health"

    @api.model
    def _get_checks(self):
        return [
            *super()._get_checks(),
            ("own_jobs", self.env._("Jobs of the centre"), self._check_own_jobs),
            ("sweep", self.env._("Sweep of the deadlines"), self._check_sweep),
        ]

    def _check_own_jobs(self):
        """Odoo switches a job off after repeated failures; nothing runs any more then."""
        data = self.env["ir.model.data"].search(
            [("module", "=", "consumer_rights"), ("model", "=", "ir.cron")]
        )
        jobs = self.env["ir.cron"].with_context(active_test=False).browse(data.mapped("res_id"))
        off = jobs.exists().filtered(lambda job: not job.active)
        if off:
            return self._answer(
                "fail",
                self.env._("Switched off: %(jobs)s", jobs=", ".join(off.mapped("cron_name"))),
                self.env._(
                    "Odoo switches a job off when it failed again and again: the server's log says "
                    "why. Remove the cause, then switch it on in the settings."
                ),
            )
        return self._answer("ok", self.env._("%(count)s jobs are on.", count=len(jobs)))

    def _check_sweep(self):
        late = fields.Datetime.now() - LATE
        reactions = self.env["rights.deadline.reaction"]
        failed = reactions.search_count([("state", "=", "failed")])
        waiting = Domain("state", "=", "pending")
        lying = reactions.search_count(waiting & Domain("at", "<", late))
        unseen = self.env["rights.deadline"].search_count(
            Domain("stopped_at", "=", False)
            & Domain("sweep_at", "<", late)
            & ~Domain("extension_ids", "any", [("state", "=", "asked")]),
            limit=1,
        )
        found = self.env._(
            "%(waiting)s reactions waiting, %(failed)s failed.",
            waiting=reactions.search_count(waiting),
            failed=failed,
        )
        if unseen:
            return self._answer(
                "fail",
                self.env._("Deadlines have not been looked at for an hour."),
                self.env._("Check that the server runs with at least one worker for jobs."),
            )
        if failed or lying:
            advice = self.env._(
                "Open the failed reactions under Limits, remove the cause and run them again."
            )
            return self._answer("warning", found, advice)
        return self._answer("ok", found)
