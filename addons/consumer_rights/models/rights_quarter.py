from odoo import api, fields, models

from ..tools.quarters import quarter_days


class RightsQuarter(models.AbstractModel):
    """What somebody hands in for a quarter, once."""

    _name = "rights.quarter"
    _description = "Handed in for a quarter"

    year = fields.Integer(required=True, aggregator=None)
    quarter = fields.Selection(
        [
            ("1", "First quarter"),
            ("2", "Second quarter"),
            ("3", "Third quarter"),
            ("4", "Fourth quarter"),
        ],
        required=True,
    )
    day_from = fields.Date("From", compute="_compute_days", store=True)
    day_to = fields.Date("To", compute="_compute_days", store=True)
    state = fields.Selection(
        [("open", "Not handed in"), ("submitted", "Handed in")],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )
    submitted_at = fields.Datetime("Handed in at", readonly=True)
    submitted_by_id = fields.Many2one(
        "res.users", "Handed in by", readonly=True, ondelete="restrict"
    )

    @api.depends("year", "quarter")
    def _compute_days(self):
        for row in self:
            row.day_from, row.day_to = quarter_days(row.year, row.quarter)
