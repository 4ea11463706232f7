from odoo import api, fields, models
from odoo.exceptions import UserError

from ..deadline.rights_told_day import ToldDay

AFTER_INTERVIEW = "TL-68"
# one of these at a time about a rectification, as the index below has it
OPEN = ("draft", "to_approve", "approved", "held")


class RightsInterview(models.Model):
    """The head of a merchant is asked in about its problems (约谈, INC-03, DOC-16).

    who                             may
    dispatcher, division head       draw up, hold and follow up, own unit and below
    unit head                       give more time, once
    division head, unit head        approve, never the own draft
    station officer                 read those of its merchants

    The third failed check of a rectification proposes one. What was asked for is due ten working
    days after it was held (TL-68); if it is not done, a suggestion letter or enforcement follows.
    """

    _name = "rights.interview"
    _inherit = ["rights.approved.paper", "rights.overdue", "rights.told.day"]
    _description = "Interview of a merchant"
    _order = "id desc"
    _waiting = "held"
    _told_day = ToldDay(
        "due_on", AFTER_INTERVIEW, "held_at", [("state", "=", "held")], "is_extended"
    )
    _needed = ("invited", "problems", "advice", "planned_at")
    _later = {"minutes": ("approved",), "followup": ("held",), "next_step": ("held",)}

    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="restrict")
    rectification_id = fields.Many2one(
        "rights.merchant.rectification",
        "Because of",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('merchant_id', '=', merchant_id)]",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_approve", "To approve"),
            ("approved", "Approved"),
            ("held", "Interview held"),
            ("rectified", "Put right"),
            ("failed", "Not put right"),
            ("dropped", "Dropped"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    invited = fields.Char("Invited head", help="Name and office of who answers for the merchant.")
    problems = fields.Text()
    advice = fields.Text("Advice on rectification")
    planned_at = fields.Datetime("Planned for")
    minutes = fields.Text("What was said and promised", copy=False)
    held_at = fields.Datetime("Held at", readonly=True, copy=False)
    due_on = fields.Date("Put right by", readonly=True, copy=False)
    is_extended = fields.Boolean("More time given", readonly=True, copy=False)
    followup = fields.Text("What was seen afterwards", copy=False)
    next_step = fields.Selection(
        [("letter", "Suggestion letter"), ("enforcement", "Enforcement")],
        help="What follows when nothing was put right.",
    )

    _one_open = models.UniqueIndex(
        "(rectification_id) WHERE state IN ('draft', 'to_approve', 'approved', 'held')",
        "There is an interview about this already.",
    )

    @api.depends("name", "merchant_id")
    def _compute_display_name(self):
        for interview in self:
            interview.display_name = " ".join(
                filter(None, (interview.name, interview.merchant_id.name))
            )

    @api.model
    def _propose_for(self, row):
        """A draft because of a rectification that does not come about (INS-09); one at a time."""
        interviews_sudo = self.sudo()  # the check proposes it, whoever made the check
        known = interviews_sudo.search(
            [
                ("rectification_id", "=", row.id),
                ("state", "in", OPEN),
            ]
        )
        return known or interviews_sudo.create(
            {
                "merchant_id": row.merchant_id.id,
                "rectification_id": row.id,
                "problems": row.finding,
            }
        )

    def action_hold(self):
        self._check_in("approved")
        self._check_filled("minutes")
        now = fields.Datetime.now()
        due_on = self.env["rights.deadline.policy"]._due_day(AFTER_INTERVIEW, now)
        return self._go("held", held_at=now, due_on=due_on)

    def action_extend(self):
        """Once, by what the limit allows (TL-68)."""
        self._check_in("held")
        for interview in self:
            if interview.is_extended:
                raise UserError(self.env._("More time was given already."))
            due_on = self.env["rights.deadline.policy"]._extended_day(
                AFTER_INTERVIEW, interview.held_at
            )
            interview._go("held", due_on=due_on, is_extended=True)
        return True

    def action_rectified(self):
        self._check_in("held")
        self._check_filled("followup")
        return self._go("rectified")

    def action_failed(self):
        """Nothing was put right: the next step is named and prepared."""
        self._check_in("held")
        self._check_filled("followup", "next_step")
        for interview in self.filtered(lambda one: one.next_step == "letter"):
            self.env["rights.letter.candidate"]._add_interview(interview)
        return self._go("failed")

    def action_drop(self):
        self._check_in("draft", "approved")
        return self._go("dropped")
