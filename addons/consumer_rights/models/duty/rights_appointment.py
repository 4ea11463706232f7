from odoo import api, models

from ...tools.china_time import china_date


class RightsAppointment(models.Model):
    """A booking outside hours stands on the roster of its staff (DUT-09, HND-14)."""

    _inherit = "rights.appointment"

    @api.model_create_multi
    def create(self, vals_list):
        appointments = super().create(vals_list)
        appointments._book_shifts()
        return appointments

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"date_start", "date_end", "user_ids"}:
            self._book_shifts()
        return result

    def _book_shifts(self):
        # the roster follows the booking, whoever may make it
        shifts_sudo = self.env["rights.duty.shift"].sudo()
        shifts_sudo.search([("appointment_id", "in", self.ids)]).unlink()
        shifts_sudo.create(
            [
                {
                    "appointment_id": appointment.id,
                    "user_id": user.id,
                    "date": china_date(appointment.date_start),
                    "start_at": appointment.date_start,
                    "end_at": appointment.date_end,
                }
                for appointment in self
                for user in appointment.user_ids
            ]
        )
