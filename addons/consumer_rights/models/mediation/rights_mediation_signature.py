import hashlib

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from .rights_mediation_agreement import SIGNERS


class RightsMediationSignature(models.Model):
    """Who signed an agreement, how and when (MED-07).

    Rows are written by the acts of the agreement. A signature on paper has its scan, sealed with
    the paper; one given on the portal has its address and the hash of what was signed.
    """

    _name = "rights.mediation.signature"
    _inherit = ["rights.case.part"]
    _description = "Signature under an agreement"
    _order = "agreement_id, id"
    _rec_name = "side"

    agreement_id = fields.Many2one(
        "rights.mediation.agreement", required=True, index=True, ondelete="cascade"
    )
    case_id = fields.Many2one(related="agreement_id.case_id", store=True, index=True)
    side = fields.Selection(SIGNERS, "Signed by", required=True)
    way = fields.Selection(
        [("paper", "On paper"), ("portal", "On the portal")], required=True, default="paper"
    )
    signed_at = fields.Datetime("Signed on", required=True)
    document_id = fields.Many2one("rights.document", "Paper", required=True, ondelete="restrict")
    proof_id = fields.Many2one("rights.delivery.proof", "Scan", ondelete="restrict")
    address = fields.Char("Network address")
    hash = fields.Char("Hash of the file")
    user_id = fields.Many2one("res.users", "Recorded by", required=True, ondelete="restrict")

    _once = models.UniqueIndex("(document_id, side)", "This side has signed already.")

    def action_open_scan(self):
        self.ensure_one()
        if not self.proof_id:
            raise UserError(self.env._("There is no scan of this signature."))
        return self.proof_id.action_open()


class RightsMediationAgreement(models.Model):
    _inherit = "rights.mediation.agreement"

    def _sign_on_paper(self, sides, at, name, content):
        """Record signatures that were given on the paper, with the scan that shows them.

        :param sides: keys of SIGNERS
        :param content: the scan, a PDF or a picture
        """
        self.ensure_one()
        self._check_draft()
        agreement = self.sudo()  # who may change the draft records its signatures
        paper = agreement.document_id
        if not self.has_paper:
            raise UserError(self.env._("Make the paper first: the parties sign that paper."))
        if not content:
            raise UserError(self.env._("Add the scan of the signed paper."))
        if at > fields.Datetime.now() or at < paper.made_at.replace(second=0, microsecond=0):
            raise ValidationError(
                self.env._("A paper is signed after it was made and not in the future.")
            )
        if paper.state == "draft":
            paper._issue()
        proof = paper.with_env(self.env)._add_proof("signed_form", name, content)
        digest = hashlib.sha256(content).hexdigest()
        return (
            self.env["rights.mediation.signature"]
            .sudo()
            .create(
                [
                    {
                        "agreement_id": self.id,
                        "side": side,
                        "signed_at": at,
                        "document_id": paper.id,
                        "proof_id": proof.id,
                        "hash": digest,
                        "user_id": self.env.uid,
                    }
                    for side in sides
                ]
            )
        )
