from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain

from ...tools.china_time import china_date
from ...tools.flag_search import search_flag
from ..deadline.rights_told_day import ToldDay
from .rights_covert_line import ITEMS

RELEASE_LIMIT = "TL-66"
ASSIGNED = frozenset(("merchant_id", "supervisor_id", "visit_by"))


class RightsCovertVisit(models.Model):
    """A visit of a social supervisor to a merchant, without notice (INS-06, INS-07, DOC-29).

    who                             may
    station officer, dispatcher     assign, release, call off, own unit and below
    division head, unit head        read, own unit and below
    social supervisor, in portal    write the own record and hand it in, once
    merchant, in portal             read what was found, after the release; never by whom or when

    The release goes to the merchant within two working days (TL-66). Each fault then opens a
    rectification (INS-08).
    """

    _name = "rights.covert.visit"
    _inherit = ["rights.own.unit", "rights.told.day"]
    _description = "Undercover visit"
    _order = "visit_by desc, id desc"
    _told_day = ToldDay(
        "release_due_on", RELEASE_LIMIT, "submitted_at", [("state", "=", "submitted")]
    )

    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="restrict")
    station_id = fields.Many2one(
        related="merchant_id.station_id", store=True, index=True, string="Supervising station"
    )
    supervisor_id = fields.Many2one(
        "rights.social.supervisor",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_in_force", "=", True)],
    )
    visit_by = fields.Date("Visit by", required=True)
    assigned_by_id = fields.Many2one(
        "res.users",
        "Assigned by",
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        [
            ("assigned", "Assigned"),
            ("submitted", "Handed in"),
            ("released", "Given to the merchant"),
            ("cancelled", "Called off"),
        ],
        required=True,
        default="assigned",
        readonly=True,
        index=True,
    )
    # the record
    line_ids = fields.One2many("rights.covert.line", "visit_id", "Record", readonly=True)
    photo_ids = fields.One2many("rights.inspection.photo", "visit_id", "Photos", readonly=True)
    remark = fields.Text(readonly=True)
    visited_on = fields.Date("Visited on", readonly=True)
    submitted_at = fields.Datetime("Handed in at", readonly=True)
    fault_count = fields.Integer("Faults found", compute="_compute_fault_count", store=True)
    # to the merchant
    release_due_on = fields.Date("Release due on", readonly=True)
    released_at = fields.Datetime("Released at", readonly=True)
    released_by_id = fields.Many2one("res.users", "Released by", readonly=True, ondelete="restrict")
    is_release_late = fields.Boolean(
        "Release overdue", compute="_compute_is_release_late", search="_search_is_release_late"
    )

    @api.depends("merchant_id", "visit_by")
    def _compute_display_name(self):
        for visit in self:
            visit.display_name = f"{visit.merchant_id.name} {visit.visit_by or ''}"

    @api.depends("line_ids.result")
    def _compute_fault_count(self):
        for visit in self:
            visit.fault_count = len(visit.line_ids.filtered(lambda line: line.result == "fault"))

    @api.depends("release_due_on", "state")
    def _compute_is_release_late(self):
        today = china_date()
        for visit in self:
            due_on = visit.release_due_on
            visit.is_release_late = bool(visit.state == "submitted" and due_on and due_on < today)

    def _search_is_release_late(self, operator, value):
        late = Domain("state", "=", "submitted") & Domain("release_due_on", "<", china_date())
        return search_flag(late, operator, value)

    @api.constrains("supervisor_id", "merchant_id")
    def _check_supervisor(self):
        for visit in self.filtered(lambda one: one.state == "assigned"):
            supervisor = visit.supervisor_id
            if not supervisor.is_in_force:
                raise ValidationError(
                    self.env._(
                        "The term of %(supervisor)s is over. Renew it, or choose another person.",
                        supervisor=supervisor.name,
                    )
                )
            if visit.merchant_id in supervisor.conflict_ids.merchant_id:
                raise ValidationError(
                    self.env._(
                        "%(supervisor)s has declared an interest in %(merchant)s. Choose another "
                        "person.",
                        supervisor=supervisor.name,
                        merchant=visit.merchant_id.name,
                    )
                )

    @api.constrains("supervisor_id", "visit_by")
    def _check_term(self):
        for visit in self:
            if not visit.supervisor_id._serves_on(visit.visit_by):
                raise ValidationError(
                    self.env._("The day of the visit lies outside the term of the supervisor.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.keys() - ASSIGNED for vals in vals_list):
            raise AccessError(self.env._("The record of a visit is the supervisor's."))
        lines = [Command.create({"item": item}) for item, _label in ITEMS]
        visits = super().create(vals_list)
        visits.sudo().write({"line_ids": lines})  # nobody writes the record but the supervisor
        return visits

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - ASSIGNED:
                raise AccessError(self.env._("The record of a visit is the supervisor's."))
            self._check_state("assigned")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A visit is called off, never deleted."))

    def _check_state(self, state):
        if self.filtered(lambda visit: visit.state != state):
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._("This is possible only in the state “%(state)s”.", state=labels[state])
            )

    # -- the station ------------------------------------------------------------------------------

    def action_cancel(self):
        self.check_access("write")
        self._check_state("assigned")
        self.sudo().write({"state": "cancelled"})  # closed to clients; checked above
        return True

    def action_release(self):
        """To the merchant: what was found, and what is to be put right (INS-07, INS-08)."""
        self.check_access("write")
        self._check_state("submitted")
        self.sudo().write(  # closed to clients; checked above
            {
                "state": "released",
                "released_at": fields.Datetime.now(),
                "released_by_id": self.env.uid,
            }
        )
        self.line_ids._open_rectifications()
        for visit in self:
            visit._tell_merchant()
        return True

    def _tell_merchant(self):
        """The managers hear that there is something to read; what it is stands in the portal."""
        merchant_sudo = self.sudo().merchant_id  # the addresses of accounts, for this mail only
        members = merchant_sudo.member_ids
        managers = members.filtered(lambda one: one.role == "manager" and not one.ended_at).user_id
        addresses = [address for address in managers.mapped("email") if address]
        if not addresses:
            return
        speak = self.with_context(lang=managers[:1].lang or "zh_CN")
        self.env["mail.mail"].sudo().create(
            {
                "email_to": ",".join(addresses),
                "subject": speak.env._("What a visit found"),
                "body_html": speak.env._(
                    "The station has released what a visit to %(merchant)s found. Please read it "
                    "on the portal, under duties, and answer what is to be put right.",
                    merchant=merchant_sudo.name,
                ),
            }
        )
