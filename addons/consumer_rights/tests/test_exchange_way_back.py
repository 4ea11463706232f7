"""What goes back to the source of a matter, and its answer (INT-20, TL-19, LIM-11)."""

import base64
import io
from datetime import timedelta

import openpyxl
from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .arrival_common import ArrivalCommon

NOW = "2026-03-10 02:00:00"


class WayBackCommon(ArrivalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.platform = cls.env.ref("consumer_rights.channel_national_platform")
        cls.hotline = cls.env.ref("consumer_rights.channel_hotline_12345")

    def platform_case(self, stage="registered", number="PT001", **values):
        return self.case_at(
            stage,
            channel_id=self.platform.id,
            external_number=number,
            source_deadline="2026-03-20",
            **values,
        )

    def setUp(self):
        super().setUp()
        frozen = freeze_time(NOW)
        self.clock = frozen.start()
        self.addCleanup(frozen.stop)

    def items(self, case):
        return case.sudo().outbound_item_ids.sorted("id")

    def source_clock(self, case):
        return case.sudo().source_clock_id

    def answer(self, rows, channel=None, login="dispatcher"):
        channel = channel or self.platform
        text = "\n".join(",".join(row) for row in rows)
        wizard = self.as_user(login, self.env["rights.outbound.answer"]).create(
            {"channel_id": channel.id, "file": base64.b64encode(text.encode())}
        )
        wizard.action_read()
        return wizard.message

    def export(self, items, login="dispatcher"):
        items = self.as_user(login, items.sudo(False))
        items.action_export()
        return items.sudo().file_id


@tagged("post_install", "-at_install")
class TestOutboundItem(WayBackCommon):
    def test_the_steps_say_what_goes_back(self):
        """INT-20: decision and result of a matter of the platform; nothing of a phone call."""
        case = self.platform_case("concluded")
        found = self.items(case)
        self.assertEqual(found.mapped("kind"), ["acceptance", "result"])
        self.assertEqual(found.mapped("is_last"), [False, True])
        self.assertEqual(found.mapped("state"), ["due", "due"])
        self.assertEqual(set(found.mapped("due_day")), {fields.Date.to_date("2026-03-20")})
        self.assertEqual(found[1].text, "商家退款")
        phone = self.env.ref("consumer_rights.channel_phone")
        self.assertFalse(self.items(self.case_at("concluded", channel_id=phone.id)))

    def test_what_is_due_waits_for_the_dispatcher(self):
        """INT-20, D14: counted on the to-do page until it is exported, and again when rejected."""

        def waiting(login):
            pages = self.as_user(login, self.env["rights.case"]).get_todo_pages()
            counts = {page["action"]: page["count"] for page in pages}
            return counts.get("consumer_rights.rights_outbound_item_action", 0)

        before = waiting("dispatcher")
        case = self.platform_case("accepted")
        due = len(self.items(case))
        self.assertTrue(due)
        self.assertEqual(waiting("dispatcher"), before + due)
        self.assertFalse(waiting("clerk"))
        items = self.items(case)
        self.export(items)
        self.assertEqual(waiting("dispatcher"), before)
        items._answered(is_confirmed=False, answer="编号不符")
        self.assertEqual(waiting("dispatcher"), before + due)

    def test_a_refusal_is_the_last_word(self):
        case = self.platform_case()
        reason = self.env["rights.reject.reason"].search([("is_in_force", "=", True)], limit=1)
        body = self.env["rights.partner.body"].search([("phone", "!=", False)], limit=1)
        body = body or self.env["rights.partner.body"].create(
            {"name": "测试机关", "phone": "025-12345", "kind": "authority"}
        )
        values = {
            "reject_reason_id": reason.id,
            "competent_body_id": body.id,
            "result_text": "不属于本部门职责",
        }
        self.move(case, "reject", "clerk", values)
        item = self.items(case)
        self.assertEqual((item.kind, item.is_last), ("acceptance", True))
        self.assertEqual(item.text, reason.name)

    def test_a_withdrawal_goes_back(self):
        case = self.platform_case("accepted")
        withdrawn = self.env["rights.outcome"].search([("code", "=", "withdrawn")])
        values = {
            "outcome_id": withdrawn.id,
            "result_text": "投诉人撤回",
            "amount_recovered": 0,
            "move_basis": "投诉人来电撤回",
        }
        self.move(case, "withdraw", "clerk", values)
        item = self.items(case)[-1]
        self.assertEqual((item.kind, item.is_last, item.text), ("withdrawal", True, "投诉人撤回"))

    def test_an_approved_extension_goes_back(self):
        """A refused one is no news for the sender."""
        case = self.case_at("handling", channel_id=self.platform.id, external_number="PT7")
        clock = case.sudo().deadline_ids.filtered(lambda row: row.code == "TL-12")
        requests = self.as_user("clerk", self.env["rights.deadline.extension"])
        for act in ("action_refuse", "action_approve"):
            request = requests.create({"deadline_id": clock.id, "reason": "案情复杂"})
            getattr(self.as_user("head", request), act)()
        kinds = self.items(case).mapped("kind")
        self.assertEqual(kinds.count("extension"), 1)

    def test_nothing_of_a_report_goes_back_but_its_result(self):
        """D7: the platform learns the outcome, not what was found."""
        case = self.platform_case(kind="report", party_ids=self.person(role="reporter"))
        case.sudo()._gate_write({"outcome_id": self.settled.id, "result_text": "秘密内容"})
        case.sudo()._queue_outbound("result")
        self.assertNotIn("秘密", self.items(case)[-1].text)

    def test_nobody_enters_or_changes_items_by_hand(self):
        item = self.items(self.platform_case("accepted"))
        item = self.as_user("dispatcher", item.sudo(False))
        with self.assertRaises(AccessError):
            item.write({"state": "confirmed"})
        with self.assertRaises(AccessError):
            self.as_user("dispatcher", self.env["rights.outbound.item"]).create({})
        with self.assertRaises(UserError):
            item.sudo().unlink()
        item.text = "已受理"
        self.export(item)
        with self.assertRaises(UserError):
            item.text = "改过"

    def test_who_exports(self):
        """Only the dispatcher of the unit or above; others read at most."""
        item = self.items(self.platform_case("accepted")).sudo(False)
        for login in ("clerk", "head", "dispatcher_b", "auditor", "handler_a"):
            with self.assertRaises(AccessError):
                self.as_user(login, item).action_export()
        self.assertFalse(self.as_user("dispatcher_b", item).has_access("read"))
        self.assertTrue(self.as_user("clerk", item).has_access("read"))


@tagged("post_install", "-at_install")
class TestSourceClock(WayBackCommon):
    def test_the_senders_date_is_a_superior_clock(self):
        """INT-20, LIM-11: TL-19 with the sender's day; promises are replaced, statutes run on."""
        case = self.platform_case()
        clock = self.source_clock(case)
        self.assertEqual((clock.code, str(clock.due_day)), ("TL-19", "2026-03-20"))
        outcomes = {row.code: row.outcome for row in case.sudo().deadline_ids}
        self.assertEqual(outcomes["TL-05"], "replaced")
        self.assertFalse(outcomes["TL-08"])
        self.assertEqual(case.sudo().instruction_ids.document, "PT001")

    def test_our_own_result_does_not_end_it_the_confirmation_does(self):
        case = self.platform_case("concluded")
        clock = self.source_clock(case)
        self.assertFalse(clock.stopped_at)
        self.export(self.items(case))
        self.answer([("登记编号", "审核结果"), ("PT001", "通过")])
        self.assertEqual(clock.outcome, "met")
        self.assertEqual(set(self.items(case).mapped("state")), {"confirmed"})

    def test_not_confirmed_in_time_is_red_and_a_breach(self):
        """INT-20: red on the dispatcher's page, breach of TL-19."""
        case = self.platform_case("concluded")
        item = self.items(case)[-1]
        self.assertFalse(item.is_overdue)
        self.clock.move_to("2026-03-21 02:00:00")
        self.env.invalidate_all()
        self.assertTrue(item.is_overdue)
        seen = self.as_user("dispatcher", self.env["rights.outbound.item"])
        self.assertIn(item.sudo(False), seen.search([("is_overdue", "=", True)]))
        self.assertNotIn(item.sudo(False), seen.search([("is_overdue", "=", False)]))
        self.env["rights.deadline.breach"]._sweep()
        self.assertTrue(self.source_clock(case).breach_ids)

    def test_a_date_entered_afterwards_starts_it(self):
        case = self.case_at("registered", channel_id=self.platform.id, external_number="PT9")
        self.assertFalse(self.source_clock(case))
        case.source_deadline = "2026-03-25"
        first = self.source_clock(case)
        self.assertEqual(str(first.due_day), "2026-03-25")
        case.source_deadline = "2026-03-27"  # the sender gave more time
        self.assertEqual(first.outcome, "replaced")
        self.assertEqual(str(self.source_clock(case).due_day), "2026-03-27")

    def test_a_matter_that_was_late_when_it_came_is_registered_all_the_same(self):
        case = self.case_at(
            "registered",
            channel_id=self.platform.id,
            external_number="PT8",
            received_at="2026-03-02 02:00:00",
            source_deadline="2026-03-06",
        )
        clock = self.source_clock(case)
        self.assertEqual(str(clock.due_day), "2026-03-06")
        self.assertFalse(clock.stopped_at)

    def test_nobody_sets_the_clock_by_hand(self):
        case = self.platform_case()
        with self.assertRaises(AccessError):
            case.source_clock_id = False


@tagged("post_install", "-at_install")
class TestOutboundTable(WayBackCommon):
    def test_the_table_has_the_senders_columns_and_words(self):
        """INT-20: as an Excel table, by the mapping of the channel."""
        case = self.platform_case("concluded")
        file = self.export(self.items(case))
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(file.file)))
        rows = [[cell.value or "" for cell in row] for row in book.active.iter_rows()]
        self.assertEqual(rows[0][:3], ["登记编号", "反馈类型", "反馈时间"])
        self.assertEqual(
            [row[:2] for row in rows[1:]], [["PT001", "受理反馈"], ["PT001", "办结反馈"]]
        )
        self.assertEqual(rows[1][2], "2026-03-10 10:00:00")  # China's time
        self.assertEqual(rows[1][3], "受理")
        self.assertEqual(set(self.items(case).mapped("state")), {"exported"})
        entry = self.env["rights.audit.log"].search([("type", "=", "export")], limit=1)
        self.assertEqual((entry.count, entry.user_id), (2, self.users["dispatcher"]))

    def test_as_csv_and_without_formulas(self):
        case = self.case_at("concluded", channel_id=self.hotline.id, external_number="GD1")
        item = self.items(case)[-1]
        item.text = "=HYPERLINK(1)"
        file = self.export(item)
        text = base64.b64decode(file.file).decode("utf-8-sig")
        self.assertEqual(
            text.splitlines()[0], "工单编号,回复类型,回复时间,承办单位,联系电话,回复内容"
        )
        self.assertIn("'=HYPERLINK(1)", text)

    def test_sent_confirmed_rejected_and_sent_again(self):
        case, other = self.platform_case("accepted"), self.platform_case("accepted", "PT002")
        found = self.items(case) | self.items(other)
        file = self.as_user("dispatcher", self.export(found).sudo(False))
        file.action_sent()
        self.assertEqual(set(found.mapped("state")), {"sent"})
        message = self.answer(
            [
                ("登记编号", "审核结果", "退回原因"),
                ("PT001", "审核通过", ""),
                ("PT002", "退回", "要素不全"),
                ("PT999", "通过", ""),
            ]
        )
        self.assertIn("PT999", message)
        self.assertEqual(self.items(case).state, "confirmed")
        rejected = self.as_user("dispatcher", self.items(other).sudo(False))
        self.assertEqual((rejected.state, rejected.answer), ("rejected", "要素不全"))
        rejected.text = "补全"
        rejected.action_send_again()
        self.assertEqual(rejected.state, "due")

    def test_an_answer_that_cannot_be_read_changes_nothing(self):
        case = self.platform_case("accepted")
        self.export(self.items(case))
        with self.assertRaises(UserError):
            self.answer([("别的", "列"), ("PT001", "通过")])
        with self.assertRaises(AccessError):
            self.answer([("登记编号", "审核结果"), ("PT001", "通过")], login="clerk")
        self.assertEqual(self.items(case).state, "exported")

    def test_a_table_is_for_one_sender_and_needs_numbers(self):
        case = self.platform_case("accepted")
        other = self.case_at("accepted", channel_id=self.hotline.id, external_number="GD1")
        with self.assertRaises(UserError):
            self.export(self.items(case) | self.items(other))
        with self.assertRaises(UserError):
            self.export(self.env["rights.outbound.item"])
        case.sudo()._gate_write({"external_number": False})
        with self.assertRaises(UserError):
            self.export(self.items(case))

    def test_the_numbers_are_reconciled_daily(self):
        """INT-20: counts by state, and what does not add up by number."""
        case = self.platform_case("concluded")
        lost = self.platform_case("accepted", "PT002")
        lost.sudo()._gate_write({"external_number": False})
        self.export(self.items(case)[0])
        self.clock.tick(timedelta(days=20))
        tallies = self.env["rights.outbound.tally"]
        with self.enter_registry_test_mode():
            cron = self.env.ref("consumer_rights.rights_outbound_tally_cron")
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        tally = tallies.search([("channel_id", "=", self.platform.id)])
        self.assertEqual(len(tally), 1)
        counts = (tally.due_count, tally.exported_count, tally.confirmed_count, tally.overdue_count)
        self.assertEqual(counts, (2, 1, 0, 3))
        self.assertEqual(tally.unnumbered_count, 1)
        self.assertIn(lost.name, tally.gaps)
        self.assertIn(case.name, tally.gaps)
