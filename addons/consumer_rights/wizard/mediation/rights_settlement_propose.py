from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...models.mediation.rights_mediation import SIDES
from ...tools.china_time import china_date


class RightsSettlementPropose(models.TransientModel):
    """The mediator's proposal to both parties, who each answer it on the portal (MED-03)."""

    _name = "rights.settlement.propose"
    _description = "Proposal of the mediator"

    case_id = fields.Many2one("rights.case", required=True, readonly=True, ondelete="cascade")
    seen = fields.Integer(readonly=True)
    text = fields.Text("Words to both parties")
    line_ids = fields.One2many("rights.settlement.propose.line", "propose_id", "Terms")

    def action_propose(self):
        self.ensure_one()
        self.case_id._propose_settlement(
            self.seen,
            self.text,
            [
                {
                    "side": line.side,
                    "what": line.what,
                    "amount": f"{line.amount:.2f}",
                    "due_date": fields.Date.to_string(line.due_date),
                }
                for line in self.line_ids
            ],
        )
        return {"type": "ir.actions.act_window_close"}


class RightsSettlementProposeLine(models.TransientModel):
    """One promise of the mediator's proposal."""

    _name = "rights.settlement.propose.line"
    _description = "Term of a mediator's proposal"

    propose_id = fields.Many2one("rights.settlement.propose", required=True, ondelete="cascade")
    side = fields.Selection(SIDES, "Who", required=True, default="merchant")
    what = fields.Char("Does what", required=True)
    amount = fields.Float(digits=(12, 2), help="In yuan.")
    due_date = fields.Date("Until", required=True, default=lambda self: china_date())


class RightsCase(models.Model):
    _inherit = "rights.case"

    def action_propose_settlement(self):
        """The dialog, with what is on the table as a beginning."""
        self.ensure_one()
        self.check_access("write")
        if not self.mediation_is_open:
            raise UserError(self.env._("%(case)s is not in mediation.", case=self.display_name))
        talk = self._get_talk()
        propose = self.env["rights.settlement.propose"].create(
            {
                "case_id": self.id,
                "seen": talk.number,
                "line_ids": [Command.create(term) for term in talk.offer.terms or ()],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose a settlement"),
            "res_model": propose._name,
            "res_id": propose.id,
            "view_mode": "form",
            "target": "new",
        }

    def _propose_settlement(self, seen, text, terms):
        self.check_access("write")
        talk = self._get_talk()
        act = "countered" if talk.offer and not talk.is_settled else "proposed"
        return self._talk_step("mediator", act, seen, text, terms)
