from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.flag_search import search_flag

RECORDED_KINDS = ("complaint", "report")


class RightsCaseEvidence(models.Model):
    """A recording of a call is a link of the telephone system or a file, with start, end and
    operator (INT-07)."""

    _inherit = "rights.case.evidence"

    recording_url = fields.Char("Link of the recording", readonly=True)
    recorded_from = fields.Datetime("Recorded from")
    recorded_to = fields.Datetime("Recorded until")
    operator_id = fields.Many2one("res.users", "Who took the call", ondelete="restrict")


class RightsCase(models.Model):
    """A complaint or report by phone has its recording or says why there is none (INT-07)."""

    _inherit = "rights.case"

    no_recording_reason = fields.Char("Why there is no recording", copy=False)
    lacks_recording = fields.Boolean(
        "No recording", compute="_compute_lacks_recording", search="_search_lacks_recording"
    )

    @api.depends("registered_at", "kind", "channel_id", "no_recording_reason", "evidence_ids.type")
    def _compute_lacks_recording(self):
        phone = self.env.ref("consumer_rights.channel_phone")
        for case in self:
            evidence = case.sudo().evidence_ids  # whether there is a recording is no secret
            case.lacks_recording = (
                case.kind in RECORDED_KINDS
                and case.channel_id == phone
                and bool(case.registered_at)
                and not (case.is_history or case.no_recording_reason)
                and not evidence.filtered(lambda row: row.type == "recording" and not row.is_void)
            )

    def _search_lacks_recording(self, operator, value):
        domain = self._lacks_recording_domain()
        return search_flag(domain, operator, value)

    @api.model
    def _lacks_recording_domain(self):
        """Registered by phone, without a recording and without a word why: data quality."""
        return (
            Domain("kind", "in", RECORDED_KINDS)
            & Domain("channel_id", "=", self.env.ref("consumer_rights.channel_phone").id)
            & Domain("registered_at", "!=", False)
            & Domain("is_history", "=", False)
            & Domain("no_recording_reason", "=", False)
            & Domain(
                "evidence_ids", "not any!", [("type", "=", "recording"), ("is_void", "=", False)]
            )
        )

    def _attach_recording(self, call_sudo):
        """Link the recording of the call with this case, once."""
        self.ensure_one()
        known = self.sudo().evidence_ids.mapped("recording_url")  # who hears it decides SEC-07
        if not call_sudo.recording_url or call_sudo.recording_url in known:
            return
        self.env["rights.case.evidence"].sudo().create(
            {
                "case_id": self.id,
                "name": self.env._("Recording of the call"),
                "type": "recording",
                "provider": "centre",
                "received_at": call_sudo.recorded_to,
                "recording_url": call_sudo.recording_url,
                "recorded_from": call_sudo.recorded_from,
                "recorded_to": call_sudo.recorded_to,
                "operator_id": call_sudo.user_id.id,
            }
        )
