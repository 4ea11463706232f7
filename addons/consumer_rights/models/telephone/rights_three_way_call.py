from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class RightsMerchant(models.Model):
    """The number at which a merchant's liaison is reached at once (INT-18)."""

    _inherit = "rights.merchant"

    liaison_name = fields.Char("Liaison", tracking=True)
    liaison_phone = fields.Char("Liaison's number", tracking=True)


class RightsThreeWayCall(models.Model):
    """Operator, consumer and merchant's liaison on one line, at intake (INT-18, MED-08).

    Both agree before it starts. A call without a recording settles nothing that counts.
    """

    _name = "rights.three.way.call"
    _inherit = "rights.case.part"
    _description = "Three-way call"
    _order = "started_at desc, id desc"
    _rec_name = "started_at"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    merchant_id = fields.Many2one("rights.merchant", readonly=True, ondelete="restrict")
    liaison = fields.Char(readonly=True)
    started_at = fields.Datetime("Call began", readonly=True)
    user_id = fields.Many2one("res.users", "Operator", readonly=True, ondelete="restrict")
    is_settled = fields.Boolean("Settled at once")
    result = fields.Text("Result in words")
    recording_id = fields.Many2one(
        "rights.case.evidence",
        ondelete="restrict",
        domain="[('case_id', '=', case_id), ('type', '=', 'recording')]",
    )
    counts = fields.Boolean(
        "Counts as settled by three-way call", compute="_compute_counts", store=True
    )

    @api.depends("is_settled", "result", "recording_id")
    def _compute_counts(self):
        """MED-08: without a recording and a result it is no three-way settlement."""
        for call in self:
            call.counts = bool(call.is_settled and call.result and call.sudo().recording_id)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("A three-way call begins with its button."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - {"is_settled", "result", "recording_id"}:
            raise AccessError(self.env._("Who was called, and when, stays as it is."))
        return super().write(vals)


class RightsCase(models.Model):
    """The fast lane: a simple dispute is talked over at once, instead of being sent (INT-18)."""

    _inherit = "rights.case"

    consumer_agrees_call = fields.Boolean("Consumer agrees to a three-way call", copy=False)
    merchant_agrees_call = fields.Boolean("Merchant agrees to a three-way call", copy=False)
    may_call_three = fields.Boolean(compute="_compute_may_call_three")
    fast_lane = fields.Boolean("Fast lane", compute="_compute_fast_lane", store=True)
    three_way_ids = fields.One2many("rights.three.way.call", "case_id", "Three-way calls")

    @api.depends("three_way_ids")
    def _compute_fast_lane(self):
        for case in self:
            case.fast_lane = bool(case.three_way_ids)

    @api.depends(
        "kind", "stage_id", "respondent_id", "consumer_agrees_call", "merchant_agrees_call"
    )
    def _compute_may_call_three(self):
        for case in self:
            case.may_call_three = not case._get_three_way_refusal()

    def _get_three_way_refusal(self):
        """Why there is no three-way call now; empty when both agree and somebody answers."""
        if (
            self.kind != "complaint"
            or self.stage_code not in ("draft", "registered", "accepted", "handling")
            or self.dispatch_ids
        ):
            return self.env._(
                "A three-way call is for a complaint at intake, before it is sent on."
            )
        if not (self.respondent_id.active and self.respondent_id.liaison_phone):
            return self.env._("The merchant has no active number of a liaison.")
        if not (self.consumer_agrees_call and self.merchant_agrees_call):
            return self.env._("Both sides agree to the three-way call first.")
        return ""

    def action_three_way_call(self):
        """Begin the call and show its record."""
        self.ensure_one()
        self.check_access("write")
        refusal = self._get_three_way_refusal()
        if refusal:
            raise UserError(refusal)
        merchant = self.respondent_id
        call = (
            self.env["rights.three.way.call"]
            .sudo()
            .create(  # checked: both agree
                {
                    "case_id": self.id,
                    "merchant_id": merchant.id,
                    "liaison": " ".join(
                        filter(None, (merchant.liaison_name, merchant.liaison_phone))
                    ),
                    "started_at": fields.Datetime.now(),
                    "user_id": self.env.uid,
                }
            )
        )
        self._append_events([{"type": "contact", "basis": self.env._("Three-way call")}])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Three-way call"),
            "res_model": "rights.three.way.call",
            "res_id": call.id,
            "views": [(False, "form")],
            "target": "new",
        }
