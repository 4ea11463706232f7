from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

HEAD = "consumer_rights.consumer_rights_group_head"
DECISION = {"decision_note", "new_mediator_id"}


class RightsMediationRecusal(models.Model):
    """A request that the mediator step aside (MED-05).

    who                              may
    whoever works on the case        take the request of a party down; a mediator asks for the own
    head of the unit, or one above,
    who is not the mediator          grant it and name the new mediator, or refuse it with a reason

    While it is open, no meeting and no mediation comes to an outcome.
    """

    _name = "rights.mediation.recusal"
    _inherit = ["rights.mediation.part"]
    _description = "Recusal of a mediator"
    _order = "mediation_id, id"
    _rec_name = "grounds"

    station_id = fields.Many2one(related="mediation_id.station_id", store=True, index=True)
    mediator_id = fields.Many2one(
        "res.users", "Mediator in question", readonly=True, ondelete="restrict"
    )
    asked_by = fields.Selection(
        [("consumer", "Consumer"), ("merchant", "Merchant"), ("mediator", "Mediator")],
        required=True,
        default="consumer",
    )
    asked_at = fields.Datetime("Asked on", required=True, readonly=True)
    grounds = fields.Char(required=True)
    state = fields.Selection(
        [("open", "To be decided"), ("granted", "Recusal granted"), ("refused", "Recusal refused")],
        default="open",
        required=True,
        readonly=True,
    )
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="restrict")
    decided_at = fields.Datetime("Decided on", readonly=True)
    decision_note = fields.Char("Reason of the decision")
    new_mediator_id = fields.Many2one("res.users", "New mediator", ondelete="restrict")
    may_decide = fields.Boolean(compute="_compute_may_decide", search="_search_may_decide")

    _one_open = models.UniqueIndex(
        "(mediation_id) WHERE state = 'open'", "A request for recusal is open already."
    )

    @api.depends("state", "mediator_id", "station_id")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        mine = self.filtered_domain(self._get_decision_domain())
        for recusal in self:
            recusal.may_decide = recusal in mine

    def _search_may_decide(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_decision_domain()

    @api.model
    def _get_decision_domain(self):
        user = self.env.user
        if not user.has_group(HEAD):
            return Domain.FALSE
        return (
            Domain("state", "=", "open")
            & Domain("mediator_id", "!=", user.id)
            & Domain("station_id", "in", user.rights_supervised_station_ids.ids)
        )

    @api.model_create_multi
    def create(self, vals_list):
        mediations = self.env["rights.mediation"].sudo()
        now = fields.Datetime.now()
        recusals = super().create(
            [
                {
                    name: value
                    for name, value in vals.items()
                    if name in ("mediation_id", "asked_by", "grounds")
                }
                | {
                    "mediator_id": mediations.browse(vals.get("mediation_id")).mediator_id.id,
                    "asked_at": now,
                }
                for vals in vals_list
            ]
        )
        for recusal in recusals:
            recusal._note(self.env._("Recusal of the mediator asked for"))
        return recusals

    def write(self, vals):
        if not self.env.su:
            if set(vals) - DECISION:
                raise AccessError(self.env._("A request for recusal stays as it was made."))
            self._check_may_decide()
        return super().write(vals)

    def action_grant(self):
        """The mediator steps aside; meetings that are planned go to the new one."""
        self._check_may_decide()
        for recusal in self:
            if not recusal.new_mediator_id or recusal.new_mediator_id == recusal.mediator_id:
                raise UserError(self.env._("Choose another mediator first."))
            recusal.mediation_id._check_mediator(recusal.new_mediator_id)
            recusal._decide("granted", self.env._("Recusal granted"))
            mediation_sudo = recusal.sudo().mediation_id  # the decision is the head's
            mediation_sudo.mediator_id = recusal.new_mediator_id
            planned = mediation_sudo.meeting_ids.filtered(lambda row: row.state == "planned")
            planned._change({"mediator_id": recusal.new_mediator_id.id})
        return True

    def action_refuse(self):
        self._check_may_decide()
        for recusal in self:
            if not (recusal.decision_note or "").strip():
                raise UserError(self.env._("Say why the request is refused."))
            recusal._decide("refused", self.env._("Recusal refused"))
        return True

    def _check_may_decide(self):
        self.check_access("read")
        for recusal in self:
            if recusal.state != "open":
                raise UserError(self.env._("This request has been decided already."))
            if not recusal.may_decide:
                raise AccessError(
                    self.env._(
                        "The head of the unit decides on a recusal, never the mediator in question."
                    )
                )

    def _decide(self, state, words):
        self.sudo().write(  # checked by the caller
            {"state": state, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()}
        )
        self._note(words)

    def _note(self, words):
        case = self.sudo().case_id.with_env(self.env)
        case._append_events([{"type": "progress", "basis": words}])
