from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ...tools.china_time import china_date

# administrative duty and single bookings hold nothing of the centre's line
HANDED = ("service", "phone", "standby")


class RightsDutyHandover(models.Model):
    """The end of a shift: what is open goes on to the next, signed by both (DUT-02).

    who                            may
    a person of the shift          write it and sign it
    whoever comes on duty          sign it, and has the call-backs from then on
    staff of the unit, its heads   read

    Until the second signature the outgoing shift stays responsible.
    """

    _name = "rights.duty.handover"
    _description = "Handover of a shift"
    _order = "out_signed_at desc, id desc"
    _rec_name = "shift_id"

    shift_id = fields.Many2one(
        "rights.duty.shift", "Outgoing shift", required=True, index=True, ondelete="restrict"
    )
    roster_id = fields.Many2one(related="shift_id.roster_id", store=True)
    date = fields.Date(related="shift_id.date", store=True)
    slot_id = fields.Many2one(related="shift_id.slot_id", store=True)
    station_id = fields.Many2one(related="shift_id.station_id", store=True, index=True)
    out_user_id = fields.Many2one(
        "res.users", "Outgoing", required=True, readonly=True, ondelete="restrict"
    )
    out_signed_at = fields.Datetime("Signed by the outgoing shift", required=True, readonly=True)
    in_user_id = fields.Many2one("res.users", "Incoming", readonly=True, ondelete="restrict")
    in_signed_at = fields.Datetime("Signed by the incoming shift", readonly=True)
    call_ids = fields.Many2many("rights.call.log", string="Open calls", readonly=True)
    callback_ids = fields.Many2many(
        "rights.callback.task", string="Pending call-backs", readonly=True
    )
    case_ids = fields.Many2many("rights.case", string="Urgent cases", readonly=True)
    note = fields.Text("What else the next shift must know")

    _once = models.UniqueIndex("(roster_id, date, slot_id)", "This shift is handed over already.")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("A shift is handed over with its button."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - {"note"}:
                raise AccessError(self.env._("What was handed over stays as it is."))
            if self.filtered("in_signed_at"):
                raise UserError(self.env._("Both shifts have signed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A handover is never deleted."))

    def action_sign(self):
        """The incoming shift takes over, and what was pending with the outgoing one is theirs."""
        for handover in self:
            if handover.in_signed_at:
                raise UserError(self.env._("Both shifts have signed."))
            handover._check_incoming()
            handover_sudo = handover.sudo()  # checked: this person comes on duty
            handover_sudo.write({"in_user_id": self.env.uid, "in_signed_at": fields.Datetime.now()})
            handover_sudo.callback_ids._take_over(handover.out_user_id, self.env.user)
        return True

    def _check_incoming(self):
        """Whoever is on duty next at this unit, and is not the one who goes."""
        shifts = self.env["rights.duty.shift"]
        today = shifts._of_today(self.env.user) | shifts._on_duty(
            self.station_id, fields.Datetime.now(), HANDED
        ).filtered(lambda shift: shift.user_id == self.env.user)
        fits = today.filtered(
            lambda shift: (
                shift.station_id == self.station_id
                and shift.kind in HANDED
                and shift.start_at >= self.shift_id.start_at
                and shift != self.shift_id
            )
        )
        if self.env.user == self.out_user_id or not fits:
            raise AccessError(
                self.env._(
                    "The shift that comes on duty at %(unit)s signs.", unit=self.station_id.name
                )
            )


class RightsDutyShift(models.Model):
    _inherit = "rights.duty.shift"

    handover_ids = fields.One2many("rights.duty.handover", "shift_id", "Handovers")
    lacks_handover = fields.Boolean(
        "Handover missing", compute="_compute_lacks_handover", search="_search_lacks_handover"
    )

    def _compute_lacks_handover(self):
        lacking = set(self._ids_without_handover(self.ids))
        for shift in self:
            shift.lacks_handover = shift.id in lacking

    def _search_lacks_handover(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in" if True in value else "not in", self._ids_without_handover())

    @api.model
    def _ids_without_handover(self, ids=None):
        """Ended shifts that nobody handed over; where the same person goes on, none is due."""
        self.env["rights.duty.shift"].flush_model()
        self.env["rights.duty.handover"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT shift.id FROM rights_duty_shift shift
                  JOIN rights_duty_roster roster
                    ON roster.id = shift.roster_id AND roster.state = 'published'
                 WHERE shift.end_at <= %s AND shift.kind IN %s AND %s
                   AND shift.user_id IS NOT NULL AND shift.is_leave IS NOT TRUE
                   AND NOT EXISTS (
                        SELECT FROM rights_duty_handover record
                         WHERE record.roster_id = shift.roster_id AND record.date = shift.date
                           AND record.slot_id = shift.slot_id AND record.in_signed_at IS NOT NULL)
                   AND NOT EXISTS (
                        SELECT FROM rights_duty_shift next
                         WHERE next.roster_id = shift.roster_id AND next.date = shift.date
                           AND next.user_id = shift.user_id AND next.start_at >= shift.end_at)
                """,
                fields.Datetime.now(),
                HANDED,
                SQL("TRUE") if ids is None else SQL("shift.id = ANY(%s)", list(ids)),
            )
        )
        return [row[0] for row in rows]

    def action_hand_over(self):
        """Write the record of this shift with what is open, signed by who goes (DUT-02)."""
        self.ensure_one()
        if self.user_id != self.env.user:
            raise AccessError(self.env._("The person on duty hands over the shift."))
        if self.kind not in HANDED or not self.is_published:
            raise UserError(self.env._("This shift is not handed over."))
        if self.start_at > fields.Datetime.now():
            raise UserError(self.env._("This shift has not begun yet."))
        known = self.env["rights.duty.handover"].search(
            [
                ("roster_id", "=", self.roster_id.id),
                ("date", "=", self.date),
                ("slot_id", "=", self.slot_id.id),
            ]
        )
        handover = known or self.env["rights.duty.handover"].sudo().create(self._handover_vals())
        return {
            "type": "ir.actions.act_window",
            "res_model": "rights.duty.handover",
            "res_id": handover.id,
            "views": [(False, "form")],
        }

    def _handover_vals(self):
        """What is open at the unit at this moment."""
        unit = Domain("station_id", "=", self.station_id.id)
        callbacks = (
            self.env["rights.callback.task"].sudo().search(unit & Domain("state", "=", "open"))
        )
        calls = (
            self.env["rights.call.log"]
            .sudo()
            .search(unit & Domain("day", "=", china_date()) & Domain("is_open", "=", True))
        )
        # the user's own rights: a handover lists no case that its writer may not see
        cases = self.env["rights.case"].search(
            unit
            & Domain("is_closed", "=", False)
            & (Domain("priority", "!=", "0") | Domain("deadline_state", "in", ("missed", "today"))),
            limit=200,
            order="deadline_next_at",
        )
        return {
            "shift_id": self.id,
            "out_user_id": self.env.uid,
            "out_signed_at": fields.Datetime.now(),
            "call_ids": [Command.set(calls.ids)],
            "callback_ids": [Command.set(callbacks.ids)],
            "case_ids": [Command.set(cases.ids)],
        }
