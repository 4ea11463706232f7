import re
from datetime import date

from odoo import api, fields, models
from odoo.fields import Command

from ...tools.china_time import china_date
from ...tools.filing_text import clean_line, clean_text
from ...tools.masking import phone_digits

KINDS = ("complaint", "report")
MOST_MERCHANTS = 5
MOST_AMOUNT = 100_000_000
# field: most characters
LINES = {
    "subject": 100,
    "brand": 60,
    "product_model": 60,
    "purchase_place": 200,
    "name": 100,
    "phone": 30,
    "address": 200,
    "email": 120,
}
TEXTS = {"facts": 5000, "request": 2000}
MERCHANT_LINES = {"name": 120, "phone": 30, "address": 200}
YES_NO = ("is_anonymous", "is_confidential", "publication_consent", "entrusted_consent")
EMAIL = re.compile(r"[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[^@\s,;<>\"'.]+")


class RightsPortalForm(models.AbstractModel):
    """What the public form says, read once: a whitelist, cleaned, with a sentence a field (INT-13).

    The browser checks too, to spare people a way; what counts is here.
    """

    _name = "rights.portal.form"
    _description = "Values of the public form"

    @api.model
    def _read_form(self, given):
        """The values of a filing, as dicts of clean values.

        :param given: what was sent; anything that is not asked for is dropped
        :return: (values, errors); errors is {field: sentence}, empty when all is well
        """
        values, errors = {}, {}
        given = given if isinstance(given, dict) else {}
        values["kind"] = given.get("kind")
        if values["kind"] not in KINDS:
            errors["kind"] = self.env._("Choose what you want to send.")
        for name in YES_NO:
            values[name] = given.get(name) in (True, "1", "on", "true")
        for name, most in LINES.items():
            values[name] = self._take(errors, name, clean_line(given.get(name)), most)
        for name, most in TEXTS.items():
            values[name] = self._take(errors, name, clean_text(given.get(name)), most)
        values["merchants"] = self._read_merchants(given.get("merchants"), errors)
        self._read_matter(values, given, errors)
        self._read_person(values, errors)
        return values, errors

    def _take(self, errors, name, text, most):
        if len(text) > most:
            errors[name] = self.env._(
                "At most %(most)s characters; these are %(count)s.", most=most, count=len(text)
            )
            return text[:most]
        return text

    def _read_merchants(self, given, errors):
        rows = [row for row in given if isinstance(row, dict)] if isinstance(given, list) else []
        if len(rows) > MOST_MERCHANTS:
            errors["merchants"] = self.env._(
                "At most %(most)s merchants in one filing. File again for the others.",
                most=MOST_MERCHANTS,
            )
        merchants = []
        for place, row in enumerate(rows[:MOST_MERCHANTS]):
            merchant = {
                name: self._take(
                    errors, f"merchants.{place}.{name}", clean_line(row.get(name)), most
                )
                for name, most in MERCHANT_LINES.items()
            }
            if not any(merchant.values()) and place:
                continue
            merchants.append(merchant)
            if not merchant["name"]:
                errors.setdefault(
                    f"merchants.{place}.name", self.env._("Enter the name of the shop or company.")
                )
            if not (merchant["phone"] or merchant["address"]):
                errors.setdefault(
                    f"merchants.{place}.address",
                    self.env._("Enter the address or the phone, at least one of them."),
                )
        if not merchants:
            errors["merchants.0.name"] = self.env._("Enter the name of the shop or company.")
        return merchants

    def _read_matter(self, values, given, errors):
        if not values["subject"]:
            errors.setdefault("subject", self.env._("Say in one sentence what it is about."))
        if not values["facts"]:
            errors.setdefault("facts", self.env._("Tell what happened."))
        claims = given.get("claims") if isinstance(given.get("claims"), list) else []
        codes = [code for code in claims if isinstance(code, str)]
        values["claims"] = self.env["rights.claim"].sudo().search([("code", "in", codes)])
        values["violations"] = self._read_violations(values["kind"], given)
        if values["kind"] == "complaint" and not (values["request"] or values["claims"]):
            errors.setdefault("request", self.env._("Say what you ask for."))
        values["item_class"] = self._read_class(given.get("item_class"), errors)
        details, wrong = values["item_class"]._read_details(given.get("details"))
        values["details"] = details
        errors.update({f"details.{key}": sentence for key, sentence in wrong.items()})
        values["amount"] = self._read_amount(given.get("amount"), errors)
        values["purchase_date"] = self._read_day(given.get("purchase_date"), errors)

    def _read_violations(self, kind, given):
        """ENF-01: what a report is about; who does not say it reports another violation."""
        classes = self.env["rights.violation.class"].sudo()
        if kind != "report":
            return classes
        codes = given.get("violations") if isinstance(given.get("violations"), list) else []
        codes = [code for code in codes if isinstance(code, str)]
        return classes.search([("code", "in", codes)]) or classes._of_code("other")

    def _read_class(self, given, errors):
        category = self.env["rights.category"].sudo()
        if not given:
            return category
        category = category.search(
            [("kind", "in", ("goods", "service")), ("code", "=", str(given)[:64])], limit=1
        )
        if not category:
            errors["item_class"] = self.env._("Choose one of the goods or services in the list.")
        return category

    def _read_amount(self, given, errors):
        text = clean_line(given).replace(",", "").replace("，", "").replace("￥", "")
        if not text:
            return None
        if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", text, re.ASCII) or float(text) > MOST_AMOUNT:
            errors["amount"] = self.env._("Enter the amount in yuan, such as 680 or 680.50.")
            return None
        return float(text)

    def _read_day(self, given, errors):
        if not given:
            return None
        try:
            day = date.fromisoformat(str(given)[:10])
        except ValueError:
            day = None
        if not day or not date(1990, 1, 1) <= day <= china_date():
            errors["purchase_date"] = self.env._("Enter a day that is not in the future.")
            return None
        return day

    def _read_person(self, values, errors):
        """REG-01, REG-11: a complaint says who complains; only a report may be anonymous."""
        if values["is_anonymous"]:
            if values["kind"] != "report":
                errors["is_anonymous"] = self.env._(
                    "Only a report may be anonymous. Send a report instead, or say who you are."
                )
            values.update(name="", phone="", address="", email="")
            return
        if not values["name"]:
            errors.setdefault("name", self.env._("Enter your name."))
        digits = phone_digits(values["phone"])
        if not 7 <= len(digits) <= 20:
            errors.setdefault("phone", self.env._("Enter a phone number that reaches you."))
        if values["kind"] == "complaint" and not values["address"]:
            errors.setdefault("address", self.env._("Enter your address."))
        if values["email"] and not EMAIL.fullmatch(values["email"]):
            errors.setdefault("email", self.env._("This is not an e-mail address."))

    # -- values of the cases --------------------------------------------------------------------

    @api.model
    def _case_vals(self, values, channel, station):
        """One draft a merchant, as the counter would enter it."""
        common = {
            "kind": values["kind"],
            "channel_id": channel.id,
            "station_id": station.id,
            "application_form": "written",
            "reply_way": "portal",
            "received_at": fields.Datetime.now(),
            "item_class_id": values["item_class"].id,
            "properties": values["details"],
            "purchase_date": values["purchase_date"],
            "claim_ids": [Command.set(values["claims"].ids)],
            "violation_class_ids": [Command.set(values["violations"].ids)],
            **{name: values[name] or False for name in (*TEXTS, "subject")},
            **{name: values[name] or False for name in ("brand", "product_model")},
            "purchase_place": values["purchase_place"] or False,
            **{name: values[name] for name in YES_NO},
        }
        if values["amount"] is not None:
            common["amount_dispute"] = values["amount"]
        return [
            {**common, **self._merchant_vals(merchant), "party_ids": self._party_vals(values)}
            for merchant in values["merchants"]
        ]

    def _merchant_vals(self, merchant):
        """What was entered, and the merchant of the register that bears the very name."""
        vals = {f"respondent_{name}": text for name, text in merchant.items() if text}
        known, reason = (
            self.env["rights.merchant"]
            .sudo()  # the register is matched, nothing of it is shown
            ._match(name=merchant["name"], phone=merchant["phone"])
        )
        if reason in ("name", "alias"):
            vals["respondent_id"] = known.id
        return vals

    def _party_vals(self, values):
        if values["is_anonymous"]:
            return []
        role = "reporter" if values["kind"] == "report" else "complainant"
        person = {name: values[name] or False for name in ("name", "phone", "address", "email")}
        return [Command.create({"role": role, **person})]
