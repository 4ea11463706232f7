from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .rights_urge import SUPERVISORS

# leaving these stages for those closes the matter towards the person
CONCLUDED = ("concluded", "answered")
CLOSING = ("replied", "followed_up", "archived")


class RightsClosingReview(models.Model):
    """A supervisor looked at the result of an urged or instructed case (SUP-08).

    who                                        may
    head, dispatcher of the unit or above it   review, but not the own work
    reader of the case                         read it

    A result that does not pass goes back to the handler at once. A reminder of the system asks
    nobody for anything and needs no review; what asked for an answer does.
    """

    _name = "rights.closing.review"
    _inherit = ["rights.case.part"]
    _description = "Review before closing"
    _order = "id desc"
    _rec_name = "case_id"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    cycle_no = fields.Integer("Cycle", readonly=True, aggregator=None)
    result = fields.Selection(
        [("pass", "Passes"), ("redo", "Handle again")], required=True, default="pass"
    )
    note = fields.Text(help="What has to be done again, or what the result was found to be.")
    at = fields.Datetime("Reviewed on", readonly=True)
    user_id = fields.Many2one("res.users", "Reviewed by", readonly=True, ondelete="restrict")

    @api.model_create_multi
    def create(self, vals_list):
        entered = []
        for vals in vals_list:
            case = self.env["rights.case"].browse(vals.get("case_id"))
            case._check_may_review_closing()
            note = (vals.get("note") or "").strip()
            if vals.get("result") == "redo" and not note:
                raise UserError(self.env._("Say what has to be done again."))
            entered.append(
                {
                    "case_id": case.id,
                    "cycle_no": case.cycle_no,
                    "result": vals.get("result", "pass"),
                    "note": note,
                    "at": fields.Datetime.now(),
                    "user_id": self.env.uid,
                }
            )
        # rights are checked above
        reviews = super(RightsClosingReview, self.sudo()).create(entered).sudo(self.env.su)
        for review in reviews:
            review.sudo()._take_effect()
        return reviews

    def _take_effect(self):
        labels = dict(self._fields["result"]._description_selection(self.env))
        basis = ": ".join(part for part in (labels[self.result], self.note) if part)
        self.case_id._append_events([{"type": "reviewed", "basis": basis}])
        if self.result == "redo":
            step = self.case_id._transitions().filtered(lambda step: step.code == "redo")[:1]
            if not step:
                raise UserError(self.env._("From here the case cannot be handled again."))
            self.case_id._move(step, expected_stage=self.case_id.stage_id, basis=self.note)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A review stays as it was made."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A review is never deleted."))


class RightsCase(models.Model):
    _inherit = "rights.case"

    closing_review_ids = fields.One2many("rights.closing.review", "case_id", copy=False)
    awaits_closing_review = fields.Boolean(compute="_compute_awaits_closing_review")
    may_review_closing = fields.Boolean(
        "Result to review",
        compute="_compute_awaits_closing_review",
        search="_search_may_review_closing",
    )

    @api.depends("stage_id", "closing_review_ids", "urge_ids")
    @api.depends_context("uid")
    def _compute_awaits_closing_review(self):
        for case in self:
            case.awaits_closing_review = case._needs_closing_review()
            case.may_review_closing = (
                case.awaits_closing_review and case._get_closing_review_refusal() is None
            )

    def _needs_closing_review(self):
        """Whether the result of this cycle waits for a supervisor."""
        self.ensure_one()
        case = self.sudo()  # whether it was urged is no content
        if case.stage_code not in CONCLUDED:
            return False
        urged = case._get_cycle_urges().filtered("asks_answer")
        started = case.cycle_started_at or case.received_at
        instructed = case.instruction_ids.filtered(
            lambda order: order.given_by != "source" and order.at >= started
        )
        passed = case.closing_review_ids.filtered(
            lambda review: review.result == "pass" and review.at >= case._get_concluded_at()
        )
        return bool(urged or instructed) and not passed

    def _get_concluded_at(self):
        moves = self.sudo().event_ids.filtered(
            lambda event: event.type == "moved" and event.stage_to_id.code in CONCLUDED
        )
        return moves[-1:].at or self.concluded_at or self.received_at

    def _get_closing_review_refusal(self):
        """Why the current user may not review this case; None when allowed."""
        user, case = self.env.user, self.sudo()
        if not any(user.has_group(group) for group in SUPERVISORS):
            return self.env._("A supervisor reviews: head or dispatcher of the unit or above.")
        if case.station_id not in user.rights_supervised_station_ids:
            return self.env._("The case lies with another unit.")
        if case.user_id == user:
            return self.env._("Nobody reviews the own work. Ask a colleague.")
        return None

    def _check_may_review_closing(self):
        self.check_access("read")
        if refusal := self._get_closing_review_refusal():
            raise AccessError(refusal)
        if not self._needs_closing_review():
            raise UserError(
                self.env._("%(case)s does not wait for a review.", case=self.display_name)
            )

    def _get_missing(self, transition):
        missing = super()._get_missing(transition)
        step = transition.sudo()
        closes = step.stage_from_id.code in CONCLUDED and step.stage_to_id.code in CLOSING
        if closes and self._needs_closing_review():
            # not the name of a field, so that no dialog offers to fill it in
            missing["closing_review"] = self.env._(
                "It was urged or instructed: a supervisor reviews the result before it closes."
            )
        return missing

    def _search_may_review_closing(self, operator, value):
        if operator != "in":
            return NotImplemented
        if not any(self.env.user.has_group(group) for group in SUPERVISORS):
            return Domain.FALSE
        waiting = self.search(
            Domain("stage_code", "in", CONCLUDED)
            & Domain("station_id", "in", self.env.user.rights_supervised_station_ids.ids)
            & (
                Domain("urge_ids", "any", [("asks_answer", "=", True)])
                | Domain("instruction_ids", "any", [("given_by", "!=", "source")])
            )
        )
        return Domain("id", "in", waiting.filtered("may_review_closing").ids)

    def action_review_closing(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "consumer_rights.rights_closing_review_action_make"
        )
        return {**action, "context": {"default_case_id": self.id}}
