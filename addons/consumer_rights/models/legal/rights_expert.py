from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.china_time import china_date
from ...tools.flag_search import search_flag


class RightsExpert(models.Model):
    """A person of the expert register, for a period (LAW-05).

    who                  may
    docking officer      write, own unit
    legal adviser        read, own unit
    unit head            read, own unit and below
    """

    _name = "rights.expert"
    _inherit = ["rights.own.unit", "rights.masked.phone"]
    _description = "Expert"
    _order = "name, id"

    name = fields.Char("Name of the expert", required=True)
    field = fields.Char("Field of expertise", required=True)
    employer = fields.Char(required=True)
    title = fields.Char("Professional title")
    date_from = fields.Date("Appointed from", required=True, default=lambda self: china_date())
    date_to = fields.Date("Appointed until", required=True)
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    is_in_force = fields.Boolean(
        "In the register", compute="_compute_is_in_force", search="_search_is_in_force"
    )
    active = fields.Boolean(default=True)
    invitation_ids = fields.One2many("rights.expert.invitation", "expert_id", "Invitations")

    _in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "The period of an expert ends after it begins."
    )

    @api.depends("name", "field")
    def _compute_display_name(self):
        for expert in self:
            expert.display_name = f"{expert.name} ({expert.field})" if expert.field else expert.name

    @api.depends("date_from", "date_to")
    def _compute_is_in_force(self):
        today = china_date()
        for expert in self:
            expert.is_in_force = bool(
                expert.date_from and expert.date_to and expert.date_from <= today <= expert.date_to
            )

    def _search_is_in_force(self, operator, value):
        today = china_date()
        in_force = Domain("date_from", "<=", today) & Domain("date_to", ">=", today)
        return search_flag(in_force, operator, value)


class RightsExpertInvitation(models.Model):
    """The question put to an expert of a case, and the written opinion (LAW-05)."""

    _name = "rights.expert.invitation"
    _inherit = ["rights.legal.record"]
    _description = "Invitation of an expert"
    _order = "id desc"

    expert_id = fields.Many2one(
        "rights.expert",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('station_id', '=', station_id), ('is_in_force', '=', True)]",
    )
    case_id = fields.Many2one(required=True)
    question = fields.Text("Question asked", required=True)
    invited_on = fields.Date("Invited on", required=True, default=fields.Date.context_today)
    opinion = fields.Text("Written opinion")
    opinion_file = fields.Binary("Signed opinion", attachment=True, copy=False)
    opinion_file_name = fields.Char()
    opinion_at = fields.Datetime("Opinion given", readonly=True, copy=False)
    state = fields.Selection(
        [("invited", "Invited"), ("answered", "Opinion given")],
        compute="_compute_state",
        store=True,
    )

    @api.depends("expert_id", "case_id")
    def _compute_display_name(self):
        for invitation in self:
            names = (invitation.expert_id.name, invitation.sudo().case_id.name)
            invitation.display_name = " ".join(filter(None, names))

    @api.depends("opinion_at")
    def _compute_state(self):
        for invitation in self:
            invitation.state = "answered" if invitation.opinion_at else "invited"

    @api.constrains("expert_id", "invited_on")
    def _check_in_force(self):
        for invitation in self:
            expert, day = invitation.expert_id, invitation.invited_on
            if not expert.active or not expert.date_from <= day <= expert.date_to:
                raise ValidationError(
                    self.env._(
                        "%(expert)s is in the register from %(start)s to %(end)s and cannot be"
                        " invited on %(day)s.",
                        expert=expert.name,
                        start=expert.date_from,
                        end=expert.date_to,
                        day=day,
                    )
                )

    @api.constrains("opinion_file")
    def _check_file_types(self):
        self._check_files("opinion_file")

    def write(self, vals):
        if not self.env.su and any(invitation.opinion_at for invitation in self):
            raise UserError(self.env._("An opinion that was given stays. Invite the expert again."))
        return super().write(vals)

    def action_answer(self):
        """The opinion came: it stays as it was given."""
        self.check_access("write")
        for invitation in self:
            if invitation.opinion_at:
                raise UserError(self.env._("The opinion is recorded already."))
            if not ((invitation.opinion or "").strip() or invitation.opinion_file):
                raise UserError(self.env._("Enter the opinion, or attach the signed paper."))
            invitation.sudo().opinion_at = fields.Datetime.now()  # checked above
            invitation.case_id._append_events(
                [{"type": "progress", "basis": self.env._("Opinion of an expert recorded")}]
            )
        return True
