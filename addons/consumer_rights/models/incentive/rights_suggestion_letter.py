from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.china_time import china_date
from ..deadline.rights_told_day import ToldDay

ANSWER_LIMIT = "TL-69"


class RightsSuggestionLetter(models.Model):
    """A letter to the competent department about a merchant or an industry (INC-04, DOC-17).

    who                                    may
    dispatcher, division head of the city  draw up, deliver, note the answer
    division head, unit head of the city   approve, never the own draft

    The answer is due twenty working days after delivery (TL-69).
    """

    _name = "rights.suggestion.letter"
    _inherit = ["rights.approved.paper", "rights.overdue", "rights.told.day"]
    _description = "Suggestion letter"
    _order = "id desc"
    _waiting, _due_field = "delivered", "answer_due_on"
    _told_day = ToldDay(
        "answer_due_on", ANSWER_LIMIT, "delivered_at", [("state", "=", "delivered")]
    )
    _needed = ("addressee", "subject", "content")
    _later = {"answer": ("delivered",)}

    candidate_id = fields.Many2one(
        "rights.letter.candidate",
        "Listed as",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    merchant_id = fields.Many2one(
        "rights.merchant",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty when the letter is about an industry.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_approve", "To approve"),
            ("approved", "Approved"),
            ("delivered", "Delivered"),
            ("answered", "Letter answered"),
            ("dropped", "Dropped"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    addressee = fields.Char(help="The competent superior department, or the government.")
    subject = fields.Char("About", required=True)
    content = fields.Text("Facts and suggestions")
    delivered_at = fields.Datetime("Delivered at", readonly=True, copy=False)
    answer_due_on = fields.Date("Answer due on", readonly=True, copy=False)
    answer = fields.Text("Answer received", copy=False)
    answered_on = fields.Date("Answer received on", readonly=True, copy=False)
    is_overdue = fields.Boolean("Answer overdue")

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for letter in self:
            letter.display_name = " ".join(filter(None, (letter.name, letter.subject)))

    @api.model
    def _unit_of(self, vals):
        own = self.env.user.rights_station_ids.filtered(lambda unit: unit.level == "city_center")
        if not own:
            raise UserError(self.env._("Suggestion letters are written by the city centre."))
        return own[:1]

    def _get_answer_days(self):
        """The working days that the letter leaves for its answer (TL-69)."""
        limit = self.env["rights.deadline.policy"]._limit_on(ANSWER_LIMIT, fields.Datetime.now())
        return limit.terms.amount if limit else ""

    def _get_print_values(self):
        """What its page shows besides the text, as plain values (DOC-17)."""
        self.ensure_one()
        certificates = self.env["rights.signing.certificate"]
        return {
            "number": self.name,
            "title": "维权建议函",
            "unit": self.station_id.name,
            "layout": "letter",
            "has_red_head": True,
            "has_seal": True,
            "signed_by": self.approved_at and certificates._of_station(self.station_id).name,
            "issued_on": self.env["rights.case"]._china_day(self.approved_at),
            "is_draft": self.state in ("draft", "to_approve"),
            "is_void": self.state == "dropped",
        }

    def action_deliver(self):
        self._check_in("approved")
        now = fields.Datetime.now()
        due_on = self.env["rights.deadline.policy"]._due_day(ANSWER_LIMIT, now)
        return self._go("delivered", delivered_at=now, answer_due_on=due_on)

    def action_answered(self):
        self._check_in("delivered")
        self._check_filled("answer")
        return self._go("answered", answered_on=china_date())

    def action_drop(self):
        self._check_in("draft", "approved")
        return self._go("dropped")
