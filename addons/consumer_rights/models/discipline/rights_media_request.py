from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

ENTERED = frozenset(("media", "topic", "planned_on", "case_id"))


class RightsMediaRequest(models.Model):
    """An interview with the media: asked, approved by the principal leader, held (ACT-07).

    who                 may
    staff               ask for the own unit, log that it was held
    head of the unit    approve or refuse, never the own request

    One that was held without approval is a fault (cause B5): an automation opens the candidate.
    """

    _name = "rights.media.request"
    _description = "Interview with the media"
    _order = "planned_on desc, id desc"
    _rec_name = "topic"

    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
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

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            system = {
                "user_id": self.env.uid,
                "station_id": self.env.user.rights_station_ids[:1].id,
            }
            vals_list = [
                {name: value for name, value in vals.items() if name in ENTERED} | system
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and (set(vals) - ENTERED or any(one.state != "asked" for one in self)):
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
        """Called by the automation when an interview was held without approval (ACT-07)."""
        for request in self.sudo():
            self.env["rights.accountability"]._propose(
                "B5",
                request.user_id,
                at=request.held_at,
                station=request.station_id,
                case_id=request.case_id.id,
                fact_ref=f"{request._name},{request.id}",
                facts=self.env._(
                    "Interview without approval: %(media)s, %(topic)s",
                    media=request.media,
                    topic=request.topic,
                ),
            )
