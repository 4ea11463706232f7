import hashlib
import secrets

from odoo import api, models
from odoo.exceptions import UserError

from ...tools import check_code, evidence_check
from ...tools.china_time import china_date


class RightsDocument(models.Model):
    """What anybody may ask of a paper: whether it is the centre's, and whether it still holds (D8).

    who                                     learns
    who has a paper's number and its code   kind, unit and day of the paper, and whether it holds
    who has the file itself                 the same, and whether a byte of it was changed
    who has less                            nothing, not even whether there is such a number

    The answers name no person and no matter. Wrong tries count as they do for matters (OPN-07).
    """

    _inherit = "rights.document"

    @api.model
    def _check_by_code(self, number, code, address):
        """The answer about the paper with this number and code, as plain values.

        :param address: where the request comes from
        """
        attempts = self.env["rights.portal.attempt"]
        number, code = check_code.read_number(number), check_code.read_code(code)
        if attempts._query_is_paused(number, address):
            return {"state": "unknown"}
        document_sudo = self.sudo().search([("number", "=", number)], limit=1)
        known = document_sudo.check_code if document_sudo and document_sudo._leaves() else None
        if not secrets.compare_digest(known or "-", code):
            attempts._note_wrong(number, address)
            return {"state": "unknown"}
        return document_sudo._describe_for_check()

    @api.model
    def _check_by_file(self, content, address):
        """The answer about a file, which is looked at and not kept.

        :raise UserError: it cannot be looked at
        """
        attempts = self.env["rights.portal.attempt"]
        if attempts._query_is_paused("", address):
            return {"state": "unknown"}
        self._check_file_is_harmless(content)
        digest = hashlib.sha256(content).hexdigest()
        files_sudo = self.env["rights.document.file"].sudo()
        document_sudo = files_sudo.search([("sha256", "=", digest)], limit=1).document_id
        known = bool(document_sudo) and document_sudo._leaves()
        answer = document_sudo._describe_for_check() if known else {"state": "unknown"}
        answer |= self._read_seal(content, known)
        if answer["state"] == "unknown":
            attempts._note_wrong("", address)
        return answer

    def _describe_for_check(self):
        self.ensure_one()
        return {
            "state": "withdrawn" if self.state == "void" else "genuine",
            "number": self.number,
            "title": self.title,
            "unit": self.station_id.name,
            "issued_on": china_date(self.issued_at),
        }

    @api.model
    def _check_file_is_harmless(self, content):
        if len(content) > evidence_check.MAX_BYTES:
            raise UserError(self.env["rights.portal.upload"]._say_refusal("big"))
        if not content.startswith(b"%PDF-"):
            raise UserError(self.env._("Choose the PDF file of the paper, as you received it."))
        try:
            self.env["rights.virus.scanner"]._check(content)
        except evidence_check.Refused as refused:
            raise UserError(
                self.env._("The virus check refused this file.")
                if refused.code == "virus"
                else self.env._("Files cannot be checked at the moment. Enter number and code.")
            ) from refused

    @api.model
    def _read_seal(self, content, known):
        """What a seal of ours says of the file: by whom, when, and whether it was changed."""
        from ...tools import pdf_signature  # takes a second to load

        if not known:
            try:  # a foreign file is opened with care
                evidence_check.check_file("", content)
            except evidence_check.Refused:
                return {}
        verdict = pdf_signature.verify(content)
        certificate = self.env["rights.signing.certificate"]._of_verdict(verdict)
        if not certificate:
            return {}
        if verdict.state == "changed":
            return {"state": "changed"}
        seal = {"sealed_by": certificate.name, "sealed_on": china_date(verdict.signed_at)}
        return seal if known else {"state": "sealed", **seal}
