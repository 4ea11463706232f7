from odoo import api, fields, models

from ...tools.periods import Span

KINDS = [
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("half", "Half-year"),
    ("year", "Year"),
    ("holiday", "Holiday"),
    ("special", "Other days"),
]


class RightsOfPeriod(models.AbstractModel):
    """What is of one period: its kind, its days and, of a holiday, its name."""

    _name = "rights.of.period"
    _description = "Record of a period"

    kind = fields.Selection(KINDS, "Kind of period", required=True)
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True)
    holiday = fields.Char()

    def _span(self):
        self.ensure_one()
        return Span(self.kind, self.date_from, self.date_to, self.holiday or "")

    @api.model
    def _span_values(self, span):
        return {
            "kind": span.kind,
            "date_from": span.first,
            "date_to": span.last,
            "holiday": span.name,
        }

    def _get_period_name(self):
        """The period in words; empty while its days are not entered."""
        if not (self.date_from and self.date_to):
            return ""
        return self.env["rights.report.table"]._span_name(self._span())
