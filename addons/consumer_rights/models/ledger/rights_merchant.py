from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.china_time import china_date
from .rights_ledger_figure import month_start


class RightsMerchant(models.Model):
    """The ledger on the card of a merchant: rate of what it solves itself, breaches, quarters."""

    _inherit = "rights.merchant"

    ledger_ids = fields.One2many("rights.merchant.ledger", "merchant_id", "Complaint ledger")
    quarter_ids = fields.One2many("rights.ledger.quarter", "merchant_id", "Quarters")
    inspection_ids = fields.One2many(
        "rights.ledger.inspection", "merchant_id", "Inspections of the ledger"
    )
    ledger_count = fields.Integer("Ledger entries", compute="_compute_ledger_count")
    promise_breach_count = fields.Integer(
        "Breaches of promises",
        compute="_compute_ledger_count",
        help="Refused what it has promised, in its ledger or in a complaint (MER-09).",
    )
    self_resolution_rate = fields.Float(
        "Self-resolution rate (%)",
        compute="_compute_self_resolution_rate",
        digits=(5, 2),
        help="Solved by the merchant, out of those and the complaints to the centre; this year to "
        "date and the eleven months before (MER-15).",
    )
    is_below_goal = fields.Boolean(compute="_compute_self_resolution_rate")

    @api.depends_context("uid")
    def _compute_ledger_count(self):
        entries = self.env["rights.merchant.ledger"]
        may_read = entries.has_access("read")
        for merchant in self:
            domain = Domain("merchant_id", "=", merchant.id)
            merchant.ledger_count = entries.search_count(domain) if may_read else 0
            merchant.promise_breach_count = merchant._count_promise_breaches() if may_read else 0

    def _count_promise_breaches(self, since=None):
        """How often it refused what it had promised: a number, whoever complained (MER-09).

        :param since: a day; only what came after it counts
        """
        in_ledger = Domain("merchant_id", "=", self.id) & Domain("is_promise_breach", "=", True)
        in_cases = (
            Domain("respondent_id", "=", self.id)
            & Domain("broken_promise_id.merchant_id", "=", self.id)
            & Domain("is_confidential", "=", False)
        )
        if since:
            in_ledger &= Domain("entry_date", ">", since)
            in_cases &= Domain("received_at", ">", since)
        entries_sudo = self.env["rights.merchant.ledger"].sudo()  # counted, never shown
        cases_sudo = self.env["rights.case"].sudo()  # counted, never shown
        return entries_sudo.search_count(in_ledger) + cases_sudo.search_count(in_cases)

    def _compute_self_resolution_rate(self):
        figures = self.env["rights.ledger.figure"].sudo()  # a share, for who reads the register
        for merchant in self:
            rates = figures._dashboard(merchant)["rates"] if merchant.id else []
            row = next((rate for rate in rates if rate["name"] == "self_resolution"), {})
            merchant.self_resolution_rate = row.get("value") or 0
            merchant.is_below_goal = row.get("is_met") is False

    def action_view_ledger(self):
        """Read the ledger; the look of the officer leaves a record (MER-12)."""
        self.ensure_one()
        self.env["rights.merchant.ledger"].check_access("read")
        self.env["rights.audit.log"]._log(
            "look", self._name, self.id, reason=self.env._("Ledger of the merchant read")
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ledger of %(merchant)s", merchant=self.name),
            "res_model": "rights.merchant.ledger",
            "view_mode": "list,form",
            "domain": [("merchant_id", "=", self.id)],
            "context": {"create": False},
        }

    def action_inspect_ledger(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Inspection of the ledger"),
            "res_model": "rights.ledger.inspection",
            "view_mode": "form",
            "context": {
                "default_merchant_id": self.id,
                "default_day_from": str(month_start(china_date(), 3)),
            },
        }
