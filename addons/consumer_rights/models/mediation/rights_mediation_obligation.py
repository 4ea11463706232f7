from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.china_time import china_date
from ...tools.flag_search import search_flag
from .rights_mediation import SIDES

# an agreement that nobody checked is listed after so many working days (MED-17)
LISTED_AFTER = 3
CHECK = frozenset(("result", "amount_performed", "note"))
STAMPS = frozenset(("checked_at", "checked_by_id"))


class RightsMediationObligation(models.Model):
    """One thing that one side promised in an agreement, and whether it was done (MED-07, MED-17).

    who                     may
    handler, mediator       enter it while the agreement is a draft; check it, of the own unit
    whoever reads the case  reads it

    Checking goes on after the case was archived: an agreement may be performed for months.
    """

    _name = "rights.mediation.obligation"
    _inherit = ["rights.case.part"]
    _description = "Obligation of an agreement"
    _order = "due_date, id"
    _rec_name = "what"
    _frozen_with_archive = False

    agreement_id = fields.Many2one(
        "rights.mediation.agreement", required=True, index=True, ondelete="cascade"
    )
    case_id = fields.Many2one(related="agreement_id.case_id", store=True, index=True)
    case_subject = fields.Char(related="case_id.subject", string="Subject")
    station_id = fields.Many2one(
        related="agreement_id.mediation_id.station_id", string="Unit", store=True, index=True
    )
    mediator_id = fields.Many2one(related="agreement_id.mediation_id.mediator_id")
    agreement_state = fields.Selection(
        related="agreement_id.state", string="State of the agreement"
    )
    currency_id = fields.Many2one(related="case_id.currency_id")
    side = fields.Selection(SIDES, "Who", required=True, default="merchant")
    what = fields.Char("Does what", required=True)
    amount = fields.Monetary(help="In yuan; the value, when it is goods or a service.")
    due_date = fields.Date("Until", required=True, default=lambda self: china_date())
    # the check
    result = fields.Selection(
        [
            ("performed", "Performed"),
            ("partly", "Partly performed"),
            ("not", "Not performed"),
        ],
        "Performance",
        index=True,
    )
    amount_performed = fields.Monetary("Paid so far")
    note = fields.Char("Found how")
    checked_at = fields.Datetime("Checked on", readonly=True)
    checked_by_id = fields.Many2one("res.users", "Checked by", readonly=True, ondelete="restrict")
    is_to_check = fields.Boolean(
        "To check", compute="_compute_is_to_check", search="_search_is_to_check"
    )
    is_unchecked = fields.Boolean(
        "Left unchecked", compute="_compute_is_to_check", search="_search_is_unchecked"
    )

    _amounts_positive = models.Constraint(
        "CHECK (amount >= 0 AND amount_performed >= 0)", "An amount cannot be negative."
    )

    @api.depends("due_date", "result", "agreement_state")
    def _compute_is_to_check(self):
        to_check = self.filtered_domain(self._domain_to_check(china_date()))
        unchecked = self.filtered_domain(self._domain_to_check(self._listed_until()))
        for obligation in self:
            obligation.is_to_check = obligation in to_check
            obligation.is_unchecked = obligation in unchecked

    @api.model
    def _domain_to_check(self, day):
        """Obligations of agreements in force that were due on the day or before, unchecked."""
        return (
            Domain("agreement_id.state", "=", "concluded")
            & Domain("result", "=", False)
            & Domain("due_date", "<=", day)
        )

    @api.model
    def _listed_until(self):
        """The last due day after which three full working days have passed by today."""
        table = self.env["rights.calendar.day"]._day_table()
        today = china_date().toordinal()
        return date.fromordinal(table.before(today, LISTED_AFTER) - 1)

    def _search_is_to_check(self, operator, value):
        domain = self._domain_to_check(china_date())
        return search_flag(domain, operator, value)

    def _search_is_unchecked(self, operator, value):
        domain = self._domain_to_check(self._listed_until())
        return search_flag(domain, operator, value)

    # -- who may change it when -----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        nothing = dict.fromkeys(CHECK | self._get_guarded_fields() - {"agreement_id"}, False)
        obligations = super().create([{**vals, **nothing} for vals in vals_list])
        obligations.agreement_id._check_changeable()
        return obligations

    def write(self, vals):
        if not self.env.su:
            if self._get_guarded_fields().intersection(vals):
                raise AccessError(self.env._("The check is noted by the system."))
            if set(vals) - CHECK:
                self.agreement_id._check_changeable()
            if CHECK.intersection(vals):
                self._check_checkable(vals.get("result"))
        result = super().write(vals)
        if vals.get("result") and not self.env.su:
            self._note_result()
        return result

    @api.model
    def _get_guarded_fields(self):
        """Fields that nobody writes by hand."""
        return STAMPS | {"agreement_id"}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        self.agreement_id._check_changeable()

    def _check_checkable(self, result):
        for obligation in self:
            if obligation.agreement_state != "concluded":
                raise UserError(self.env._("Performance is checked once the agreement stands."))
            if obligation.result == "performed":
                raise UserError(
                    self.env._("%(what)s was found performed already.", what=obligation.what)
                )
            if result in ("partly", "not") and obligation.due_date > china_date():
                raise UserError(
                    self.env._(
                        "%(what)s is due on %(day)s. It cannot be unperformed before.",
                        what=obligation.what,
                        day=fields.Date.to_string(obligation.due_date),
                    )
                )

    # -- what follows from a check --------------------------------------------------------------

    def _set_result(self, result):
        """Note a result that follows from the agreement itself; in superuser mode."""
        self.write({"result": result})
        self._note_result()

    def _note_result(self):
        """Who checked and when, in the record of the case; a clock less; the consumer is told."""
        labels = dict(self._fields["result"]._description_selection(self.env))
        for obligation in self:
            obligation_sudo = obligation.sudo()  # rights are checked by whoever calls
            obligation_sudo.write(
                {"checked_at": fields.Datetime.now(), "checked_by_id": self.env.uid}
            )
            case = obligation.case_id
            case._append_events(
                [{"type": "progress", "basis": f"{obligation.what}: {labels[obligation.result]}"}]
            )
            if obligation.result != "performed" and obligation.side == "merchant":
                obligation._tell_legal_ways()
        self.case_id._deadline_event("performance_checked")
        self.case_id._follow_performance()

    def _tell_legal_ways(self):
        """The consumer hears what the law offers; by phone when no message can be sent."""
        case = self.case_id
        if self.env["rights.notice"]._queue(case, "not_performed"):
            return
        case.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=self.env.uid,
            summary=self.env._("Not performed: tell the consumer the legal ways"),
        )


class RightsCase(models.Model):
    """The next check of performance is a clock of the case, and stands on the to-do page."""

    _inherit = "rights.case"

    def _follow_performance(self):
        """One clock, on the earliest day on which something agreed upon is still to be checked."""
        for case in self:
            open_ones = (
                self.env["rights.mediation.obligation"]
                .sudo()
                .search(
                    [
                        ("case_id", "=", case.id),
                        ("agreement_id.state", "=", "concluded"),
                        ("result", "=", False),
                    ],
                    order="due_date",
                    limit=1,
                )
            )
            if open_ones:
                case._deadline_given("performance_agreed", open_ones.due_date)

    @api.model
    def _get_todo_pages(self):
        pages = super()._get_todo_pages()
        obligations = self.env["rights.mediation.obligation"]
        if obligations.has_access("write"):
            mine = Domain("station_id", "in", self.env.user.rights_station_ids.ids)
            waiting = obligations.search_count(mine & Domain("is_to_check", "=", True))
            pages.append(("consumer_rights.rights_mediation_obligation_action", waiting))
        return pages
