import re

from odoo import models
from odoo.exceptions import UserError

from ...tools import pdf_text
from ...tools.masking import LONG_MASK, mask_name
from .rights_disclosure import TEXTS

# what has to be there, a kind (DIS-05: four blocks and the linked data; DIS-06: a code)
NEEDED = {
    "figures": ("date_from", "date_to", "merchant_ids"),
    "typical": ("body", "case_line_ids"),
    "warning": ("hot_spot", "cause", "problem", "advice", "category_ids"),
    "tip": ("body", "category_ids"),
    "exposure": ("body", "case_line_ids", "merchant_ids"),
    "opinions": ("body", "open_until"),
}
LONGEST_NAME = 4
# a mobile number or an ID number, whoever it belongs to
NUMBERS = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?![\dXx])")


class RightsDisclosure(models.Model):
    """What is asked of a version before it is submitted, approved and published."""

    _inherit = "rights.disclosure"

    def _missing_labels(self):
        needed = list(NEEDED[self.kind])
        if self.number > 1:
            needed.append("correction")

        def is_empty(value):
            return not (value.strip() if isinstance(value, str) else value)

        return [self._rights_label(name) for name in needed if is_empty(self.sudo()[name])]

    def _check_can_publish(self):
        result = super()._check_can_publish()
        for disclosure in self:
            if labels := disclosure._missing_labels():
                raise UserError(self.env._("Fill in first: %(fields)s", fields=", ".join(labels)))
            disclosure.sudo().case_line_ids._check_usable()
            disclosure._check_major()
            disclosure._check_persons()
        return result

    def _get_public_text(self):
        """What is compared with major matters (EMG-11): the words and who is named."""
        merchants = self.sudo().merchant_ids.merchant_id
        return "\n".join([*(self[name] or "" for name in TEXTS), *merchants.mapped("name")])

    def _check_major(self):
        """EMG-11 by link: a case of a major matter waits for the principal leader as well."""
        incidents = self.sudo().case_line_ids.case_id.incident_id
        if held := incidents.filtered(lambda one: not (one.publicity_at or one.closed_at))[:1]:
            raise UserError(
                self.env._(
                    "This is about the major matter %(matter)s. The principal leader allows its "
                    "publication first (EMG-11).",
                    matter=held.name,
                )
            )

    # -- persons (DIS-03) -------------------------------------------------------------------------

    def _get_named_cases(self):
        """Cases whose people nobody may find in the words: those linked, and those counted."""
        self.ensure_one()
        cases = self.case_line_ids.case_id
        if self.kind == "figures":
            domain = self._get_counted_domain()
            merchants = self.merchant_ids.merchant_id
            cases |= cases.search([*domain, ("respondent_id", "in", merchants.ids)])
        return cases

    def _find_persons(self, names):
        """The fields among these whose words tell of a person; in superuser mode."""
        texts = self._get_named_cases()._get_personal_texts()
        found = []
        for name in names:
            words = pdf_text.bare(self[name] or "")
            if NUMBERS.search(words) or pdf_text.holds(words, texts):
                found.append(name)
        return found

    def _check_persons(self, names=TEXTS):
        """Refuse words that tell who a consumer or reporter is; the answer tells it to nobody."""
        disclosure_sudo = self.sudo()  # compared, never shown
        if found := disclosure_sudo._find_persons(names):
            raise UserError(
                self.env._(
                    "“%(field)s” tells the name, number or address of a person, such as a "
                    "consumer or reporter of a linked case (DIS-03). Mask persons first.",
                    field="”, “".join(self._rights_label(name) for name in found),
                )
            )

    def action_mask(self):
        """Mask names, numbers and addresses of the people of linked cases in the draft."""
        self.check_access("write")
        self._check_state("draft")
        for disclosure in self:
            texts = disclosure.sudo()._get_named_cases()._get_personal_texts()
            vals = {}
            for name in TEXTS:
                words = NUMBERS.sub(LONG_MASK, disclosure[name] or "")
                # what holds another text goes first
                for text in sorted(texts, key=len, reverse=True):
                    is_name = len(text) <= LONGEST_NAME and not text.isdigit()
                    words = words.replace(text, mask_name(text) if is_name else LONG_MASK)
                if words != (disclosure[name] or ""):
                    vals[name] = words
            disclosure.write(vals)
        return True
