import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import failure

_logger = logging.getLogger(__name__)
GROUP = "consumer_rights.consumer_rights_group_"


class RightsCaseReferral(models.Model):
    """One round with the merchant, or its service station, before anybody handles (TRI-19).

    The consumer agreed to it. The case stays accepted, its clocks run on; without feedback in
    time it returns to triage by itself. Written by the methods below only.
    """

    _name = "rights.case.referral"
    _inherit = ["rights.case.part"]
    _description = "Referral to the merchant"
    _order = "case_id, id"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    merchant_id = fields.Many2one("rights.merchant", required=True, ondelete="restrict")
    station_id = fields.Many2one(
        "rights.station",
        "Service station",
        ondelete="restrict",
        domain=[("level", "in", ("service_station", "service_point"))],
    )
    way = fields.Selection(
        [("special_phone", "Special phone"), ("mailbox", "Online mailbox")],
        required=True,
        default="special_phone",
    )
    consent_way = fields.Selection(
        [
            ("phone", "On the phone"),
            ("in_person", "In person"),
            ("written", "In writing"),
            ("portal", "On the portal"),
        ],
        "Consumer agreed",
        required=True,
    )
    sent_by_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    sent_at = fields.Datetime(required=True)
    due_at = fields.Datetime("Feedback until")
    result = fields.Selection(
        [
            ("settled", "Settled with the consumer"),
            ("failed", "Not settled"),
            ("silent", "No feedback in time"),
            ("recalled", "Called back"),
        ]
    )
    feedback = fields.Text()
    ended_by_id = fields.Many2one("res.users", ondelete="restrict")
    ended_at = fields.Datetime("Returned to triage")
    date_return_attempt = fields.Datetime(copy=False)

    _one_open = models.UniqueIndex(
        "(case_id) WHERE ended_at IS NULL", "This case is with the merchant already."
    )

    def action_return(self, result, feedback=None):
        """Record what the merchant answered, or call the case back; it is in triage again."""
        for referral in self:
            referral.case_id.check_access("write")
            referral.case_id._lock()
            referral.invalidate_recordset(["ended_at"])
            if referral.ended_at:
                raise UserError(self.env._("This referral came back already."))
            if result in ("settled", "failed") and not (feedback or "").strip():
                raise UserError(self.env._("Enter what the merchant answered."))
            referral._do_return(result, feedback)
        return True

    def _do_return(self, result, feedback=None):
        referral_sudo = self.sudo()  # who may was checked, or it is the system
        referral_sudo.write(
            {
                "result": result,
                "feedback": feedback,
                "ended_by_id": self.env.uid,
                "ended_at": fields.Datetime.now(),
            }
        )
        said = dict(self._fields["result"]._description_selection(self.env))[result]
        case = self.case_id
        case._append_events(
            [{"type": "referral", "basis": self.env._("Back in triage: %(result)s", result=said)}]
        )
        case._deadline_event("referral_returned")

    @api.model
    def _cron_return_silent(self, batch_size=100):
        """Cases whose merchant did not answer in time return to triage (TRI-19, TL-31)."""
        domain = Domain("ended_at", "=", False) & Domain("due_at", "<=", fields.Datetime.now())
        # a failed one goes to the back, so it cannot starve the rest
        for referral in self.env["ir.cron"]._in_turn(
            self, domain, batch_size, "date_return_attempt nulls first, id"
        ):
            referral.date_return_attempt = fields.Datetime.now()
            try:
                with self.env.cr.savepoint():
                    referral._do_return("silent")
                    referral._tell_sender(self.env._("The merchant gave no feedback in time."))
            except UserError as error:
                _logger.warning(
                    "Referral id %s did not return\n%s", referral.id, failure.trace(error)
                )

    def _tell_sender(self, summary):
        if self.sent_by_id.active:
            self.case_id.activity_schedule(
                "consumer_rights.activity_back_in_triage",
                user_id=self.sent_by_id.id,
                summary=summary,
            )


class RightsCaseEvent(models.Model):
    _inherit = "rights.case.event"

    # append-only lines stay as they are, also when their kind is taken away
    type = fields.Selection(
        selection_add=[("referral", "Merchant first")], ondelete={"referral": lambda events: None}
    )


class RightsCase(models.Model):
    _inherit = "rights.case"

    referral_ids = fields.One2many("rights.case.referral", "case_id", "Referrals", copy=False)

    def _open_referral(self):
        return self.sudo().referral_ids.filtered(lambda row: not row.ended_at)

    def _refer(self, way, consent_way, station=None):
        """Ask the merchant, or its service station, to settle first.

        :param consent_way: how the consumer agreed; without consent there is no such round
        :param station: ``rights.station`` record of a service station, if it is asked
        """
        self.ensure_one()
        self._check_may_refer(consent_way)
        referral = (
            self.env["rights.case.referral"]
            .sudo()  # who may refer was checked
            .create(
                {
                    "case_id": self.id,
                    "merchant_id": self.respondent_id.id,
                    "station_id": station and station.id,
                    "way": way,
                    "consent_way": consent_way,
                    "sent_by_id": self.env.uid,
                    "sent_at": fields.Datetime.now(),
                }
            )
        )
        self._append_events(
            [
                {
                    "type": "referral",
                    "basis": self.env._(
                        "To %(merchant)s, the consumer agreed",
                        merchant=(station or self.respondent_id).sudo().display_name,
                    ),
                }
            ]
        )
        self._deadline_event("referral_sent")
        clock = self.sudo().deadline_ids.filtered(
            lambda clock: clock.code == "TL-31" and not clock.stopped_at
        )
        referral.due_at = clock[-1:].due_at
        return True

    def _check_may_refer(self, consent_way):
        user = self.env.user
        self._lock()
        if not user.has_group(f"{GROUP}dispatcher") or (
            self.sudo().station_id not in user.rights_station_ids
        ):
            raise UserError(
                self.env._("A dispatcher of the responsible unit refers a case to the merchant.")
            )
        if self.kind != "complaint" or self.stage_code != "accepted":
            raise UserError(
                self.env._("Only an accepted complaint that waits for dispatch is referred.")
            )
        if not consent_way:
            raise UserError(
                self.env._("The consumer must agree before the merchant is asked first.")
            )
        if not self.respondent_id:
            raise UserError(self.env._("Choose the merchant from the register first."))
        if self._open_handover():
            raise UserError(self.env._("A handover of this case is not confirmed yet."))

    def _get_missing(self, transition):
        missing = super()._get_missing(transition)
        if transition.sudo().effect in ("dispatch", "take") and self._open_referral():
            # no name of a field, so that no dialog offers to fill it in
            missing["referral"] = self.env._(
                "The case is with the merchant. Record the feedback, or call it back."
            )
        return missing
