from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..case.rights_append_only import Pass
from .rights_case_exception import SUPERVISORS

CAUSE = "A1"  # ACT-01: an acceptable matter was not accepted and the consumer complained upward


class RightsRefusalReview(models.Model):
    """Somebody complained to a superior that a matter was wrongly not accepted (ACC-13).

    who                                   may
    head or dispatcher of a unit above    record, confirm or uphold
    head of a centre with no unit above   the same for its own refusals, never for the own decision
    discipline officer                    read those confirmed, with their cause of accountability
    """

    _name = "rights.refusal.review"
    _description = "Review of a refusal"
    _order = "id desc"
    _rec_name = "case_id"

    case_id = fields.Many2one(
        "rights.case",
        "Refused matter",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("stage_code", "in", ("rejected", "no_longer"))],
    )
    station_id = fields.Many2one(
        "rights.station",
        "Unit that refused",
        compute="_compute_refusal",
        store=True,
        index=True,
        ondelete="restrict",
    )
    cycle_no = fields.Integer("Cycle", compute="_compute_refusal", store=True)
    complained_at = fields.Datetime("Complained on", required=True, default=fields.Datetime.now)
    complaint = fields.Text("What the person says", required=True)
    decided_by_id = fields.Many2one(
        "res.users", "Refused by", compute="_compute_refusal", store=True, ondelete="restrict"
    )
    finding = fields.Text()
    state = fields.Selection(
        [("open", "Under review"), ("confirmed", "Wrongly refused"), ("upheld", "Rightly refused")],
        default="open",
        required=True,
        readonly=True,
    )
    accountability_cause = fields.Char("Cause of accountability", readonly=True)
    reviewed_by_id = fields.Many2one("res.users", "Reviewed by", readonly=True, ondelete="restrict")
    reviewed_at = fields.Datetime("Reviewed", readonly=True)

    _one_open = models.UniqueIndex(
        "(case_id) WHERE state = 'open'", "A review of this refusal is open already."
    )

    @api.depends("case_id")
    def _compute_refusal(self):
        """The refusal as it was when somebody complained; a new cycle changes the case."""
        for review in self:
            case = review.case_id.sudo()  # read through the case's number, kept here
            review.station_id = case.station_id
            review.cycle_no = case.cycle_no
            review.decided_by_id = case.decided_by_id

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create([self._check_vals(vals) for vals in vals_list])
        for review in reviews:
            review._check_reviewer()
            if review.case_id.sudo().decision not in ("reject", "no_longer"):
                raise UserError(self.env._("This matter was not refused."))
        return reviews

    def write(self, vals):
        if not Pass.use(self.env.context.get("rights_review")):
            self._check_vals(vals)
            for review in self:
                review._check_reviewer()
                review._check_open()
        return super().write(vals)

    @api.model
    def _check_vals(self, vals):
        """Only what somebody says is entered; the rest follows from the acts."""
        refused = set(vals) - {"case_id", "complained_at", "complaint", "finding"}
        if refused:
            raise AccessError(self.env._("A review is closed by its acts only."))
        return vals

    def _is_reviewer(self):
        user, case = self.env.user, self.case_id.sudo()
        above = user.rights_supervised_station_ids - user.rights_station_ids
        is_superior = case.station_id in above or (
            not case.station_id.parent_id
            and case.station_id in user.rights_station_ids
            and case.decided_by_id != user
        )
        return self.env.su or is_superior and any(user.has_group(group) for group in SUPERVISORS)

    def _check_reviewer(self):
        if not self._is_reviewer():
            raise AccessError(
                self.env._(
                    "A refusal is reviewed by a supervisor of a unit above the one that refused."
                )
            )

    def _check_open(self):
        if self.state != "open":
            raise UserError(self.env._("This review is closed."))

    def action_confirm(self):
        """Wrongly refused: the matter is opened again with fresh clocks, and the cause is noted."""
        self._close("confirmed")
        case = self.case_id.sudo()  # the superior's right was checked; the record names the person
        step = case._transitions().sudo().filtered(lambda one: one.effect == "reopen")[:1]
        basis = self.env._("Wrongly refused: %(finding)s", finding=self.finding)
        case._move(step, expected_stage=case.stage_id, basis=basis)
        return True

    def action_uphold(self):
        self._close("upheld")
        return True

    def _close(self, state):
        self.ensure_one()
        self.check_access("write")
        self._check_reviewer()
        self._check_open()
        if not (self.finding or "").strip():
            raise UserError(self.env._("Write what the review found."))
        self.sudo().with_context(rights_review=Pass()).write(
            {
                "state": state,
                "accountability_cause": CAUSE if state == "confirmed" else False,
                "reviewed_by_id": self.env.uid,
                "reviewed_at": fields.Datetime.now(),
            }
        )


class RightsCase(models.Model):
    _inherit = "rights.case"

    refusal_review_ids = fields.One2many("rights.refusal.review", "case_id", "Reviews")

    @api.model
    def _get_todo_pages(self):
        pages = super()._get_todo_pages()
        reviews = self.env["rights.refusal.review"]
        if reviews.has_access("write"):
            open_reviews = reviews.search([("state", "=", "open")])
            mine = open_reviews.filtered(lambda review: review._is_reviewer())
            pages.append(("consumer_rights.rights_refusal_review_action", len(mine)))
        return pages
