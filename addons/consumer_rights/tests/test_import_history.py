from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import file_open

from .import_common import ImportCommon

NAMES = [
    "编号",
    "登记时间",
    "商家",
    "商家地址",
    "内容",
    "诉求",
    "投诉性质",
    "状态",
    "投诉人",
    "电话",
]
ROW = ["1001", "2024-05-06 09:05", "测试百货", "测试路1号", "屏幕碎裂", "退货", "质量", "已办结"]
PERSON = ["张测试", "13800001234"]


@tagged("post_install", "-at_install")
class TestImportHistory(ImportCommon):
    def car_complaints(self):
        with file_open("consumer_rights/tests/data/car_complaints.csv", "rb") as file:
            return file.read()

    def test_reg_23_published_car_complaints(self):
        """REG-23: a file of published complaints becomes history on the board: brand merchant,
        problem codes natures, status stages, the source's number kept."""
        record = self.upload(self.car_complaints(), source_name="测试汽车投诉网")
        self.assertEqual(
            self.targets(record),
            [
                ("id", "external_number"),
                ("brand", "respondent_name"),
                ("brand", "brand"),
                ("car_model", "product_model"),
                ("type", "product_model"),
                ("desc", "facts"),
                ("problem", "nature"),
                ("datetime", "received_at"),
                ("status", "stage"),
            ],
        )
        self.assertEqual(record.item_class_id.code, "vehicles")
        self.assertFalse(record.hints)
        record.action_start()
        self.run_job()
        self.assertEqual(record.state, "done", record.message)
        self.assertEqual(self.figures(record), (30, 0, 0))
        cases = self.cases_of(record)
        stages = {code: len(group) for code, group in cases.grouped("stage_code").items()}
        self.assertEqual(stages, {"registered": 10, "handling": 6, "replied": 9, "archived": 5})
        case = cases.filtered(lambda case: case.external_number == "482015")
        self.assertEqual(case.name, "CSTA1T20200608" + case.name[-4:])
        self.assertEqual(case.external_source, "测试汽车投诉网")
        self.assertEqual(case.received_at, datetime(2020, 6, 7, 16))
        self.assertEqual(case.respondent_id.name, "吉利汽车")
        self.assertEqual((case.brand, case.item_class_id.code), ("吉利汽车", "vehicles"))
        self.assertEqual(case.product_model, "帝豪 2017款 1.5L CVT 向上互联版 三厢 百万款")
        self.assertEqual(case.subject, "吉利帝豪发动机舱异响4S店拒绝保修")
        self.assertEqual(case.external_codes, "problem: A9,H146,I297,I293,J300")
        self.assertEqual(case.category_id.kind, "nature")

    def test_reg_23_history_is_marked_and_incomplete(self):
        """REG-23: history enters by a marked step, exempt from the required fields, and says so."""
        record = self.run_import((NAMES, [ROW + ["", ""], ["1002", *ROW[1:], *PERSON]]))
        bare, whole = self.cases_of(record)
        self.assertTrue(bare.is_history and whole.is_history)
        self.assertTrue(bare.is_incomplete)
        self.assertFalse(whole.is_incomplete)
        self.assertEqual(whole.party_ids.role, "complainant")
        self.assertEqual(whole.party_ids.phone_masked, "138****1234")
        self.assertEqual(bare.event_ids.mapped("type"), ["imported"])
        self.assertEqual(bare.event_ids.stage_to_id.code, "concluded")
        self.assertEqual(bare.event_ids.user_id, self.admin)
        self.assertEqual(bare._verify_events(), {})

    def test_reg_23_second_import_changes_nothing(self):
        """REG-23, INT-14: the number is unique for its source, and a second import adds nothing."""
        first = self.run_import((NAMES, [ROW + PERSON]))
        case = self.cases_of(first)
        again = self.run_import((NAMES, [[*ROW[:4], "别的内容", *ROW[5:], *PERSON]]))
        self.assertEqual((again.state, *self.figures(again)), ("done", 0, 1, 0))
        self.assertEqual(case.facts, "屏幕碎裂")
        other = self.run_import((NAMES, [ROW + PERSON]), source_name="另一来源")
        self.assertEqual(self.figures(other), (1, 0, 0))

    def test_int_14_same_number_twice_in_one_file(self):
        """INT-14: the key is the external number, within one file as well."""
        record = self.run_import((NAMES, [ROW + PERSON, ROW + PERSON, ["7", *ROW[1:], *PERSON]]))
        self.assertEqual(self.figures(record), (2, 1, 0))

    def test_rows_without_a_number_are_told_apart_by_content(self):
        rows = [["2024-05-06", "屏幕碎裂"], ["2024-05-06", "电池鼓包"]]
        record = self.upload((["日期", "内容"], rows))
        self.assertIn("No column holds the number", str(record.with_user(self.admin).hints))
        record.action_start()
        self.run_job()
        self.assertEqual(self.figures(record), (2, 0, 0))
        again = self.run_import((["日期", "内容"], [*rows, ["2024-05-07", "电池鼓包"]]))
        self.assertEqual(self.figures(again), (1, 2, 0))
        turned = [row[::-1] + ["已改"] for row in rows]
        marked = self.run_import((["内容", "日期", "⚠ 要改正的地方"], turned))
        self.assertEqual(self.figures(marked), (0, 2, 0))

    def test_encodings_and_dates_of_other_files(self):
        names = ["投诉单号", "投诉日期", "投诉内容", "状态", "名称", "名称", ""]
        rows = [
            ["A-1", "5/13/2024 9:05", "质量差", "已办结", "x", "y", ""],
            ["A-2", "5/6/2024", "质量差", "已办结", "x", "y", ""],
        ]
        record = self.run_import(self.csv_bytes(names, rows, "gb18030"))
        self.assertEqual(record.encoding, "gb18030")
        self.assertEqual(self.figures(record), (2, 0, 0))
        self.assertEqual(
            self.cases_of(record).mapped("received_at"),
            [datetime(2024, 5, 13, 1, 5), datetime(2024, 5, 5, 16)],
        )

    def test_unknown_natures_become_other_and_keep_their_words(self):
        record = self.upload((NAMES, [[*ROW[:6], "天晓得", ROW[7], *PERSON]]))
        self.assertEqual(record.nature_value_ids.mapped("source_value"), ["天晓得"])
        record.action_start()
        self.run_job()
        case = self.cases_of(record)
        self.assertEqual(case.category_id.code, "other")
        self.assertEqual(case.external_codes, "投诉性质: 天晓得")

    def test_foreign_units_and_wrong_codes_do_not_stop_history(self):
        """REG-23: history may be incomplete; what cannot be a code is kept as text."""
        names = ["编号", "日期", "商家名称", "统一社会信用代码", "承办单位", "承办人"]
        row = ["1", "2024-05-06", "测试店", "91320106MA1MABCD1X", "外地某所", "外地某人"]
        record = self.run_import((names, [row]))
        self.assertIn(("承办单位", False), self.targets(record))
        case = self.cases_of(record)
        self.assertEqual(case.station_id, self.stations["station_a1"])
        self.assertEqual(case.respondent_id.name, "测试店")
        self.assertFalse(case.respondent_id.uscc)
        self.assertEqual(case.external_codes, "统一社会信用代码: 91320106MA1MABCD1X")

    def test_own_units_and_staff_are_found_by_name(self):
        names = ["编号", "日期", "承办单位", "承办人"]
        row = ["1", "2024-05-06", "测试station_b1", "测试station_b1"]
        case = self.cases_of(self.run_import((names, [row])))
        self.assertEqual(case.station_id, self.stations["station_b1"])
        self.assertEqual(case.user_id, self.users["station_b1"])

    def test_order_of_day_and_month_is_asked_when_nothing_tells(self):
        record = self.upload((["编号", "登记时间"], [["1", "6/8/2024"]]))
        self.assertIn("Day and month of 登记时间 cannot be told apart", str(record.hints))
        line = record.mapping_line_ids.filtered(lambda line: line.target == "received_at")
        line.date_order = "mdy"
        self.assertNotIn("Day and month", str(record.hints))
        record.action_start()
        self.run_job()
        self.assertEqual(self.cases_of(record).received_at, datetime(2024, 6, 7, 16))

    def test_source_is_the_same_with_a_space(self):
        first = self.run_import((NAMES, [ROW + PERSON]))
        again = self.run_import((NAMES, [ROW + PERSON]), source_name=f" {self.SOURCE} ")
        self.assertEqual(again.source_name, first.source_name)
        self.assertEqual(self.figures(again), (0, 1, 0))

    def test_dates_of_the_line_are_kept(self):
        names = ["编号", "登记时间", "受理时间", "办结时间", "购买日期", "内容", "退款金额"]
        row = ["1", "2024-05-06 09:05", "2024-05-06", "2024-06-01", "2024.4.30", "甲", "1.2万元"]
        case = self.cases_of(self.run_import((names, [row])))
        self.assertEqual(case.received_at, case.accepted_at)  # the same day, without a time
        self.assertEqual(case.decision, "accept")
        self.assertEqual(case.concluded_at, datetime(2024, 5, 31, 16))
        self.assertEqual(case.purchase_date, date(2024, 4, 30))
        self.assertEqual(case.amount_recovered, 12000)
        self.assertEqual(case.stage_code, "archived")  # no state: what is over is archived

    def test_mapping_is_kept_for_the_same_columns(self):
        """REG-23: the next file with these columns, in any order, is mapped by itself."""
        first = self.upload((NAMES, [ROW + PERSON]))
        self.map_column(first, "诉求", False)
        stage = self.env["rights.case.stage"]._of_code("replied")
        self.map_value(first, "stage", "已办结", stage)
        second = self.upload((NAMES[::-1], [(ROW + PERSON)[::-1]]))
        self.assertEqual(second.mapping_id, first.mapping_id)
        second.action_start()
        self.run_job()
        case = self.cases_of(second)
        self.assertEqual(case.stage_code, "replied")
        self.assertFalse(case.request)

    def test_mapping_of_another_source_is_copied(self):
        first = self.upload((NAMES, [ROW + PERSON]))
        self.map_column(first, "诉求", False)
        second = self.upload((NAMES, [ROW + PERSON]), source_name="另一来源")
        self.assertNotEqual(second.mapping_id, first.mapping_id)
        self.assertIn(("诉求", False), self.targets(second))
        self.map_column(second, "诉求", "request")
        self.assertIn(("诉求", False), self.targets(first))

    def test_mapping_stays_while_it_is_used(self):
        record = self.upload((NAMES, [ROW + PERSON]))
        record.action_start()
        with self.assertRaisesRegex(UserError, "is running with this mapping"):
            self.map_column(record, "诉求", False)

    def test_new_words_of_a_later_file_are_listed(self):
        self.upload((NAMES, [ROW + PERSON]))
        second = self.upload(
            (NAMES, [[*ROW[:7], "已归档", *PERSON], [*ROW[:7], "甲状态", *PERSON]])
        )
        values = {value.source_value: value.stage_id.code for value in second.stage_value_ids}
        self.assertEqual(values, {"已办结": "concluded", "已归档": "archived", "甲状态": False})
        self.assertIn("甲状态", str(second.hints))

    def test_preview_shows_rows_and_errors_before_anything_happens(self):
        rows = [ROW + PERSON, ["1002", "2024-02-30", *ROW[2:], *PERSON]]
        before = self.env["rights.case"].search_count([])
        record = self.upload((NAMES, rows))
        preview = str(record.preview)
        self.assertIn("屏幕碎裂", preview)
        self.assertIn("2024-05-06 09:05", preview)
        self.assertIn("There is no such date: 2024-02-30.", preview)
        self.assertEqual(self.env["rights.case"].search_count([]), before)

    def test_preview_marks_what_is_here_already(self):
        self.run_import((NAMES, [ROW + PERSON]))
        record = self.upload((NAMES, [ROW + PERSON]))
        self.assertIn("here already", str(record.preview))

    def test_markup_in_a_file_stays_text(self):
        row = ["<b>1</b>", *ROW[1:4], "<script>alert(1)</script>", *ROW[5:], *PERSON]
        record = self.upload((NAMES, [row]))
        self.assertIn("&lt;script&gt;", str(record.preview))
        self.assertNotIn("<script>", str(record.preview))

    def test_other_sheet_and_header_row(self):
        record = self.upload("甲,乙\n编号,日期\n5,2024-05-06\n6,2024-05-06\n".encode())
        self.assertEqual(record.header_row, 1)
        record.header_row = 2
        self.assertEqual(
            self.targets(record), [("编号", "external_number"), ("日期", "received_at")]
        )
        self.assertEqual(record.total_count, 2)

    def test_what_must_be_known_before_the_start(self):
        record = self.upload((["编号", "内容"], [["1", "甲"]]), station_id=False)
        with self.assertRaisesRegex(UserError, "Choose the unit") as caught:
            record.action_start()
        self.assertIn("date of receipt", str(caught.exception))
        record.write({"station_id": self.stations["city"].id, "received_on": "2024-05-06"})
        record.action_start()
        self.run_job()
        self.assertEqual(self.cases_of(record).received_at, datetime(2024, 5, 5, 16))

    def test_files_that_are_no_table_are_refused_with_a_sentence(self):
        for content, sentence in (
            (b"%PDF-1.7", "This is not a table"),
            (b"   ", "The file is empty"),
            (b'[{"id": 1}]', "This is not a table"),
            (b'a,b\n1,"x\n2,y\n', "quotation mark that begins in row 2"),
        ):
            with self.subTest(sentence=sentence), self.assertRaisesRegex(UserError, sentence):
                self.upload(content)

    def test_fields_of_an_import_are_closed_to_others(self):
        """REG-05: nobody changes afterwards where a case came from or how many days it used."""
        case = self.create_case()
        for vals in ({"days_used": 3}, {"is_takeover": True}, {"external_codes": "x"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.as_user("clerk", case).write(vals)
        with self.assertRaises(AccessError):
            self.create_case(days_used=3)
