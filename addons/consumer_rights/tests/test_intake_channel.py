"""Channels, scans, visitors, late entries and recordings (INT-01, INT-12, REG-20, SEC-07)."""

import base64
from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .arrival_common import PDF, PNG, ArrivalCommon


@tagged("post_install", "-at_install")
class TestChannel(ArrivalCommon):
    def test_a_matter_has_exactly_one_channel(self):
        """INT-01: none is refused, and the field takes no second one."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.create_case(channel_id=False)
        self.assertEqual(self.env["rights.case"]._fields["channel_id"].type, "many2one")

    def test_a_matter_has_one_of_five_kinds(self):
        """INT-08: the kinds are fixed, and none is no kind."""
        kinds = dict(self.env["rights.case"]._fields["kind"].selection)
        expected = {"consultation", "complaint", "report", "discipline", "suggestion"}
        self.assertEqual(set(kinds), expected)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.create_case(kind=False)

    def test_channels_of_other_platforms_need_their_number(self):
        """INT-01: the sender's number stands in the registration."""
        for code in ("national_platform", "hotline_12345", "superior"):
            channel = self.env.ref(f"consumer_rights.channel_{code}")
            case = self.create_case(channel_id=channel.id, external_number=False)
            with self.assertRaisesRegex(ValidationError, "number"):
                self.move(case, "register")
            case.external_number = f"WB-{code}"
            self.move(case, "register")
            self.assertEqual(case.stage_code, "registered")

    def test_a_number_of_a_sender_enters_once(self):
        """INT-14: by hand as by file."""
        channel = self.env.ref("consumer_rights.channel_hotline_12345")
        self.create_case(channel_id=channel.id, external_number="GD1").flush_recordset()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.create_case(channel_id=channel.id, external_number="GD1").flush_recordset()

    def test_a_live_channel_is_the_first_contact_when_the_unit_keeps_the_matter(self):
        """INT-15, TL-04."""
        phone = self.env.ref("consumer_rights.channel_phone")
        case = self.case_at("handling", channel_id=phone.id)
        clock = case.sudo().deadline_ids.filtered(lambda row: row.code == "TL-04")
        self.assertTrue(clock.stopped_at)
        letter = self.env.ref("consumer_rights.channel_letter")
        case = self.case_at("handling", channel_id=letter.id)
        clock = case.sudo().deadline_ids.filtered(lambda row: row.code == "TL-04")
        self.assertFalse(clock.stopped_at)

    def test_an_anonymous_report_has_no_first_contact(self):
        """INT-15: nobody can be called; an identified reporter is."""
        for is_anonymous in (True, False):
            case = self.registered_case(
                kind="report",
                is_anonymous=is_anonymous,
                party_ids=False if is_anonymous else self.person(role="reporter"),
            )
            clocks = case.sudo().deadline_ids.filtered(lambda row: row.code == "TL-04")
            self.assertEqual(bool(clocks), not is_anonymous)


@tagged("post_install", "-at_install")
class TestScan(ArrivalCommon):
    def scan(self, login="office", files=(("信访件1.pdf", PDF),), **values):
        attachments = self.as_user(login, self.env["ir.attachment"]).create(
            [{"name": name, "raw": content} for name, content in files]
        )
        return self.as_user(login, self.env["rights.scan.intake"]).create(
            {"file_ids": [Command.set(attachments.ids)], **values}
        )

    def drafts(self, action):
        if "res_id" in action:
            return self.env["rights.case"].browse(action["res_id"])
        return self.env["rights.case"].search(action["domain"])

    def test_the_office_enters_letters_by_scan(self):
        """TRI-07, INT-01: each file a draft of the office, the scan as evidence."""
        files = [("信访件1.pdf", PDF), ("信访件2.png", PNG)]
        cases = self.drafts(self.scan(files=files).action_make_drafts())
        self.assertEqual(len(cases), 2)
        for case in cases:
            self.assertEqual((case.stage_code, case.channel_id.code), ("draft", "letter"))
            self.assertEqual(case.registered_by_id, self.users["office"])
            self.assertEqual(case.evidence_ids.type, "correspondence")
            self.assertTrue(case.evidence_ids.file)

    def test_all_pages_of_one_petition_are_one_draft_with_its_number(self):
        petition = self.env.ref("consumer_rights.channel_petition")
        wizard = self.scan(
            files=[("1.png", PNG), ("2.pdf", PDF)],
            channel_id=petition.id,
            external_number="信〔2026〕17号",
            is_one_matter=True,
        )
        case = self.drafts(wizard.action_make_drafts())
        self.assertEqual(len(case), 1)
        self.assertEqual(len(case.evidence_ids), 2)
        self.assertEqual(case.external_number, "信〔2026〕17号")

    def test_sec_02_a_scan_of_a_report_names_nobody(self):
        """SEC-02: a file is named after a person; no upload and no subject keeps that."""
        name = "司徒隐名的举报信"
        wizard = self.scan(files=[(f"{name}.pdf", PDF)], kind="report")
        uploads = wizard.file_ids
        case = self.drafts(wizard.action_make_drafts())
        self.assertFalse(uploads.exists())
        self.assertTrue(case.evidence_ids.file)
        piece = case.evidence_ids
        self.assertNotIn(name, f"{case.subject} {piece.name} {piece.file_name}")
        self.assertEqual(piece.sudo().given_name, f"{name}.pdf")

    def test_uploads_that_became_nothing_go(self):
        """SEC-02: after a day; what somebody is entering now stays."""
        left, fresh = self.scan().file_ids.sudo(), self.scan().file_ids.sudo()
        (left | fresh).res_model = "rights.scan.intake"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_date = create_date - interval '2 days' WHERE id = %s",
            [left.id],
        )
        self.env["rights.scan.intake"]._gc_uploads()
        self.assertEqual((left | fresh).exists(), fresh)

    def test_what_is_no_scan_is_refused_by_its_content(self):
        for content in (b"MZ" + bytes(100), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"x"):
            with self.assertRaises(UserError):
                self.scan(files=[("letter.pdf", content)]).action_make_drafts()

    def test_one_number_for_several_matters_is_refused(self):
        files = [("1.png", PNG), ("2.pdf", PDF)]
        with self.assertRaises(UserError):
            self.scan(files=files, external_number="1").action_make_drafts()

    def test_others_have_no_intake(self):
        with self.assertRaises(AccessError):
            self.as_user("dispatcher", self.env["rights.scan.intake"]).create({})


@tagged("post_install", "-at_install")
class TestVisitor(ArrivalCommon):
    def desk(self, login="clerk"):
        return self.as_user(login, self.env["rights.queue.ticket"])

    def test_a_visit_names_its_receptionist(self):
        """INT-12: whoever enters the visit, or whoever is named instead; a call names nobody."""
        visit = self.env.ref("consumer_rights.channel_visit")
        case = self.create_case(channel_id=visit.id)
        self.assertEqual(case.receptionist_id, self.users["clerk"])
        case.receptionist_id = self.users["operator"]
        self.assertEqual(case.receptionist_id, self.users["operator"])
        phone = self.env.ref("consumer_rights.channel_phone")
        self.assertFalse(self.create_case(channel_id=phone.id).receptionist_id)

    def test_the_visitor_signs_on_the_screen(self):
        """The signature is the person's: it is kept and seen like the identity."""
        visit = self.env.ref("consumer_rights.channel_visit")
        case = self.create_case(channel_id=visit.id)
        case.visitor_signature = base64.b64encode(PNG)
        case.invalidate_recordset()
        self.assertEqual(base64.b64decode(case.visitor_signature), PNG)
        self.assertFalse(self.as_user("head", case).visitor_signature)
        with self.assertRaises(AccessError):
            self.as_user("head", case).visitor_signature = False

    def test_numbers_are_taken_called_and_served(self):
        """INT-12: one act each."""
        desk = self.desk()
        first, second = desk.take_number(), desk.take_number()
        self.assertEqual(second, first + 1)
        self.assertEqual(desk.desk()["waiting"], [first, second])
        with self.assertRaises(UserError):
            desk.call_next(" ")
        self.assertEqual(desk.call_next("3"), first)
        self.assertEqual(self.desk("operator").call_next("4"), second)
        self.assertFalse(desk.call_next("3"))  # nobody waits; the first one has been served
        state = desk.desk()
        self.assertEqual((state["given"], state["served"], state["current"]), (2, 1, False))
        self.desk("operator").finish(absent=True)
        self.assertEqual(desk.desk()["absent"], 1)

    def test_the_day_tells_how_long_visitors_waited(self):
        with freeze_time("2026-03-10 01:00:00") as clock:
            self.desk().take_number()
            clock.tick(timedelta(minutes=12))
            self.desk().call_next("1")
            state = self.desk().desk()
        self.assertEqual((state["average"], state["longest"]), (12, 12))

    def test_the_visit_is_registered_from_the_counter(self):
        desk = self.desk()
        with self.assertRaises(UserError):
            desk.register_visit()
        number = desk.take_number()
        desk.call_next("1")
        action = desk.register_visit()
        case = (
            self.as_user("clerk", self.env["rights.case"])
            .with_context(**action["context"])
            .create({"subject": "来访", "party_ids": self.person()})
        )
        self.assertEqual(case.channel_id.code, "visit")
        self.assertEqual(case.ticket_id.number, number)
        self.assertEqual(case.receptionist_id, self.users["clerk"])

    def test_the_day_of_a_number_is_the_day_in_china(self):
        for moment, day in (
            ("2026-12-31 15:30:00", "2026-12-31"),
            ("2026-12-31 16:30:00", "2027-01-01"),
        ):
            with freeze_time(moment):
                self.desk().take_number()
            ticket = self.env["rights.queue.ticket"].search([], order="id desc", limit=1)
            self.assertEqual(str(ticket.day), day)

    def test_another_unit_has_a_hall_of_its_own(self):
        self.desk().take_number()
        self.assertEqual(self.desk("station_a1").desk()["waiting"], [])
        ticket = self.env["rights.queue.ticket"].search([], limit=1)
        self.assertFalse(self.as_user("station_a1", ticket).has_access("read"))
        for login in ("handler_a", "head", "auditor"):
            with self.assertRaises(AccessError):
                self.desk(login).desk()
        with self.assertRaises(AccessError):
            self.as_user("clerk", ticket).write({"number": 7})


@tagged("post_install", "-at_install")
class TestHall(HttpCase, ArrivalCommon):
    def test_the_screen_shows_number_and_counter_and_nothing_else(self):
        """SEC-10: no personal data, also when a matter of the visitor is registered."""
        desk = self.as_user("clerk", self.env["rights.queue.ticket"])
        number = desk.take_number()
        desk.call_next("7")
        visit = self.env.ref("consumer_rights.channel_visit")
        ticket = self.env["rights.queue.ticket"].search([("number", "=", number)], limit=1)
        self.create_case(channel_id=visit.id, ticket_id=ticket.id)
        answer = self.url_open("/rights/hall/CSTC")
        self.assertIn("<th>窗口</th>", answer.text, "the screen is Chinese, as the hall is")
        self.assertEqual(answer.status_code, 200)
        self.assertIn(f"<td>{number}</td>", answer.text)
        self.assertIn("<td>7</td>", answer.text)
        self.assertIn('http-equiv="refresh"', answer.text)
        self.assertRegex(answer.text, r"<time>\d\d:\d\d</time>")
        for secret in ("张测试", "138", "手机屏幕", self.users["clerk"].name):
            self.assertNotIn(secret, answer.text)
        self.assertEqual(self.url_open("/rights/hall/NOWHERE").status_code, 404)


@tagged("post_install", "-at_install")
class TestLateEntry(ArrivalCommon):
    def entered(self, received, registered, login="station_a1"):
        with freeze_time(received):
            received_at = fields.Datetime.now()
        with freeze_time(registered):
            return self.registered_case(login, received_at=received_at)

    def test_a_late_entry_is_marked_with_its_days(self):
        """REG-20, TL-24: Friday's matter is due on Monday; entered on Wednesday it is two late."""
        case = self.entered("2026-03-06 02:00:00", "2026-03-11 02:00:00")
        self.assertEqual(case.entry_delay, 2)

    def test_an_entry_in_time_is_not_marked(self):
        """REG-20: the next working day is in time, the weekend between does not count."""
        case = self.entered("2026-03-06 02:00:00", "2026-03-09 09:00:00")
        self.assertEqual(case.entry_delay, 0)

    def test_the_centre_is_not_direct(self):
        case = self.entered("2026-03-06 02:00:00", "2026-03-11 02:00:00", login="clerk")
        self.assertEqual(case.entry_delay, 0)

    def test_nobody_writes_the_mark(self):
        case = self.entered("2026-03-06 02:00:00", "2026-03-11 02:00:00")
        with self.assertRaises(AccessError):
            case.entry_delay = 0


@tagged("post_install", "-at_install")
class TestRecording(ArrivalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls.case_at("handling")
        cls.recording = cls.env["rights.case.evidence"].create(
            {
                "case_id": cls.case.id,
                "name": "来电录音",
                "type": "recording",
                "file": base64.b64encode(b"RIFF....WAVE"),
            }
        )
        cls.photo = cls.env["rights.case.evidence"].create(
            {"case_id": cls.case.id, "name": "照片", "type": "photo"}
        )

    def may(self, login):
        found = self.as_user(login, self.env["rights.case.evidence"]).search(
            [("id", "in", (self.recording | self.photo).ids)]
        )
        record = self.as_user(login, self.recording).has_access("read")
        self.assertEqual(record, self.recording in found, "search and record differ")
        return record

    def test_handler_supervisor_and_quality_staff_hear_it(self):
        """SEC-07."""
        self.assertEqual(self.case.user_id, self.users["clerk"])
        for login in ("clerk", "dispatcher", "head", "quality"):
            self.assertTrue(self.may(login), login)

    def test_others_of_the_unit_do_not(self):
        """SEC-07: who reads the case and its other evidence does not hear the call."""
        for login in ("operator", "office", "legal"):
            self.assertTrue(self.as_user(login, self.photo).has_access("read"), login)
            self.assertFalse(self.may(login), login)
            with self.assertRaises(AccessError):
                self.as_user(login, self.recording).read(["file"])
            attachment = self.env["ir.attachment"].search(
                [("res_model", "=", "rights.case.evidence"), ("res_id", "=", self.recording.id),
                 ("res_field", "=", "file")]
            )  # fmt: skip
            self.assertTrue(attachment)
            with self.assertRaises(AccessError):
                self.as_user(login, attachment).read(["datas"])

    def test_quality_staff_hear_open_cases_and_read_no_case(self):
        """Annex A2: samples while open."""
        self.assertFalse(self.as_user("quality", self.case).has_access("read"))
        self.assertFalse(self.as_user("quality", self.photo).has_access("read"))
        self.move(self.case, "conclude", "clerk", {
            "outcome_id": self.settled.id, "result_text": "退款", "amount_recovered": 680,
        })  # fmt: skip
        self.assertTrue(self.may("quality"))
        self.assertFalse(self.as_user("quality", self.recording).has_access("write"))

    def test_other_units_hear_nothing(self):
        for login in ("station_a1", "dispatcher_b", "auditor", "business_admin"):
            self.assertFalse(self.as_user(login, self.recording).has_access("read"), login)
