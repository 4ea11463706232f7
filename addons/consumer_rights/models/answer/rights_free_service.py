from odoo import fields, models


class RightsFreeService(models.Model):
    """Consultation and its materials: what the centre gives, and that it is free (OPN-10).

    who                     may
    everybody               read, also on the public pages
    business administrator  write
    """

    _name = "rights.free.service"
    _description = "Free service or material"
    _inherit = "rights.configured"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("service", "Service"), ("material", "Material")], required=True, default="material"
    )
    description = fields.Text(translate=True)
    file = fields.Binary("Sheet or brochure", attachment=True)
    file_name = fields.Char()
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env["ir.model.data"]._xmlid_to_res_id("base.CNY"),
    )
    fee = fields.Monetary(default=0)

    _code_unique = models.UniqueIndex("(code)", "Another service has this code already.")
    _is_free = models.Constraint(
        "CHECK (fee IS NULL OR fee = 0)", "Consultation and its materials are free: the fee is 0."
    )
