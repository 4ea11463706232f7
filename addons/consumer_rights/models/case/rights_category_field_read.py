import re

from odoo import fields, models

from ...tools.filing_text import clean_line, clean_text

LINE, TEXT = 200, 2000
NUMBERS = {"integer": (re.compile(r"-?\d{1,9}", re.ASCII), int)}
NUMBERS["float"] = (re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII), float)


class RightsCategory(models.Model):
    """The further details of a class as somebody outside answers them: on the public form, or
    through another system (design D13, INT-13)."""

    _inherit = "rights.category"

    def _read_details(self, given, by="key"):
        """Clean values of the fields of this class; what it does not ask for is dropped.

        :param given: answers, as texts or as JSON has them
        :param by: the field that names an answer: "key" or "name"
        :return: ({key: value}, {key or name: sentence})
        """
        values, errors = {}, {}
        given = given if isinstance(given, dict) else {}
        for field in self.field_ids:
            name = field[by]
            try:
                value = field._read_answer(given.get(name))
            except ValueError as error:
                errors[name] = str(error)
                continue
            if value is not None:
                values[field.key] = value
            elif field.is_required:
                errors[name] = self.env._("Please fill this in.")
        return values, errors


class RightsCategoryField(models.Model):
    _inherit = "rights.category.field"

    def _read_answer(self, answer):
        """The value to store; None when there is no answer.

        :raise ValueError: a sentence about what is wrong
        """
        self.ensure_one()
        if answer is not None and not isinstance(answer, (str, int, float)):
            raise ValueError(self.env._("A text is needed."))
        if self.type == "boolean":
            return True if answer in (True, "1", "on", "true") else None
        text = (clean_text if self.type == "text" else clean_line)(answer)
        if not text:
            return None
        return getattr(self, f"_read_{self.type}")(text)

    def _read_char(self, text, most=LINE):
        if len(text) > most:
            raise ValueError(
                self.env._(
                    "At most %(most)s characters; these are %(count)s.", most=most, count=len(text)
                )
            )
        return text

    def _read_text(self, text):
        return self._read_char(text, TEXT)

    def _read_number(self, text):
        form, convert = NUMBERS[self.type]
        if not form.fullmatch(text):
            raise ValueError(self.env._("Enter a number."))
        return convert(text)

    def _read_integer(self, text):
        return self._read_number(text)

    def _read_float(self, text):
        return self._read_number(text)

    def _read_date(self, text):
        try:
            return fields.Date.to_string(fields.Date.to_date(text))
        except ValueError as error:
            raise ValueError(self.env._("A date such as 2026-03-10.")) from error

    def _read_selection(self, text):
        if text not in self._get_options():
            raise ValueError(self.env._("Choose one of the list."))
        return text
