from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RightsSiteVisit(models.Model):
    """A site investigation: persons, time, place, findings and photos (HND-10)."""

    _name = "rights.site.visit"
    _inherit = ["rights.case.part"]
    _description = "Site visit"
    _order = "case_id, at desc"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    at = fields.Datetime("Time", required=True, default=fields.Datetime.now)
    place = fields.Char(required=True)
    officer_ids = fields.Many2many(
        "res.users", string="Officers", required=True, default=lambda self: self.env.user
    )
    others_present = fields.Char("Others present")
    findings = fields.Text(required=True)
    photo_ids = fields.Many2many("ir.attachment", string="Photos", bypass_search_access=True)
    offence_suspected = fields.Boolean()

    @api.constrains("officer_ids", "offence_suspected")
    def _check_two_officers(self):
        for visit in self:
            if visit.offence_suspected and len(visit.officer_ids) < 2:
                raise ValidationError(
                    self.env._("When an offence is suspected, two officers make the visit.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        for visit in visits:
            visit.case_id._append_events([{"type": "visit", "basis": visit.place}])
        return visits
