from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RightsCase(models.Model):
    """A clear and simple offence is dealt with at once, by the unit that took it in or the local
    station (HND-09)."""

    _inherit = "rights.case"

    is_on_the_spot = fields.Boolean(
        "On the spot",
        copy=False,
        help="A clear and simple offence that suits the simple procedure: somebody deals with it "
        "on the same day.",
    )
    on_the_spot_by_id = fields.Many2one(
        "res.users", "Marked by", readonly=True, copy=False, ondelete="restrict"
    )

    @api.constrains("is_on_the_spot", "kind")
    def _check_on_the_spot(self):
        for case in self:
            if case.is_on_the_spot and case.kind != "report":
                raise ValidationError(
                    self.env._("Only a report can be dealt with on the spot. Register one.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._add_marker(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._add_marker(vals))

    @api.model
    def _add_marker(self, vals):
        """Whoever sets the mark stands beside it; nobody enters another name."""
        vals = {name: value for name, value in vals.items() if name != "on_the_spot_by_id"}
        if "is_on_the_spot" in vals:
            vals["on_the_spot_by_id"] = vals["is_on_the_spot"] and self.env.uid
        return vals
