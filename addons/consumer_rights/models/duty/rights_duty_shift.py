from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...clock.due import china_day
from ...tools.china_time import china_date
from ...tools.flag_search import search_flag
from .rights_duty_slot import ROSTER_KINDS, on_clock

# who holds the calls: in this order when several are on duty
CALLS = ("phone", "standby", "service")


class RightsDutyShift(models.Model):
    """One person in one slot of one day (DUT-01); without a person it is a place to fill.

    who                         may
    staff                       read
    studio head and above,      plan while the roster is a draft; note absence
    command centre
    the person                  come and go (DUT-07)

    An appointment outside hours makes a shift without a roster (DUT-09).
    """

    _name = "rights.duty.shift"
    _description = "Shift"
    _inherit = "rights.own.unit"
    _order = "start_at, roster_id, id"

    roster_id = fields.Many2one("rights.duty.roster", index=True, ondelete="cascade")
    appointment_id = fields.Many2one(
        "rights.appointment", index="btree_not_null", ondelete="cascade", readonly=True
    )
    kind = fields.Selection(
        [*ROSTER_KINDS, ("booked", "Booked handling")], compute="_compute_of_roster", store=True
    )
    station_id = fields.Many2one(
        "rights.station", "Unit", compute="_compute_of_roster", store=True, index=True
    )
    studio_id = fields.Many2one("rights.studio", compute="_compute_of_roster", store=True)
    date = fields.Date("Day", required=True)
    slot_id = fields.Many2one(
        "rights.duty.slot", ondelete="restrict", domain="[('kind', '=', kind)]"
    )
    start_at = fields.Datetime(
        "Begins", compute="_compute_moments", store=True, readonly=False, precompute=True
    )
    end_at = fields.Datetime(
        "Ends", compute="_compute_moments", store=True, readonly=False, precompute=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Person on duty",
        index=True,
        ondelete="restrict",
        domain="[('rights_post_ids.station_id', '=', station_id)]",
    )
    is_leave = fields.Boolean("On leave", readonly=True)
    is_published = fields.Boolean(compute="_compute_is_published", search="_search_is_published")
    note = fields.Char()
    swap_ids = fields.One2many("rights.duty.swap", "shift_id", "Leave and swaps", readonly=True)

    _by_person = models.Index("(user_id, start_at)")
    _by_unit = models.Index("(station_id, start_at) WHERE user_id IS NOT NULL")
    _has_origin = models.Constraint(
        "CHECK (roster_id IS NOT NULL OR appointment_id IS NOT NULL)",
        "A shift belongs to a roster or to an appointment.",
    )

    @api.depends("date", "slot_id", "user_id", "start_at")
    def _compute_display_name(self):
        for shift in self:
            what = shift.slot_id.name or self.env._("Appointment")
            # the person first: a calendar shows no more than the beginning
            shift.display_name = f"{shift.user_id.name or '–'} {what} {shift.date}"

    @api.depends("roster_id", "appointment_id")
    def _compute_of_roster(self):
        for shift in self:
            roster = shift.roster_id
            case_sudo = shift.appointment_id.sudo().case_id  # of which unit is no secret
            shift.kind = roster.kind or "booked"
            shift.station_id = roster.station_id or case_sudo.station_id
            shift.studio_id = roster.studio_id

    @api.depends("date", "slot_id")
    def _compute_moments(self):
        for shift in self:
            if shift.slot_id and shift.date:
                shift.start_at, shift.end_at = shift.slot_id._moments(shift.date)
            else:
                shift.start_at, shift.end_at = shift.start_at, shift.end_at

    @api.depends("roster_id.state")
    def _compute_is_published(self):
        for shift in self:
            shift.is_published = not shift.roster_id or shift.roster_id.state == "published"

    def _search_is_published(self, operator, value):
        published = Domain("roster_id", "=", False) | Domain("roster_id.state", "=", "published")
        return search_flag(published, operator, value)

    @api.constrains("date", "slot_id", "roster_id")
    def _check_slot(self):
        for shift in self.filtered("roster_id"):
            roster = shift.roster_id
            if not roster.date_from <= shift.date <= roster.date_to:
                raise ValidationError(
                    self.env._("%(day)s is outside of the roster.", day=shift.date)
                )
            if shift.slot_id.kind != roster.kind or not shift.slot_id._fits(shift.date):
                raise ValidationError(
                    self.env._(
                        "%(slot)s is not kept on %(day)s.",
                        slot=shift.slot_id.name or "–",
                        day=shift.date,
                    )
                )

    @api.constrains("user_id", "date", "slot_id", "is_leave")
    def _check_person(self):
        for shift in self.filtered("user_id"):
            refusal = not shift.is_leave and shift._get_refusal(shift.user_id)
            if refusal:
                raise ValidationError(refusal)

    def _get_refusal(self, user):
        """Why this person cannot stand in this shift; empty when nothing speaks against it."""
        names = {"person": user.name, "day": self.date}
        other = {"standby": "admin", "admin": "standby"}.get(self.kind)
        same_day = Domain("date", "=", self.date) & Domain("kind", "=", other)
        if other and self._clashes(user, same_day):
            return self.env._(
                "%(person)s would be on holiday standby and on administrative duty on %(day)s.",
                **names,
            )
        same_time = Domain("start_at", "<", self.end_at) & Domain("end_at", ">", self.start_at)
        if self._clashes(user, same_time):
            return self.env._("%(person)s is on duty elsewhere at that time (%(day)s).", **names)
        if self.kind == "phone" and not user._rights_takes_calls():
            return self.env._("%(person)s has no role that registers calls.", **names)
        if self.kind == "service" and not user._rights_has_badge(self.station_id):
            return self.env._(
                "%(person)s has no badge number, photo and post on record at %(unit)s (DUT-10).",
                unit=self.station_id.name,
                **names,
            )
        return ""

    def _clashes(self, user, when):
        others = when & Domain("user_id", "=", user.id) & Domain("is_leave", "=", False)
        return self.sudo().search_count(others & Domain("id", "not in", self._origin.ids), limit=1)

    # -- writing ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any("appointment_id" in vals for vals in vals_list):
            raise AccessError(self.env._("Shifts of an appointment come with its booking."))
        shifts = super().create(vals_list)
        shifts._check_draft()
        return shifts

    def write(self, vals):
        if vals.keys() - {"note"}:
            self._check_draft()
        if not self.env.su and "is_leave" in vals:
            raise AccessError(self.env._("Leave is asked for and approved."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self._check_draft()

    def _check_draft(self):
        if not self.env.su and self.filtered("is_published"):
            raise UserError(
                self.env._("A published roster changes by approved leave or swaps only.")
            )

    # -- who is on duty ---------------------------------------------------------------------------

    @api.model
    def _on_duty(self, station, moment, kinds=CALLS):
        """Published shifts of a unit that are kept at a moment, the first kind first.

        Whoever has not handed over the shift before stays responsible (DUT-02): see
        ``rights.duty.handover``.
        """
        shifts = self.sudo().search(  # who is on duty is no secret
            [
                ("station_id", "=", station.id),
                ("kind", "in", kinds),
                ("start_at", "<=", moment),
                ("end_at", ">", moment),
                ("user_id", "!=", False),
                ("user_id.active", "=", True),
                ("is_leave", "=", False),
                ("is_published", "=", True),
            ]
        )
        return shifts.filtered(
            lambda shift: shift.kind != "service" or shift.studio_id.kind in (False, "reception")
        ).sorted(lambda shift: (kinds.index(shift.kind), shift.id))

    @api.model
    def _responsible(self, station, moment, until=None):
        """The person whom the roster gives what comes in at a moment; empty without a roster.

        Nobody on duty at that moment: the first one who comes on duty before ``until``.
        """
        shifts = self._on_duty(station, moment)
        shifts = shifts.filtered(lambda shift: shift.user_id._rights_takes_calls())
        if not shifts and until:
            shifts = self.sudo().search(
                [
                    ("station_id", "=", station.id),
                    ("kind", "in", CALLS),
                    ("user_id.all_group_ids", "in", self.env.user._rights_calling_groups().ids),
                    ("start_at", ">", moment),
                    ("start_at", "<", until),
                    ("user_id", "!=", False),
                    ("is_leave", "=", False),
                    ("is_published", "=", True),
                ],
                limit=1,
            )
        kind = shifts[:1].kind
        return shifts.filtered(lambda shift: shift.kind == kind).user_id

    @api.model
    def _next_day_end(self, moment):
        """The close of the next working day: until then somebody comes on duty."""
        table = self.env["rights.calendar.day"]._day_table()
        return on_clock(date.fromordinal(table.after(china_day(moment), 1)), 24)

    @api.model
    def _of_today(self, user):
        return self.search(
            [("user_id", "=", user.id), ("date", "=", china_date()), ("is_published", "=", True)]
        )
