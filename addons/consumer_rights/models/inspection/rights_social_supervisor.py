from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.china_time import china_date
from ...tools.flag_search import search_flag

SUPERVISOR_GROUP = "consumer_rights.consumer_rights_group_social_supervisor"


class RightsSocialSupervisor(models.Model):
    """A volunteer who visits merchants without notice, appointed for a term (INS-05).

    who                           may
    station officer, dispatcher   appoint, own unit and below
    division head, unit head      read, own unit and below

    Who it is stays with the units that appoint and supervise: a merchant never learns it (INS-06).
    The account in the portal is one of the role "social supervisor".
    """

    _name = "rights.social.supervisor"
    _inherit = ["rights.own.unit"]
    _description = "Social supervisor"
    _order = "date_to desc, id"

    name = fields.Char("Name of the person", required=True)
    user_id = fields.Many2one(
        "res.users",
        "Account in the portal",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("share", "=", True)],
    )
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    public_spirit = fields.Text("Public spirit", required=True)
    legal_knowledge = fields.Text("Legal knowledge", required=True)
    date_from = fields.Date("Appointed on", required=True, default=lambda self: china_date())
    date_to = fields.Date(
        "Term ends on",
        compute="_compute_date_to",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    conflict_ids = fields.One2many(
        "rights.supervisor.conflict", "supervisor_id", "Conflicts of interest"
    )
    visit_ids = fields.One2many("rights.covert.visit", "supervisor_id", "Visits", readonly=True)
    active = fields.Boolean(default=True)
    is_in_force = fields.Boolean(
        "In office", compute="_compute_is_in_force", search="_search_is_in_force"
    )

    _one_account = models.UniqueIndex("(user_id)", "This account belongs to a supervisor already.")
    _term = models.Constraint("CHECK (date_to >= date_from)", "The term ends before it begins.")

    @api.depends("date_from")
    def _compute_date_to(self):
        years = self.env["rights.network.parameter"]._value("social_supervisor_years")
        for supervisor in self:
            begun = supervisor.date_from
            supervisor.date_to = begun and begun + relativedelta(years=years, days=-1)

    @api.depends("date_from", "date_to", "active")
    def _compute_is_in_force(self):
        today = china_date()
        for supervisor in self:
            supervisor.is_in_force = supervisor.active and supervisor._serves_on(today)

    def _search_is_in_force(self, operator, value):
        today = china_date()
        serving = (
            Domain("active", "=", True)
            & Domain("date_from", "<=", today)
            & Domain("date_to", ">=", today)
        )
        return search_flag(serving, operator, value)

    def _serves_on(self, day):
        self.ensure_one()
        return bool(self.date_from and self.date_to and self.date_from <= day <= self.date_to)

    @api.constrains("user_id")
    def _check_account(self):
        role = self.env.ref(SUPERVISOR_GROUP)
        for supervisor in self:
            user_sudo = supervisor.user_id.sudo()  # only whether the account has the role
            if role not in user_sudo.all_group_ids:
                raise ValidationError(
                    self.env._(
                        "%(account)s is no account of a social supervisor. The platform "
                        "administrator opens one.",
                        account=user_sudo.login,
                    )
                )


class RightsSupervisorConflict(models.Model):
    """A merchant that a supervisor has an interest in and does not visit (INS-10).

    who                           may
    social supervisor, in portal  declare one, with the visit that was assigned
    station officer, dispatcher   enter one, own unit and below
    """

    _name = "rights.supervisor.conflict"
    _description = "Conflict of interest of a social supervisor"
    _order = "supervisor_id, id"
    _rec_name = "merchant_id"

    supervisor_id = fields.Many2one(
        "rights.social.supervisor", required=True, index=True, ondelete="cascade"
    )
    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="restrict")
    reason = fields.Char("What the interest is", required=True)
    declared_on = fields.Date(
        "Declared on", required=True, readonly=True, default=lambda self: china_date()
    )

    _once = models.UniqueIndex("(supervisor_id, merchant_id)", "This conflict is declared already.")
