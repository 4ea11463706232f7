from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

GROUP = "consumer_rights.consumer_rights_group_"
APPROVERS = ("division_head", "dispatcher")
WRITTEN = {"state", "consented_at", "decided_by_id", "decided_at", "user_id", "station_id"}


class RightsDutySwap(models.Model):
    """Leave or a swap, asked for and approved before the shift (DUT-03).

    who                          may
    the person of the shift      ask, and withdraw
    the one who would stand in   consent
    studio head, command centre  approve or refuse, never their own
    """

    _name = "rights.duty.swap"
    _description = "Leave or swap of a shift"
    _order = "id desc"
    _rec_name = "shift_id"

    shift_id = fields.Many2one(
        "rights.duty.shift",
        "Own shift",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('user_id', '=', uid), ('is_published', '=', True), ('is_leave', '=', False)]",
    )
    kind = fields.Selection([("leave", "Leave"), ("swap", "Swap")], required=True, default="swap")
    substitute_id = fields.Many2one(
        "res.users", "Who stands in", ondelete="restrict", domain=[("share", "=", False)]
    )
    other_shift_id = fields.Many2one(
        "rights.duty.shift",
        "Their shift, taken in exchange",
        ondelete="cascade",
        domain="[('user_id', '=', substitute_id), ('is_published', '=', True)]",
    )
    reason = fields.Char(required=True)
    user_id = fields.Many2one(
        "res.users",
        "Asked by",
        required=True,
        default=lambda self: self.env.user,
        readonly=True,
        ondelete="restrict",
    )
    station_id = fields.Many2one(related="shift_id.station_id", store=True, index=True)
    state = fields.Selection(
        [
            ("asked", "Waits for the other"),
            ("consented", "Waits for approval"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="asked",
        readonly=True,
    )
    consented_at = fields.Datetime("Consented", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="restrict")
    decided_at = fields.Datetime("Decided", readonly=True)
    is_mine_to_consent = fields.Boolean(compute="_compute_is_mine")
    is_mine_to_decide = fields.Boolean(compute="_compute_is_mine")

    _one_open = models.UniqueIndex(
        "(shift_id) WHERE state IN ('asked', 'consented')", "This is asked for already."
    )

    @api.depends("state", "substitute_id", "station_id", "user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for swap in self:
            swap.is_mine_to_consent = swap.state == "asked" and swap.substitute_id == self.env.user
            swap.is_mine_to_decide = swap.state == "consented" and not swap._get_not_decider()

    @api.constrains("shift_id", "substitute_id", "other_shift_id", "kind")
    def _check_whole(self):
        for swap in self:
            if swap.kind == "swap" and not swap.substitute_id:
                raise ValidationError(self.env._("Name the colleague who stands in."))
            if swap.substitute_id == swap.user_id:
                raise ValidationError(self.env._("Name another person than yourself."))
            if swap.other_shift_id and swap.other_shift_id.user_id != swap.substitute_id:
                raise ValidationError(self.env._("That shift is not of the colleague named."))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(WRITTEN & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("Leave and swaps are decided with the buttons."))
        swaps = super().create(vals_list)
        for swap in swaps:
            if swap.shift_id.user_id != swap.user_id:
                raise AccessError(self.env._("Ask for your own shift."))
            swap._check_before_shift()
            if not swap.substitute_id:  # nobody else is concerned
                swap.sudo().state = "consented"
        return swaps

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("Leave and swaps are decided with the buttons."))
        return super().write(vals)

    def _check_before_shift(self):
        shifts = self.shift_id | self.other_shift_id
        if any(shift.start_at <= fields.Datetime.now() for shift in shifts):
            raise UserError(
                self.env._("Leave and swaps are approved before the shift begins (DUT-03).")
            )
        if not all(shift.is_published and not shift.is_leave for shift in shifts):
            raise UserError(self.env._("This shift is not on a published roster."))

    # -- acts -------------------------------------------------------------------------------------

    def action_consent(self):
        """The other person agrees."""
        for swap in self:
            if not swap.is_mine_to_consent:
                raise AccessError(
                    self.env._("Only %(person)s consents.", person=swap.substitute_id.name or "–")
                )
            swap._check_before_shift()
            swap.sudo().write({"state": "consented", "consented_at": fields.Datetime.now()})
        return True

    def action_withdraw(self):
        for swap in self:
            if self.env.user not in swap.user_id | swap.substitute_id:
                raise AccessError(self.env._("Only the persons concerned withdraw."))
            swap._check_open()
            swap.sudo().state = "withdrawn"
        return True

    def action_approve(self):
        """Change the roster; refused when the slot would be empty."""
        for swap in self:
            swap._check_may_decide()
            swap._check_before_shift()
            swap.sudo()._exchange()
            swap._decide("approved")
        return True

    def action_refuse(self):
        for swap in self:
            swap._check_may_decide()
            swap._decide("refused")
        return True

    def _check_open(self):
        if self.state not in ("asked", "consented"):
            raise UserError(self.env._("This is decided already."))

    def _get_not_decider(self):
        """Why the user may not decide on it; empty when they may."""
        user = self.env.user
        if user in self.user_id | self.substitute_id:
            return self.env._("Nobody decides on an own request.")
        leads = any(user.has_group(GROUP + role) for role in APPROVERS)
        if not leads or self.station_id not in user.rights_supervised_station_ids:
            return self.env._("The head of the studio or unit decides.")
        return ""

    def _check_may_decide(self):
        self._check_open()
        refusal = self._get_not_decider()
        if refusal:
            raise AccessError(refusal)
        if self.state == "asked":
            raise UserError(
                self.env._("%(person)s has not consented yet.", person=self.substitute_id.name)
            )

    def _decide(self, state):
        self.sudo().write(  # who decides was checked
            {"state": state, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()}
        )

    def _exchange(self):
        """Write the roster anew; the persons must be allowed where they stand in."""
        shift, other = self.shift_id, self.other_shift_id
        if not self.substitute_id:
            shift.is_leave = True
            gaps = [
                (day, slot)
                for day, slot, _lacking in shift.roster_id._gaps()
                if (day, slot) == (shift.date, shift.slot_id)
            ]
            if gaps or not shift.roster_id:
                raise UserError(self.env._("%(shift)s would be empty.", shift=shift.display_name))
            return
        if other:  # both leave their place first, so that neither seems to stand in two
            other.user_id = False
            shift.user_id = self.substitute_id
            other.user_id = self.user_id
        else:
            shift.user_id = self.substitute_id
