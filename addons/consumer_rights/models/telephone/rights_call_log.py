from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from ...tools import masking
from ...tools.china_time import china_date

SETTLING = frozenset(("no_matter",))
LOST = timedelta(hours=1)


class RightsCallLog(models.Model):
    """One call of the hotline, as the telephone system tells it (INT-02 to INT-07).

    who                                        may
    operator, office, station                  read the calls of the own unit with the number
                                               (each look is noted), register from them
    dispatcher, head, quality, statistician    read the own unit and below, masked
    others                                     nothing

    What happened is written by the hook and the import alone. A call that was not answered is in
    a call-back task; a message that was left can be heard until the matter is registered, and
    from the case afterwards (SEC-07).
    """

    _name = "rights.call.log"
    _inherit = ["rights.export.logged"]
    _description = "Incoming call"
    _order = "started_at desc, id desc"
    _rec_name = "call_ref"

    call_ref = fields.Char("Number of the call", required=True, readonly=True)
    line_id = fields.Many2one("rights.phone.line", "Dialled", readonly=True, ondelete="restrict")
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, readonly=True, index=True, ondelete="restrict"
    )
    # who
    number = fields.Char("Digits", groups=fields.NO_ACCESS, index="btree_not_null")
    caller_masked = fields.Char("Caller", readonly=True)
    caller_tail = fields.Char("Last digits", readonly=True)
    caller = fields.Char("Caller's number", compute="_compute_clear")
    user_id = fields.Many2one("res.users", "Picked up by", readonly=True, ondelete="restrict")
    # what happened
    started_at = fields.Datetime("Rang", required=True, readonly=True)
    day = fields.Date(compute="_compute_day", store=True, index=True)
    is_off_hours = fields.Boolean("Outside service hours", compute="_compute_day", store=True)
    answered_at = fields.Datetime("Picked up", readonly=True)
    missed_at = fields.Datetime("Hung up", readonly=True)
    talk_seconds = fields.Integer("Talk (s)", readonly=True, aggregator="avg")
    recording_url = fields.Char(groups=fields.NO_ACCESS)
    recording_link = fields.Char("Recording", compute="_compute_clear")
    recorded_from = fields.Datetime(readonly=True)
    recorded_to = fields.Datetime("Recording ended", readonly=True)
    has_record = fields.Boolean("Known to the telephone system", readonly=True)
    status = fields.Selection(
        [
            ("ringing", "Rings"),
            ("answered", "Picked up"),
            ("recorded", "Message left"),
            ("missed", "Missed call"),
        ],
        compute="_compute_status",
        store=True,
    )
    answer_rate = fields.Float(
        "Answer rate (%)", compute="_compute_status", store=True, aggregator="avg"
    )
    # what became of it
    case_ids = fields.One2many("rights.case", "call_id", "Matters registered", readonly=True)
    task_id = fields.Many2one(
        "rights.callback.task", "Call-back", readonly=True, index=True, ondelete="restrict"
    )
    no_matter = fields.Char("Why nothing is registered")
    is_open = fields.Boolean("To be registered", compute="_compute_is_open", store=True)

    _ref_unique = models.Constraint("UNIQUE (call_ref)", "This call is known already.")
    _by_unit = models.Index("(station_id, day, status)")
    _open_calls = models.Index("(station_id, day) WHERE is_open")

    @api.depends("started_at")
    def _compute_day(self):
        slots = self.env["rights.duty.slot"]
        for call in self:
            call.day = china_date(call.started_at)
            call.is_off_hours = not slots._is_service_time(call.started_at)

    @api.depends("answered_at", "missed_at", "recorded_to")
    def _compute_status(self):
        """From what is known, whatever the order in which it was told."""
        for call in self:
            call.status = (
                "answered"
                if call.answered_at
                else "recorded"
                if call.recorded_to
                else "missed"
                if call.missed_at
                else "ringing"
            )
            call.answer_rate = 100 if call.answered_at else 0

    @api.depends("status", "case_ids", "no_matter")
    def _compute_is_open(self):
        for call in self:
            call.is_open = call.status == "answered" and not call.case_ids and not call.no_matter

    @api.depends("number", "recording_url", "case_ids")
    @api.depends_context("uid", "su")
    def _compute_clear(self):
        """Number and recording, for who works with the call; of a registered matter the case
        decides who sees its persons and hears its recordings."""
        for call in self:
            call_sudo = call.sudo()
            may = self.env.su or (
                not call_sudo.case_ids and (call._origin or call).has_access("write")
            )
            call.caller = may and masking.phone_digits(call_sudo.number)
            call.recording_link = may and call_sudo.recording_url

    def _read_format(self, fnames, load="_classic_read"):
        self._log_clear_looks(fnames)
        return super()._read_format(fnames, load)

    def _log_export_looks(self, names):
        self._log_clear_looks(names)

    def _log_clear_looks(self, names):
        """Note the look, as with the parties of a case (SEC-02)."""
        asked = [name for name in ("caller", "recording_link") if name in names]
        if asked and not self.env.su:
            for call in self.filtered(lambda call: any(call[name] for name in asked))._origin:
                self.env["rights.audit.log"]._log("look", self._name, call.id)

    # -- registering ------------------------------------------------------------------------------

    def action_register(self):
        """A new matter of this caller, for the operator to complete (INT-07)."""
        self.ensure_one()
        self.check_access("write")
        return self._registration_form()

    def _registration_form(self, **context):
        return {
            "type": "ir.actions.act_window",
            "res_model": "rights.case",
            "name": self.env._("New phone registration"),
            "views": [(False, "form")],
            "context": {
                "default_kind": "complaint",
                "default_channel_id": self.env.ref("consumer_rights.channel_phone").id,
                "default_call_id": self.id,
                "default_received_at": fields.Datetime.to_string(self._received_at()),
                **context,
            },
        }

    def _received_at(self):
        """When the matter came in: a message when it ended, a missed call when it is returned."""
        if self.status == "recorded":
            return self.recorded_to
        return self.started_at if self.status in ("answered", "ringing") else fields.Datetime.now()

    # -- missed calls -----------------------------------------------------------------------------

    def _settle(self):
        """What the last event made of these calls: into a call-back, or out of it."""
        waiting = self.filtered(lambda call: call.status in ("recorded", "missed"))
        self.env["rights.callback.task"]._collect(waiting.filtered(lambda call: not call.task_id))
        answered = self.filtered(lambda call: call.status == "answered" and call.task_id)
        answered.task_id._call_was_answered(answered)

    @api.model
    def _cron_night_batch(self):
        """No call is lost: what only rang is missed, what is known by its recording alone is a
        fault of the system, and every one of them is in a call-back (INT-02, INT-04)."""
        now = fields.Datetime.now()
        old = Domain("started_at", "<", now - LOST)
        for call in self.search(Domain("status", "=", "ringing") & old):
            call.missed_at = call.started_at
        waiting = self.search(
            Domain("status", "in", ("recorded", "missed")) & Domain("task_id", "=", False)
        )
        waiting._settle()
        orphans = self.search(Domain("has_record", "=", False) & old)
        if orphans:
            self.env["rights.outage"]._report_lost_calls(orphans)
            orphans.has_record = True  # reported once

    # -- writing ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Calls are told by the telephone system."))
        return super().create([vals | self._masked_vals(vals.get("number")) for vals in vals_list])

    @api.model
    def _masked_vals(self, number):
        return {
            "caller_masked": masking.mask_phone(number) or False,
            "caller_tail": masking.phone_tail(number) or False,
        }

    def write(self, vals):
        if not self.env.su and vals.keys() - SETTLING:
            raise AccessError(self.env._("Calls are told by the telephone system."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A call is never deleted."))


class RightsCase(models.Model):
    """A matter that began with a call (INT-07)."""

    _inherit = "rights.case"

    call_id = fields.Many2one(
        "rights.call.log", "Incoming call", index="btree_not_null", copy=False
    )

    @api.model
    def default_get(self, fields_list):
        """The caller is the first party; the party's line takes the number from the call."""
        values = super().default_get(fields_list)
        if self.env.context.get("default_call_id") and "party_ids" in fields_list:
            role = self.env["rights.case.party"]._default_role()
            values["party_ids"] = [Command.create({"role": role})]
        return values

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        for case in cases.filtered("call_id"):
            case._attach_recording(case.sudo().call_id)
        return cases


class RightsCaseParty(models.Model):
    _inherit = "rights.case.party"

    def _compute_clear(self):
        """A new line has the number of the call that the form was opened from; a look is noted.

        It is worked out and no mere default: the form counts these fields again when it gets its
        unit, and would lose what was there.
        """
        result = super()._compute_clear()
        for party in self:
            call = party.case_id.call_id
            if not party.id and not party._origin and call and not party.phone and call.caller:
                self.env["rights.audit.log"]._log("look", call._name, call.id)
                party.phone = call.caller
        return result
