from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.filing_text import clean_line, clean_text
from ...tools.masking import phone_digits

LONGEST_NOTE = 5000
LINES = {"about": 200, "name": 100, "phone": 30}


class RightsPortalFiling(models.Model):
    """The two short forms of the site: a suggestion (OPN-09), a complaint about staff (INT-10).

    Both are filings like those of the long form: sent once, with a number and a query code. A
    complaint about staff becomes a discipline matter of the centre, which only the discipline
    officer and the head read, and never the person it is about (SEC-08); it says who complains,
    for only reports of businesses may be anonymous (REG-11).
    """

    _inherit = "rights.portal.filing"

    def _send_note(self, key, kind, given):
        """Enter and register the matter of a short form, once.

        :return: ``{"receipt": ...}`` or ``{"errors": {field: sentence}}``
        """
        self.ensure_one()
        self._lock()
        if self.state == "sent":
            return {"receipt": self._receipt(key)}
        values, errors = self._read_note(kind, given)
        if errors:
            return {"errors": errors}
        try:
            with self.env.cr.savepoint():
                self._enter_note(key, kind, values)
        except UserError as error:
            return {"errors": {"form": str(error)}}
        return {"receipt": self._receipt(key)}

    @api.model
    def _read_note(self, kind, given):
        """The values of a short form and a sentence a field that cannot be taken."""
        errors = {}
        values = {name: clean_line(given.get(name)) for name in LINES}
        values["text"] = clean_text(given.get("text"))
        for name, most in {**LINES, "text": LONGEST_NOTE}.items():
            if len(values[name]) > most:
                errors[name] = self.env._(
                    "At most %(most)s characters; these are %(count)s.",
                    most=most,
                    count=len(values[name]),
                )
        if not values["text"]:
            errors["text"] = self.env._("Write down what you want to tell us.")
        if kind == "discipline" and not values["about"]:
            errors["about"] = self.env._("Say which office or person it is about.")
        if kind == "discipline" and not values["name"]:
            errors.setdefault("name", self.env._("Enter your name."))
        has_phone = 7 <= len(phone_digits(values["phone"])) <= 20
        if not has_phone and (kind == "discipline" or values["phone"]):
            errors.setdefault("phone", self.env._("Enter a phone number that reaches you."))
        if values["phone"] and not values["name"]:
            errors.setdefault("name", self.env._("Enter your name."))
        return values, errors

    def _enter_note(self, key, kind, values):
        channel = self.env["rights.channel"].sudo().search([("code", "=", "website")], limit=1)
        case = self._online_cases().create(
            {
                "kind": kind,
                "channel_id": channel.id,
                "station_id": self._first_station().id,
                "received_at": fields.Datetime.now(),
                "subject": self._note_subject(values),
                "facts": values["text"],
                "filing_id": self.id,
                "party_ids": self._note_party(kind, values),
            }
        )
        case._store_query_code(self._code_of_key(key))
        step = case._transitions().sudo().filtered(lambda row: row.code == "register")
        case._move(step, case.stage_id)
        self.write({"state": "sent", "sent_at": fields.Datetime.now()})

    def _note_subject(self, values):
        return (values["about"] or values["text"].splitlines()[0])[:100]

    def _note_party(self, kind, values):
        if not values["name"]:
            return []
        role = "reporter" if kind == "discipline" else "complainant"
        person = {name: values[name] or False for name in ("name", "phone")}
        return [Command.create({"role": role, **person})]
