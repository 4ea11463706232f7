from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

CLOSING = frozenset(("state", "closed_at", "closed_by_id"))


class RightsMediationEvent(models.Model):
    """A concentrated mediation: complaints of one merchant or topic, taken together (HND-11).

    who                             may
    handler, mediator               plan, record outcomes and close, for the own unit
    dispatcher, head                the same, for the own unit and below
    whoever reads a case            sees its line; nobody sees the lines of other cases

    It closes only when every case has an outcome, and stays as it was then.
    """

    _name = "rights.mediation.event"
    _description = "Concentrated mediation"
    _inherit = ["rights.own.unit"]
    _order = "date_start desc, id desc"

    name = fields.Char("Topic", required=True)
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    merchant_id = fields.Many2one(
        "rights.merchant",
        index=True,
        ondelete="restrict",
        help="All cases are against this merchant; empty when they have the topic in common.",
    )
    date_start = fields.Datetime("From", required=True)
    date_end = fields.Datetime("To", required=True)
    place = fields.Char(required=True)
    mediator_ids = fields.Many2many(
        "res.users", string="Mediators", required=True, default=lambda self: self.env.user
    )
    line_ids = fields.One2many("rights.mediation.event.line", "event_id", "Cases")
    case_count = fields.Integer("Number of cases", compute="_compute_case_count")
    open_count = fields.Integer("Without an outcome", compute="_compute_case_count")
    state = fields.Selection(
        [("planned", "Planned"), ("closed", "Closed")], default="planned", readonly=True
    )
    closed_at = fields.Datetime("Closed on", readonly=True)
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True, ondelete="restrict")

    _in_order = models.Constraint(
        "CHECK (date_end > date_start)", "A meeting ends after it begins."
    )

    @api.depends("line_ids.outcome")
    def _compute_case_count(self):
        counts = {
            event: (count, decided)
            for event, count, decided in self.env["rights.mediation.event.line"]
            .sudo()  # numbers tell nothing of the cases
            ._read_group(
                [("event_id", "in", self.ids)], ["event_id"], ["__count", "outcome_at:count"]
            )
        }
        for event in self:
            count, decided = counts.get(event, (0, 0))
            event.case_count, event.open_count = count, count - decided

    @api.constrains("line_ids", "merchant_id")
    def _check_cases(self):
        for event in self:
            cases = event._all_lines().case_id
            if len(cases) < 2:
                raise ValidationError(
                    self.env._("A concentrated mediation takes two cases or more.")
                )
            others = cases - cases.filtered_domain([("respondent_id", "=", event.merchant_id.id)])
            if event.merchant_id and others:
                raise ValidationError(
                    self.env._(
                        "%(count)s of the cases are not against %(merchant)s. Leave the merchant "
                        "empty when the cases have a topic in common.",
                        count=len(others),
                        merchant=event.merchant_id.display_name,
                    )
                )

    def _all_lines(self):
        """Every case counts, also those that the user does not read; in sudo."""
        lines = self.env["rights.mediation.event.line"]
        # searched, because the field must not hold for this user what others read
        return lines.sudo().search([("event_id", "in", self.ids)])

    @api.model_create_multi
    def create(self, vals_list):
        planned = {**dict.fromkeys(CLOSING, False), "state": "planned"}
        events = super().create([{**vals, **planned} for vals in vals_list])
        events._check_cases()  # also when no case was given at all
        return events

    def write(self, vals):
        if not self.env.su:
            self._check_open()
            if CLOSING.intersection(vals):
                raise AccessError(self.env._("A mediation is closed by its button."))
        return super().write(vals)

    def _check_open(self):
        """Refuse what would change a closed one, or one of another unit."""
        self.check_access("write")
        for event in self:
            if event.state == "closed":
                raise UserError(
                    self.env._("%(event)s is closed and stays as it is.", event=event.name)
                )

    def action_close(self):
        self._check_open()
        self._check_cases()
        for event in self:
            missing = event._all_lines().filtered(lambda line: not line.outcome)
            if missing:
                shown = missing.sudo(False)._filtered_access("read").case_id
                raise UserError(
                    self.env._(
                        "%(count)s cases have no outcome yet: %(cases)s",
                        count=len(missing),
                        cases=", ".join(shown.mapped("display_name")) or "…",
                    )
                )
        events_sudo = self.sudo()  # rights are checked above
        events_sudo.write(
            {
                "state": "closed",
                "closed_at": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
            }
        )
        return True
