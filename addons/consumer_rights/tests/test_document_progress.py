"""What the person sees of a matter, and how it is told: portal, text message, mail, phone."""

import json
from email.header import decode_header, make_header

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .test_document_delivery import DeliveryCase, Gateway

QUEUE_LOG = "odoo.addons.consumer_rights.models.document.rights_case_progress"


@tagged("post_install", "-at_install")
class TestDocumentProgress(DeliveryCase):
    """HND-06 on a matter whose acceptance is decided; its decision is not delivered yet."""

    def entries(self, case=None):
        return (case or self.case).sudo().progress_ids.sorted("id")

    def tell(self):
        with self.enter_registry_test_mode():
            self.env.ref("consumer_rights.cron_progress_tell").method_direct_trigger()
        self.env.invalidate_all()

    def give_account(self):
        user = new_test_user(self.env, "t_consumer", "base.group_portal")
        self.env["rights.case.access"].sudo().create(
            {"case_id": self.case.id, "partner_id": user.partner_id.id, "role": "consumer"}
        )

    CONCLUDE = {"result_text": "内部意见：商家退款", "amount_recovered": 680}

    def conclude(self, login="clerk", outcome=None):
        if login == "clerk":
            self.go_on(("take", "clerk", None))
        values = {**self.CONCLUDE, "outcome_id": (outcome or self.settled).id}
        self.go_on(("conclude", login, values))

    def go_on(self, *steps):
        for code, login, values in steps:
            self.move(self.case, code, login, values)

    # -- which changes (HND-06) -------------------------------------------------------------------

    def test_hnd_06_each_change_makes_a_notice(self):
        """HND-06: accepted, dispatched, in mediation, escalated, concluded; nothing besides."""
        self.deliver(self.case, "DOC-04")
        send_on = {"dispatch_to_id": self.stations["station_a1"].id, "complexity": "ordinary"}
        self.go_on(
            ("dispatch", "dispatcher", {**send_on, "dispatch_requirement": "内部要求"}),
            ("receive", "station_a1", None),
            ("mediate", "station_a1", None),
        )
        self.record_meeting(self.case, "station_a1", "failed")
        self.go_on(("escalate", "station_a1", {"move_basis": "内部理由"}))
        self.conclude("dispatcher_a", self.env.ref("consumer_rights.outcome_self_settled"))
        entries = self.entries()
        names = ["已受理", "已交办", "调解中", "已提级调解", "已办结"]
        self.assertEqual(entries.mapped("name"), names)
        self.assertIn("测试station_a1", entries[1].text)
        words = " ".join(entries.mapped("text"))
        for secret in ("内部", "张测试", "138", "测试百货", "手机屏幕"):
            self.assertNotIn(secret, words)

    def test_notice_follows_the_setting(self):
        """HND-06, D13: the business administrator says at which stage what is told."""
        kinds = self.as_user("business_admin", self.env["rights.progress.kind"])
        kind = kinds.create(
            {
                "name": "In hand",
                "code": "in_hand",
                "title": "办理中",
                "text": "您反映的事项正由{单位}办理。",
                "stage_ids": [(4, self.env.ref("consumer_rights.stage_handling").id)],
            }
        )
        self.deliver(self.case, "DOC-04")
        self.go_on(("take", "clerk", None))
        self.assertEqual(self.entries()[-1].text, "您反映的事项正由测试city办理。")
        with self.assertRaisesRegex(ValidationError, "{投诉人}"):
            kind.text = "{投诉人}您好"
        with self.assertRaisesRegex(ValidationError, "same stage"):
            kinds.create(
                {
                    "name": "Twice",
                    "code": "twice",
                    "title": "办理中",
                    "text": "办理中",
                    "stage_ids": kind.stage_ids.ids,
                }
            )
        with self.assertRaises(AccessError):
            self.as_user("clerk", kind).title = "别的"

    def test_anonymous_is_not_told(self):
        """TL-43: who hid the identity has a progress to look at and no clock of telling."""
        case = self.registered_case(kind="report", is_anonymous=True, party_ids=False)
        self.move(
            case,
            "dispatch",
            "dispatcher",
            {"dispatch_to_id": self.stations["district_a"].id, "complexity": "ordinary"},
        )
        entry = self.entries(case)
        self.assertEqual(entry.name, "已交办")
        self.assertFalse(entry.told_at or entry.next_try_at)
        self.assertNotIn("TL-43", case.sudo().deadline_ids.mapped("code"))

    def test_nobody_rewrites_a_notice(self):
        entry = self.entries()
        for login in ("clerk", "head", "business_admin"):
            with self.subTest(login), self.assertRaises(AccessError):
                self.as_user(login, entry).write({"text": "别的"})
            with self.subTest(login), self.assertRaises(AccessError):
                self.as_user(login, entry).unlink()
        with self.assertRaises(UserError):
            entry.unlink()
        with self.assertRaises(AccessError):
            self.as_user("station_b1", entry).read(["text"])
        with self.assertRaises(AccessError):
            self.as_user("station_b1", entry).action_told()

    # -- how it is told (TL-43) -------------------------------------------------------------------

    def test_portal_shows_it_at_once(self):
        """TL-43: who has an account sees the change the moment it is made."""
        self.give_account()
        self.deliver(self.case, "DOC-04")
        self.conclude()
        entry = self.entries()[-1]
        self.assertEqual((entry.name, entry.way, entry.told_at), ("已办结", "portal", entry.at))
        clocks = self.case.sudo().deadline_ids.filtered(lambda clock: clock.code == "TL-43")
        self.assertEqual(set(clocks.mapped("outcome")), {"met"})

    def test_delivered_paper_tells_what_came_before(self):
        """LIM-14: the decision in the person's hand is the notice; no second one is sent."""
        self.set_up_gateway()
        entry = self.entries()
        self.assertFalse(entry.told_at)
        self.deliver(self.case, "DOC-04")
        self.assertEqual(entry.way, "in_person")
        self.assertEqual(entry.told_at, self.decision.delivered_at)
        self.tell()
        self.assertEqual(Gateway.taken, [])

    def test_text_message_tells_the_number_and_the_sentence(self):
        """TL-43: one message by the centre's gateway; it names neither person nor matter."""
        self.deliver(self.case, "DOC-04")
        self.set_up_gateway()
        self.conclude()
        self.tell()
        self.tell()
        self.assertEqual(len(Gateway.taken), 1)
        sent = json.loads(Gateway.taken[0][1])
        entry = self.entries()[-1]
        self.assertEqual(sent["phone"], "13800001234")
        self.assertEqual(sent["text"], f"【测试city】登记编号{self.case.name}：{entry.text}")
        for secret in ("张", "手机屏幕", "百货"):
            self.assertNotIn(secret, sent["text"])
        self.assertEqual((entry.way, bool(entry.told_at)), ("sms", True))
        self.assertIn("已办结", self.case.sudo().event_ids[-1].basis)

    def test_mail_where_it_was_chosen(self):
        """RPL-01: the way that the person chose goes before the others."""
        self.deliver(self.case, "DOC-04")
        postbox = self.listen()
        self.set_up_gateway()
        self.case.sudo().reply_way = "email"
        self.conclude()
        self.tell()
        self.assertEqual(Gateway.taken, [])
        addresses, mail = postbox.mails[0]
        self.assertEqual(addresses, ["zhang@example.com"])
        self.assertNotIn("手机", str(make_header(decode_header(mail["Subject"]))))
        body = mail.get_payload(decode=True) or mail.get_payload()[0].get_payload(decode=True)
        self.assertIn(self.entries()[-1].text, body.decode())
        self.assertEqual(self.entries()[-1].way, "email")

    def test_without_a_way_somebody_calls(self):
        """TL-43: neither account nor gateway nor mail server: it waits on the list."""
        self.deliver(self.case, "DOC-04")
        self.conclude()
        self.tell()
        entry = self.as_user("clerk", self.entries()[-1])
        self.assertFalse(entry.told_at or entry.next_try_at)
        entry.action_told()
        self.assertEqual(entry.way, "phone")
        self.assertIn("已办结", self.case.sudo().event_ids[-1].basis)

    def test_dead_gateway_leaves_it_to_a_call(self):
        """TL-43: tried again, then left on the list of missing notices with its reason."""
        self.deliver(self.case, "DOC-04")
        self.set_up_gateway()
        Gateway.answer = (503, "busy")
        self.conclude()
        entry = self.entries()[-1]
        for _attempt in range(7):
            entry.flush_recordset()
            moment = entry.next_try_at
            if not moment:
                break
            with freeze_time(moment), mute_logger(QUEUE_LOG):
                self.tell()
        self.assertEqual(len(Gateway.taken), 6)
        self.assertFalse(entry.told_at or entry.next_try_at)
        self.assertIn("503", entry.error)
