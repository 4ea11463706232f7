"""E-mail: stored as it came, read by Odoo's gateway, never lost and never bounced (INT-01)."""

import hashlib
import logging
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .arrival_common import PNG, ArrivalCommon

GATEWAY = "odoo.addons.mail.models.mail_thread"
READER = "odoo.addons.consumer_rights.models.intake.rights_arrival"


@tagged("post_install", "-at_install")
class TestMailDraft(ArrivalCommon):
    def test_a_mail_is_stored_as_it_came_before_it_is_read(self):
        content = self.mail()
        arrival = self.arrivals._store("email", content)
        self.assertEqual(arrival.state, "new")
        self.assertEqual(arrival._content(), content)
        self.assertEqual(arrival.digest, hashlib.sha256(content).hexdigest())
        self.assertFalse(arrival.case_id)

    def test_a_mail_becomes_a_draft(self):
        """INT-01: channel e-mail, text as facts, the sender as a party, files as evidence."""
        arrival = self.take(self.mail(files=[("照片.png", PNG)]))
        case = arrival.case_id
        self.assertEqual(arrival.state, "case")
        self.assertEqual((case.stage_code, case.kind), ("draft", "complaint"))
        self.assertEqual(case.channel_id.code, "email")
        self.assertEqual(case.received_at, arrival.received_at)
        self.assertEqual(case.subject, "手机屏幕碎裂")
        self.assertIn("要求退货", case.facts)
        self.assertEqual(case.station_id, self.stations["city"])
        self.assertEqual(case.party_ids.name, "张测试")
        self.assertEqual(case.party_ids.email, "zhang@example.com")
        self.assertEqual(case.evidence_ids.mapped("name"), ["照片.png"])
        self.assertEqual(case.evidence_ids.type, "photo")

    def test_the_sender_is_no_contact_follower_or_author(self):
        """D7: what came by mail leaves no address outside the identity."""
        before = self.env["res.partner"].with_context(active_test=False).search_count([])
        case = self.take(self.mail()).case_id
        after = self.env["res.partner"].with_context(active_test=False).search_count([])
        self.assertEqual(before, after)
        self.assertFalse(case.message_follower_ids)
        self.assertFalse(
            case.message_ids.filtered(lambda message: "zhang@" in (message.email_from or ""))
        )
        self.assertFalse(
            case.message_ids.filtered(lambda message: "屏幕" in str(message.body or ""))
        )

    def test_the_clerk_completes_and_registers_the_draft(self):
        case = self.as_user("clerk", self.take(self.mail()).case_id)
        case.write(
            {
                "respondent_id": self.merchant.id,
                "request": "退货",
                "party_ids": [
                    (1, case.party_ids.id, {"phone": "13800001234", "address": "测试街2号"})
                ],
            }
        )
        self.move(case, "register")
        self.assertEqual(case.registered_by_id, self.users["clerk"])
        self.assertTrue(case.name)

    def test_a_draft_that_turns_out_a_report_stays_with_whoever_entered_it(self):
        """Annex A2: of a report only the registrant reads the draft."""
        case = self.as_user("clerk", self.take(self.mail()).case_id)
        case.kind = "report"
        self.assertEqual(case.registered_by_id, self.users["clerk"])
        self.assertTrue(case.has_access("read"))
        self.assertFalse(self.as_user("operator", case).has_access("read"))

    def test_an_unsafe_attachment_is_named_and_stays_in_the_mail(self):
        case = self.take(self.mail(files=[("看这里.exe", b"MZ" + bytes(200))])).case_id
        self.assertFalse(case.evidence_ids.file)
        self.assertIn("看这里.exe", case.evidence_ids.name)

    def test_a_script_in_the_text_is_text(self):
        text = "<script>alert(1)</script> \u202eevil\u202c 😀 𠮷"
        case = self.take(self.mail(text, From=f"{'长' * 10_000} <a@example.com>")).case_id
        self.assertIn("😀 𠮷", case.facts)
        self.assertLessEqual(len(case.party_ids.name or ""), 100)

    def test_every_way_into_odoo_stores_first(self):
        """What Odoo's mailgate or a fetched mailbox hands over is stored like the rest."""
        content = self.mail(Message_Id="<gate@example.com>")
        self.assertFalse(self.env["mail.thread"].message_process("rights.case", content))
        arrival = self.arrivals.search([("digest", "=", hashlib.sha256(content).hexdigest())])
        self.assertEqual(arrival.state, "new")

    def test_no_client_makes_cases_beside_the_store(self):
        cases = self.as_user("clerk", self.env["rights.case"])
        with self.assertRaises(AccessError):
            cases.message_new({"email_from": "a@example.com", "body": ""}, {"subject": "x"})
        with self.assertRaises(AccessError):
            cases.with_context(rights_reading=1).message_new({}, {})


@tagged("post_install", "-at_install")
class TestMailTriage(ArrivalCommon):
    def assertWaits(self, arrival, refusal):  # noqa: N802
        self.assertEqual((arrival.state, arrival.refusal), ("triage", refusal))
        self.assertFalse(arrival.case_id)
        self.assertTrue(arrival.subject)
        self.assertFalse(self.env["mail.mail"].search([("email_to", "ilike", "example.com")]))

    def test_the_same_mail_twice_is_one_draft(self):
        """The same bytes, and the same mail on another way."""
        content = self.mail()
        first = self.take(content)
        self.assertEqual(self.arrivals._store("email", content), first)
        self.assertEqual(first.copies, 1)
        other_way = self.take(b"Received: from elsewhere\r\n" + content)
        self.assertEqual(other_way.state, "copy")
        self.assertEqual(other_way.case_id, first.case_id)
        cases = self.env["rights.case"].search([("subject", "=", "手机屏幕碎裂")])
        self.assertEqual(cases, first.case_id)

    def test_another_mail_under_a_used_number_is_looked_at(self):
        """Nobody can make a filing vanish by sending its number first."""
        self.take(self.mail())
        self.assertWaits(self.take(self.mail("另一件事")), "same_id")

    def test_automatic_answers_wait(self):
        headers = [
            {"Auto_Submitted": "auto-replied"},
            {"Precedence": "auto_reply"},
            {"X_Autoreply": "yes"},
            {"Return_Path": "<>"},
        ]
        for number, header in enumerate(headers):
            mail = self.mail(Message_Id=f"<auto{number}@example.com>", **header)
            self.assertWaits(self.take(mail), "auto_reply")

    def test_a_mail_that_came_back_waits(self):
        mail = self.mail(From="MAILER-DAEMON <mailer-daemon@example.com>")
        self.assertWaits(self.take(mail), "bounce")

    def test_a_mail_of_our_own_waits(self):
        self.env.company.email = "12315@example.org"
        self.assertWaits(self.take(self.mail(From="12315@example.org")), "own")

    def test_a_mail_loop_ends_in_the_list_and_answers_nobody(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 3)
        found = [
            self.take(self.mail(f"第{number}封", Message_Id=f"<{number}@example.com>"))
            for number in range(5)
        ]
        self.assertEqual([one.state for one in found], ["case"] * 3 + ["triage"] * 2)
        self.assertWaits(found[-1], "loop")

    @mute_logger(GATEWAY)
    def test_without_the_catch_all_only_an_alias_is_a_route(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("consumer_rights.mail_catch_all", "False")
        self.assertWaits(self.take(self.mail()), "no_route")
        domain = self.env["mail.alias.domain"].create({"name": "example.org"})
        self.env["mail.alias"].create(
            {
                "alias_name": "12315",
                "alias_domain_id": domain.id,
                "alias_model_id": self.env["ir.model"]._get_id("rights.case"),
                "alias_defaults": "{'kind': 'consultation'}",
            }
        )
        arrival = self.take(self.mail(Message_Id="<two@example.com>"))
        self.assertEqual(arrival.case_id.kind, "consultation")

    @mute_logger(GATEWAY)
    def test_the_catchall_address_of_odoo_takes_filings(self):
        """Odoo alone would send such a mail back."""
        self.env["mail.alias.domain"].create({"name": "example.org", "catchall_alias": "catchall"})
        arrival = self.take(self.mail(To="catchall@example.org"))
        self.assertEqual(arrival.state, "case")

    def test_a_mail_that_cannot_be_read_waits_in_the_end(self):
        """A reader that dies leaves the mail; it is read again, and a person gets it at last."""
        arrival = self.arrivals._store("email", self.mail())
        broken = self.arrivals._store("email", b"Subject: x\n\nno sender")
        self.patch(
            type(self.arrivals),
            "_get_mail_refusal",
            lambda record, message: 1 / 0 if record == broken else None,
        )
        with self.assertLogs(READER, logging.ERROR):
            for _attempt in range(3):
                self.read_now(broken)
        self.read_now(arrival)
        self.assertEqual((broken.state, broken.refusal), ("triage", "unreadable"))
        self.assertEqual(arrival.state, "case")

    def test_the_reader_killed_in_the_middle_reads_again(self):
        """What was stored is read by the next run, as if nothing had been done."""
        arrival = self.arrivals._store("email", self.mail())
        with self.assertRaises(SystemExit), self.env.cr.savepoint():
            self.patch(type(self.arrivals), "_become", self._die)
            arrival._try_read()
        self.assertEqual((arrival.state, arrival.case_id.id), ("new", False))
        self.patch(type(self.arrivals), "_become", self.original_become)
        with self.enter_registry_test_mode():
            self.env.ref("consumer_rights.rights_arrival_cron").method_direct_trigger()
        self.assertEqual(arrival.state, "case")
        self.assertEqual(arrival.attempts, 1)

    def setUp(self):
        super().setUp()
        self.original_become = type(self.arrivals)._become

    @staticmethod
    def _die(_arrival, _case):
        raise SystemExit("killed")


@tagged("post_install", "-at_install")
class TestMailAnswer(ArrivalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls.registered_case(party_ids=cls.person(email="zhang@example.com"))

    def test_an_answer_by_number_goes_to_its_case(self):
        """It is evidence and a contact, and no case of its own."""
        count = self.env["rights.case"].search_count([])
        mail = self.mail(
            "补充材料见附件", Subject=f"回复：{self.case.name}", files=[("a.png", PNG)]
        )
        arrival = self.take(mail)
        self.assertEqual(arrival.case_id, self.case)
        self.assertEqual(self.env["rights.case"].search_count([]), count)
        self.assertEqual(len(self.case.evidence_ids), 2)
        contact = self.case.contact_log_ids
        self.assertEqual((contact.way, contact.is_incoming), ("email", True))

    def test_what_the_person_writes_is_no_first_contact_by_us(self):
        """INT-15, TL-04: the unit contacts the person, not the other way round."""
        self.take(self.mail(Subject=self.case.name))
        clock = self.case.sudo().deadline_ids.filtered(lambda row: row.code == "TL-04")
        self.assertTrue(clock)
        self.assertFalse(clock.stopped_at)
        self.as_user("clerk", self.env["rights.contact.log"]).create(
            {"case_id": self.case.id, "reached": True}
        )
        self.assertTrue(clock.stopped_at)

    def test_somebody_who_names_a_case_of_another_waits(self):
        mail = self.mail(Subject=self.case.name, From="other@example.com")
        arrival = self.take(mail)
        self.assertEqual((arrival.state, arrival.refusal), ("triage", "unknown_sender"))
        self.assertFalse(self.case.evidence_ids)

    def test_a_number_of_no_case_is_a_new_matter(self):
        arrival = self.take(self.mail(Subject="CSTCT209901010001"))
        self.assertNotEqual(arrival.case_id, self.case)
        self.assertEqual(arrival.case_id.stage_code, "draft")

    def test_an_answer_to_an_archived_case_waits(self):
        archived = self.case_at("archived", party_ids=self.person(email="zhang@example.com"))
        arrival = self.take(self.mail(Subject=archived.name))
        self.assertEqual((arrival.state, arrival.refusal), ("triage", "archived"))

    def test_an_answer_to_a_paper_sent_by_mail_goes_to_its_case(self):
        """By the reference to our mail, whatever the subject says."""
        template = self.templates.filtered(lambda one: one.code == "DOC-03")
        paper = self.case.sudo()._make_paper(template, "")
        self.env["rights.document.delivery"].sudo().create(
            {
                "document_id": paper.id,
                "case_id": self.case.id,
                "user_id": self.users["clerk"].id,
                "way": "email",
                "state": "delivered",
                "sent_at": "2026-03-10 02:00:00",
                "provider_reference": "<paper-1@centre.example>",
            }
        )
        arrival = self.take(
            self.mail("收到", Subject="Re:", In_Reply_To="<paper-1@centre.example>")
        )
        self.assertEqual(arrival.case_id, self.case)


@tagged("post_install", "-at_install")
class TestArrivalSettling(ArrivalCommon):
    def waiting(self, text="自动回复内容", **headers):
        return self.take(self.mail(text, Auto_Submitted="auto-replied", **headers))

    def test_a_clerk_makes_a_case_of_it(self):
        arrival = self.as_user("clerk", self.waiting())
        self.assertIn("自动回复", arrival.text)
        action = arrival.action_make_case()
        case = self.env["rights.case"].browse(action["res_id"])
        self.assertEqual(case.registered_by_id, self.users["clerk"])
        self.assertEqual(case.channel_id.code, "email")
        self.assertEqual(case.sudo().arrival_ids, arrival.sudo())

    def test_a_clerk_attaches_it_to_a_case(self):
        case = self.registered_case()
        arrival = self.as_user("clerk", self.waiting())
        with self.assertRaises(UserError):
            arrival.action_attach()
        arrival.attach_case_id = case
        arrival.action_attach()
        self.assertEqual(arrival.sudo().case_id, case)
        self.assertTrue(case.evidence_ids)

    def test_not_a_matter_needs_a_reason_and_can_be_taken_back(self):
        arrival = self.as_user("office", self.waiting())
        with self.assertRaises(UserError):
            arrival.action_close()
        arrival.reason = "广告"
        arrival.action_close()
        self.assertEqual(arrival.state, "closed")
        self.assertEqual(arrival.settled_by_id, self.users["office"])
        arrival.action_reopen()
        self.assertEqual(arrival.state, "triage")

    def test_nobody_deletes_or_changes_what_arrived(self):
        arrival = self.waiting()
        with self.assertRaises(UserError):
            arrival.unlink()
        with self.assertRaises(AccessError):
            self.as_user("clerk", arrival).unlink()
        for vals in ({"raw": False}, {"state": "closed"}, {"subject": "x"}):
            with self.assertRaises(AccessError):
                self.as_user("clerk", arrival).write(vals)
        with self.assertRaises(AccessError):
            self.as_user("clerk", self.arrivals).create({"way": "email", "digest": "x"})

    def test_who_reads_what_waits(self):
        """Annex A2: reception and office of the unit; another unit and other roles do not."""
        arrival = self.waiting()
        for login in ("clerk", "operator", "office"):
            self.assertTrue(self.as_user(login, arrival).has_access("read"), login)
        self._create_person("clerk_b", "clerk", "district_b")
        self.users["clerk_b"] = self.env["res.users"].search([("login", "=", "t_clerk_b")])
        for login in ("clerk_b", "handler_a", "dispatcher", "head", "auditor", "business_admin"):
            self.assertFalse(self.as_user(login, arrival).has_access("read"), login)
        self.assertFalse(arrival.with_user(self.interface_user).has_access("read"))

    def test_the_health_page_tells_of_mails_that_nobody_reads(self):
        arrival = self.arrivals._store("email", self.mail())
        health = self.env["rights.health"]
        self.assertEqual(health._check_arrivals()["state"], "ok")
        arrival.received_at -= timedelta(hours=2)
        self.assertEqual(health._check_arrivals()["state"], "warning")

    def test_the_original_of_a_case_opens_like_the_identity(self):
        """SEC-02: the look is noted; who may not see the persons may not open it."""
        case = self.take(self.mail()).case_id
        arrival = case.sudo().arrival_ids
        self.assertFalse(self.as_user("clerk", arrival).has_access("read"))
        name, content = self.as_user("clerk", arrival)._open()
        self.assertTrue(name.endswith(".eml"))
        self.assertEqual(content, arrival._content())
        look = self.env["rights.audit.log"].search([], limit=1)
        self.assertEqual((look.type, look.model), ("look", "rights.arrival"))
        for login in ("head", "handler_a", "auditor"):
            with self.assertRaises(AccessError):
                self.as_user(login, arrival)._open()

    def test_only_an_interface_account_hands_mails_in(self):
        mail = "RnJvbTogYUBleGFtcGxlLmNvbQoKeA=="
        for login in ("clerk", "business_admin"):
            with self.assertRaises(AccessError):
                self.as_user(login, self.arrivals).take_mail(mail)
        hand_in = self.arrivals.with_user(self.interface_user)
        self.assertTrue(hand_in.take_mail(mail))
        for wrong in ("", "%%%", None):
            with self.assertRaises(UserError):
                hand_in.take_mail(wrong)

    def test_an_interface_account_reads_nothing(self):
        """SEC-01: its key opens no case, no person and no arrival."""
        case = self.registered_case()
        for record in (case, case.party_ids, case.event_ids):
            self.assertFalse(record.with_user(self.interface_user).has_access("read"))
        readable = [
            name
            for name, model in self.env.registry.items()
            if name.startswith("rights.")
            and not model._abstract
            and self.env[name].with_user(self.interface_user).has_access("read")
        ]
        self.assertFalse(readable)
