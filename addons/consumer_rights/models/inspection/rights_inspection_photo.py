import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.photo_facts import read_facts

GIVEN = {"inspection_id", "visit_id", "image", "place"}


class RightsInspectionPhoto(models.Model):
    """A photo of a patrol or an undercover visit, with its time and place (INS-02, INS-06).

    Time and position are taken from the picture when the camera wrote them into it; else the time
    is that of the upload, and whoever took it says where. The merchant never sees it.
    """

    _name = "rights.inspection.photo"
    _description = "Photo of an inspection"
    _order = "taken_at, id"
    _rec_name = "place"

    inspection_id = fields.Many2one("rights.inspection", index="btree_not_null", ondelete="cascade")
    visit_id = fields.Many2one(
        "rights.covert.visit", "Undercover visit", index="btree_not_null", ondelete="cascade"
    )
    image = fields.Image("Photo", required=True, max_width=1920, max_height=1920)
    taken_at = fields.Datetime(
        "Taken at", required=True, readonly=True, default=fields.Datetime.now
    )
    place = fields.Char()
    latitude = fields.Float(digits=(9, 6), readonly=True, aggregator=None)
    longitude = fields.Float(digits=(9, 6), readonly=True, aggregator=None)

    _one_source = models.Constraint(
        "CHECK (num_nonnulls(inspection_id, visit_id) = 1)",
        "A photo belongs to one patrol or one visit.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:  # the patrol page alone says when and where a phone took it
            vals_list = [{name: vals[name] for name in vals.keys() & GIVEN} for vals in vals_list]
        stamped = [
            {**vals, **read_facts(base64.b64decode(vals.get("image") or b""))} for vals in vals_list
        ]
        photos = super().create(stamped)
        photos._check_open()
        return photos

    def write(self, vals):
        self._check_open()
        if not self.env.su and vals.keys() - {"place"}:
            raise UserError(self.env._("A photo stays as it was taken. Add another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        self._check_open()

    def _check_open(self):
        if not self.env.su and self.visit_id:
            raise AccessError(self.env._("The record of a visit is the supervisor's."))
        if not self.env.su and self.inspection_id.filtered(lambda one: one.state == "submitted"):
            raise UserError(self.env._("This record was submitted and stays as it is."))
