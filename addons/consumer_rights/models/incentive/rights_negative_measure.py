from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models

from ...tools.china_time import china_date

WINDOW = timedelta(days=30)


class RightsNegativeMeasure(models.Model):
    """A merchant that calls for an interview, exposure or a penalty (负面措施, INC-02).

    who                       may
    dispatcher                choose the measure, or say why there is none, own unit and below
    division head, unit head  the same; approve, never the own draft
    station officer           read those of its merchants

    Listed by themselves are the merchants of the monthly top list and those with many complaints
    in thirty days; weak service and fraud are entered. An approved interview is drafted at once.
    """

    _name = "rights.negative.measure"
    _inherit = ["rights.approved.paper"]
    _description = "Measure against a merchant"
    _order = "id desc"
    _needed = ("measure", "facts")

    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="restrict")
    trigger = fields.Selection(
        [
            ("top", "Among those with most complaints of a month"),
            ("many", "Many complaints in 30 days"),
            ("service", "Weak service"),
            ("fraud", "Fraud"),
        ],
        "Occasion",
        required=True,
        default="service",
    )
    period_from = fields.Date("Counted since", required=True, default=lambda self: china_date())
    complaint_count = fields.Integer(
        "Complaints received", readonly=True, copy=False, aggregator=None
    )
    facts = fields.Text()
    measure = fields.Selection(
        [
            ("interview", "Interview of the merchant"),
            ("exposure", "Exposure"),
            ("penalty", "Administrative penalty"),
        ],
        "Measure chosen",
        copy=False,
    )
    state = fields.Selection(
        [
            ("draft", "To decide"),
            ("to_approve", "To approve"),
            ("approved", "Approved"),
            ("dropped", "No measure"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    reason = fields.Char("Why no measure is taken", copy=False)
    interview_id = fields.Many2one(
        "rights.interview",
        "Interview of the merchant",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )

    _once = models.UniqueIndex(
        "(merchant_id, trigger, period_from)", "The merchant is listed for this already."
    )

    @api.depends("name", "merchant_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = " ".join(filter(None, (row.name, row.merchant_id.name)))

    def action_approve(self):
        result = super().action_approve()
        for row in self.filtered(lambda one: one.measure == "interview"):
            row.sudo().interview_id = row.env["rights.interview"].create(  # closed to clients
                {"merchant_id": row.merchant_id.id, "problems": row.facts}
            )
        return result

    def action_drop(self):
        """No measure, with the reason."""
        self._check_in("draft")
        self._check_filled("reason")
        return self._go("dropped")

    # -- listing ----------------------------------------------------------------------------------

    @api.model
    def _cron_list(self):
        today = china_date()
        value = self.env["rights.network.parameter"]._value
        merchants = self.env["rights.merchant"]
        last = today.replace(day=1) - relativedelta(months=1)
        top = merchants._most_complained(last, today.replace(day=1), value("letter_top"))
        self._list("top", last, top)
        since = today - WINDOW
        counts = merchants._count_complaints(since, today)
        least = value("measure_complaints")
        self._list("many", since, {one: count for one, count in counts.items() if count >= least})

    @api.model
    def _list(self, trigger, period_from, counts):
        """Those that are not listed yet for the same month, or the same thirty days."""
        known = self.search([("trigger", "=", trigger), ("period_from", ">=", period_from)])
        if trigger == "many":
            recent = period_from - WINDOW
            known = self.search([("trigger", "=", trigger), ("period_from", ">", recent)])
        self.create(
            [
                {
                    "merchant_id": merchant.id,
                    "trigger": trigger,
                    "period_from": period_from,
                    "complaint_count": count,
                }
                for merchant, count in counts.items()
                if merchant not in known.merchant_id
            ]
        )
