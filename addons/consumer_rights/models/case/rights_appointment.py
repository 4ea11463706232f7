from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RightsAppointment(models.Model):
    """A booking outside service hours for a major or urgent matter (HND-14)."""

    _name = "rights.appointment"
    _inherit = ["rights.case.part"]
    _description = "Appointment outside hours"
    _order = "date_start desc"
    _rec_name = "date_start"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    date_start = fields.Datetime("From", required=True)
    date_end = fields.Datetime("To", required=True)
    user_ids = fields.Many2many("res.users", string="Staff")
    confirmed_at = fields.Datetime("Confirmed to the person")
    note = fields.Char()

    _in_order = models.Constraint(
        "CHECK (date_end > date_start)", "An appointment ends after it begins."
    )

    @api.constrains("user_ids")
    def _check_staffed(self):
        for appointment in self:
            if not appointment.user_ids:
                raise ValidationError(
                    self.env._("Assign the staff who will be there, then book the appointment.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        appointments = super().create(vals_list)
        # a booking without the staff field would pass the constraint unseen
        appointments._check_staffed()
        return appointments
