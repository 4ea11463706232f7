"""Matters of chosen moments, as history, for the tests of figures."""

from datetime import date

from odoo.addons.consumer_rights.tests.common import RightsCommon
from odoo.addons.consumer_rights.tests.deadline_common import china

from ..tools.periods import span_of

MAY = span_of("month", date(2025, 5, 1))


class FiguresCommon(RightsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.figures = cls.env["rights.figures"]
        cls.tables = cls.env["rights.report.table"]
        cls.phone, cls.web = cls.env["rights.channel"].search([], limit=2)
        categories = cls.env["rights.category"]
        cls.classes = categories.search([("kind", "=", "goods"), ("parent_id", "=", False)])
        cls.service = categories.search([("kind", "=", "service")], limit=1)

    @classmethod
    def matter(cls, received="2025-05-10 10:00", unit="district_a", concluded=None, **values):
        """A matter of a unit; ``concluded`` says when and ``outcome`` how it ended."""
        code = values.pop("outcome", "settled")
        if concluded:
            outcome = cls.env["rights.outcome"].search([("code", "=", code)])
            values |= {"outcome_id": outcome.id}
        vals = cls.case_vals(
            station_id=cls.stations[unit].id,
            stage_code="archived" if concluded else "handling",
            received_at=china(received),
            **values,
        )
        case = cls.env["rights.case"]._import_history([vals])
        case._gate_write(
            {"received_at": china(received), "concluded_at": concluded and china(concluded)}
        )
        return case

    @classmethod
    def table(cls, code):
        return cls.tables.search([("code", "=", code)])

    def sheet(self, code, unit="city", span=MAY, login="statistician"):
        table = self.as_user(login, self.table(code))
        return table._fill(self.stations[unit], span)

    @staticmethod
    def cell(sheet, label, key):
        """A value by the label of its row and the key of its column."""
        place = [column["key"] for column in sheet["columns"]].index(key)
        return next(row["values"][place] for row in sheet["rows"] if row["label"] == label)

    @staticmethod
    def parts(sheet, key):
        """(values of the rows, their sum as the table says it)"""
        place = [column["key"] for column in sheet["columns"]].index(key)
        *rows, total = sheet["rows"]
        return [row["values"][place] for row in rows], total["values"][place]

    @classmethod
    def indicator(cls, code):
        return cls.env["rights.indicator"].search([("code", "=", code)])

    def count(self, code, unit="city", span=MAY):
        units = self.tables._units_of(self.stations[unit])
        found, _first = self.figures._count(self.indicator(code), [span], units)
        return found[0, None, None][code]
