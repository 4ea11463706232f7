from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

HEAD = "consumer_rights.consumer_rights_group_division_head"
ENTERED = {"basis", "is_eligible", "note", "amount", "payment_reference"}


class RightsReportReward(models.Model):
    """Whether a rule grants the reporter a reward, what was decided, and its payment (ENF-18).

    who                        may
    whoever works on the report  enter the rule and whether the reporter is eligible
    division head              decide; never on the own entry

    It says nothing of the person: who that is stands with the report alone.
    """

    _name = "rights.report.reward"
    _inherit = ["rights.case.part"]
    _description = "Reward of a report"
    _order = "id"
    _rec_name = "basis"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    basis = fields.Char("Rule that grants it", required=True)
    is_eligible = fields.Boolean("Eligible")
    note = fields.Text("Why")
    state = fields.Selection(
        [
            ("open", "To be decided"),
            ("granted", "Granted"),
            ("refused", "Refused"),
            ("paid", "Paid"),
        ],
        readonly=True,
        default="open",
        index=True,
    )
    currency_id = fields.Many2one(related="case_id.currency_id")
    amount = fields.Monetary()
    user_id = fields.Many2one("res.users", "Entered by", readonly=True, ondelete="restrict")
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="restrict")
    decided_at = fields.Datetime("Decided on", readonly=True)
    payment_reference = fields.Char("Payment reference")
    paid_at = fields.Datetime("Paid on", readonly=True)

    _one_per_case = models.UniqueIndex("(case_id)", "The reward of this report is recorded.")
    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "The amount of a reward is not negative."
    )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            {name: vals[name] for name in vals if name in {*ENTERED, "case_id"}}
            | {"user_id": self.env.uid}
            for vals in vals_list
        ]
        rewards = super().create(vals_list)
        if any(reward.case_id.kind != "report" for reward in rewards):
            raise ValidationError(self.env._("Only a report is rewarded."))
        return rewards

    def write(self, vals):
        if not self.env.su:
            if set(vals) - ENTERED:
                raise AccessError(self.env._("A reward goes on by its acts only."))
            decided = any(reward.state != "open" for reward in self)
            if decided and set(vals) - {"payment_reference"}:
                raise UserError(self.env._("What was decided stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The record of a reward stays."))

    def _check_may_decide(self):
        self.check_access("write")
        for reward in self:
            if not self.env.user.has_group(HEAD):
                raise AccessError(self.env._("A division head decides on a reward (ENF-18)."))
            if reward.user_id == self.env.user:
                raise AccessError(self.env._("Nobody decides the own request. Ask a colleague."))
            if reward.state != "open":
                raise UserError(self.env._("This is decided already."))

    def action_grant(self):
        self._check_may_decide()
        for reward in self:
            if not (reward.is_eligible and reward.amount):
                raise ValidationError(
                    self.env._("A granted reward has an eligible reporter and an amount.")
                )
        self._decide("granted")
        return True

    def action_refuse(self):
        self._check_may_decide()
        for reward in self:
            if not (reward.note or "").strip():
                raise ValidationError(self.env._("Say why the reward is refused."))
        self._decide("refused")
        return True

    def _decide(self, state):
        self.sudo().write(  # the right was checked before
            {"state": state, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()}
        )
        self._note_state()

    def action_pay(self):
        """It was paid; the reference leads to the voucher, not to the person."""
        self.check_access("write")
        for reward in self:
            if reward.state != "granted":
                raise UserError(self.env._("Only a granted reward is paid."))
            if not (reward.payment_reference or "").strip():
                raise ValidationError(self.env._("Enter the payment reference first."))
        self.sudo().write({"state": "paid", "paid_at": fields.Datetime.now()})  # checked above
        self._note_state()
        return True

    def _note_state(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for reward in self:
            words = self.env._("Reward: %(state)s", state=labels[reward.state])
            reward.case_id._append_events([{"type": "progress", "basis": words}])


class RightsCase(models.Model):
    _inherit = "rights.case"

    reward_ids = fields.One2many("rights.report.reward", "case_id", copy=False)
