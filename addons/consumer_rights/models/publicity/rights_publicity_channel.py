from odoo import models


class RightsPublicityChannel(models.Model):
    """Where a publication appears, as data: broadcast, newspaper, service hall (DIS-10).

    who                     may
    staff                   read
    business administrator  add, change, archive
    """

    _name = "rights.publicity.channel"
    _inherit = ["rights.code.mixin"]
    _description = "Channel of publicity"

    _code_unique = models.UniqueIndex(
        "(code)", "Another channel of publicity has this code already."
    )
