from odoo import api, fields, models


class RightsCase(models.Model):
    """What triage records of a case (TRI-04, TRI-06, TRI-15, TRI-16)."""

    _inherit = "rights.case"

    # where the seller is (TRI-06)
    trade_channel = fields.Selection(
        [
            ("shop", "At a shop"),
            ("own_website", "Seller's own website"),
            ("platform", "Platform operator itself"),
            ("on_platform", "Seller on a platform"),
        ],
        default="shop",
    )
    platform_id = fields.Many2one(
        "rights.merchant",
        compute="_compute_platform_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        domain=[("merchant_type", "=", "online_platform")],
    )
    address_verified = fields.Selection(
        [
            ("verified", "Verified"),
            ("unreachable", "Missing or unreachable"),
        ],
        "Address of the seller",
        help="Empty when nobody has looked yet.",
    )
    # triage
    complexity = fields.Selection(compute="_compute_complexity", store=True, readonly=False)
    handling_lane = fields.Selection(
        [
            ("fast", "Fast lane"),
            ("ordinary", "Ordinary procedure"),
            ("filed", "Filed procedure"),
        ],
        compute="_compute_handling_lane",
        help="Follows from the complexity (TRI-15).",
    )
    keep_reason_id = fields.Many2one(
        "rights.routing.reason",
        "Why it stays at the centre",
        copy=False,
        ondelete="restrict",
        domain=[("use", "=", "keep")],
    )
    route_reason_id = fields.Many2one(
        "rights.routing.reason",
        "Why elsewhere",
        copy=False,
        ondelete="restrict",
        domain=[("use", "=", "elsewhere")],
        help="Asked for when the case is sent elsewhere than proposed.",
    )

    @api.depends("respondent_id.host_id.merchant_type")
    def _compute_platform_id(self):
        for case in self:
            host = case.respondent_id.host_id
            platform = host if host.merchant_type == "online_platform" else host.browse()
            case.platform_id = platform or case.platform_id

    @api.depends("complexity")
    def _compute_handling_lane(self):
        lanes = {"simple": "fast", "ordinary": "ordinary", "complex": "ordinary", "major": "filed"}
        for case in self:
            case.handling_lane = lanes.get(case.complexity)

    @api.depends("stage_id", "station_id", "category_id", "item_class_id", "amount_dispute")
    def _compute_complexity(self):
        """The topic's usual grade until somebody gives another one (TRI-15)."""
        for case in self:
            grade = case.complexity
            if not grade and case._waits_for_dispatch():
                grade = case._propose_complexity()
            case.complexity = grade

    def _propose_complexity(self):
        topic = self.env["rights.routing.topic"]._for_case(self)
        small = 0 < self.amount_dispute <= self._simple_ceiling()
        if topic.complexity == "ordinary" and small:
            return "simple"
        return topic.complexity

    def _waits_for_dispatch(self):
        """Whether a dispatch centre of the line has this case and may send it on."""
        self.ensure_one()
        station = self.station_id.sudo()
        if not station.is_dispatch_centre or station.level == "local_station":
            return False
        if self.kind == "report":
            return self.stage_code in ("registered", "handling")
        return self.kind == "complaint" and self.stage_code in ("accepted", "handling")
