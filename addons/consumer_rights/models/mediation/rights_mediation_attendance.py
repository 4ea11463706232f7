from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class RightsMediationAttendance(models.Model):
    """Who took part in a meeting, from when to when (MED-03, MED-21)."""

    _name = "rights.mediation.attendance"
    _inherit = ["rights.case.part"]
    _description = "Attendance at a mediation meeting"
    _order = "meeting_id, joined_at, id"
    _rec_name = "person"

    meeting_id = fields.Many2one(
        "rights.mediation.meeting", required=True, index=True, ondelete="cascade"
    )
    case_id = fields.Many2one(related="meeting_id.case_id", store=True, index=True)
    side = fields.Selection(
        [
            ("consumer", "Consumer"),
            ("merchant", "Merchant"),
            ("mediator", "Mediator"),
            ("other", "Others"),
        ],
        required=True,
        default="consumer",
    )
    person = fields.Char("Name", required=True)
    joined_at = fields.Datetime("Joined at")
    left_at = fields.Datetime("Left at")

    _in_order = models.Constraint("CHECK (left_at >= joined_at)", "Somebody leaves after coming.")

    @api.constrains("joined_at", "left_at")
    def _check_not_future(self):
        now = fields.Datetime.now()
        if any(max(row.joined_at or now, row.left_at or now) > now for row in self):
            raise ValidationError(self.env._("Nobody has come or left in the future."))

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            {name: value for name, value in vals.items() if name != "case_id"} for vals in vals_list
        ]
        rows = super().create(vals_list)
        rows.meeting_id._check_planned()
        return rows

    def write(self, vals):
        if not self.env.su and {"meeting_id", "case_id"}.intersection(vals):
            raise AccessError(self.env._("An attendance stays with its meeting."))
        self.meeting_id._check_planned()
        return super().write(vals)

    def unlink(self):
        self.meeting_id._check_planned()
        return super().unlink()
