"""A year of packs, day by day, beside a calendar not ours (TL-61, TL-71, TL-72, STA-01)."""

from datetime import date, timedelta

import chinese_calendar
from freezegun import freeze_time
from odoo.addons.consumer_rights.clock.due import day_start
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.fields import Command
from odoo.tests import tagged

from .figures_common import FiguresCommon

KINDS = {"month": "TL-61", "quarter": "TL-71", "half": "TL-71", "year": "TL-71", "holiday": "TL-72"}
TABLES = {
    "month": "T1 T2 T3 T4 T5 T6-goods T6-services T6-merchants T6-brands T7 T9",
    "quarter": "T1 T2 T3 T4 T5 T6-goods T6-services T6-merchants T6-brands T7 T8 T9",
    "half": "T1 T2 T3 T4 T5 T6-goods T6-services T6-merchants T6-brands",
}


@tagged("post_install", "-at_install")
class TestPackSchedule(FiguresCommon):
    def shipped(self):
        return {kind: self.env.ref(f"rights_reports.pack_{kind}") for kind in KINDS}

    def switch_on(self, pack, since):
        pack.write(
            {
                "active": True,
                "station_id": self.stations["city"].id,
                "user_id": self.users["statistician"].id,
                "recipient_ids": [Command.set(self.users["head"].ids)],
                "since": since,
            }
        )

    def test_annex_c_every_pack_holds_its_tables(self):
        for kind, pack in self.shipped().items():
            codes = set(pack.table_ids.mapped("code"))
            wanted = set(TABLES.get(kind, TABLES["half"]).split())
            self.assertLessEqual(wanted, codes, kind)
            self.assertTrue(pack.with_core and pack.with_charts)
            for code in wanted:
                self.assertTrue(self.table(code)._fill(self.stations["city"], pack._last_span()))

    def test_tl_61_71_72_the_shipped_packs_keep_their_limits(self):
        """TL-61, TL-71, TL-72: as many working days as the limit gives, and no more."""
        policies = self.env["rights.deadline.policy"]
        for kind, pack in self.shipped().items():
            limit = policies.search([("code", "=", KINDS[kind])], limit=1)
            self.assertEqual((pack.after_days, limit.unit), (limit.amount, "working_days"), kind)

    def test_365_days_every_run_is_on_its_working_day(self):
        """From October to September: National Day, New Year, Spring Festival, make-up Saturdays."""
        first = date(2025, 10, 1)
        packs = self.shipped()
        for pack in packs.values():
            self.switch_on(pack, first)
        for number in range(365):
            day = first + timedelta(days=number)
            with freeze_time(day_start(day.toordinal()) + timedelta(hours=8)):
                for pack in packs.values():
                    for run in pack._plan_runs():
                        self.assertEqual(china_date(run.due_at), day, run.display_name)
                        between = [
                            run.date_to + timedelta(days=gone)
                            for gone in range(1, (day - run.date_to).days + 1)
                        ]
                        worked = [one for one in between if chinese_calendar.is_workday(one)]
                        self.assertEqual((len(worked), worked[-1]), (pack.after_days, day))
        counts = {kind: len(pack.run_ids) for kind, pack in packs.items()}
        # the holiday at the end of September 2026 is reported in October
        self.assertEqual(counts, {"month": 11, "quarter": 3, "half": 2, "year": 1, "holiday": 7})
        for pack in packs.values():  # no period twice, none left out
            ends = sorted(pack.run_ids.mapped("date_to"))
            self.assertEqual(len(ends), len(set(ends)))
