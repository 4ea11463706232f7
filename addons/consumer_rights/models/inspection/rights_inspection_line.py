from odoo import fields, models
from odoo.exceptions import AccessError


class RightsInspectionLine(models.Model):
    """One item of the patrol list at a merchant; a violation opens a rectification (INS-08).

    who                           may
    station officer, dispatcher   say what was found, own unit and below, until it is submitted
    division head, unit head      read, own unit and below
    """

    _name = "rights.inspection.line"
    _description = "Item of a patrol"
    _order = "inspection_id, sequence, id"
    _rec_name = "item_id"

    inspection_id = fields.Many2one(
        "rights.inspection", required=True, index=True, ondelete="cascade"
    )
    item_id = fields.Many2one(
        "rights.patrol.item", "Item looked at", required=True, ondelete="restrict"
    )
    sequence = fields.Integer(related="item_id.sequence", store=True)
    note_asked = fields.Char(related="item_id.note", string="What to look at")
    result = fields.Selection(
        [("clear", "In order"), ("violation", "Violation found"), ("none", "Does not apply")],
        "Found",
    )
    remark = fields.Char()
    rectification_ids = fields.One2many(
        "rights.merchant.rectification", "inspection_line_id", readonly=True
    )

    _once = models.UniqueIndex("(inspection_id, item_id)", "This item is on the list already.")

    def write(self, vals):
        if not self.env.su:
            self.inspection_id._check_open()
            if vals.keys() - {"result", "remark"}:
                raise AccessError(self.env._("An item takes a result and a remark."))
        return super().write(vals)

    def _get_missing(self):
        open_lines = self.filtered(lambda line: not line.result)
        mute = self.filtered(lambda line: line.result == "violation" and not line.remark)
        return [
            self.env._("Not looked at: %(item)s.", item=line.item_id.name) for line in open_lines
        ] + [self.env._("Say what was found: %(item)s.", item=line.item_id.name) for line in mute]

    def _open_rectifications(self):
        # whoever submits the patrol may write it; nobody writes rectifications
        rectifications_sudo = self.env["rights.merchant.rectification"].sudo()
        for line in self.filtered(lambda one: one.result == "violation"):
            rectifications_sudo._open_for_finding(
                line.inspection_id.merchant_id, line.remark, {"inspection_line_id": line.id}
            )
