"""The complaint ledger: nine fields, confirmed for good, corrected beside, kept two years."""

from datetime import date
from unittest.mock import patch

import psycopg2
from freezegun import freeze_time
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from ..models.ledger import rights_ledger_paper
from .ledger_common import ENTRY, LedgerCommon
from .merchant_common import PHOTO

REPORT = "consumer_rights.report_rights_ledger_quarter"


@tagged("post_install", "-at_install")
class TestMerchantLedger(LedgerCommon):
    def test_mer_10_a_complete_settled_entry_is_confirmed_at_once(self):
        """MER-10: the nine fields, in one act."""
        entry = self.enter()
        self.assertEqual((entry.state, entry.confirmed_by_id), ("confirmed", self.desk))
        self.assertEqual((entry.name_masked, entry.phone_masked), ("孙**", "139****2222"))
        self.assertEqual((entry.price, entry.quantity), (268, 1))
        self.assertEqual(entry.responsible_name, self.desk.name)

    def test_mer_10_what_is_missing_keeps_the_entry_open(self):
        """MER-10, SC-20: each of the fields, and the disposal when goods came back."""
        for name in ("consumer_name", "consumer_phone", "goods_name", "price", "disposal"):
            with self.subTest(name=name):
                entry = self.enter(**{name: ""})
                self.assertEqual(entry.state, "open")
                with self.assertRaisesRegex(UserError, "Missing"):
                    entry._confirm()
        self.assertEqual(self.enter(disposal="", returned="none").state, "confirmed")
        self.assertEqual(self.enter(outcome="pending").state, "open")

    def test_mer_10_an_open_entry_is_completed_later(self):
        entry = self.enter(outcome="pending", consumer_phone="")
        answer = entry._change({**ENTRY, "goods_name": "女式衬衫"})
        self.assertEqual(answer["entry"], entry)
        self.assertEqual((entry.state, entry.goods_name), ("confirmed", "女式衬衫"))

    def test_mer_10_late_and_twice_is_one(self):
        """MER-10: the key of the browser finds the entry again; the merchant's book alone."""
        key = self.new_entry_key()
        first = self.enter(key=key)
        served = self.mall.with_user(self.desk).sudo()
        again = served._enter_in_ledger(key, {**ENTRY, "price": "1"}, False)
        self.assertEqual((again["entry"], again["known"]), (first, True))
        self.assertEqual(first.price, 268)
        self.assertNotEqual(self.enter(self.neighbour, key=key), first)
        for bad in ("", "short", "x" * 81, None, "a b c d e f"):
            with self.assertRaises(UserError):
                served._enter_in_ledger(bad, ENTRY, False)

    @mute_logger("odoo.sql_db")
    def test_mer_10_two_at_once_are_one(self):
        """MER-10: the second is run again by Odoo and then finds the first."""
        key = self.new_entry_key()
        self.enter(key=key)
        with (
            patch.object(type(self.entries), "_of_key", lambda *args: self.entries),
            self.assertRaises(ConcurrencyError),
        ):
            self.enter(key=key)

    def test_mer_10_what_cannot_be_read_says_so(self):
        """MER-10: a sentence for each field, nothing entered."""
        served = self.mall.with_user(self.desk).sudo()
        wrong = {
            "price": "viel",
            "quantity": "-1",
            "consumer_phone": "abc",
            "entry_date": "2999-01-01",
            "returned": "lost",
            "content": "长" * 2001,
        }
        answer = served._enter_in_ledger(self.new_entry_key(), {**ENTRY, **wrong}, False)
        self.assertEqual(answer["errors"].keys(), wrong.keys())

    def test_mer_11_confirmed_entries_do_not_change(self):
        """MER-11, SC-20: neither through the ORM nor in the table, for nobody."""
        entry = self.enter()
        for values in ({"price": 1}, {"content": "x"}, {"state": "open"}, {"keep_until": False}):
            with self.subTest(values=values), self.assertRaises(UserError):
                entry.sudo().write(values)
        entry.flush_recordset()
        for statement in (
            "UPDATE rights_merchant_ledger SET price = 1 WHERE id = %s",
            "UPDATE rights_merchant_ledger SET state = 'open' WHERE id = %s",
            "DELETE FROM rights_merchant_ledger WHERE id = %s",
        ):
            with (
                self.subTest(statement=statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.Error),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [entry.id])

    def test_mer_11_kept_for_two_years(self):
        """MER-11, TL-30, SC-20: until 24:00 of the day two years on, 29 February included."""
        first = self.enter(entry_date="2024-02-29")
        second = self.enter(entry_date="2025-06-01")
        self.assertEqual(first.keep_until, date(2026, 2, 28))
        self.assertEqual(second.keep_until, date(2027, 6, 1))
        with freeze_time("2026-02-27 15:00"), self.assertRaises(UserError):
            first.unlink()
        with freeze_time("2026-02-28 15:59"), self.assertRaises(UserError):
            first.unlink()  # 23:59 in China
        with freeze_time("2026-03-01 01:00"):
            with self.assertRaises(UserError):
                second.unlink()
            first._amend({"price": "260"}, "价格写错")
            first.unlink()
        self.assertFalse(first.exists())

    def test_mer_11_a_correction_stands_beside_the_entry(self):
        """MER-11, SC-20: appended with its reason; the entry and each correction stay."""
        entry = self.enter()
        entry.with_user(self.desk).sudo()._amend(
            {"price": "286", "consumer_phone": "13900003333"}, "抄写错误"
        )
        entry._amend({"outcome": "refused"}, "经理复核")
        self.assertEqual((entry.price, entry.outcome), (268, "settled"))
        says = entry._current()
        self.assertEqual((says["price"], says["consumer_phone"]), (286, "13900003333"))
        self.assertEqual((entry.current_outcome, entry.amendment_count), ("refused", 2))
        first = entry.amendment_ids[0]
        self.assertIn("139****3333", first.summary)
        self.assertNotIn("13900003333", first.summary)
        with self.assertRaises(AccessError):
            first.write({"reason": "x"})
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.Error),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "DELETE FROM rights_merchant_ledger_amendment WHERE id = %s", [first.id]
            )

    def test_mer_11_a_correction_needs_a_reason_and_a_difference(self):
        entry = self.enter()
        for given, reason in (({"price": "1"}, " "), ({"price": "268"}, "无"), ({}, "无")):
            with self.assertRaises(UserError):
                entry._amend(given, reason)
        with self.assertRaises(UserError):
            entry._amend({"disposal": ""}, "写错")
        with self.assertRaises(UserError):
            self.enter(outcome="pending")._amend({"price": "1"}, "写错")

    def test_mer_05_a_long_wait_without_more_staff_fails_the_duty(self):
        """MER-05, TL-63, SC-20: 65 minutes fail, 60 do not, and not when staff was added."""
        self.enter(wait_minutes="60")
        self.enter(wait_minutes="65", is_staff_added="1")
        self.assertFalse(self.mall.failed_count)
        self.enter(wait_minutes="65")
        check = self.mall.check_ids.filtered(lambda row: row.item_id.code == "waiting")
        self.assertEqual((check.result, len(check.rectification_ids)), ("fail", 1))

    def test_mer_08_levels_go_up_and_are_logged(self):
        """MER-08, MER-20: staff, department, enterprise; none is left out, none goes back."""
        entry = self.enter(outcome="pending")
        with self.assertRaises(UserError):
            entry._log_level("2", "部门主管", "协商")
        entry._log_level("1", "小李", "解释")
        entry._log_level("2", "周主管", "提出换货")
        with self.assertRaises(UserError):
            entry._log_level("1", "小李", "再解释")
        for values in (("9", "x", "y"), ("3", "", "y"), ("3", "x", " ")):
            with self.assertRaises(UserError):
                entry._log_level(*values)
        entry._log_level("3", "陈总", "拒绝")
        self.assertEqual((entry.level_reached, len(entry.level_ids)), ("3", 3))

    def test_mer_09_refusing_what_was_promised_is_a_breach(self):
        """MER-09: recorded in the profile."""
        promise = self.env["rights.merchant.promise"].create(
            {"merchant_id": self.mall.id, "scope": "服装", "terms": "30天无理由退货"}
        )
        entry = self.enter(promise=str(promise.id), outcome="refused", returned="none")
        self.assertTrue(entry.is_promise_breach)
        self.assertEqual(self.as_user("station_a1", self.mall).promise_breach_count, 1)
        self.assertFalse(self.enter(outcome="refused", returned="none").is_promise_breach)

    def test_mer_08_one_button_hands_the_entry_to_the_centre(self):
        """MER-08: through the entry of the public form, once, with the level reached."""
        entry = self.enter(outcome="pending")
        entry.receipt = PHOTO
        given = {"address": "测试街9号", "request": "退货退款"}
        refused = entry._hand_over(given, "198.51.100.4")
        self.assertIn("consent", refused["errors"])
        given["consent"] = "1"
        self.assertIn("form", entry._hand_over(given, "198.51.100.4")["errors"])
        entry._log_level("1", "小李", "商家拒绝退货")
        receipt = entry._hand_over(given, "198.51.100.4")["receipt"]
        case = entry.case_id
        self.assertEqual(receipt["cases"][0]["number"], case.name)
        self.assertEqual((case.kind, case.stage_code), ("complaint", "registered"))
        self.assertEqual(case.respondent_id, self.mall)
        self.assertEqual(case.channel_id.code, "station_referral")
        self.assertEqual(case.merchant_level_reached, "1")
        self.assertIn("商家拒绝退货", case.facts)
        self.assertEqual(case.party_ids.name, "孙测试")
        self.assertEqual(len(case.evidence_ids), 1)
        self.assertEqual(entry.current_outcome, "handed")
        again = entry._hand_over(given, "198.51.100.4")["receipt"]
        self.assertEqual(again["code"], receipt["code"])
        self.assertEqual(self.env["rights.case"].search_count([("name", "=", case.name)]), 1)

    def test_mer_19_a_complaint_about_a_tenant_is_against_the_tenant(self):
        """MER-19: the venue hands it over; the case is the tenant's and shows on the host."""
        entry = self.enter(outcome="pending", tenant=str(self.tenant.id))
        self.assertEqual(entry.tenant_id, self.tenant)
        entry._log_level("1", "小李", "柜台拒绝")
        given = {"address": "测试街9号", "request": "退货", "consent": "1"}
        entry._hand_over(given, "198.51.100.5")
        self.assertEqual(entry.case_id.respondent_id, self.tenant)
        self.assertFalse(self.enter(tenant=str(self.neighbour.id)).tenant_id)

    def test_mer_13_advance_compensation_needs_its_three_conditions(self):
        """MER-13, SC-22: facts clear, proof sufficient, law or promise."""
        pay = self.env["rights.advance.compensation"]._record
        entry = self.enter()
        given = {"amount": "260", "liable": "supplier", "liable_name": "测试供应商"}
        boxes = ("is_facts_clear", "is_proof_sufficient", "is_basis_given")
        for missing in boxes:
            ticked = {name: "1" for name in boxes if name != missing}
            with self.assertRaises(UserError):
                pay(entry, given | ticked)
        ticked = dict.fromkeys(boxes, "1")
        for wrong in ({"amount": "0"}, {"amount": "x"}, {"liable": "x"}, {"liable_name": ""}):
            with self.assertRaises(UserError):
                pay(entry, given | ticked | wrong)
        paid = pay(entry, given | ticked)
        self.assertEqual((paid.amount, paid.recourse_state), (260, "none"))
        with self.assertRaises(UserError):
            pay(entry, given | ticked)

    def test_mer_14_recourse_goes_its_way(self):
        """MER-14, SC-22: none, claimed, then recovered or waived; never back."""
        paid = self.env["rights.advance.compensation"]._record(
            self.enter(),
            {
                "amount": "260",
                "liable": "supplier",
                "liable_name": "测试供应商",
                "is_facts_clear": "1",
                "is_proof_sufficient": "1",
                "is_basis_given": "1",
            },
        )
        with self.assertRaises(UserError):
            paid._follow("recovered")
        paid._follow("claimed")
        with self.assertRaises(UserError):
            paid._follow("recovered", "300")
        paid._follow("recovered", "200")
        self.assertEqual((paid.recourse_state, paid.recovered_amount), ("recovered", 200))
        with self.assertRaises(UserError):
            paid._follow("waived")

    def test_mer_12_the_station_reads_masked_and_its_look_is_logged(self):
        """MER-12, SEC-01: own unit and below; name and phone with a logged look."""
        entry = self.enter()
        for login, may in (
            ("station_a1", True),
            ("dispatcher_a", True),
            ("station_a2", False),
            ("station_b1", False),
        ):
            found = self.as_user(login, self.entries).search([("id", "=", entry.id)])
            self.assertEqual(bool(found), may, login)
        officer = self.as_user("station_a1", entry)
        with self.assertRaises(AccessError):
            officer.read(["consumer_name"])
        logs = self.env["rights.audit.log"]
        before = logs.search_count([("model", "=", entry._name)])
        notice = officer.action_reveal()
        self.assertEqual(notice["params"]["message"], "13900002222")
        self.assertEqual(logs.search_count([("model", "=", entry._name)]), before + 1)
        for login in ("clerk", "auditor", "statistician", "business_admin"):
            with self.assertRaises(AccessError):
                self.as_user(login, self.entries).search([])

    def test_mer_12_each_inspection_leaves_a_record(self):
        """MER-12: a sample is drawn with it, and nobody changes it."""
        for _number in range(25):
            self.enter()
        inspections = self.as_user("station_a1", self.env["rights.ledger.inspection"])
        row = inspections.create({"merchant_id": self.mall.id, "result": "sound"})
        self.assertEqual((row.entry_count, len(row.entry_ids)), (25, 10))
        self.assertEqual(row.user_id, self.users["station_a1"])
        with self.assertRaises(UserError):
            row.result = "faults"
        with self.assertRaises(UserError):
            inspections.create({"merchant_id": self.mall.id, "result": "faults"})
        with self.assertRaises(AccessError):
            self.as_user("station_b1", self.env["rights.ledger.inspection"]).create(
                {"merchant_id": self.mall.id}
            )


@tagged("post_install", "-at_install")
class TestLedgerQuarter(LedgerCommon):
    def open_quarter(self, year=2025, quarter=2):
        return self.env["rights.ledger.quarter"]._open_quarter(self.mall, year, quarter)

    def test_mer_10_due_after_five_working_days(self):
        """TL-58, SC-11: the second quarter of 2025 is due on 7 July."""
        self.assertEqual(self.open_quarter().due_on, date(2025, 7, 7))

    def test_mer_10_a_quarter_is_handed_in_once_and_receipted(self):
        """MER-10, MER-16: figures of the moment; what comes later is counted beside them."""
        self.enter(entry_date="2025-04-01", amount_paid="100")
        self.enter(entry_date="2025-06-30", outcome="pending")
        self.enter(entry_date="2025-07-01")
        row = self.open_quarter()
        given = {"analysis": "色牢度不足，已换供应商", "opinions": "问卷50份，满意度高"}
        for missing in ("analysis", "opinions"):
            with self.assertRaises(UserError):
                row._submit(given | {missing: " "})
        self.assertTrue(row.with_user(self.manager).sudo()._submit(given))
        self.assertEqual((row.entry_count, row.open_count, row.settled_count), (2, 1, 1))
        self.assertEqual((row.amount_paid, row.submitted_by_id), (100, self.manager))
        receipt = row.receipt_number
        self.assertTrue(receipt)
        self.assertFalse(row._submit(given))
        self.assertEqual(row.receipt_number, receipt)
        row.submitted_at = "2025-07-03 00:00:00"
        self.enter(entry_date="2025-05-05")
        row.invalidate_recordset()
        self.assertGreater(row.late_count, 0)

    def test_doc_21_the_ledger_on_paper(self):
        """DOC-21, MER-12: the nine fields with their corrections; clear for the own manager only,
        masked for the station, and each print is noted."""
        entry = self.enter(entry_date="2025-04-01")
        self.enter(entry_date="2025-07-01", goods_name="电饭煲")
        entry._amend({"goods_name": "女式衬衫"}, "写错")
        row = self.open_quarter()
        own = html2plaintext(row.with_user(self.manager).sudo()._get_print_values()["body"])
        officer = self.as_user("station_a1", self.env["rights.ledger.quarter"]).browse(row.id)
        reports = self.as_user("station_a1", self.env[f"report.{REPORT}"])
        page = reports._get_report_values(officer.ids)["docs"][0]
        masked = html2plaintext(page["body"])
        for words in ("女式衬衫", "衬衫洗后褪色", "268", "更正1次", "04-01", "尚未报送"):
            self.assertIn(words, own)
            self.assertIn(words, masked)
        self.assertIn("孙测试", own)
        self.assertIn("13900002222", own)
        self.assertIn("139****2222", masked)
        for words in ("孙测试", "13900002222", "电饭煲"):
            self.assertNotIn(words, masked)
        log = self.env["rights.audit.log"].search([("model", "=", row._name)], limit=1)
        self.assertEqual((log.type, log.user_id), ("print", self.users["station_a1"]))
        with self.assertRaises(AccessError):
            self.as_user("station_b1", self.env[f"report.{REPORT}"])._get_report_values(row.ids)
        with patch.object(rights_ledger_paper, "LONGEST", 0), self.assertRaises(UserError):
            row._get_print_values()

    def test_mer_10_only_a_quarter_that_is_over(self):
        row = self.open_quarter(self.today.year, (self.today.month + 2) // 3)
        with self.assertRaises(UserError):
            row._submit({"analysis": "x", "opinions": "y"})

    def test_mer_10_late_quarters_are_urged_once_a_week(self):
        """TL-58: by mail to the managers, on their page, and on the station's to-do page."""
        self.manager.email = "manager@example.com"
        with freeze_time("2026-07-01 02:00"):
            self.env["rights.ledger.quarter"]._merchants_without(2026, 2)
        self.mall.member_ids.since = "2026-01-05"
        with self.enter_registry_test_mode():
            cron = self.env.ref("consumer_rights.cron_ledger_quarters")
            with freeze_time("2026-07-02 02:00"):
                cron.method_direct_trigger()
                row = self.mall.quarter_ids
                self.assertEqual((row.year, row.quarter, row.urge_count), (2026, "2", 0))
            for day, count in (("2026-07-09", 1), ("2026-07-10", 1), ("2026-07-17", 2)):
                with freeze_time(f"{day} 02:00"):
                    cron.method_direct_trigger()
                    self.assertEqual((row.is_late, row.urge_count), (True, count), day)
        mails = self.env["mail.mail"].search([("email_to", "=", "manager@example.com")])
        self.assertEqual(len(mails), 2)
        with freeze_time("2026-07-17 02:00"):
            pages = dict(self.as_user("station_a1", self.env["rights.case"])._get_todo_pages())
            self.assertEqual(pages["consumer_rights.rights_ledger_quarter_action_late"], 1)
