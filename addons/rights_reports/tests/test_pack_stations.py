"""T8 with the words of the service stations (DOC-31, STN-09)."""

from datetime import date
from io import BytesIO

from odoo.addons.consumer_rights.tests.service_station_common import ServiceStationCommon
from odoo.fields import Command
from odoo.tests import tagged
from openpyxl import load_workbook

from ..tools.periods import span_of

TEXTS = {"hot_spots": "=家用电器维修拖延", "measures": "增设维修专柜", "suggestions": "约谈企业"}


@tagged("post_install", "-at_install")
class TestPackStations(ServiceStationCommon):
    def test_t8_hot_topics_and_measures(self):
        """T8: a station's own words beside the figures, of reports handed in, of the period and
        the unit; nothing becomes a formula."""
        reports = self.env["rights.station.report"]
        other = self._profile("测试别站", "CSTS7", "township_station", "station_b1")
        for profile in (self.profile, other):
            reports._open_quarter(profile, 2025, 3)._submit(TEXTS)
        reports._open_quarter(self.profile, 2025, 2)._submit(TEXTS)
        reports._open_quarter(self._profile("测试慢站", "CSTS8", "township_station"), 2025, 3)
        table = self.env["rights.report.table"].search([("code", "=", "T8")])
        pack = self.env["rights.pack"].create(
            {
                "name": "季报",
                "kind": "quarter",
                "station_id": self.stations["district_a"].id,
                "user_id": self.users["head"].id,
                "recipient_ids": [Command.set(self.users["head"].ids)],
                "table_ids": [Command.set(table.ids)],
                "since": "2025-01-01",
            }
        )
        _name, content = pack._make_workbook(span_of("quarter", date(2025, 9, 1)))
        book = load_workbook(BytesIO(content))
        [page] = [book[name] for name in book.sheetnames if name.startswith("T8 Hot topics")]
        heads = [cell.value for cell in page[4]]
        self.assertEqual(heads[0], "Service station")
        self.assertIn("Hot spots of complaints", heads)
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=5)]
        self.assertEqual([row[0] for row in rows], ["测试商城服务站"])
        self.assertEqual(rows[0][5:], list(TEXTS.values()))
        self.assertEqual(page.cell(5, 6).data_type, "s")
