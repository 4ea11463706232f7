from odoo import api, fields, models
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.addons.consumer_rights.tools.flag_search import search_flag
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class RightsArchiveHold(models.Model):
    """A legal hold: nobody destroys the volume while it lasts, expired or not (ARC-11).

    who                      may
    archivist, legal, heads  put one on a volume that they read, and lift it with a reason
    nobody                   change or remove it
    """

    _name = "rights.archive.hold"
    _description = "Legal hold"
    _order = "id desc"
    _rec_name = "reason"

    volume_id = fields.Many2one(
        "rights.archive.volume", required=True, index=True, ondelete="restrict"
    )
    station_id = fields.Many2one(related="volume_id.station_id", store=True, index=True)
    reason = fields.Char("Why", required=True)
    user_id = fields.Many2one(
        "res.users",
        "Who",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    until = fields.Date(help="The last day of the hold; empty until it is lifted.")
    release_reason = fields.Char("Why it is lifted")
    released_at = fields.Datetime("Lifted at", readonly=True)
    released_by_id = fields.Many2one("res.users", "Lifted by", readonly=True, ondelete="restrict")
    is_active = fields.Boolean("In force", compute="_compute_is_active", search="_search_active")

    @api.depends("until", "released_at")
    def _compute_is_active(self):
        today = china_date()
        for hold in self:
            hold.is_active = not hold.released_at and (not hold.until or hold.until >= today)

    @api.model
    def _active_domain(self):
        return Domain("released_at", "=", False) & (
            Domain("until", "=", False) | Domain("until", ">=", china_date())
        )

    def _search_active(self, operator, value):
        active = self._active_domain()
        return search_flag(active, operator, value)

    @api.model_create_multi
    def create(self, vals_list):
        entered = {"volume_id", "reason", "until"}
        holds = super().create(
            [{name: vals[name] for name in entered & set(vals)} for vals in vals_list]
        )
        for hold in holds:
            hold.volume_id.check_access("read")
            if hold.volume_id.state == "destroyed":
                raise UserError(self.env._("This volume is destroyed already."))
            if not hold.reason.strip():
                raise UserError(self.env._("Say why the volume is put on hold."))
            hold.volume_id.sudo().last_held_at = fields.Datetime.now()  # the course is closed
            hold.volume_id._note("held", hold.reason)
        return holds

    def write(self, vals):
        if not self.env.su and set(vals) - {"release_reason"}:
            raise AccessError(self.env._("A hold stays as it was ordered. Lift it instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A hold is lifted, never deleted."))

    def action_release(self):
        self.check_access("write")
        for hold in self:
            if hold.released_at:
                raise UserError(self.env._("This hold was lifted already."))
            if not (hold.release_reason or "").strip():
                raise UserError(self.env._("Say why the hold is lifted."))
            hold.sudo().write(  # checked above; the rest of the row is closed
                {"released_at": fields.Datetime.now(), "released_by_id": self.env.uid}
            )
            hold.volume_id._note("released", hold.release_reason)
        return True
