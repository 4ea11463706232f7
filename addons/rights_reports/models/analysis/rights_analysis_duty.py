from odoo import api, fields, models

from ..statistics.rights_of_period import KINDS

PERIODIC = [kind for kind in KINDS if kind[0] != "special"]
# the moment that the limit of a report counts from (TL-61, TL-71, TL-72)
ENDED = {
    "month": "month_ended",
    "quarter": "period_ended",
    "half": "period_ended",
    "year": "period_ended",
    "holiday": "holiday_ended",
}


class RightsAnalysisDuty(models.Model):
    """Which units owe which reports: stations and districts theirs of a month, the city centre
    those of every period (STA-01, STA-08).

    who                                    may
    staff with figures                     read
    statistician, business administrator   change
    """

    _name = "rights.analysis.duty"
    _inherit = ["rights.configured"]
    _description = "Report that units owe"
    _order = "kind, level"
    _rec_name = "kind"

    level = fields.Selection(
        selection="_selection_level", string="Level of the unit", required=True
    )
    kind = fields.Selection(PERIODIC, "Kind of period", required=True, default="month")
    active = fields.Boolean(default=True)

    _once = models.UniqueIndex("(level, kind)", "This level owes this report already.")

    @api.model
    def _selection_level(self):
        """The official levels, as units name them."""
        levels = self.env["rights.station"]._fields["level"]._description_selection(self.env)
        return [
            (key, label)
            for key, label in levels
            if key in ("city_center", "district_center", "local_station")
        ]
