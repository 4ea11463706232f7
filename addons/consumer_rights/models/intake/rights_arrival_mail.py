import email
import email.policy
import hashlib
import xmlrpc.client
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.mail import (
    decode_message_header,
    email_normalize,
    email_split_tuples,
    html2plaintext,
)

from ...tools import identity_crypt
from ...tools.masking import mask_email
from .rights_arrival import Reading, Refusal

SUBJECT_LENGTH = 200
NAME_LENGTH = 100
AUTOMATIC = ("auto_reply", "auto-reply", "junk", "list")


class RightsArrival(models.Model):
    """How a stored mail is read: first what is never a filing, then Odoo's mail gateway."""

    _inherit = "rights.arrival"

    @api.model
    def _parse_mail(self, content):
        return email.message_from_bytes(content, policy=email.policy.SMTP)

    def _parsed(self):
        """The mail as the gateway takes it apart, which asks for settings of the mail alone."""
        threads_sudo = self.env["mail.thread"].sudo()
        return threads_sudo.message_parse(self._parse_mail(self._content()))

    def _text_of_email(self):
        return html2plaintext(self._parsed().get("body") or "").strip()

    def _read_mail(self):
        if self._is_copy():
            return
        content = self._content()
        message = self._parse_mail(content)
        refusal = self._get_mail_refusal(message)
        if refusal:
            raise Refusal(refusal)
        cases = self.env["rights.case"].with_context(rights_reading=Reading(self))
        if not cases.message_process(self._get_fallback_model(), content):
            raise Refusal("gateway")

    @api.model
    def _get_fallback_model(self):
        """Every address is one of the centre, unless an administrator switches that off and makes
        aliases of Odoo for the addresses that take filings."""
        parameter = self.env["ir.config_parameter"].sudo()
        catches_all = parameter.get_param("consumer_rights.mail_catch_all", "True") == "True"
        return "rights.case" if catches_all else None

    def _note_headers(self):
        """What the list of arrivals shows; it stays when the mail becomes no case."""
        content = self._content()
        message = self._parse_mail(content)
        sender = decode_message_header(message, "From", separator=",")
        address = email_normalize(sender, strict=False)
        body = content.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
        cipher = identity_crypt.load_cipher()
        self.write(
            {
                "message_id": (message.get("Message-Id") or "").strip() or False,
                "subject": decode_message_header(message, "Subject")[:SUBJECT_LENGTH] or False,
                "sender_masked": mask_email(address) if address else False,
                "sender_index": cipher.blind_index(address or "", purpose="email"),
                "body_digest": hashlib.sha256(body).hexdigest(),
            }
        )

    # -- what is no filing --------------------------------------------------------------------

    def _is_copy(self):
        """The same mail on two ways differs only in the lines that the servers added."""
        original = self._get_same_number().filtered(
            lambda other: other.body_digest == self.body_digest
        )[:1]
        if original:
            self.write({"state": "copy", "case_id": original.case_id.id})
        return bool(original)

    def _get_same_number(self):
        return self.message_id and self.search(
            [("message_id", "=", self.message_id), ("way", "=", "email"), ("id", "<", self.id)],
            order="id",
        )

    def _get_mail_refusal(self, message):
        """Why this mail is left to a person; None when the gateway may have it."""
        headers = {
            "to": decode_message_header(message, "To", separator=","),
            "email_from": decode_message_header(message, "From", separator=","),
        }
        if self.env["rights.case"]._detect_is_bounce(message, headers):
            return "bounce"
        if self._is_automatic(message):
            return "auto_reply"
        if email_normalize(headers["email_from"], strict=False) in self._own_addresses():
            return "own"
        if self._get_same_number():
            return "same_id"
        if self._is_loop():
            return "loop"
        return None

    @api.model
    def _is_automatic(self, message):
        """Answers of machines say so (RFC 3834), or in one of the older ways."""
        submitted = (message.get("Auto-Submitted") or "no").partition(";")[0].strip().lower()
        precedence = (message.get("Precedence") or "").strip().lower()
        return (
            submitted != "no"
            or precedence in AUTOMATIC
            or any(message.get(name) for name in ("X-Autoreply", "X-Autorespond"))
            or (message.get("Return-Path") or "").strip() == "<>"
        )

    @api.model
    def _own_addresses(self):
        """Addresses that the centre's mail is sent from: what comes from them went in a circle."""
        domains = self.env["mail.alias.domain"].sudo().search([])
        companies = self.env["res.company"].sudo().search([])
        found = [
            *domains.mapped("catchall_email"),
            *domains.mapped("default_from_email"),
            *companies.mapped("email"),
            self.env["ir.mail_server"].sudo()._get_default_from_address(),
        ]
        return {email_normalize(address) for address in found if address}

    def _is_loop(self):
        """More from one sender than a person writes; how much is Odoo's own setting."""
        parameter = self.env["ir.config_parameter"].sudo()
        minutes = int(parameter.get_param("mail.gateway.loop.minutes", 120))
        threshold = int(parameter.get_param("mail.gateway.loop.threshold", 20))
        since = fields.Datetime.now() - timedelta(minutes=minutes)
        earlier = self.search_count(
            [
                ("sender_index", "=", self.sender_index),
                ("sender_index", "!=", False),
                ("received_at", ">=", since),
                ("id", "<", self.id),
            ]
        )
        return earlier >= threshold

    # -- a draft made of it ---------------------------------------------------------------------

    def _vals_of_email(self):
        return self._mail_vals(self._parsed())

    def _mail_vals(self, parsed):
        """Values of a case from a parsed mail: the text is the facts, attachments are evidence,
        the sender is a party and never a contact, follower or author (design D7)."""
        pairs = email_split_tuples(parsed.get("email_from") or "")
        name, address = pairs[0] if pairs else ("", "")
        create = fields.Command.create
        return {
            "facts": html2plaintext(parsed.get("body") or "").strip(),
            "application_form": "written",
            "party_ids": [
                create(
                    {
                        "role": "complainant",
                        "name": name.strip()[:NAME_LENGTH] or False,
                        "email": email_normalize(address) or False,
                    }
                )
            ],
            "evidence_ids": [create(vals) for vals in self._mail_evidence(parsed)],
        }

    def _mail_evidence(self, parsed):
        """One entry an attachment, in the kinds that staff may open."""
        evidence = self.env["rights.case.evidence"]
        for name, content, _info in parsed.get("attachments") or ():
            if isinstance(content, str):
                content = content.encode()
            elif not isinstance(content, bytes):
                content = content.as_bytes()  # a mail inside the mail
            yield evidence._vals_of_file(name, content) | {"received_at": self.received_at}


class MailThread(models.AbstractModel):
    """Whatever hands Odoo a mail (listener, mailgate, fetched mailbox): it is stored first."""

    _inherit = "mail.thread"

    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        if isinstance(self.env.context.get("rights_reading"), Reading):
            return super().message_process(
                model, message, custom_values, save_original, strip_attachments, thread_id
            )
        if isinstance(message, xmlrpc.client.Binary):
            message = message.data
        if isinstance(message, str):
            message = message.encode()
        self.env["rights.arrival"]._store("email", bytes(message))
        return False


class MailAlias(models.Model):
    """What an alias refuses is looked at by a person; its sender gets no answer of a machine."""

    _inherit = "mail.alias"

    def _alias_bounce_incoming_email(self, message, message_dict, set_invalid=True):
        if not isinstance(self.env.context.get("rights_reading"), Reading):
            return super()._alias_bounce_incoming_email(message, message_dict, set_invalid)
        return None
