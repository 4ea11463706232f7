import re
from datetime import date

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.china_time import china_date
from ...tools.quarters import quarter_before
from .rights_ledger_form import FIELDS

PLACE = re.compile(r"(\d{4}-\d\d-\d\d)_(\d{1,18})")


class RightsMerchant(models.Model):
    """The ledger on the pages of the merchant. Called in superuser mode on a merchant that
    ``_reached`` (to read) or ``_served`` (to write) gave."""

    _inherit = "rights.merchant"

    def _portal_summary(self):
        entries = self.env["rights.merchant.ledger"]
        return {
            **super()._portal_summary(),
            "open_entries": entries.search_count(
                entries._book_domain(self, state="open"), limit=100
            ),
            "due_quarter": self._due_quarter(),
        }

    # -- the book ---------------------------------------------------------------------------------

    def _book_page(self, state, before, count):
        """(entries, where the next page begins or ""), the newest first.

        :param before: where this page begins, as the page before said
        """
        entries = self.env["rights.merchant.ledger"]
        domain = entries._book_domain(self, state="open" if state == "open" else None)
        if place := PLACE.fullmatch(before or ""):
            day, last = self._read_place(place)
            domain &= Domain("entry_date", "<", day) | (
                Domain("entry_date", "=", day) & Domain("id", "<", last)
            )
        found = entries.search(domain, limit=count + 1)
        page = found[:count]
        further = f"{page[-1:].entry_date}_{page[-1:].id}" if len(found) > count else ""
        return page, further

    @staticmethod
    def _read_place(place):
        try:
            return date.fromisoformat(place[1]), int(place[2])
        except ValueError:  # the 31st of a short month: nobody was there
            return date.min, 0

    def _enter_in_ledger(self, key, given, receipt):
        return self.env["rights.merchant.ledger"]._enter(self, key, given, receipt)

    def _take_workbook(self, content):
        if not content:
            raise UserError(self.env._("Choose a file first."))
        return self.env["rights.ledger.workbook"]._take(self, content)

    # -- quarters ---------------------------------------------------------------------------------

    def _due_quarter(self):
        """The quarter that ended last, until it is handed in; empty when nothing waits.

        A quarter of before the first account of the merchant is nobody's to hand in.
        """
        self.ensure_one()
        year, quarter = quarter_before(china_date())
        row = self.quarter_ids.filtered(
            lambda one: one.year == year and one.quarter == str(quarter)
        )
        return row.filtered(lambda one: one.state == "open")

    def _submit_quarter(self, year, quarter, given):
        row = self.quarter_ids.filtered(
            lambda one: str(one.year) == year and one.quarter == quarter
        )
        if not row:
            raise UserError(self.env._("There is no such quarter to hand in."))
        return row._submit(given)


class RightsMerchantLedger(models.Model):
    _inherit = "rights.merchant.ledger"

    compensation_ids = fields.One2many(
        "rights.advance.compensation", "entry_id", "Advance compensation"
    )

    def _portal_row(self):
        """The entry in the list, names masked: a screen at a desk is seen by many."""
        self.ensure_one()
        outcomes = dict(self._fields["current_outcome"]._description_selection(self.env))
        return {
            "id": self.id,
            "day": self.entry_date,
            "goods": self.goods_name or self.env._("Not given"),
            "consumer": self.name_masked or "",
            "content": (self.content or "")[:80],
            "outcome": outcomes[self.current_outcome],
            "is_open": self.state == "open",
            "is_corrected": bool(self.amendment_count),
        }

    def _portal_facts(self, is_own):
        """[(label, text)] of the entry as it stands with its corrections.

        :param is_own: the merchant's own people read names and phones; a host reads them masked
        """
        form = self.env["rights.ledger.form"]
        says = {name: self[name] for name in FIELDS} | self._current()
        labels = form._labels()
        facts = []
        for name in FIELDS:
            value = says[name]
            if value in (False, None, "", 0) and name not in ("returned", "outcome"):
                continue
            clear = is_own and name in ("consumer_name", "consumer_phone")
            if name == "entry_date":
                value = format_date(self.env, value)
            facts.append((labels[name], value if clear else form._say_value(name, value)))
        return facts
