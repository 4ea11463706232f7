from urllib.parse import urlencode

from markupsafe import Markup
from odoo import fields, models

from ...tools import check_code

CHECK_PATH = "/rights/check"


class RightsDocument(models.Model):
    """The code by which whoever holds a paper finds out whether it is the centre's."""

    _inherit = "rights.document"

    check_code = fields.Char(copy=False, help="Printed on the paper beside its number.")

    def _issued_vals(self, number):
        return {**super()._issued_vals(number), "check_code": check_code.new_code()}

    def _get_check(self):
        """What a paper that leaves says about its check; None for others."""
        self.ensure_one()
        if not (self.check_code and self._leaves()):
            return None
        address = f"{self.get_base_url()}{CHECK_PATH}"
        link = f"{address}?{urlencode({'number': self.number, 'code': self.check_code})}"
        return {
            "code": check_code.print_code(self.check_code),
            "address": address.partition("://")[2],
            "picture": Markup(check_code.draw(link)),  # drawn by us, of our own address
        }
