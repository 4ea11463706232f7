import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .deadline_common import DeadlineCommon


@tagged("post_install", "-at_install")
class TestSplit(DeadlineCommon):
    """REG-14, SC-08: one filing that holds a dispute and an alleged offence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["enforcement"] = cls._create_person("enforcement", "enforcement", "city")
        cls.users["handler"] = cls._create_person("handler", "handler", "city")

    def letter(self, **values):
        case = self.create_case(
            "clerk",
            channel_id=self.channel_of("letter").id,
            facts="买到的净水器要求退款；商家广告称可治百病，涉嫌虚假宣传",
            **values,
        )
        case.write(
            {
                "evidence_ids": [
                    Command.create(
                        {
                            "name": "广告照片",
                            "type": "photo",
                            "file": base64.b64encode(b"picture"),
                            "file_name": "ad.jpg",
                        }
                    )
                ]
            }
        )
        return case

    def split(self, case, login="clerk", **values):
        wizard = (
            self.env["rights.case.split"]
            .with_user(self.users[login])
            .create(
                {
                    "case_id": case.id,
                    "facts": "广告称可治百病，涉嫌虚假宣传",
                    "complaint_facts": "买到的净水器要求退款",
                    "violation_class_ids": [Command.set(self.violation_class.ids)],
                    **values,
                }
            )
        )
        return self.as_user(login, self.env["rights.case"].browse(wizard.action_split()["res_id"]))

    def test_sc_08_two_matters_with_clocks_of_their_own(self):
        """SC-08: the complaint is settled while the report goes its way, late in its promise."""
        with self.at("2026-05-20 10:00"):
            case = self.letter()
            report = self.split(case)
            self.move(case, "register")
            self.assertEqual((report.kind, report.stage_code), ("report", "registered"))
            self.assertDue(case, TL_08="2026-05-29")
            self.assertDue(
                report,
                TL_09="2026-05-29",
                TL_10="2026-06-10",
                TL_14="2026-05-29",
                TL_15="2026-06-10",
            )
            self.assertEqual(case.facts, "买到的净水器要求退款")
            self.assertEqual(report.party_ids.name, "张测试")
            self.assertEqual(report.party_ids.role, "reporter")
            self.assertEqual(report.evidence_ids.file, case.evidence_ids.file)
            self.move(report, "take", "enforcement")
        with self.at("2026-05-21 10:00"):
            accept = {**self.ACCEPT, "promised_date": "2026-06-01"}
            self.move(case, "accept", "clerk", accept)
            self.assertDue(case, TL_12="2026-06-01", TL_16="2026-07-20")
            self.move(case, "take", "handler")
            contact = {"case_id": report.id, "whom": "person", "reached": True}
            self.as_user("enforcement", self.env["rights.contact.log"]).create(contact)
        with self.at("2026-05-28 10:00"):
            self.conclude(case, "handler")
            self.assertEqual((case.stage_code, report.stage_code), ("concluded", "handling"))
        with self.at("2026-05-30 00:00"):
            self.sweep()
            self.assertEqual(self.clocks(report).breach_ids.mapped("code"), ["TL-09"])
        with self.at("2026-06-08 10:00"):
            self.move(
                report,
                "conclude",
                "enforcement",
                {"outcome_id": self.outcome("not_filed").id, "result_text": "不予立案"},
            )
            self.assertDue(report, TL_18="2026-06-15")
            self.assertOutcome(report, TL_09="late", TL_10="met", TL_15="met")
        with self.at("2026-06-12 10:00"):
            self.review("head", report)
            reply = {"reply_text": "已告知", "reply_way": "letter"}
            self.move(report, "reply", "enforcement", reply)
            self.assertOutcome(report, TL_18="met")
        self.assertEqual(case.stage_code, "concluded", "one never closes the other")

    def traces(self, login, case, report):
        """Where this person finds the report, looking through everything that belongs to a case."""
        found = []
        mine = self.as_user(login, case)
        name, subject = report.sudo().name, report.sudo().subject
        if self.as_user(login, self.env["rights.case"]).search([("id", "=", report.id)]):
            found.append("search")
        if mine.link_count or mine.link_ids or mine.read(["link_ids"])[0]["link_ids"]:
            found.append("links")
        links = self.as_user(login, self.env["rights.case.link"])
        if links.search([("other_case_id", "in", (case | report).ids)]):
            found.append("list of links")
        record = " ".join(filter(None, mine.event_ids.mapped("basis")))
        if name in record or "plit" in record or "拆分" in record:
            found.append("record")
        papers = self.as_user(login, self.env["rights.document"]).search([])
        if papers.filtered(lambda paper: paper.case_id == report):
            found.append("papers")
        if any(name in str(paper.body) for paper in mine.sudo().document_ids):
            found.append("words of papers")
        box = mine.intake_matches({"phone": "13800001234", "subject": subject})
        if any(row["id"] == report.id for rows in box.values() for row in rows):
            found.append("matches")
        return found

    def test_reg_14_handler_of_the_complaint_sees_no_trace(self):
        """REG-14, SEC-02: who is entitled to the report sees both ends of the link."""
        case = self.letter()
        report = self.split(case, subject="虚假宣传")
        self.move(case, "register")
        self.move(case, "accept", "clerk", self.ACCEPT)
        self.move(case, "take", "handler")
        self.assertEqual(self.traces("handler", case, report), [])
        self.assertEqual(self.traces("operator", case, report), [])
        link = case.sudo().link_ids | self.env["rights.case.link"].search(
            [("other_case_id", "=", case.id)]
        )
        self.assertEqual(len(link), 1)
        with self.refused("", AccessError):
            self.as_user("handler", link).read(["kind"])
        self.assertIn("search", self.traces("dispatcher", case, report))
        seen = self.as_user("dispatcher", self.env["rights.case.link"]).search(
            [("other_case_id", "=", case.id)]
        )
        self.assertEqual(seen, link)
        self.assertIn("Split", " ".join(filter(None, report.event_ids.mapped("basis"))))

    def test_reg_14_anonymous_report_takes_no_person_along(self):
        case = self.letter()
        report = self.split(case, is_anonymous=True, evidence_ids=[Command.clear()])
        self.assertFalse(report.sudo().party_ids)
        self.assertFalse(report.evidence_ids)
        self.assertEqual(case.sudo().party_ids.name, "张测试")

    def test_reg_14_registered_complaint_keeps_its_words(self):
        """REG-05, REG-14: a registered complaint is split too; its own facts stay as entered."""
        case = self.move(self.letter(), "register")
        facts = case.facts
        report = self.split(case)
        self.assertEqual(case.facts, facts)
        self.assertEqual(report.stage_code, "registered")

    def test_reg_14_who_may_split_and_when(self):
        case = self.letter()
        for login in ("handler", "archivist"):
            with self.subTest(login), self.refused("", AccessError):
                self.split(case, login)
        self.move(case, "register")
        self.move(case, "accept", "clerk", self.ACCEPT)
        with self.refused("before it is decided", UserError):
            self.split(case)
        self.assertFalse(self.as_user("clerk", case).may_split)


@tagged("post_install", "-at_install")
class TestDuplicates(DeadlineCommon):
    """INT-11: somebody decides what an earlier matter of the same person means."""

    def again(self, **values):
        return self.create_case(duplicate_choice=False, **values)

    def test_int_11_registration_waits_for_a_choice(self):
        earlier = self.registered_case()
        case = self.again()
        with self.refused(earlier.name, ValidationError):
            self.move(case, "register")
        with self.refused(earlier.name, ValidationError):
            self.move(case, "ask_material", values={"move_basis": "发票"})
        step = case._transitions().filtered(lambda one: one.code == "register")
        self.assertIn("duplicate_choice", case.move_form(step.id)["asked"])
        self.move(case, "register", values={"duplicate_choice": "new"})
        self.assertFalse(case.link_ids)

    def test_int_11_linked_matters_keep_their_numbers(self):
        earlier = self.registered_case()
        case = self.move(self.again(), "register", values={"duplicate_choice": "link"})
        self.assertEqual(case.link_ids.other_case_id, earlier)
        self.assertIn(case.name, " ".join(filter(None, earlier.event_ids.mapped("basis"))))
        third = self.again()
        third.action_link_duplicate(earlier.id)
        self.move(third, "register")

    def test_int_11_merged_draft_leaves_its_evidence(self):
        earlier = self.registered_case()
        case = self.again(subject="又来反映屏幕")
        case.write({"evidence_ids": [Command.create({"name": "新照片", "type": "photo"})]})
        case.action_merge_into(earlier.id)
        self.assertEqual(case.stage_code, "void")
        self.assertEqual(earlier.evidence_ids.mapped("name"), ["新照片"])
        self.assertIn("又来反映屏幕", earlier.contact_log_ids.mapped("note"))
        with self.refused("Only a draft"):
            self.registered_case().action_merge_into(earlier.id)
        foreign = self.registered_case("station_b1")
        with self.refused("", AccessError):
            self.again().action_merge_into(foreign.id)

    def test_int_11_what_is_no_candidate(self):
        """INT-11: other goods, respondent or person, long ago, or closed to the reader."""
        other = self.env["rights.merchant"].create({"name": "另一家", "phone": "025-84000008"})
        goods = self.env["rights.category"].search(
            [("kind", "=", "goods"), ("id", "!=", self.goods.id)], limit=1
        )
        self.registered_case(item_class_id=goods.id)
        self.registered_case(respondent_id=other.id)
        self.registered_case(party_ids=self.person(phone="13811112222"))
        self.registered_case("station_b1")
        self.registered_case("operator", is_confidential=True)
        with self.at("2025-01-06 10:00"):
            self.case_at("archived")
        self.assertFalse(self.again()._find_duplicates())
        self.move(self.again(), "register")

    def test_int_11_system_is_not_asked(self):
        """INT-14: what a list of the platform brings is decided on by the clerk who opens it."""
        self.registered_case()
        case = self.again().sudo()
        self.assertIsNone(case._get_duplicate_gap())
