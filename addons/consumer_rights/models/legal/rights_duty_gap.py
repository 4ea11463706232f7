from odoo import api, fields, models


class RightsDutyGap(models.Model):
    """Consultation hours of a legal services studio that nobody covers (LAW-09, DUT-01).

    Red from the day before: by then the roster of the studio is published.
    """

    _inherit = "rights.duty.gap"

    kind = fields.Selection(selection_add=[("legal", "Legal consultation hours not covered")])

    @api.model
    def _get_parts(self, today):
        return [*super()._get_parts(today), self._sql_desk("legal", today)]
