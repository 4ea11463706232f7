from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ...tools.china_time import china_date


class RightsReplyDelegation(models.Model):
    """The reception studio lets another unit reply, for one case or for a time (RPL-02).

    who                             may
    staff                           read
    reception clerk, head           write, for their own unit
    """

    _name = "rights.reply.delegation"
    _description = "Delegation of replies"
    _order = "id desc"

    station_from_id = fields.Many2one(
        "rights.station",
        "Reception of",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    station_id = fields.Many2one(
        "rights.station", "Replies instead", required=True, index=True, ondelete="restrict"
    )
    case_id = fields.Many2one(
        "rights.case", "Only this case", index="btree_not_null", ondelete="restrict"
    )
    date_from = fields.Date("From", required=True, default=lambda self: china_date())
    date_to = fields.Date("Until")
    reason = fields.Char(required=True)
    user_id = fields.Many2one(
        "res.users",
        "Given by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )

    _in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A delegation ends after it begins."
    )

    @api.depends("station_from_id.name", "station_id.name")
    def _compute_display_name(self):
        for delegation in self:
            delegation.display_name = self.env._(
                "%(reception)s to %(unit)s",
                reception=delegation.station_from_id.name,
                unit=delegation.station_id.name,
            )

    @api.constrains("station_from_id", "station_id")
    def _check_units(self):
        for delegation in self:
            if delegation.station_from_id == delegation.station_id:
                raise ValidationError(
                    self.env._("A unit needs no delegation for the replies of its own reception.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.su:
                vals["user_id"] = self.env.uid
        delegations = super().create(vals_list)
        delegations._check_own_unit()
        return delegations

    def write(self, vals):
        self._check_own_unit()
        result = super().write(vals)
        self._check_own_unit()
        return result

    def _check_own_unit(self):
        if self.env.su:
            return
        for delegation in self:
            if delegation.station_from_id not in self.env.user.rights_station_ids:
                raise AccessError(
                    self.env._(
                        "Replies of %(unit)s are delegated by its own reception studio.",
                        unit=delegation.station_from_id.name,
                    )
                )

    @api.model
    def _find(self, case, stations):
        """The delegation in force that lets one of these units reply to this case, if any."""
        today = china_date()
        return self.sudo().search(  # whether one is in force is no secret to staff
            [
                ("station_from_id", "=", case._get_reception().id),
                ("station_id", "in", stations.ids),
                ("case_id", "in", (False, case.id)),
                ("date_from", "<=", today),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", today),
            ],
            limit=1,
        )
