from odoo import fields, models


class RightsMerchantCheckItem(models.Model):
    """A duty that the station checks at merchants, as data (MER-02 to MER-07).

    who                     may
    staff                   read
    business administrator  add, change, archive
    """

    _name = "rights.merchant.check.item"
    _description = "Duty of merchants"
    _inherit = ["rights.configured"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    rule = fields.Char(help="The rule that the duty comes from, such as MER-04.")
    sequence = fields.Integer(default=10)
    for_large = fields.Boolean("Large venues", default=True)
    for_small = fields.Boolean("Smaller merchants")
    needs_photo = fields.Boolean("Photo needed", help="It is met only with a photo.")
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex("(code)", "Another duty has this code already.")
