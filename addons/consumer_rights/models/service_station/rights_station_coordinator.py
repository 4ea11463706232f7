from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.china_time import china_date

# who somebody is may be mended; when the change was and whether it is filed may not
FREE = frozenset(("phone", "note"))


class RightsStationCoordinator(models.Model):
    """Who coordinates a service station, from when to when, and the filing of the change.

    who                            may
    liaison, in the portal         hand the filing in
    station officer, dispatcher    enter a change, confirm its filing, own unit and below
    staff                          read

    A coordinator below the least education is refused (STN-03). From the day of a change the
    filing has its limit (STN-04, TL-49); too late, and the dedicated liaison is none.
    """

    _name = "rights.station.coordinator"
    _inherit = ["rights.deadline.owner", "rights.station.part"]
    _description = "Coordinator of a service station"
    _order = "date_from desc, id desc"

    name = fields.Char(required=True)
    phone = fields.Char("Telephone")
    education_id = fields.Many2one(
        "rights.education.level", "Level of education", required=True, ondelete="restrict"
    )
    has_law_knowledge = fields.Boolean("Knows the law")
    can_communicate = fields.Boolean("Able to communicate")
    note = fields.Char()
    date_from = fields.Date("First day", required=True, default=lambda self: china_date())
    date_to = fields.Date("In office until", readonly=True)
    is_change = fields.Boolean("Change of coordinator", readonly=True)
    filed_at = fields.Datetime("Handed in", readonly=True, default=fields.Datetime.now)
    filed_by_id = fields.Many2one(
        "res.users",
        "Handed in by",
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    confirmed_at = fields.Datetime("Filing confirmed", readonly=True)
    confirmed_by_id = fields.Many2one(
        "res.users", "Filing confirmed by", readonly=True, ondelete="restrict"
    )

    _one_in_force = models.UniqueIndex(
        "(profile_id) WHERE date_to IS NULL", "The station has its coordinator already."
    )

    @api.constrains("education_id", "has_law_knowledge", "can_communicate")
    def _check_qualification(self):
        for row in self:
            if not row.education_id.is_enough_for_coordinator:
                raise ValidationError(
                    self.env._(
                        "%(education)s is not enough for a coordinator (STN-03).",
                        education=row.education_id.name,
                    )
                )
            if not (row.has_law_knowledge and row.can_communicate):
                raise ValidationError(
                    self.env._(
                        "A coordinator knows the law and is able to communicate. Confirm both."
                    )
                )

    @api.constrains("date_from")
    def _check_date(self):
        for row in self:
            if row.date_from > china_date():
                raise ValidationError(
                    self.env._("A change is filed once it has happened, not before.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        fixed = ("date_to", "is_change", "confirmed_at", "confirmed_by_id")
        rows = self.browse()
        for vals in vals_list:  # one after the other: each replaces the one before
            vals = {name: value for name, value in vals.items() if name not in fixed}
            profile = self.env["rights.station.profile"].browse(vals.get("profile_id"))
            before_sudo = profile.sudo().coordinator_id  # ended by whoever may enter the next
            day = fields.Date.to_date(vals.get("date_from")) or china_date()
            if before_sudo:
                if day < before_sudo.date_from:
                    raise UserError(
                        self.env._(
                            "%(name)s coordinates since %(day)s. The change cannot be older.",
                            name=before_sudo.name,
                            day=before_sudo.date_from,
                        )
                    )
                before_sudo.date_to = day
                before_sudo.flush_recordset(["date_to"])  # one in force at a time
            row = super().create([vals | {"is_change": bool(before_sudo)}])
            if before_sudo:
                row._clock_event("coordinator_changed", row._noon())
            rows += row
        return rows

    def write(self, vals):
        if not self.env.su and vals.keys() - FREE:
            raise AccessError(
                self.env._("A coordinator is not rewritten. Enter the new one as a change.")
            )
        return super().write(vals)

    def _noon(self):
        """Noon of the day of the change in China."""
        return datetime.combine(self.date_from, time(4))

    def action_confirm(self):
        """The desk has the filing (TL-49)."""
        self.check_access("write")
        for row in self:
            if row.confirmed_at:
                raise UserError(
                    self.env._("The filing of %(name)s is confirmed already.", name=row.name)
                )
            now = fields.Datetime.now()
            # checked above; who confirmed is the system's to write
            row.sudo().write({"confirmed_at": now, "confirmed_by_id": self.env.uid})
            row._clock_event("coordinator_filed", now)
            if row._is_filed_late():
                row._fail_liaison()
        return True

    def _is_filed_late(self):
        clock_sudo = self.sudo().clock_ids.filtered(lambda clock: clock.code == "TL-49")[-1:]
        return clock_sudo.outcome == "late"

    def _fail_liaison(self):
        self.profile_id._fail_item(
            "liaison", self.env._("The change of coordinator was not filed in time (TL-49).")
        )


class RightsDeadlineReaction(models.Model):
    _inherit = "rights.deadline.reaction"

    def _fail_dedicated_liaison(self):
        """The change of coordinator is not filed: the dedicated liaison is none (STN-04)."""
        clocks = self.deadline_id.filtered(
            lambda clock: clock.res_model == "rights.station.coordinator"
        )
        rows = self.env["rights.station.coordinator"].browse(clocks.mapped("res_id")).exists()
        for row in rows:
            row._fail_liaison()
