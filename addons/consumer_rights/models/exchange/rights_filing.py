"""What another system says of a matter, read field by field (docs/api.md)."""

import base64
from datetime import date, datetime, timezone

from odoo import api, models
from odoo.fields import Command

from ...tools.evidence_check import evidence_type

LARGEST_FILE = 20 * 1024 * 1024
MOST_FILES = 20
TEXTS = {
    "subject": 200,
    "facts": 20_000,
    "request": 5_000,
    "brand": 100,
    "product_model": 100,
    "purchase_place": 200,
    "respondent_name": 200,
    "respondent_phone": 50,
    "respondent_address": 300,
}
CODES = {"item_class": ("goods", "service"), "category": ("nature",)}
CODED_FIELDS = {"item_class": "item_class_id", "category": "category_id"}
PERSON = {"name": 100, "phone": 50, "address": 300, "postcode": 10, "email": 200, "id_number": 30}
ROLES = ("complainant", "reporter", "inquirer", "proxy", "guardian")
KINDS = ("consultation", "complaint", "report", "suggestion")
FLAGS = ("is_anonymous", "is_confidential")


class RightsFiling(models.AbstractModel):
    """Turns a filing of another system into values of a case, with one sentence a wrong field."""

    _name = "rights.filing"
    _description = "Filing of another system"

    @api.model
    def _read(self, filing):
        """(values of a case, {field: sentence})"""
        vals, errors = {}, {}
        known = {"kind", "received_at", "reply_by", "amount_dispute", "purchase_date", "persons"}
        known |= {"evidence", "details", *TEXTS, *CODES, *FLAGS}
        for name in filing.keys() - known:
            errors[name] = self.env._("There is no such field.")
        for name, value in filing.items():
            if name in errors or value is None or name == "details":
                continue
            try:
                vals |= self._read_field(name, value)
            except ValueError as error:
                errors[name] = str(error)
        if filing.get("details") is not None:
            self._read_details(filing["details"], vals, errors)
        for name in ("kind", "subject", "facts"):
            if not filing.get(name):
                errors.setdefault(name, self.env._("This field is needed."))
        return vals, errors

    @api.model
    def _read_field(self, name, value):
        if name in TEXTS:
            return {name: self._text(value, TEXTS[name])}
        if name in FLAGS:
            return {name: self._flag(value)}
        if name in CODES:
            return {CODED_FIELDS[name]: self._category(value, CODES[name])}
        return getattr(self, f"_read_{name}")(value)

    # -- single values ----------------------------------------------------------------------

    @api.model
    def _text(self, value, length):
        if not isinstance(value, str):
            raise ValueError(self.env._("A text is needed."))
        text = value.replace("\0", "").strip()
        if len(text) > length:
            raise ValueError(self.env._("At most %(count)s characters.", count=length))
        return text

    @api.model
    def _flag(self, value):
        if not isinstance(value, bool):
            raise ValueError(self.env._("true or false is needed."))
        return value

    @api.model
    def _category(self, code, kinds):
        """By the code of the national platform, or our own."""
        found = self.env["rights.category"].search(
            ["&", ("kind", "in", kinds), "|", ("external_code", "=", code), ("code", "=", code)],
            limit=1,
        )
        if not found:
            raise ValueError(self.env._("There is no such code: %(code)s.", code=code))
        return found.id

    @api.model
    def _read_kind(self, value):
        if value not in KINDS:
            raise ValueError(self.env._("One of: %(words)s.", words=", ".join(KINDS)))
        return {"kind": value}

    @api.model
    def _read_received_at(self, value):
        try:
            moment = datetime.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise ValueError(self.env._("A time such as 2026-03-10T09:20:00+08:00.")) from error
        if moment.tzinfo is None:
            raise ValueError(self.env._("The time zone is missing, such as +08:00."))
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)
        if moment > datetime.now(timezone.utc).replace(tzinfo=None):
            raise ValueError(self.env._("The time lies in the future."))
        return {"received_at": moment}

    @api.model
    def _day(self, value):
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise ValueError(self.env._("A date such as 2026-03-10.")) from error

    @api.model
    def _read_purchase_date(self, value):
        return {"purchase_date": self._day(value)}

    @api.model
    def _read_reply_by(self, value):
        return {"source_deadline": self._day(value)}

    @api.model
    def _read_amount_dispute(self, value):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e12:
            raise ValueError(self.env._("A number of yuan, 0 or more."))
        return {"amount_dispute": value}

    @api.model
    def _read_details(self, given, vals, errors):
        """The fields of the class itself, by their labels (design D13)."""
        category = self.env["rights.category"].browse(vals.get("item_class_id"))
        if not isinstance(given, dict):
            errors["details"] = self.env._("An object with the fields is needed.")
            return
        vals["properties"], wrong = category._read_details(given, by="name")
        for name in given.keys() - set(category.field_ids.mapped("name")):
            wrong[name] = self.env._("There is no such field.")
        # a draft may lack what only its registration needs
        errors |= {f"details.{name}": wrong[name] for name in wrong if given.get(name)}

    # -- persons and evidence -----------------------------------------------------------------

    @api.model
    def _read_persons(self, value):
        return {"party_ids": [self._person(entry) for entry in self._entries(value)]}

    @api.model
    def _entries(self, value):
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise ValueError(self.env._("A list of objects is needed."))
        if len(value) > MOST_FILES:
            raise ValueError(self.env._("At most %(count)s entries.", count=MOST_FILES))
        return value

    @api.model
    def _person(self, entry):
        if entry.get("role") not in ROLES:
            raise ValueError(self.env._("role is one of: %(words)s.", words=", ".join(ROLES)))
        if entry.keys() - PERSON.keys() - {"role"}:
            raise ValueError(
                self.env._("A person has: %(words)s.", words=", ".join(("role", *PERSON)))
            )
        texts = {name: self._text(entry[name], PERSON[name]) for name in PERSON if entry.get(name)}
        return Command.create({"role": entry["role"], **texts})

    @api.model
    def _read_evidence(self, value):
        return {"evidence_ids": [self._file(entry) for entry in self._entries(value)]}

    @api.model
    def _file(self, entry):
        name = self._text(entry.get("name") or "", 200)
        try:
            content = base64.b64decode(entry.get("content") or "", validate=True)
        except (TypeError, ValueError) as error:
            raise ValueError(self.env._("%(file)s is no base64.", file=name)) from error
        if not name or not content:
            raise ValueError(self.env._("A file has a name and a content."))
        if len(content) > LARGEST_FILE:
            raise ValueError(self.env._("%(file)s is larger than 20 MB.", file=name))
        if not evidence_type(content):
            raise ValueError(self.env._("%(file)s is of a kind that is not taken.", file=name))
        return Command.create(self.env["rights.case.evidence"]._vals_of_file(name, content))
