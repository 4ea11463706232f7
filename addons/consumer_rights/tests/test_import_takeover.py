from datetime import datetime

from freezegun import freeze_time
from odoo.tests import tagged

from .import_common import ImportCommon

NAMES = [
    "原编号",
    "事项类型",
    "收到日期",
    "受理日期",
    "已用工作日",
    "承办单位",
    "承办人",
    "状态",
    "内容",
]
ROW = [
    "L-1",
    "投诉",
    "2025-03-03 10:00",
    "2025-03-05",
    "3",
    "CSTA1",
    "t_station_a1",
    "办理中",
    "甲",
]


@tagged("post_install", "-at_install")
@freeze_time("2025-03-20 03:00:00")
class TestImportTakeover(ImportCommon):
    def take_over(self, *rows, **vals):
        return self.run_import((NAMES, rows), mode="takeover", station_id=False, **vals)

    def test_reg_24_open_cases_keep_their_dates_days_and_place(self):
        """REG-24: number, receipt, acceptance, days used, unit and handler come along."""
        report = ["L-2", "举报", "2025-03-18", "", "1", "CSTB1", "", "已登记", "乙"]
        record = self.take_over(ROW, report)
        self.assertEqual(record.state, "done", record.message)
        self.assertEqual(self.figures(record), (2, 0, 0))
        case, report = self.cases_of(record)
        self.assertEqual((case.external_source, case.external_number), (self.SOURCE, "L-1"))
        self.assertEqual((case.kind, case.stage_code), ("complaint", "handling"))
        self.assertEqual(case.received_at, datetime(2025, 3, 3, 2))
        self.assertEqual(case.accepted_at, datetime(2025, 3, 4, 16))
        self.assertEqual(case.days_used, 3)
        self.assertEqual(case.station_id, self.stations["station_a1"])
        self.assertEqual(case.user_id, self.users["station_a1"])
        self.assertTrue(case.is_takeover)
        self.assertFalse(case.is_history)
        self.assertFalse(case.is_closed)
        self.assertEqual(case.name, "CSTA1T20250303" + case.name[-4:])
        self.assertEqual((report.kind, report.stage_code), ("report", "registered"))
        self.assertEqual(report.station_id, self.stations["station_b1"])

    def test_reg_24_the_unit_works_on_it_at_once(self):
        """REG-24: a case taken over stands on the board of its unit and moves on from there."""
        case = self.cases_of(self.take_over(ROW))
        own = self.as_user("station_a1", self.env["rights.case"]).search([("id", "=", case.id)])
        self.assertTrue(own.is_my_turn)
        self.assertIn("conclude", own._transitions().mapped("code"))
        foreign = self.as_user("station_b1", self.env["rights.case"]).search([("id", "=", case.id)])
        self.assertFalse(foreign)

    def test_reg_24_one_bad_row_and_nothing_is_taken_over(self):
        """REG-24: row errors are returned, and nothing is half taken over."""
        bad = ["L-2", *ROW[1:4], "", *ROW[5:]]
        record = self.take_over(ROW, bad)
        self.assertEqual(record.state, "failed")
        self.assertIn("Nothing was taken over", record.message)
        self.assertEqual(self.figures(record), (0, 0, 1))
        self.assertFalse(self.cases_of(record))
        self.assertFalse(record.can_continue)
        # all rows come back, because all have to be sent again
        names, rows = self.read_workbook(self.admin_workbook(record))
        self.assertEqual(names[1:], NAMES)
        self.assertEqual([row[1] for row in rows], ["L-1", "L-2"])
        self.assertEqual(rows[0][0], "")
        self.assertIn("working days used are missing", rows[1][0])

    def admin_workbook(self, record):
        return self.as_user("business_admin", record)._take_error_file()

    def test_reg_24_every_column_is_checked(self):
        """REG-24: what is wrong is said per row and column."""
        cases = [
            (0, "", "The number at the source is missing."),
            (1, "天书", "has no meaning here yet"),
            (2, "2025-02-30", "There is no such date"),
            (2, "2025-04-01", "lies in the future"),
            (2, "", "The date of receipt is missing."),
            (3, "2025-03-01", "lies before the receipt"),
            (3, "", "The date of acceptance is missing."),
            (4, "三", "This is not a number of days"),
            (4, "90", "cannot have been used since"),
            (5, "火星所", "has no meaning here yet"),
            (5, "", "The unit is missing."),
            (6, "查无此人", "There is no member of staff"),
            (6, "t_station_b1", "has no post at this unit"),
            (7, "已归档", "is not open"),
            (7, "", "The state is missing."),
        ]
        rows = [ROW]
        for number, (column, value, _sentence) in enumerate(cases):
            row = [f"M-{number}", *ROW[1:]]
            row[column] = value
            rows.append(row)
        record = self.take_over(*rows, [*ROW])
        found = {}
        for issue in record.issue_ids:
            found.setdefault(issue.row_number, []).append((issue.column_name, issue.message))
        for number, (column, _value, sentence) in enumerate(cases, start=3):
            with self.subTest(row=number, sentence=sentence):
                problems = found.get(number, [])
                self.assertEqual([name for name, _text in problems], [NAMES[column]], problems)
                self.assertIn(sentence, problems[0][1])
        self.assertIn("stands in row 2 already", found[len(rows) + 2][0][1])
        self.assertNotIn(2, found)

    def test_reg_24_columns_that_a_takeover_needs(self):
        """REG-24: without the days used no clock could continue."""
        record = self.upload((NAMES[:4] + NAMES[5:], [ROW[:4] + ROW[5:]]), mode="takeover")
        self.assertIn("Working days used", record._get_cannot_start_reasons()[0])

    def test_reg_24_second_takeover_changes_nothing(self):
        """REG-24: an open case that was taken over and worked on is not taken over again."""
        case = self.cases_of(self.take_over(ROW))
        again = self.take_over(ROW, ["L-9", *ROW[1:]])
        self.assertEqual((again.state, *self.figures(again)), ("done", 1, 1, 0))
        self.assertEqual(case.import_id, again.search([], order="id desc", limit=2)[1])
