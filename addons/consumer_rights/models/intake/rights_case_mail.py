import re

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError
from odoo.tools.mail import email_normalize, html2plaintext, unfold_references

from .rights_arrival import Reading, Refusal

# a case number (REG-04) somewhere in a subject or text
NUMBER = re.compile(r"[A-Z0-9]{2,}[ZTJWY]\d{12,}")
TEXT_SEARCHED = 2000


class RightsCase(models.Model):
    """Cases from mail, through Odoo's gateway: a draft of a new mail, an entry of an answer.

    The mail itself stays an arrival. It is repeated in no message, and its sender becomes no
    contact, follower or author: persons are parties of a case (design D7).
    """

    _inherit = "rights.case"

    @api.model
    def _reading_arrival(self):
        reading = self.env.context.get("rights_reading")
        if not isinstance(reading, Reading):
            raise AccessError(self.env._("Cases are made of mails by the mail gateway only."))
        return reading.arrival

    # -- routing ----------------------------------------------------------------------------

    @api.model
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        """An answer goes to its case, everything else where Odoo's aliases say."""
        self._reading_arrival()
        case_sudo = self._find_answered(message_dict)
        if case_sudo:
            return [("rights.case", case_sudo.id, {}, SUPERUSER_ID, None)]
        try:
            routes = super().message_route(message, message_dict, model, thread_id, custom_values)
        except ValueError:  # Odoo's word for: there is no route
            routes = []
        if not routes or any(route[0] != "rights.case" for route in routes):
            raise Refusal("no_route")
        return routes

    @api.model
    def _find_answered(self, message_dict):
        """The case that a mail answers to or names: by the mail of ours that it refers to, else
        by the number in its subject or text."""
        references = unfold_references(
            f"{message_dict['references']} {message_dict['in_reply_to']}"
        )
        deliveries_sudo = self.env["rights.document.delivery"].sudo()
        delivery = references and deliveries_sudo.search(
            [("provider_reference", "in", references), ("way", "=", "email")], limit=1
        )
        if delivery:
            return delivery.case_id
        text = html2plaintext(message_dict.get("body") or "")[:TEXT_SEARCHED]
        numbers = NUMBER.findall(f"{message_dict.get('subject') or ''} {text}")
        return self.sudo().search([("name", "in", numbers)], limit=1)

    @api.model
    def _detect_write_to_catchall(self, msg_dict):
        """An address that catches everything catches filings too."""
        return False

    @api.model
    def _detect_loop_sender(self, message, message_dict, routes):
        """Loops were told before the gateway (``rights.arrival._is_loop``), and answered by
        nobody."""
        return False

    def _routing_create_bounce_email(self, email_from, body_html, message, **mail_values):
        """What comes in is never bounced away."""

    # -- a new case, an entry of a case -------------------------------------------------------

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        arrival = self._reading_arrival()
        # the system enters it, whoever the sender says to be
        cases = self.env["rights.case"].with_user(SUPERUSER_ID)
        case = cases.create(
            {
                "kind": "complaint",
                **arrival._common_vals(),
                **arrival._mail_vals(msg_dict),
                **(custom_values or {}),
            }
        )
        arrival._become(case)
        return case

    def message_update(self, msg_dict, update_vals=None):
        """What a party wrote on its case: evidence, and an entry of the contacts."""
        arrival = self._reading_arrival()
        case = self.with_user(SUPERUSER_ID)
        if not case._is_address_of_party(msg_dict.get("email_from")):
            raise Refusal("unknown_sender")
        if case.stage_code == "archived":
            raise Refusal("archived")
        case._take_in(arrival)
        arrival._become(case)
        return True

    def _is_address_of_party(self, sender):
        address = email_normalize(sender or "", strict=False)
        identities = self.sudo().party_ids.identity_ids.filtered("is_current")
        return bool(address) and address in map(email_normalize, identities.mapped("email"))

    def _take_in(self, arrival):
        """Add what arrived to this case: its text and files as evidence, and the contact."""
        self.ensure_one()
        vals = arrival._case_vals()
        evidence = self.env["rights.case.evidence"]
        files = [command[2] for command in vals.get("evidence_ids") or ()]
        text = evidence._vals_of_file("text.txt", (vals["facts"] or "-").encode())
        evidence.create(
            [
                {**entry, "case_id": self.id}
                for entry in (
                    {**text, "name": vals["subject"], "received_at": arrival.received_at},
                    *files,
                )
            ]
        )
        self.env["rights.contact.log"].create(
            {
                "case_id": self.id,
                "at": arrival.received_at,
                "way": "email" if arrival.way == "email" else "sms",
                "is_incoming": True,
                "reached": True,
                "note": vals["subject"],
            }
        )
        if self.user_id and not self.is_closed:
            self.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=self.user_id.id,
                summary=self.env._("The person has written. Look at the evidence."),
            )

    def message_post(self, **kwargs):
        """The gateway posts every mail; here it is an arrival already."""
        if kwargs.get("message_type") == "email":
            return self.env["mail.message"]
        return super().message_post(**kwargs)

    def write(self, vals):
        """Whoever completes a draft of the system enters it: of a report only the one who entered
        it reads the persons, until it is dispatched (Annex A2)."""
        if not self.env.su:
            found = self.filtered(
                lambda case: case.stage_code == "draft" and case.registered_by_id.id == SUPERUSER_ID
            )
            if found:
                found.check_access("write")
                found._gate_write({"registered_by_id": self.env.uid})
        return super().write(vals)
