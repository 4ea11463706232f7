from odoo import fields, models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import email_normalize

from ...tools.drawn_signature import SignatureError, read_signature
from ...tools.masking import phone_digits
from .rights_case_settlement import PARTIES


class RightsMediationAgreement(models.Model):
    """Both parties sign the agreement on the portal: drawn, and confirmed by a one-time code.

    The mediator signs first, by offering it. What a party signs is the file that it had before its
    eyes: its hash is stored with the signature. With the last one the agreement is in force, and
    the paper is made again with the signatures drawn in (MED-07, DOC-10). A side may sign on paper
    all the same.
    """

    _inherit = "rights.mediation.agreement"

    offered_at = fields.Datetime("Offered on the portal", readonly=True)

    # -- offering ---------------------------------------------------------------------------------

    def action_offer(self):
        """Let the parties sign on the portal; whoever offers signs as mediator."""
        self.ensure_one()
        self._check_draft()
        self.mediation_id._check_open()
        self.mediation_id._check_no_recusal()
        gaps = self.mediation_id._get_end_gaps("settled")
        if not self.obligation_ids:
            gaps.append(self._say_no_terms())
        if gaps:
            raise UserError("\n".join(gaps))
        if not self.has_paper:
            self.action_make_paper()
        paper = self.sudo().document_id
        if paper.state == "draft":
            paper._issue()
        paper._ensure_file()
        if "mediator" not in self._get_signatures().mapped("side"):
            address = request.httprequest.remote_addr if request else False
            self._add_signature("mediator", False, address)
        self.sudo().offered_at = fields.Datetime.now()
        self.case_id._tell_talk_to(PARTIES)
        return True

    def action_make_paper(self):
        """Another paper is offered anew."""
        result = super().action_make_paper()
        self.sudo().offered_at = False
        return result

    def _get_signed_hash(self):
        """Of the file that the parties sign; False while there is none."""
        self.ensure_one()
        return self.has_paper and self.sudo().document_id.file_ids.sorted("id")[:1].sha256

    # -- signing ----------------------------------------------------------------------------------

    def _say_not_signable(self, side, seen):
        """Why this side cannot sign what it has before its eyes; empty when it can."""
        self.ensure_one()
        if side in self._get_signatures().mapped("side"):
            return self.env._("You have signed already.")
        if self.state != "draft" or self.mediation_id.state != "open":
            return self.env._("The mediation has ended. Nothing is signed any more.")
        if self.mediation_id.recusal_ids.filtered(lambda row: row.state == "open"):
            return self.env._(
                "Somebody asked for another mediator. Sign when that has been decided."
            )
        if not self.offered_at or not self.has_paper or self._get_signed_hash() != seen:
            return self.env._("The text was changed meanwhile. Read the new one before you sign.")
        if self._is_reach_shared():
            return self.env._(
                "Both sides have the same phone or e-mail address, so it cannot sign for one of "
                "them. Sign the paper at the unit."
            )
        return ""

    def _check_signable(self, side, seen):
        self.case_id._check_one_side(side)
        if sentence := self._say_not_signable(side, seen):
            raise UserError(sentence)

    def _is_reach_shared(self):
        """Whether a code for one side could be read by the other."""
        reaches = [self._get_signing_reach(side) for side in ("consumer", "merchant")]
        phones = [phone_digits(reach["phone"]) for reach in reaches]
        emails = [email_normalize(reach["email"]) for reach in reaches]
        return any(first and first == second for first, second in (phones, emails))

    def _get_signing_reach(self, side):
        """{phone, email} by which a side confirms its signature."""
        if side == "consumer":
            return self.case_id._get_person_address()
        return self.case_id._get_merchant_reach()

    def _send_signing_code(self, side, seen):
        """Send the one-time code to the phone or the mailbox of this side; in superuser mode."""
        self._check_signable(side, seen)
        codes = self.env["rights.signing.code"]
        return codes._send(self, side, seen, self._get_signing_reach(side))

    def _sign_on_portal(self, side, seen, code, drawing, address):
        """Take the signature of a party; in superuser mode, on the agreement of its own case.

        :param seen: hash of the file that the party read
        :param drawing: the drawn signature, as the page sends it
        :return: whether the code was right
        :raise UserError: in a sentence for whoever signs
        """
        self.ensure_one()
        self.case_id._lock()
        self.invalidate_recordset()
        self._check_signable(side, seen)
        try:
            picture = read_signature(drawing)
        except SignatureError:
            raise UserError(
                self.env._("Draw your signature in the field first, then confirm it.")
            ) from None
        waiting = self.env["rights.signing.code"]._of(self, side, seen)
        if not waiting:
            raise UserError(self.env._("The code has run out. Have a new one sent."))
        if not waiting._use(code):
            return False
        self._add_signature(side, picture, address)
        if not self.unsigned:
            self._come_into_force()
        return True

    def _add_signature(self, side, picture, address):
        """Note who signed this very file, when and from where; the drawing is sealed with it."""
        paper = self.sudo().document_id
        case = self.sudo().case_id._as_online() if picture else self.sudo().case_id
        proof = self.env["rights.delivery.proof"]
        if picture:
            keeper = paper.with_env(case.env)
            proof = keeper._add_proof("signature", f"{paper.number}-{side}.png", picture)
        signature = (
            self.env["rights.mediation.signature"]
            .sudo()
            .create(
                {
                    "agreement_id": self.id,
                    "side": side,
                    "way": "portal",
                    "signed_at": fields.Datetime.now(),
                    "document_id": paper.id,
                    "proof_id": proof.id,
                    "address": address,
                    "hash": self._get_signed_hash(),
                    "user_id": self.env.uid,
                }
            )
        )
        sides = dict(signature._fields["side"]._description_selection(case.env))
        words = case.env._("Agreement signed on the portal: %(side)s", side=sides[side])
        case._append_events([{"type": "progress", "basis": words}])
        return signature

    def _come_into_force(self):
        """The last side has signed: nothing is left to be done by hand."""
        case = self.case_id._as_online()
        agreement = self.with_env(case.env)
        agreement._conclude()
        agreement._draw_signatures_in()
        case._tell_mediator(case.env._("Both parties have signed: the agreement is in force."))

    def _draw_signatures_in(self):
        """Have the file made once more; the one that was signed stays, sealed as it is."""
        paper = self.sudo().document_id
        paper.write({"state": "to_render", "next_try_at": False})
        paper._ask_for_files()

    def _get_printed_signatures(self):
        labels = {
            "consumer": "投诉人签名",
            "merchant": "被投诉人签名或者盖章",
            "mediator": "调解员签名",
        }
        given = {row.side: row for row in self._get_signatures() if row.way == "portal"}
        rows = []
        for side, label in labels.items():
            row = given.get(side)
            rows.append(
                {
                    "label": label,
                    "picture": row.proof_id.attachment_id.id if row else False,
                    "name": row.user_id.name if row and side == "mediator" else "",
                    "day": self.case_id._china_minute(row.signed_at) if row else "",
                    "proof": row.hash[:16] if row else "",
                }
            )
        return rows


class RightsDocument(models.Model):
    _inherit = "rights.document"

    def _get_print_values(self):
        """The paper of an agreement ends with its signatures, drawn or to be written by hand."""
        values = super()._get_print_values()
        agreement = (
            self.env["rights.mediation.agreement"]
            .sudo()  # whoever reads the paper reads who signed it
            .search([("document_id", "=", self.id)], limit=1)
        )
        if agreement:
            values["signatures"] = agreement._get_printed_signatures()
        return values
