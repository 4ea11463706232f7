from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.china_time import china_date

DIVISION_HEAD = "consumer_rights.consumer_rights_group_division_head"


class RightsHonourRecommendation(models.Model):
    """A merchant is recommended for an honour, with its figures of twelve months (INC-01).

    who                          may
    station officer, dispatcher  recommend, own unit and below
    division head, unit head     approve, never the own draft; say why in spite of the gate; revoke

    The gate: it solves most disputes itself, has no open rectification and no proven fraud.
    """

    _name = "rights.honour.recommendation"
    _inherit = ["rights.approved.paper"]
    _description = "Recommendation for an honour"
    _order = "id desc"
    _needed = ("grounds",)
    _later = {"leader_reason": ("to_approve",), "revoke_reason": ("approved",)}

    honour_id = fields.Many2one("rights.honour", required=True, ondelete="restrict")
    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="restrict")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_approve", "To approve"),
            ("approved", "Approved"),
            ("revoked", "Revoked"),
            ("dropped", "Dropped"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    grounds = fields.Text("What speaks for it")
    # the figures of the last twelve months, as they were when approval was asked for
    figures_on = fields.Date("Figures of", readonly=True, copy=False)
    complaint_count = fields.Integer("Complaints received", readonly=True, copy=False)
    self_resolution_rate = fields.Float(
        "Self-resolution rate (%)", digits=(5, 2), readonly=True, copy=False, aggregator=None
    )
    satisfaction_rate = fields.Float(
        "Satisfaction (%)", digits=(5, 2), readonly=True, copy=False, aggregator=None
    )
    breach_count = fields.Integer("Breaches of promises", readonly=True, copy=False)
    open_count = fields.Integer("Open rectifications", readonly=True, copy=False)
    fraud_count = fields.Integer("Penalties for fraud", readonly=True, copy=False)
    obstacle = fields.Char("Against the gate", readonly=True, copy=False)
    leader_reason = fields.Text("Why it is recommended all the same", copy=False)
    revoke_reason = fields.Text("Why it is revoked", copy=False)

    _one_open = models.UniqueIndex(
        "(merchant_id, honour_id) WHERE state IN ('draft', 'to_approve', 'approved')",
        "The merchant is recommended for this honour already.",
    )

    @api.depends("name", "merchant_id", "honour_id")
    def _compute_display_name(self):
        for row in self:
            parts = (row.name, row.merchant_id.name, row.honour_id.name)
            row.display_name = " ".join(filter(None, parts))

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._take_figures()
        return rows

    @api.model
    def _unit_of(self, vals):
        return self.env["rights.merchant"].browse(vals.get("merchant_id")).station_id

    def write(self, vals):
        if (
            "leader_reason" in vals
            and not self.env.su
            and not self.env.user.has_group(DIVISION_HEAD)
        ):
            raise AccessError(self.env._("A leader says why it is recommended all the same."))
        return super().write(vals)

    def _take_figures(self):
        """The figures of the last twelve months, and what of them the gate does not pass."""
        today = china_date()
        since = today - relativedelta(years=1)
        for row in self.sudo():  # figures only, of merchants that the user may recommend
            rates = row.env["rights.ledger.figure"]._dashboard(row.merchant_id)
            by_name = {rate["name"]: rate["value"] or 0 for rate in rates["rates"]}
            row.write(
                {
                    "figures_on": today,
                    "complaint_count": rates["own"].get("complaints", 0),
                    "self_resolution_rate": by_name["self_resolution"],
                    "satisfaction_rate": by_name["satisfaction"],
                    "breach_count": row._count_breaches(since),
                    "open_count": row._count_open_rectifications(),
                    "fraud_count": row._count_frauds(since),
                }
            )
            row.obstacle = "；".join(row._get_obstacles()) or False

    def _count_breaches(self, since):
        return self.merchant_id._count_promise_breaches(since)

    def _count_open_rectifications(self):
        return self.env["rights.merchant.rectification"].search_count(
            Domain("merchant_id", "=", self.merchant_id.id) & Domain("state", "!=", "closed")
        )

    def _count_frauds(self, since):
        """Fraud is proven by the penalty for it."""
        return self.env["rights.enforcement.case"].search_count(
            Domain("case_id.respondent_id", "=", self.merchant_id.id)
            & Domain("case_id.violation_class_ids.code", "=", "fraud")
            & Domain("decision", "=", "penalty")
            & Domain("decided_at", ">", since)
        )

    def _get_obstacles(self):
        goal = self.env["rights.network.parameter"]._value("self_resolution_goal")
        obstacles = []
        if self.self_resolution_rate < goal:
            obstacles.append(
                self.env._(
                    "It solves %(rate)s %% itself, the goal is %(goal)s %%",
                    rate=self.self_resolution_rate,
                    goal=goal,
                )
            )
        if self.open_count:
            obstacles.append(
                self.env._("Rectifications are open: %(count)s", count=self.open_count)
            )
        if self.fraud_count:
            obstacles.append(self.env._("Fraud was proven: %(count)s", count=self.fraud_count))
        return obstacles

    def action_ask_approval(self):
        self._check_in("draft")
        self._take_figures()
        return super().action_ask_approval()

    def action_approve(self):
        """Past the gate only with a reason of the leader (INC-01)."""
        self._check_in("to_approve")
        self._check_approver()
        for row in self.filtered("obstacle"):
            if not (row.leader_reason or "").strip():
                raise UserError(
                    self.env._(
                        "The gate is not passed: %(obstacle)s. Say why it is recommended all the "
                        "same, or send it back.",
                        obstacle=row.obstacle,
                    )
                )
        return super().action_approve()

    def action_revoke(self):
        """The honour is taken back, with the reason, by a leader."""
        self._check_in("approved")
        if not self.env.user.has_group(DIVISION_HEAD):
            raise AccessError(self.env._("A division head or unit head approves this paper."))
        self._check_filled("revoke_reason")
        return self._go("revoked")

    def action_drop(self):
        self._check_in("draft")
        return self._go("dropped")
