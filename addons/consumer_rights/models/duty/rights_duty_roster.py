from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.china_time import china_date
from .rights_duty_slot import ROSTER_KINDS

LONGEST = 100


class RightsDutyRoster(models.Model):
    """Who is on duty in a studio or unit over some days (DUT-01, DUT-05, DUT-08, INT-12).

    who                        may
    staff                      read
    studio head and above,     plan and publish for the own unit and below
    command centre

    It is laid out with one row for each place to fill; a place nobody fills is red, and nothing
    with a red place is published. A published roster changes by approved leave or swap only.
    """

    _name = "rights.duty.roster"
    _description = "Duty roster"
    _inherit = "rights.own.unit"
    _order = "date_from desc, station_id, kind, id"

    kind = fields.Selection(ROSTER_KINDS, required=True, default="service")
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    studio_id = fields.Many2one(
        "rights.studio",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('station_id', '=', station_id)]",
    )
    date_from = fields.Date("Roster from", required=True, default=lambda self: china_date())
    date_to = fields.Date("Roster until", required=True)
    state = fields.Selection(
        [("draft", "Being planned"), ("published", "Published")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    published_at = fields.Datetime("Published", readonly=True, copy=False)
    published_by_id = fields.Many2one(
        "res.users", "Published by", readonly=True, copy=False, ondelete="restrict"
    )
    shift_ids = fields.One2many("rights.duty.shift", "roster_id", "Shifts")
    gap_text = fields.Text("Not covered", compute="_compute_gap_text")
    gap_count = fields.Integer("Places not covered", compute="_compute_gap_text")

    _in_order = models.Constraint(
        f"CHECK (date_to >= date_from AND date_to - date_from < {LONGEST})",
        "A roster ends after it begins, and within a quarter.",
    )
    _once = models.UniqueIndex(
        "(station_id, kind, coalesce(studio_id, 0), date_from)",
        "This unit or studio has a roster that begins on this day.",
    )

    @api.depends("station_id", "studio_id", "kind", "date_from", "date_to")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for roster in self:
            where = roster.studio_id.name or roster.station_id.name or ""
            days = f"{roster.date_from or ''} – {roster.date_to or ''}"
            roster.display_name = f"{where} {kinds.get(roster.kind, '')} {days}"

    @api.depends("shift_ids.user_id", "shift_ids.is_leave", "date_from", "date_to", "kind")
    def _compute_gap_text(self):
        for roster in self:
            gaps = roster._gaps() if roster.date_from and roster.date_to else []
            roster.gap_count = sum(lacking for _day, _slot, lacking in gaps)
            roster.gap_text = "\n".join(
                f"{day} {slot.name}: {lacking}" for day, slot, lacking in gaps
            )

    @api.constrains("kind", "studio_id")
    def _check_studio(self):
        for roster in self:
            if roster.kind != "service" and roster.studio_id:
                raise ValidationError(
                    self.env._("Phone, standby and administrative duty are kept by the unit.")
                )

    # -- what has to be covered -------------------------------------------------------------------

    def _slots(self):
        return self.env["rights.duty.slot"].search([("kind", "=", self.kind)])

    def _days(self):
        return [
            self.date_from + timedelta(days=number)
            for number in range((self.date_to - self.date_from).days + 1)
        ]

    def _needed(self, slot):
        """People a slot asks for; the reception desk has a least number of its own (INT-12)."""
        if self.kind == "service" and self.studio_id.kind == "reception":
            least = self.env["rights.network.parameter"]._value("min_reception")
            return max(slot.min_people, least)
        return slot.min_people

    def _places(self):
        """[(day, slot, people needed)] of the whole period."""
        slots = self._slots()
        return [
            (day, slot, self._needed(slot))
            for day in self._days()
            for slot in slots
            if slot._fits(day)
        ]

    def _gaps(self):
        """[(day, slot, people lacking)]"""
        manned = Counter(
            (shift.date, shift.slot_id)
            for shift in self.shift_ids
            if shift.user_id and not shift.is_leave
        )
        return [
            (day, slot, needed - manned[day, slot])
            for day, slot, needed in self._places()
            if manned[day, slot] < needed
        ]

    # -- planning ---------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        rosters = super().create(vals_list)
        rosters._check_drafted(vals_list)
        rosters.action_lay_out()
        return rosters

    def write(self, vals):
        if not self.env.su and self.filtered(lambda roster: roster.state == "published"):
            raise UserError(
                self.env._("A published roster changes by approved leave or swaps only.")
            )
        self._check_drafted([vals])
        return super().write(vals)

    def _check_drafted(self, vals_list):
        closed = {"state", "published_at", "published_by_id"}
        if not self.env.su and any(closed & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("A roster is published with its button."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if self.filtered(lambda roster: roster.state == "published"):
            raise UserError(self.env._("A published roster stays."))

    def action_lay_out(self):
        """One row for each place to fill; rows that are there stay as they are."""
        vals_list = []
        for roster in self.filtered(lambda roster: roster.state == "draft"):
            there = Counter((shift.date, shift.slot_id) for shift in roster.shift_ids)
            for day, slot, needed in roster._places():
                vals_list += [{"roster_id": roster.id, "date": day, "slot_id": slot.id}] * (
                    needed - there[day, slot]
                )
        self.env["rights.duty.shift"].create(vals_list)
        return True

    def action_propose(self):
        """Fill the empty places in turn with those who may stand there."""
        for roster in self:
            people = roster._rosterable()
            if not people:
                raise UserError(
                    self.env._("Nobody can be put on this roster: see posts, badges and photos.")
                )
            load = Counter(roster.shift_ids.user_id.ids)
            for shift in roster.shift_ids.filtered(lambda row: not row.user_id):
                free = people.filtered(lambda user, shift=shift: not shift._get_refusal(user))
                if free:
                    shift.user_id = min(free, key=lambda user: (load[user.id], user.id))
                    load[shift.user_id.id] += 1
        return True

    def _rosterable(self):
        """People in post in the studio; where it has no posts of its own, in the unit."""
        posts = self.studio_id.post_ids.filtered("active")
        posts = posts or self.station_id.post_ids.filtered("active")
        return posts.user_id.filtered("active")

    def action_publish(self):
        """Put the roster in force; refused without places, or with an empty one (DUT-01)."""
        self.check_access("write")
        for roster in self:
            if not roster.shift_ids:
                raise UserError(
                    self.env._(
                        "%(roster)s has no place to fill: no slot of this kind falls on its days."
                        " Choose other days, or have the slots of duty set up.",
                        roster=roster.display_name,
                    )
                )
            if roster.gap_count:
                raise UserError(
                    self.env._(
                        "%(roster)s: %(count)s places are not covered.\n%(gaps)s",
                        roster=roster.display_name,
                        count=roster.gap_count,
                        gaps=roster.gap_text,
                    )
                )
        self.sudo().write(  # who may plan it was checked above
            {
                "state": "published",
                "published_at": fields.Datetime.now(),
                "published_by_id": self.env.uid,
            }
        )
        return True

    def action_reopen(self):
        """Plan again what has not begun."""
        self.check_access("write")
        for roster in self:
            if roster.date_from <= china_date():
                raise UserError(self.env._("%(roster)s has begun.", roster=roster.display_name))
        self.sudo().write({"state": "draft", "published_at": False, "published_by_id": False})
        return True
