from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

SUPERVISORS = (
    "consumer_rights.consumer_rights_group_head",
    "consumer_rights.consumer_rights_group_dispatcher",
)


class RightsReopening(models.Model):
    """A dissatisfied result that asks for the matter to be taken up again (RPL-08).

    who                               may
    reception studio                  take the case up (its step in the case line)
    head, dispatcher of the unit or   decide, where a decision is needed: from the second time,
    above                             and when a terminated mediation has no new facts

    The first time needs no approval. Nothing dissatisfied is archived unless it was refused here.
    """

    _name = "rights.reopening"
    _inherit = ["rights.case.part"]
    _description = "Dissatisfied result to take up again"
    _order = "id desc"
    _rec_name = "case_id"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    cycle_no = fields.Integer("Cycle", required=True)
    station_id = fields.Many2one(related="case_id.station_id")
    followup_id = fields.Many2one("rights.followup", required=True, ondelete="restrict")
    asked_at = fields.Datetime("Dissatisfied since", required=True, default=fields.Datetime.now)
    needs_decision = fields.Boolean("A supervisor decides", required=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("granted", "Granted"),
            ("refused", "Refused"),
            ("taken_up", "Taken up"),
        ],
        default="waiting",
        required=True,
        index=True,
    )
    reason = fields.Char("Reason of the decision")
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="restrict")
    decided_at = fields.Datetime("Decided", readonly=True)
    is_current = fields.Boolean(compute="_compute_is_current")
    is_mine_to_decide = fields.Boolean(compute="_compute_is_mine_to_decide")

    _cycle_unique = models.UniqueIndex("(case_id, cycle_no)", "This cycle was rated already.")

    @api.depends("cycle_no", "case_id.cycle_no")
    def _compute_is_current(self):
        for reopening in self:
            reopening.is_current = reopening.cycle_no == reopening.case_id.cycle_no

    @api.depends("state", "needs_decision")
    @api.depends_context("uid")
    def _compute_is_mine_to_decide(self):
        for reopening in self:
            reopening.is_mine_to_decide = (
                reopening.state == "waiting"
                and reopening.is_current
                and reopening._get_refusal() is None
            )

    def write(self, vals):
        if not self.env.su and set(vals) - {"reason"}:
            raise AccessError(self.env._("A decision is made with its button."))
        return super().write(vals)

    @api.model
    def _open(self, followup):
        """Record the dissatisfied result and call the reception studio."""
        case = followup.case_id
        earlier = case.cycle_ids.filtered(lambda cycle: cycle.reason == "dissatisfied")
        reopening = self.sudo().create(
            {
                "case_id": case.id,
                "cycle_no": case.cycle_no,
                "followup_id": followup.id,
                "needs_decision": bool(earlier) or case.outcome_id.code == "terminated",
            }
        )
        reopening._call_reception()
        return reopening

    def _call_reception(self):
        """A task for whoever can read the case and belongs to the reception that owes the reply."""
        case = self.case_id.sudo()
        people = case._get_reception().post_ids.filtered("active").user_id.filtered("active")
        if self.needs_decision:
            groups = [self.env.ref(group) for group in SUPERVISORS]
        else:
            groups = [self.env.ref("consumer_rights.consumer_rights_group_clerk")]
            groups.append(self.env.ref("consumer_rights.consumer_rights_group_station"))
        for user in people.sorted("id"):
            if any(group in user.all_group_ids for group in groups):
                if case.with_user(user).has_access("read"):
                    summary = self.env._("The person is dissatisfied: take the matter up again")
                    case.activity_schedule(
                        "mail.mail_activity_data_todo", user_id=user.id, summary=summary
                    )
                    return

    # -- the decision ------------------------------------------------------------------------------

    def _get_refusal(self):
        """Why the current user may not decide; None when allowed."""
        self.ensure_one()
        user = self.env.user
        if self.env.su:
            return None
        if not any(user.has_group(group) for group in SUPERVISORS):
            return self.env._("A supervisor decides: head or dispatcher of the unit or above.")
        if self.sudo().case_id.station_id not in user.rights_supervised_station_ids:
            return self.env._("The case lies with another unit.")
        return None

    def _decide(self, state):
        for reopening in self:
            reopening.check_access("read")
            refusal = reopening._get_refusal()
            if refusal:
                raise AccessError(refusal)
            if reopening.state != "waiting" or not reopening.is_current:
                raise UserError(self.env._("This is decided already."))
            if not reopening.needs_decision:
                raise UserError(
                    self.env._("The first time needs no decision. Take the matter up again.")
                )
            if not (reopening.reason or "").strip():
                raise UserError(self.env._("Enter the reason of the decision first."))
            reopening.sudo().write(
                {
                    "state": state,
                    "decided_by_id": self.env.uid,
                    "decided_at": fields.Datetime.now(),
                }
            )
            label = dict(self._fields["state"]._description_selection(self.env))[state]
            basis = self.env._(
                "Taking up again: %(decision)s (%(reason)s)",
                decision=label,
                reason=reopening.reason,
            )
            reopening.case_id._append_events([{"type": "progress", "basis": basis}])
        return True

    def action_grant(self):
        return self._decide("granted")

    def action_refuse(self):
        self._decide("refused")
        self.case_id._deadline_event(["reopening_refused", "archive_due"])
        return True


class RightsCase(models.Model):
    """Who may take a dissatisfied matter up again, and when (RPL-08)."""

    _inherit = "rights.case"

    reopening_ids = fields.One2many("rights.reopening", "case_id", copy=False)
    new_facts = fields.Text(
        "New facts", copy=False, help="Without them a terminated mediation is not taken up again."
    )

    def _check_reopen(self, transition):
        if transition.stage_from_id.code != "followed_up":
            return {}
        missing = {}
        reopening = self.sudo().reopening_ids.filtered("is_current")
        if not reopening:
            missing["reopening"] = self.env._("The person was not dissatisfied.")
        elif self.outcome_id.code == "terminated" and not self.new_facts:
            missing["new_facts"] = self.env._(
                "A terminated mediation is taken up again with new facts only. Enter them."
            )
        earlier = self.sudo().cycle_ids.filtered(lambda cycle: cycle.reason == "dissatisfied")
        if reopening and earlier and reopening.state != "granted":
            missing["reopening"] = self.env._(
                "From the second time a supervisor decides whether the matter is taken up again."
            )
        return missing

    def _effect_reopen(self, transition):
        self.sudo().reopening_ids.filtered("is_current").state = "taken_up"
        return super()._effect_reopen(transition)
