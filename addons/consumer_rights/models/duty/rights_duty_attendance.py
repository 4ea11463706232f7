from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

EARLIEST = timedelta(hours=2)


class RightsDutyShift(models.Model):
    """Coming and going, against the roster (DUT-07)."""

    _inherit = "rights.duty.shift"

    came_at = fields.Datetime("Came", readonly=True)
    left_at = fields.Datetime("Left", readonly=True)
    late_minutes = fields.Integer("Late (min)", compute="_compute_late_minutes", store=True)
    early_minutes = fields.Integer("Left early (min)", compute="_compute_late_minutes", store=True)
    absence_ids = fields.One2many("rights.duty.absence", "shift_id", "Absences")

    @api.depends("came_at", "left_at", "start_at", "end_at")
    def _compute_late_minutes(self):
        tolerance = self.env["rights.network.parameter"]._value("attendance_tolerance")
        for shift in self:
            late = shift.came_at and (shift.came_at - shift.start_at).total_seconds() // 60
            early = shift.left_at and (shift.end_at - shift.left_at).total_seconds() // 60
            shift.late_minutes = late if late and late > tolerance else 0
            shift.early_minutes = early if early and early > tolerance else 0

    def action_come(self):
        for shift in self:
            shift._check_mine()
            if shift.came_at:
                raise UserError(self.env._("You came at %(at)s.", at=shift.came_at))
            if fields.Datetime.now() < shift.start_at - EARLIEST:
                raise UserError(self.env._("This shift has not begun yet."))
            shift.sudo().came_at = fields.Datetime.now()  # the own shift, checked
        return True

    def action_go(self):
        for shift in self:
            shift._check_mine()
            if not shift.came_at:
                raise UserError(self.env._("Note first that you came."))
            shift.sudo().left_at = fields.Datetime.now()  # the own shift, checked
        return True

    def _check_mine(self):
        self.ensure_one()
        if self.user_id != self.env.user:
            raise AccessError(
                self.env._("Only %(person)s notes coming and going.", person=self.user_id.name)
            )
        if not self.is_published or self.is_leave:
            raise UserError(self.env._("This shift is not on a published roster."))

    def write(self, vals):
        if not self.env.su and vals.keys() & {"came_at", "left_at"}:
            raise AccessError(self.env._("Coming and going is noted with the buttons."))
        return super().write(vals)


class RightsDutyAbsence(models.Model):
    """Somebody left the post without approval (DUT-04); cause B3 when matters were delayed.

    who                                         may
    studio head and above, command centre       note it, for the own unit and below
    the person concerned                        read
    """

    _name = "rights.duty.absence"
    _description = "Absence from duty"
    _inherit = "rights.own.unit"
    _order = "date_from desc, id desc"
    _rec_name = "date_from"

    shift_id = fields.Many2one(
        "rights.duty.shift",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_published", "=", True), ("user_id", "!=", False), ("is_leave", "=", False)],
    )
    user_id = fields.Many2one(related="shift_id.user_id", store=True, index=True)
    station_id = fields.Many2one(related="shift_id.station_id", store=True, index=True)
    date_from = fields.Datetime("From", required=True)
    date_to = fields.Datetime("Until")
    note = fields.Char("What was found", required=True)
    case_ids = fields.Many2many("rights.case", string="Matters delayed by it")
    is_cause = fields.Boolean("Cause B3", compute="_compute_is_cause", store=True)
    noted_by_id = fields.Many2one(
        "res.users",
        "Noted by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )

    @api.depends("case_ids")
    def _compute_is_cause(self):
        for absence in self:
            absence.is_cause = bool(absence.sudo().case_ids)

    @api.constrains("shift_id", "date_from", "date_to")
    def _check_inside(self):
        for absence in self:
            shift = absence.shift_id
            end = absence.date_to or shift.end_at
            if not shift.start_at <= absence.date_from < end <= shift.end_at:
                raise ValidationError(self.env._("An absence lies within its shift."))
            if not shift.is_published or shift.is_leave:
                raise ValidationError(self.env._("Nobody had to be there."))
            if shift.user_id == self.env.user and not self.env.su:
                raise ValidationError(self.env._("Nobody notes an own absence."))
