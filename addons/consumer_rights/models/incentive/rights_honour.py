from odoo import models


class RightsHonour(models.Model):
    """An honour that a merchant can be recommended for, as data (INC-01).

    who                     may
    staff                   read
    business administrator  add, change, archive
    """

    _name = "rights.honour"
    _inherit = ["rights.code.mixin"]
    _description = "Honour of merchants"

    _code_unique = models.UniqueIndex("(code)", "Another honour has this code already.")
