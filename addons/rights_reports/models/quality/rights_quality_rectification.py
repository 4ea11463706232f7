from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

LIMIT = "TL-59"


class RightsQualityDeduction(models.Model):
    """What can be corrected is corrected in time, watched by a dedicated officer (QUA-08).

    The limit begins with publication and ends with the confirmed correction. When it is missed,
    its breach is the double deduction of its month, by the line of the list that names it.
    """

    _inherit = "rights.quality.deduction"

    rectification = fields.Selection(
        [
            ("none", "Nothing to correct"),
            ("open", "To correct"),
            ("reported", "Reported as corrected"),
            ("done", "Corrected and confirmed"),
        ],
        default="none",
        required=True,
        readonly=True,
        index=True,
    )
    watcher_id = fields.Many2one(
        "res.users",
        "Watched by",
        readonly=True,
        ondelete="restrict",
        help="The officer who decided the deduction watches its correction.",
    )
    correction_text = fields.Text("What was corrected", readonly=True)
    corrected_at = fields.Datetime("Reported on", readonly=True)
    corrected_by_id = fields.Many2one(
        "res.users", "Corrected by", readonly=True, ondelete="restrict"
    )
    refusal_text = fields.Text("Why it is not corrected yet", readonly=True)
    correction_confirmed_at = fields.Datetime("Correction confirmed on", readonly=True)
    correction_confirmed_by_id = fields.Many2one(
        "res.users", "Correction confirmed by", readonly=True, ondelete="restrict"
    )
    may_correct = fields.Boolean(compute="_compute_may_correct")
    may_confirm_correction = fields.Boolean(compute="_compute_may_correct")

    @api.depends("rectification", "station_id")
    @api.depends_context("uid")
    def _compute_may_correct(self):
        for deduction in self:
            deduction.may_correct = deduction.rectification == "open" and deduction._is_of_unit()
            deduction.may_confirm_correction = (
                deduction.rectification == "reported" and deduction._get_check_refusal() is None
            )

    def _has_limit(self, limit):
        return limit.code == LIMIT or super()._has_limit(limit)

    def _begin_rectification(self):
        """Published: each counted deduction that can be corrected has its limit; the time for
        objections is over for all."""
        objecting = self.clock_ids.filtered(lambda clock: not clock.stopped_at)
        objecting._stop(dict.fromkeys(objecting.ids, "exempt"), fields.Datetime.now())
        self._clock_refresh()
        due = self.filtered(lambda one: one.state == "confirmed" and one.item_id.is_correctable)
        for watcher, deductions in due.grouped("confirmed_by_id").items():
            deductions.write({"rectification": "open", "watcher_id": watcher.id})
        due._clock_event("bulletin_published")

    # -- the unit ----------------------------------------------------------------------------------

    def _report_correction(self, text):
        self.ensure_one()
        self.check_access("read")
        if not self._is_of_unit():
            raise AccessError(self.env._("The unit that lost the points corrects."))
        if self.rectification != "open":
            raise UserError(self.env._("There is nothing to correct, or it was reported already."))
        self.sudo().write(  # the unit was checked; these values only
            {
                "rectification": "reported",
                "correction_text": text,
                "corrected_at": fields.Datetime.now(),
                "corrected_by_id": self.env.uid,
                "refusal_text": False,
            }
        )

    # -- the officer -------------------------------------------------------------------------------

    def _get_check_refusal(self):
        user = self.env.user
        if not user.has_group("consumer_rights.consumer_rights_group_quality") or (
            self.bulletin_id.sudo().station_id not in user.rights_station_ids
        ):
            return self.env._("The quality officer confirms corrections.")
        if user == self.corrected_by_id:
            return self.env._("Somebody else confirms what you corrected.")
        return None

    def _check_correction(self):
        self.check_access("read")
        for deduction in self:
            if refusal := deduction._get_check_refusal():
                raise AccessError(refusal)
            if deduction.rectification != "reported":
                raise UserError(self.env._("No correction is reported. Open it again and look."))

    def action_confirm_correction(self):
        """Looked at and found corrected: the limit ends with the day on which it was reported, so
        nobody is late because the officer is."""
        self._check_correction()
        for deduction in self.sudo():
            deduction.write(
                {
                    "rectification": "done",
                    "correction_confirmed_at": fields.Datetime.now(),
                    "correction_confirmed_by_id": self.env.uid,
                }
            )
            deduction._clock_event("correction_confirmed", deduction.corrected_at)
            deduction._drop_double()
        return True

    def _drop_double(self):
        """What was reported in time, and confirmed late, is not deducted twice."""
        clock = self.clock_ids.filtered(lambda clock: clock.code == LIMIT)[:1]
        if clock.due_at and self.corrected_at < clock.due_at:
            double = self.search([("repeats_id", "=", self.id), ("state", "=", "candidate")])
            double.write(
                {
                    "state": "dismissed",
                    "dismiss_reason": self.env._("It was reported as corrected in time."),
                }
            )

    def action_ask_correct(self):
        return self._ask("correct", self.env._("Report as corrected"))

    def action_ask_refuse(self):
        return self._ask("refuse", self.env._("Not corrected"))

    def _refuse_correction(self, text):
        """Not corrected: back to the unit, while the limit runs on."""
        self._check_correction()
        self.sudo().write({"rectification": "open", "refusal_text": text})
