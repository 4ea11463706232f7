from odoo import api, fields, models


class RightsArrival(models.Model):
    """What arrives goes to whoever is on duty then, or comes on duty next (INT-02)."""

    _inherit = "rights.arrival"

    user_id = fields.Many2one(
        "res.users", "On duty", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    @api.model_create_multi
    def create(self, vals_list):
        arrivals = super().create(vals_list)
        shifts = self.env["rights.duty.shift"]
        for arrival in arrivals.filtered(lambda arrival: not arrival.user_id):
            at = arrival.received_at
            people = shifts._responsible(arrival.station_id, at, shifts._next_day_end(at))
            arrival.sudo().user_id = people[:1]  # written by the system
        return arrivals
