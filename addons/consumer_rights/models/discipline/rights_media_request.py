from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class RightsMediaRequest(models.Model):
    """An interview, or publicity about a major matter: asked, approved, held (ACT-02, ACT-07).

    who                 may
    staff               ask for the own unit, log that it was held
    head of the unit    approve or refuse, never the own request

    Without approval it is a fault, an interview of cause B5, publicity about a major or sudden
    matter of cause B6 (ACT-02): an automation opens the candidate.
    """

    _name = "rights.media.request"
    _inherit = "rights.own.entry"
    _description = "Interview with the media"
    _order = "planned_on desc, id desc"
    _rec_name = "topic"

    _entered = frozenset(("kind", "media", "topic", "planned_on", "case_id"))

    kind = fields.Selection(
        [("interview", "Interview"), ("publicity", "Publicity about a major or sudden matter")],
        required=True,
        default="interview",
    )
    media = fields.Char(required=True)
    topic = fields.Char(required=True)
    planned_on = fields.Date("Date", required=True, default=fields.Date.context_today)
    case_id = fields.Many2one("rights.case", "Related matter", ondelete="restrict")
    state = fields.Selection(
        [("asked", "Asked"), ("approved", "Approved"), ("refused", "Refused")],
        required=True,
        default="asked",
        readonly=True,
    )
    answered_by_id = fields.Many2one("res.users", "Answered by", readonly=True, ondelete="restrict")
    answered_at = fields.Datetime("Answered on", readonly=True)
    held_at = fields.Datetime("Held on", readonly=True)

    def write(self, vals):
        decided = any(request.state != "asked" for request in self)
        if not self.env.su and (decided or set(vals) - self._entered):
            raise AccessError(self.env._("A request goes on by its acts only."))
        return super().write(vals)

    def action_approve(self):
        self._answer("approved")
        return True

    def action_refuse(self):
        self._answer("refused")
        return True

    def _answer(self, state):
        self.check_access("read")
        self.env.user._rights_check_role("head")
        for request in self:
            if request.state != "asked" or request.held_at:
                raise UserError(self.env._("This request was answered, or is too late."))
            if request.user_id == self.env.user:
                raise AccessError(self.env._("Nobody approves the own interview."))
            if request.station_id not in self.env.user.rights_supervised_station_ids:
                raise AccessError(self.env._("The head of the unit approves interviews."))
        self.sudo().write(
            {
                "state": state,
                "answered_by_id": self.env.uid,
                "answered_at": fields.Datetime.now(),
            }
        )

    def action_log_held(self):
        """The interview took place; without approval that is a fault."""
        self.check_access("read")
        for request in self:
            if request.held_at:
                raise UserError(self.env._("This interview is logged already."))
            if self.env.user != request.user_id and (
                request.station_id not in self.env.user.rights_supervised_station_ids
            ):
                raise AccessError(self.env._("The person or the head of the unit logs it."))
        self.sudo().write({"held_at": fields.Datetime.now()})
        return True

    def _propose_accountability(self):
        """Called by the automation for what was held without approval (ACT-02, ACT-07)."""
        for request in self.sudo():
            self.env["rights.accountability"]._propose(
                "B6" if request.kind == "publicity" else "B5",
                request.user_id,
                at=request.held_at,
                station=request.station_id,
                case_id=request.case_id.id,
                fact_ref=f"{request._name},{request.id}",
                facts=self.env._(
                    "Without approval: %(media)s, %(topic)s",
                    media=request.media,
                    topic=request.topic,
                ),
            )
