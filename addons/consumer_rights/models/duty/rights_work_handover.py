from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain

from ...tools.china_time import china_date

FOLLOWUP = "consumer_rights.consumer_rights_group_followup"
LINE_KINDS = [
    ("card", "Card"),
    ("clock", "Clock"),
    ("task", "Task"),
    ("approval", "Approval"),
    ("callback", "Call-back"),
    ("shift", "Shift"),
]


class Work(NamedTuple):
    """One kind of open work: its records name the person in ``user_id``."""

    kind: str
    model: str
    domain: Domain


class RightsWorkHandover(models.Model):
    """All open work of a person passes to a deputy or successor in one step (DUT-11).

    who                            may
    unit head                      name the successor and pass the work, own unit and below
    the two persons                confirm the list afterwards; a head for one who is locked

    A deputy has a period: what is still open on its last day goes back. Clocks name the person
    who is responsible from that moment on. Other rooms add their work with ``_get_work``.
    """

    _name = "rights.work.handover"
    _description = "Handover of all open work"
    _inherit = "rights.own.unit"
    _order = "id desc"

    from_user_id = fields.Many2one(
        "res.users",
        "Who hands over",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("share", "=", False)],
        context={"active_test": False},
    )
    to_user_id = fields.Many2one(
        "res.users",
        "Deputy or successor",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("share", "=", False)],
    )
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    reason = fields.Selection(
        [("post", "Change of post"), ("leave", "Leave"), ("locked", "Account locked")],
        required=True,
        default="post",
    )
    date_from = fields.Date("From", required=True, default=lambda self: china_date())
    date_to = fields.Date("Until", help="Last day of a deputy; empty for a successor.")
    state = fields.Selection(
        [
            ("planned", "Named"),
            ("passed", "Passed, list to be confirmed"),
            ("confirmed", "Confirmed by both"),
            ("returned", "Given back"),
        ],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
    )
    line_ids = fields.One2many("rights.work.handover.line", "handover_id", "Work", readonly=True)
    passed_at = fields.Datetime("Passed", readonly=True, copy=False)
    out_confirmed_at = fields.Datetime("Confirmed by who hands over", readonly=True, copy=False)
    out_confirmed_by_id = fields.Many2one(
        "res.users", "Confirmed for them by", readonly=True, copy=False, ondelete="restrict"
    )
    in_confirmed_at = fields.Datetime("Confirmed by who takes over", readonly=True, copy=False)
    open_count = fields.Integer("Open now", compute="_compute_open_count")

    _two_persons = models.Constraint(
        "CHECK (from_user_id <> to_user_id)", "Work passes to another person."
    )
    _in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "The period ends after it begins."
    )

    @api.depends("from_user_id", "to_user_id")
    def _compute_display_name(self):
        for handover in self:
            handover.display_name = (
                f"{handover.from_user_id.name or ''} → {handover.to_user_id.name or ''}"
            )

    @api.depends("from_user_id", "station_id")
    def _compute_open_count(self):
        for handover in self:
            handover.open_count = sum(len(rows) for _work, rows in handover._open_work())

    @api.constrains("reason", "date_to")
    def _check_period(self):
        for handover in self:
            if handover.reason == "leave" and not handover.date_to:
                raise ValidationError(self.env._("A deputy has a period: enter its last day."))

    @api.constrains("to_user_id", "station_id")
    def _check_successor(self):
        for handover in self:
            if handover.station_id not in handover.to_user_id.rights_station_ids:
                raise ValidationError(
                    self.env._(
                        "%(person)s has no post at %(unit)s and could not work on these cases.",
                        person=handover.to_user_id.name,
                        unit=handover.station_id.name,
                    )
                )

    # -- what is open -----------------------------------------------------------------------------

    def _get_work(self):
        """The kinds of open work of a person at a unit, in the order in which they pass."""
        unit = Domain("station_id", "=", self.station_id.id)
        running = Domain("stopped_at", "=", False)
        until = Domain("date", "<=", self.date_to) if self.date_to else Domain.TRUE
        coming = unit & until & Domain("end_at", ">", fields.Datetime.now())
        at_unit = Domain("case_id.station_id", "=", self.station_id.id)
        return [
            Work("card", "rights.case", unit & Domain("is_closed", "=", False)),
            Work("clock", "rights.deadline", unit & running),
            Work("task", "rights.followup", at_unit & Domain("state", "=", "open")),
            Work("task", "mail.activity", Domain("res_model", "=like", "rights.%")),
            Work("callback", "rights.callback.task", unit & Domain("state", "=", "open")),
            Work("shift", "rights.duty.shift", coming & Domain("is_leave", "=", False)),
        ]

    def _open_work(self, user=None):
        """[(kind of work, records of the person)], in superuser mode, for the list."""
        self.ensure_one()
        person = Domain("user_id", "=", (user or self.from_user_id).id)
        return [
            (work, self.env[work.model].sudo().search(work.domain & person))
            for work in self._get_work()
        ]

    # -- passing ----------------------------------------------------------------------------------

    def action_pass(self):
        """Everything open passes now, in one step; the list says what it was."""
        self._check_leads()
        for handover in self:
            if handover.state != "planned":
                raise UserError(self.env._("This work was passed on already."))
            handover._do_pass()
        return True

    def _check_leads(self):
        self.check_access("write")
        if not self.env.su and any(
            handover.station_id not in self.env.user.rights_supervised_station_ids
            for handover in self
        ):
            raise AccessError(self.env._("The head of the unit passes work on."))

    def _do_pass(self):
        handover_sudo = self.sudo()  # checked by the caller: the head of the unit, or the day came
        lines = []
        for work, records in handover_sudo._open_work():
            lines += [handover_sudo._line_vals(work, record) for record in records]
            handover_sudo._give(work, records, self.to_user_id)
        handover_sudo.write(
            {
                "state": "passed",
                "passed_at": fields.Datetime.now(),
                "line_ids": [Command.create(vals) for vals in lines],
            }
        )

    def _line_vals(self, work, record):
        kind = work.kind
        if work.model == "mail.activity" and record.res_model == "rights.deadline.extension":
            kind = "approval"
        return {
            "kind": kind,
            "res_model": work.model,
            "res_id": record.id,
            "name": record.display_name,
        }

    def _give(self, work, records, user):
        """Let these records name the person; what that person cannot do goes to nobody.

        So a call that is not theirs to make, and a shift while they are on duty elsewhere: its
        place is red until the head fills it.
        """
        if work.model == "rights.case":
            for case in records:
                case._gate_write({"user_id": user.id})  # the process record notes it
        elif work.model == "rights.followup":
            for followup in records:
                fits = user.has_group(FOLLOWUP) and user not in (
                    followup.case_id._get_not_independent()
                )
                followup.user_id = user if fits else False
        elif work.model == "rights.duty.shift":
            for shift in records:
                shift.user_id = False if shift._get_refusal(user) else user
        elif records:
            records.write({"user_id": user.id})

    def action_confirm(self):
        """One of the two confirms the list; a head in place of a person who cannot."""
        for handover in self:
            if handover.state != "passed":
                raise UserError(self.env._("There is no list to confirm."))
            handover.sudo().write(handover._get_confirmation())
            if handover.out_confirmed_at and handover.in_confirmed_at:
                handover.sudo().state = "confirmed"
        return True

    def _get_confirmation(self):
        """Values of a confirmation by the user, who must be one of those concerned."""
        now = fields.Datetime.now()
        if self.env.user == self.to_user_id:
            return {"in_confirmed_at": now}
        gone = self.reason == "locked" or not self.from_user_id.active
        if self.env.user == self.from_user_id or gone:
            if self.env.user != self.from_user_id:
                self._check_leads()
            return {"out_confirmed_at": now, "out_confirmed_by_id": self.env.uid}
        raise AccessError(
            self.env._(
                "%(out)s and %(into)s confirm the list.",
                out=self.from_user_id.name,
                into=self.to_user_id.name,
            )
        )

    def action_return(self):
        """Give back what the deputy has not finished."""
        self._check_leads()
        for handover in self:
            if handover.state not in ("passed", "confirmed") or not handover.date_to:
                raise UserError(self.env._("Only a deputy gives work back."))
            handover._do_return()
        return True

    def _do_return(self):
        handover_sudo = self.sudo()  # checked by the caller: the head of the unit, or the day came
        passed = {(line.res_model, line.res_id) for line in handover_sudo.line_ids}
        for work, records in handover_sudo._open_work(self.to_user_id):
            own = records.filtered(lambda row, work=work: (work.model, row.id) in passed)
            handover_sudo._give(work, own, self.from_user_id)
        handover_sudo.state = "returned"

    # -- writing ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_buttons(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_buttons([vals])
        if not self.env.su and self.filtered(lambda handover: handover.state != "planned"):
            raise UserError(self.env._("This work was passed on already."))
        return super().write(vals)

    def _check_buttons(self, vals_list):
        closed = {"state", "line_ids", "passed_at", "out_confirmed_at", "in_confirmed_at"}
        closed |= {"out_confirmed_by_id"}
        if not self.env.su and any(closed & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("Work is passed and confirmed with the buttons."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_passed(self):
        if self.filtered(lambda handover: handover.state != "planned"):
            raise UserError(self.env._("What was passed on stays in the record."))

    # -- cron -------------------------------------------------------------------------------------

    @api.model
    def _cron_follow(self, batch_size=100):
        """Pass on the day that was planned; give back after a deputy's last day."""
        today = china_date()
        due = Domain("state", "=", "planned") & Domain("date_from", "<=", today)
        over = Domain("state", "in", ("passed", "confirmed")) & Domain("date_to", "<", today)
        handovers = self.search(due | over, limit=batch_size, order="id")
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(handovers))
        for handover in handovers:
            handover = handover.try_lock_for_update().filtered_domain(due | over)
            if handover:
                if handover.state == "planned":
                    handover._do_pass()
                else:
                    handover._do_return()
            if not commit(1):
                break

    @api.model
    def _covers(self, user, station, last_day):
        """Whether a successor is named for what this person holds at a unit after a day."""
        return bool(
            self.sudo().search_count(
                [
                    ("from_user_id", "=", user.id),
                    ("station_id", "=", station.id),
                    ("state", "=", "planned"),
                    ("date_from", "<=", last_day + timedelta(days=1)),
                    ("date_to", "=", False),
                ],
                limit=1,
            )
        )


class RightsWorkHandoverLine(models.Model):
    """One piece of work on the list that both confirm."""

    _name = "rights.work.handover.line"
    _description = "Work that was handed over"
    _order = "handover_id, kind, id"

    handover_id = fields.Many2one(
        "rights.work.handover", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(LINE_KINDS, required=True)
    res_model = fields.Char("Model", required=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True)
    name = fields.Char("Work", required=True)

    def action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
