import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import identity_crypt
from ...tools.masking import phone_digits
from .rights_portal_filing import ALPHABET, CODE_LENGTH

PURPOSE = "query"
CODE, PHONE = "code", "phone"


class RightsCase(models.Model):
    """How the person finds the own case: by number and query code, or number and phone (OPN-07).

    The code opens everything the person may do. The phone, which the merchant knows as well, opens
    the look alone, and never a report or a case whose identity is confidential: a right guess
    would tell who reported.
    """

    _inherit = "rights.case"

    filing_id = fields.Many2one(
        "rights.portal.filing", index="btree_not_null", copy=False, groups=fields.NO_ACCESS
    )
    query_code_index = fields.Char(copy=False, groups=fields.NO_ACCESS)

    def _store_query_code(self, code):
        """Keep what the code can be recognised by; the code itself is shown once and never kept."""
        index = identity_crypt.load_cipher().blind_index(code, purpose=PURPOSE)
        self.sudo().write({"query_code_index": index})

    @api.model
    def _new_query_code(self):
        return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))

    @api.model
    def _find_own(self, number, proof, address):
        """The case that a visitor may see, in superuser mode, and how far.

        Wrong tries are counted; who is paused, and what does not exist, reads the same as what is
        wrong (OPN-07).

        :param proof: query code or phone
        :param address: where the request comes from
        :return: (case or empty, "code" | "phone" | None)
        """
        attempts = self.env["rights.portal.attempt"]
        number, proof = (number or "").strip().upper()[:64], (proof or "").strip()[:64]
        nothing = self.sudo().browse()
        if attempts._query_is_paused(number, address):
            return nothing, None
        case_sudo = self.sudo().search([("name", "=", number)], limit=1) if number else nothing
        level = case_sudo._level_of_proof(proof)
        if not level:
            attempts._note_wrong(number, address)
            return nothing, None
        return case_sudo, level

    def _level_of_proof(self, proof):
        """What the proof opens: everything, the look, or nothing. Takes its time either way."""
        cipher = identity_crypt.load_cipher()
        codes = cipher.blind_indexes(proof, purpose=PURPOSE)
        phones = cipher.blind_indexes(phone_digits(proof), purpose="phone")
        stored = self.query_code_index or "-"
        matches = [secrets.compare_digest(stored, code) for code in codes]
        if any(matches):
            return CODE
        identities = self.party_ids.identity_ids.filtered("is_current")
        known = identities.filtered(lambda row: row.phone_index in phones)
        secret = self.is_confidential or self._is_secret_kind() if self else True
        return PHONE if known and not secret else None

    # -- by account -----------------------------------------------------------------------------

    def _give_access(self, partner):
        """Let an account reach these cases (SEC-11)."""
        rows = self.env["rights.case.access"].sudo()
        for case in self:
            if partner not in case.sudo().access_ids.partner_id:
                rows.create({"case_id": case.id, "partner_id": partner.id, "role": "consumer"})

    @api.model
    def _own_domain(self, partner):
        """Cases of an account: nothing but what ``rights.case.access`` names (SEC-11)."""
        roles = ("consumer", "joint", "proxy")
        rows = self.env["rights.case.access"].sudo()
        cases = rows.search([("partner_id", "=", partner.id), ("role", "in", roles)]).case_id
        return [("id", "in", cases.ids)]

    @api.model
    def _find_of_account(self, case_id, partner):
        """The case with this id in superuser mode when the account may see it, else empty."""
        domain = [("id", "=", case_id), *self._own_domain(partner)]
        return self.sudo().search(domain, limit=1)

    # -- a code from the counter ----------------------------------------------------------------

    def action_issue_query_code(self):
        """Tell the person at the counter or on the phone a new code; the old one ends.

        :raise AccessError: for whom the person's identity is not open
        """
        self.ensure_one()
        self.check_access("write")
        if any(access != "clear" for access in self.party_ids._get_identity_access().values()):
            raise AccessError(self.env._("Only who may see the person's data issues a query code."))
        code = self._renew_query_code()
        self._append_events([{"type": "progress", "basis": self.env._("Query code issued")}])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Query code of %(number)s", number=self.display_name),
                "message": code,
                "sticky": True,
                "type": "info",
            },
        }

    def _renew_query_code(self):
        """A new code as it is told; the one before no longer opens the case."""
        code = self._new_query_code()
        self._store_query_code(code)
        return f"{code[:5]}-{code[5:]}"

    def action_send_query_code(self):
        """Send who filed by phone the number and a new code, to the phone that stands on the case.

        The code is made when the message goes out: nobody of the staff reads it and no log or
        queue holds it (OPN-07). One person gets it, since a second one would end the first.
        """
        self.ensure_one()
        self.check_access("write")
        notices = self.env["rights.notice"]
        queued = self.sudo().notice_ids.filtered(
            lambda notice: notice.event == "query_code" and notice.state == "queued"
        )
        for party in notices._get_recipients(self) if self.name else ():
            queued = queued or notices._queue(self, "query_code", parties=party)
        if not queued:
            raise UserError(
                self.env._(
                    "No message can be sent: the person left no mobile number, no gateway is set up"
                    " or the notice is switched off."
                )
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._(
                    "The query code goes to %(target)s in service hours.",
                    target=queued[0].target_masked,
                ),
                "type": "success",
            },
        }
