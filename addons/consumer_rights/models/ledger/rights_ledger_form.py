import re
import unicodedata

from odoo import api, models, tools

from ...tools import loose_dates
from ...tools.china_time import china_date
from ...tools.filing_text import clean_line, clean_text
from ...tools.masking import mask_name, mask_phone, phone_digits
from .rights_merchant_ledger import CAME_BACK

# field: most characters
LINES = {
    "consumer_name": 60,
    "consumer_phone": 30,
    "goods_name": 120,
    "responsible_name": 60,
    "resale_label": 40,
    "brand": 60,
    "batch": 60,
    "supplier": 120,
    "quality_problem": 200,
}
NUMBERS = {
    "price": 100_000_000,
    "quantity": 1_000_000,
    "amount_paid": 100_000_000,
    "wait_minutes": 24 * 60,
}
CHOICES = ("returned", "disposal", "outcome", "goods_class")
FLAGS = ("is_staff_added", "is_fit_for_resale", "is_quality_return")
LONGEST_CONTENT = 2000
# in the order of the paper ledger; also the columns of the workbook and of the interface
FIELDS = (
    "entry_date consumer_name consumer_phone content goods_name price quantity returned disposal "
    "outcome amount_paid wait_minutes is_staff_added responsible_name goods_class "
    "is_fit_for_resale resale_label is_quality_return brand batch supplier quality_problem"
).split()
YES = frozenset(("1", "true", "yes", "on", "是", "有", "√", "y"))
NO = frozenset(("", "0", "false", "no", "off", "否", "无", "n", "-"))
NEEDED = ("consumer_name", "consumer_phone", "content", "goods_name", "price", "quantity")
DEFAULTS = {"quantity": 1.0, "returned": "none", "outcome": "pending"}


class RightsLedgerForm(models.AbstractModel):
    """What a ledger entry says, read once for page, workbook and interface (MER-10).

    A whitelist, cleaned, with a sentence for each field that cannot be taken.
    """

    _name = "rights.ledger.form"
    _description = "Values of a ledger entry"

    @api.model
    @tools.ormcache("self.env.lang")
    def _labels(self):
        """{field: how people call it}"""
        labels = {
            name: self.env["rights.merchant.ledger"]
            ._fields[name]
            .get_description(self.env, ["string"])["string"]
            for name in FIELDS
        }
        return labels | {
            "consumer_name": self.env._("Consumer's name"),
            "consumer_phone": self.env._("Consumer's phone"),
        }

    @api.model
    def _choices(self, name):
        """[(key, label)] of a field that is chosen."""
        field = self.env["rights.merchant.ledger"]._fields[name]
        return field._description_selection(self.env)

    @api.model
    def _read(self, given, only=None):
        """The values of an entry.

        :param given: {field: text or value}; what is not asked for is dropped
        :param only: read these fields alone; else all, with defaults for what is not given
        :return: (values, errors); errors is {field: sentence}, empty when all is well
        """
        values, errors = {}, {}
        for name in FIELDS if only is None else [name for name in FIELDS if name in only]:
            value = given.get(name)
            if value is None or value == "":
                values[name] = self._empty(name)
                continue
            try:
                values[name] = getattr(self, f"_read_{self._kind(name)}")(name, value)
            except ValueError as error:
                errors[name] = str(error)
        return values, errors

    @staticmethod
    def _kind(name):
        if name in LINES:
            return "line"
        if name in NUMBERS:
            return "number"
        if name in CHOICES:
            return "choice"
        if name in FLAGS:
            return "flag"
        return {"entry_date": "day", "content": "text"}[name]

    @api.model
    def _empty(self, name):
        if name == "entry_date":
            return china_date()
        return DEFAULTS.get(name, 0 if name in NUMBERS else False)

    def _say(self, name, sentence):
        return ValueError(
            self.env._("%(field)s: %(sentence)s", field=self._labels()[name], sentence=sentence)
        )

    def _check_length(self, name, text, most):
        if len(text) > most:
            raise self._say(
                name,
                self.env._(
                    "At most %(most)s characters; these are %(count)s.", most=most, count=len(text)
                ),
            )
        return text or False

    def _read_line(self, name, value):
        text = self._check_length(name, clean_line(value), LINES[name])
        if name == "consumer_phone" and text and not 5 <= len(phone_digits(text)) <= 20:
            raise self._say(name, self.env._("Enter a phone number."))
        return text

    def _read_text(self, name, value):
        return self._check_length(name, clean_text(value), LONGEST_CONTENT)

    def _read_number(self, name, value):
        text = unicodedata.normalize("NFKC", clean_line(value)).replace(",", "")
        text = re.sub(r"^[¥￥]|元$|分钟$", "", text).strip()
        if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", text, re.ASCII) or float(text) > NUMBERS[name]:
            raise self._say(name, self.env._("Enter a number, such as 680 or 680.50."))
        return round(float(text)) if name == "wait_minutes" else float(text)

    def _read_choice(self, name, value):
        word = unicodedata.normalize("NFKC", clean_line(value)).casefold()
        for key, meanings in self._words(name).items():
            if word in meanings:
                return key
        known = self.env["rights.case"]._enumerate([label for _key, label in self._choices(name)])
        raise self._say(name, self.env._("Choose one of: %(words)s.", words=known))

    @tools.ormcache("name", "self.env.lang")
    def _words(self, name):
        """{key: words that mean it}: the key, its English and its Chinese name."""
        words = {}
        for lang in ("en_US", "zh_CN", self.env.lang):
            for key, label in self.with_context(lang=lang)._choices(name):
                words.setdefault(key, {key}).add(label.casefold())
        return words

    def _read_flag(self, name, value):
        word = unicodedata.normalize("NFKC", clean_line(value)).casefold()
        if word in YES or value is True:
            return True
        if word in NO or value is False:
            return False
        raise self._say(name, self.env._("Enter yes or no."))

    def _read_day(self, name, value):
        try:
            moment = loose_dates.read_moment(value)
        except loose_dates.LooseDateError:
            moment = None
        day = moment and moment.local.date()
        if not day or day > china_date() or day.year < 2000:
            raise self._say(
                name, self.env._("Enter a day that is not in the future, such as 2026-03-10.")
            )
        return day

    @api.model
    def _gaps(self, values):
        """Names of the fields that an entry lacks before it can be confirmed (MER-10)."""
        names = list(NEEDED)
        if values["returned"] in CAME_BACK:
            names.append("disposal")
        gaps = [name for name in names if not values[name]]
        return [*gaps, "outcome"] if values["outcome"] == "pending" else gaps

    # -- for the books ----------------------------------------------------------------------------

    @api.model
    def _complete(self, values):
        """Values of the record: with what the staff reads masked, and the outcome for now."""
        return values | {
            "name_masked": mask_name(values.get("consumer_name")) or False,
            "phone_masked": mask_phone(values.get("consumer_phone")) or False,
            "current_outcome": values["outcome"],
        }

    @api.model
    def _say_value(self, name, value):
        """A value as a person reads it, names and phones masked."""
        if name == "consumer_name":
            value = mask_name(value)
        elif name == "consumer_phone":
            value = mask_phone(value)
        elif name in CHOICES:
            value = dict(self._choices(name)).get(value)
        elif name in FLAGS:
            value = self.env._("yes") if value else self.env._("no")
        elif name in NUMBERS:
            value = f"{value:g}"
        return str(value or self.env._("empty"))

    @api.model
    def _describe_changes(self, before, changes):
        labels = self._labels()
        parts = [
            self.env._(
                "%(field)s: %(before)s → %(after)s",
                field=labels[name],
                before=self._say_value(name, before[name]),
                after=self._say_value(name, value),
            )
            for name, value in changes.items()
        ]
        line = parts[0]
        for part in parts[1:]:
            line = self.env._("%(before)s; %(after)s", before=line, after=part)
        return line
