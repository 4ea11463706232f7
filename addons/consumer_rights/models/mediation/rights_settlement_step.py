from odoo import api, fields, models

from .rights_mediation import SIDES

ACTS = [
    ("proposed", "Offer made"),
    ("countered", "Another offer made"),
    ("accepted", "Offer agreed to"),
    ("refused", "Offer refused"),
    ("withdrawn", "Offer taken back"),
    ("lapsed", "Offer not answered in time"),
]
# steps that put terms on the table
OFFERS = ("proposed", "countered")


class RightsSettlementStep(models.Model):
    """One step of the talk in which the parties settle: who said what, when, on which terms
    (MED-03, MED-07, TRI-19).

    who                       may
    consumer, merchant        take steps on the portal, through ``rights.case._talk_step``
    mediator                  proposes, through the same
    whoever reads the case    reads them

    Steps belong to one round, a referral to the merchant or a mediation, and are numbered in it:
    two answers to the same step are one number, which the database refuses. Nothing is changed
    afterwards; what holds is what the newest step says.
    """

    _name = "rights.settlement.step"
    _inherit = ["rights.append.only", "rights.case.part"]
    _description = "Step of a settlement talk"
    _order = "case_id, id"
    _rec_name = "act"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    mediation_id = fields.Many2one("rights.mediation", index="btree_not_null", ondelete="restrict")
    referral_id = fields.Many2one(
        "rights.case.referral", index="btree_not_null", ondelete="restrict"
    )
    number = fields.Integer("No.", required=True, aggregator=None)
    act = fields.Selection(ACTS, "Step", required=True)
    side = fields.Selection(
        [*SIDES, ("mediator", "Mediator")], help="Empty when a proposal lapsed by itself."
    )
    at = fields.Datetime("On", required=True)
    user_id = fields.Many2one("res.users", "Account", required=True, ondelete="restrict")
    text = fields.Text("In own words")
    # [{"side", "what", "amount", "due_date"}]: rows of their own come with the agreement
    terms = fields.Json("Terms as data")
    terms_text = fields.Text("Terms", compute="_compute_terms_text")
    amount = fields.Monetary("For the consumer")
    currency_id = fields.Many2one(related="case_id.currency_id")
    due_at = fields.Datetime("Answer until")

    _mediation_once = models.UniqueIndex(
        "(mediation_id, number) WHERE mediation_id IS NOT NULL",
        "Somebody was faster. Look at the newest step.",
    )
    _referral_once = models.UniqueIndex(
        "(referral_id, number) WHERE referral_id IS NOT NULL",
        "Somebody was faster. Look at the newest step.",
    )
    _in_one_round = models.Constraint(
        "CHECK ((mediation_id IS NULL) <> (referral_id IS NULL))",
        "A step belongs to one round.",
    )

    @api.depends("terms")
    @api.depends_context("lang")
    def _compute_terms_text(self):
        for step in self:
            step.terms_text = "\n".join(step._say_terms())

    def _say_terms(self):
        """One line for each promise of the step."""
        sides = dict(self._fields["side"]._description_selection(self.env))
        lines = []
        for term in self.terms or ():
            words = {"who": sides[term["side"]], "what": term["what"], "day": term["due_date"]}
            if term["amount"]:
                lines.append(
                    self.env._(
                        "%(who)s: %(what)s, %(amount)s yuan, until %(day)s",
                        amount=f"{term['amount']:.2f}",
                        **words,
                    )
                )
            else:
                lines.append(self.env._("%(who)s: %(what)s, until %(day)s", **words))
        return lines
