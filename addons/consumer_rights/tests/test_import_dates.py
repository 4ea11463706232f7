from datetime import date, datetime, time, timedelta

from odoo.addons.consumer_rights.tools.loose_dates import (
    DateEvidence,
    DateOrder,
    LooseDateError,
    read_moment,
)
from odoo.tests import BaseCase

# written, wall time in China, whether a time was given
READ = [
    ("2020-06-08", "2020-06-08 00:00:00", False),
    ("2020/6/8 9:05", "2020-06-08 09:05:00", True),
    ("20200608", "2020-06-08 00:00:00", False),
    (20200608.0, "2020-06-08 00:00:00", False),
    ("2020年6月8日 上午9点", "2020-06-08 09:00:00", True),
    ("2020年6月8日下午3时05分", "2020-06-08 15:05:00", True),
    ("2020年06月08日09:05:00", "2020-06-08 09:05:00", True),
    ("20年6月8日", "2020-06-08 00:00:00", False),
    ("二〇二〇年六月八日", "2020-06-08 00:00:00", False),
    ("二零二零年十二月二十八号晚上八点半", "2020-12-28 20:30:00", True),
    ("２０２０／６／８", "2020-06-08 00:00:00", False),
    ("2020-6-8 星期一 9:05", "2020-06-08 09:05:00", True),
    ("2020.6.8", "2020-06-08 00:00:00", False),
    ("08.06.2020", "2020-06-08 00:00:00", False),
    ("8.16.2020", "2020-08-16 00:00:00", False),
    ("16/8/2020", "2020-08-16 00:00:00", False),
    ("6/18/2020 3:05 PM", "2020-06-18 15:05:00", True),
    ("20-6-8", "2020-06-08 00:00:00", False),
    ("28062020", "2020-06-28 00:00:00", False),
    ("43990", "2020-06-08 00:00:00", False),
    (43990.378472222, "2020-06-08 09:05:00", True),
    ("1591578300", "2020-06-08 09:05:00", True),
    (1591578300000.0, "2020-06-08 09:05:00", True),
    ("202006080905", "2020-06-08 09:05:00", True),
    ("20200608090530", "2020-06-08 09:05:30", True),
    ("20200608T010530Z", "2020-06-08 09:05:30", True),
    ("2020060809", "2020-06-08 09:00:00", True),
    ("20200608 09:05", "2020-06-08 09:05:00", True),
    ("2020-06-08T09:05:30Z", "2020-06-08 17:05:30", True),
    ("2020-06-08T09:05:30+08:00", "2020-06-08 09:05:30", True),
    ("2020-06-08T09:05:30.123456+0000", "2020-06-08 17:05:30", True),
    ("Mon Jun 08 09:05:00 CST 2020", "2020-06-08 09:05:00", True),
    ("Mon, 08 Jun 2020 09:05:00 +0800", "2020-06-08 09:05:00", True),
    ("Jun 8, 2020", "2020-06-08 00:00:00", False),
    ("08-Jun-20", "2020-06-08 00:00:00", False),
    ("08-6月 -20", "2020-06-08 00:00:00", False),
    ("2020-06-08 12:00 AM", "2020-06-08 00:00:00", True),
    ("2020-06-08 中午12点", "2020-06-08 12:00:00", True),
    ("2020-06-08 24:00", "2020-06-09 00:00:00", True),
    ("'2020-06-08", "2020-06-08 00:00:00", False),
    (datetime(2020, 6, 8, 9, 5), "2020-06-08 09:05:00", True),
    (date(2020, 6, 8), "2020-06-08 00:00:00", False),
]
NOTHING = ["", None, "-", "无", "NULL", "0000-00-00", "0000-00-00 00:00:00", "n/a", "　"]
REFUSED = [
    ("2020-02-30", "impossible"),
    ("2020-13-01", "impossible"),
    ("31/4/2020", "impossible"),
    ("2020-06-08 25:00", "impossible"),
    ("2020-06-08 9:61", "impossible"),
    ("6/8/2020", "ambiguous"),
    ("08062020", "ambiguous"),
    ("5-6-20", "ambiguous"),
    ("6月8日", "no_year"),
    ("2020年6月", "no_day"),
    ("202006", "no_day"),
    ("1820-01-01", "range"),
    ("昨天", "unknown"),
    ("12", "unknown"),
    (time(9, 5), "unknown"),
    (timedelta(hours=30), "unknown"),
    (True, "unknown"),
]
ORDERS = [
    (["6/8/2020", "6/18/2020"], DateOrder("mdy", None)),
    (["6/8/2020", "16/8/2020"], DateOrder("dmy", None)),
    (["6/5/2020 9:05", "6/6/2020 9:05", "6/7/2020 9:05", "6/8/2020 9:05"], DateOrder("mdy", None)),
    (["6/8/2020", "7/9/2020"], DateOrder(None, None)),
    (["13/8/2020", "8/13/2020", "6/8/2020"], DateOrder(None, None)),
    (["08062020", "28062020"], DateOrder("dmy", None)),
    (["20-06-08", "20-06-07", "20-06-05", "20-06-01"], DateOrder(None, "ymd")),
    (["20-6-8", "20-6-12"], DateOrder(None, "ymd")),
    (["6/8/20", "6/28/20"], DateOrder(None, "mdy")),
    (["2020-06-08", "无"], DateOrder(None, None)),
]


class TestImportDates(BaseCase):
    def test_int_14_dates_of_many_forms_are_read_as_china_time(self):
        """INT-14: the time of receipt is kept, in whatever form the file has it."""
        for written, wall_time, has_time in READ:
            with self.subTest(written=written):
                moment = read_moment(written)
                self.assertEqual(str(moment.local), wall_time)
                self.assertEqual(moment.has_time, has_time)

    def test_moment_in_utc(self):
        """Midnight in China is the evening before in UTC, and in 1990 there was summer time."""
        self.assertEqual(read_moment("2020-06-08").utc, datetime(2020, 6, 7, 16))
        self.assertEqual(read_moment("2025-12-31 23:30").utc, datetime(2025, 12, 31, 15, 30))
        self.assertEqual(read_moment("1990-07-01 10:00").utc, datetime(1990, 7, 1, 1))

    def test_words_for_nothing_are_no_date(self):
        for written in NOTHING:
            with self.subTest(written=written):
                self.assertIsNone(read_moment(written))

    def test_impossible_dates_are_refused_with_their_reason(self):
        for written, reason in REFUSED:
            with self.subTest(written=written), self.assertRaises(LooseDateError) as caught:
                read_moment(written)
            self.assertEqual(caught.exception.reason, reason, written)

    def test_the_column_decides_day_and_month(self):
        for values, order in ORDERS:
            with self.subTest(values=values):
                evidence = DateEvidence()
                for value in values:
                    evidence.add(value)
                self.assertEqual(evidence.order(), order)

    def test_ambiguous_date_follows_the_order_of_its_column(self):
        self.assertEqual(read_moment("6/8/2020", DateOrder("mdy")).local, datetime(2020, 6, 8))
        self.assertEqual(read_moment("6/8/2020", DateOrder("dmy")).local, datetime(2020, 8, 6))
        self.assertEqual(read_moment("5-6-20", DateOrder(None, "dmy")).local, datetime(2020, 6, 5))
        with self.assertRaises(LooseDateError):
            read_moment("6/18/2020", DateOrder("dmy"))
