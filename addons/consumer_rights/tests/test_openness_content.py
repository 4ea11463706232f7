from base64 import b64encode
from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from ..tools.china_time import china_date
from .deadline_common import DeadlineCommon
from .document_common import picture
from .pdf_check import text_of

ITEMS = {
    "legal_basis": "《中华人民共和国消费者权益保护法》",
    "procedure": "提出申请\n审核材料\n办理\n回复",
    "requirements": "购物凭证\n身份证明",
    "limit_codes": "TL-05 TL-12",
    "handler": "受理接待工作室",
    "person_in_charge": "测试主任",
    "discipline": "热情服务",
    "result": "调解协议",
    "promises": "件件有结果",
    "units": "受理接待工作室：一楼101室",
}


class OpennessCommon(DeadlineCommon):
    """Public content, written by the business administrator and approved by the head."""

    @classmethod
    def write_draft(cls, model="rights.public.service", **values):
        if model == "rights.public.service":
            values = {"name": "测试投诉", "code": "test", "kind": "complaint", **ITEMS, **values}
        return cls.as_user("business_admin", cls.env[model]).create(values)

    @classmethod
    def live(cls, code="test"):
        return cls.env["rights.public.service"]._live([("code", "=", code)])

    @classmethod
    def publish(cls, content):
        cls.as_user("business_admin", content).action_submit()
        cls.as_user("head", content).action_approve()
        return content

    @classmethod
    def board(cls, **values):
        values = {"supervision_body": "测试纪检组", "supervision_phone": "025-86009999", **values}
        values.setdefault("station_id", cls.stations["city"].id)
        return cls.write_draft("rights.public.board", **values)


@tagged("post_install", "-at_install")
class TestOpennessService(OpennessCommon):
    def test_opn_01_ten_items_or_the_flag(self):
        """OPN-01: each of the ten items is asked for, and the flag names those missing."""
        service = self.write_draft()
        self.assertFalse(service.is_incomplete)
        self.assertEqual(len(ITEMS), 10)
        for item in ITEMS:
            with self.subTest(item):
                service[item] = " "
                self.assertTrue(service.is_incomplete)
                self.assertEqual(service.missing, service._rights_label(item))
                service[item] = ITEMS[item]
        service.write({"units": False, "handler": False})
        self.assertEqual(service.missing, "Handled by, Units and where they are")

    def test_opn_01_limits_come_from_the_policies_in_force(self):
        """OPN-01: what the page promises is what the clocks keep; an ended limit is not shown."""
        service = self.publish(self.write_draft())
        policy = self.env.ref("consumer_rights.policy_tl_12")
        self.assertIn("within 7 working days", service._public_values()["limits"][1]["amount"])
        policy.amount = 6
        self.assertIn("within 6 working days", service._public_values()["limits"][1]["amount"])
        policy.valid_to = china_date() - timedelta(days=1)
        self.assertEqual([row["code"] for row in service._public_values()["limits"]], ["TL-05"])
        self.env.ref("consumer_rights.policy_tl_05").kind = "internal"
        self.assertFalse(service._public_values()["limits"])
        service.invalidate_recordset()
        self.assertEqual(service.missing, "Time limits")

    def test_opn_04_live_only_after_the_leader_approved(self):
        """OPN-04: a draft and a submitted version are not public; approver and time are kept."""
        service = self.write_draft()
        self.assertFalse(self.live())
        service.action_submit()
        self.assertFalse(self.live())
        for login in ("business_admin", "clerk", "dispatcher", "station_a1"):
            with self.refused(error=AccessError):
                self.as_user(login, service).action_approve()
        with self.at("2026-05-06 10:00"):
            self.as_user("head", service).action_approve()
        self.assertEqual(self.live(), service)
        self.assertEqual(service.approved_by_id, self.users["head"])
        self.assertEqual(str(service.approved_at), "2026-05-06 02:00:00")

    def test_opn_04_head_of_a_station_does_not_speak_for_the_centre(self):
        self.users["head_a1"] = self._create_person("head_a1", "head", "station_a1")
        service = self.write_draft()
        service.action_submit()
        with self.refused("head in charge", AccessError):
            self.as_user("head_a1", service).action_approve()
        board = self.board(station_id=self.stations["station_a1"].id)
        board.action_submit()
        self.as_user("head_a1", board).action_approve()
        self.assertEqual(board.state, "live")

    def test_opn_04_nobody_approves_the_own_words(self):
        self.users["head"].group_ids |= self.users["business_admin"].group_ids
        service = self.as_user("head", self.write_draft())
        service.action_submit()
        self.assertFalse(service.may_approve)
        with self.refused("themselves", AccessError):
            service.action_approve()

    def test_opn_04_no_way_round_the_approval(self):
        """OPN-04: not by a plain write, not with a value at creation, not by a translation."""
        service = self.write_draft()
        for vals in ({"state": "live"}, {"approved_by_id": self.users["head"].id}, {"number": 9}):
            with self.refused(error=AccessError):
                service.write(vals)
        with self.refused(error=AccessError):
            self.write_draft(code="other", state="live")
        self.publish(service)
        for login in ("business_admin", "head"):
            with self.refused("closed"):
                self.as_user(login, service).write({"promises": "一小时办结"})
        with self.refused("closed"):
            service.sudo().write({"promises": "一小时办结"})
        with self.refused("Only drafts"):
            service.unlink()

    def test_opn_04_versions(self):
        """OPN-04: a new version takes the place of the one before, which stays in the record."""
        first = self.publish(self.write_draft())
        action = self.as_user("business_admin", first).action_new_version()
        second = self.as_user("business_admin", first.browse(action["res_id"]))
        self.assertEqual((second.state, second.number, second.units), ("draft", 2, first.units))
        self.assertEqual(
            self.as_user("business_admin", first).action_new_version()["res_id"], second.id
        )
        second.units = "二楼201室"
        second.action_submit()
        self.as_user("head", second).action_return()
        self.assertEqual(second.state, "draft")
        self.publish(second)
        self.assertEqual(first.state, "replaced")
        self.assertEqual(first.approved_by_id, self.users["head"])
        self.assertEqual(self.live(), second)
        self.as_user("head", second).action_take_down()
        self.assertFalse(self.live())

    def test_opn_04_one_open_version_a_service(self):
        self.write_draft()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.write_draft()

    def test_opn_05_leaflet_from_the_approved_version(self):
        """OPN-05: steps, papers, limits and rooms on paper; nothing of a draft."""
        service = self.write_draft()
        clerk = self.as_user("operator", service)
        with self.refused("only the approved version"):
            clerk.action_print_leaflet()
        self.publish(service)
        reports = self.env["ir.actions.report"].with_user(self.users["operator"])
        content, _type = reports.with_context(force_report_rendering=True)._render_qweb_pdf(
            clerk.action_print_leaflet()["report_name"], service.ids
        )
        text = "".join(text_of(content).split())
        for words in (
            "测试投诉办事须知",
            "审核材料",
            "购物凭证",
            "7个工作日",
            "一楼101室",
            "第1版",
        ):
            self.assertIn(words, text)

    def test_opn_05_leaflet_is_sent(self):
        """OPN-05: to whoever asked, with the paper attached; a wrong address is refused."""
        service = self.publish(self.write_draft())
        self.env.company.email = "centre@example.com"
        action = self.as_user("operator", service).action_send_leaflet()
        sending = self.as_user("operator", self.env["rights.leaflet.send"]).with_context(
            **action["context"]
        )
        with self.refused("not an e-mail"):
            sending.create({"email": "nobody"}).action_send()
        sending.create({"email": "someone@example.com"}).action_send()
        mail = self.env["mail.mail"].search([("email_to", "=", "someone@example.com")])
        self.assertEqual(mail.attachment_ids.mapped("name"), ["测试投诉.pdf"])
        self.assertEqual(mail.subject, "测试投诉")


@tagged("post_install", "-at_install")
class TestOpennessBoard(OpennessCommon):
    def people(self, board):
        return [card["name"] for card in board.sudo()._public_values()["people"]]

    def test_opn_02_leaving_staff_are_gone_the_same_day(self):
        """OPN-02: by the end of the post, after its last day, by a closed account."""
        board = self.publish(self.board())
        before = self.people(board)
        self.assertIn("测试clerk", before)
        self.assertEqual(before[0], "测试head", "the leader first")
        posts = {
            login: self.env["rights.post"].search([("user_id", "=", self.users[login].id)])
            for login in ("clerk", "office")
        }
        self.as_user("business_admin", posts["clerk"]).action_end()
        posts["office"].date_to = date(2026, 5, 6)
        self.users["operator"].active = False
        with self.at("2026-05-06 23:30"):
            self.assertEqual(set(before) - set(self.people(board)), {"测试clerk", "测试operator"})
        with self.at("2026-05-07 00:10"):
            self.assertNotIn("测试office", self.people(board))

    def test_opn_02_missing_photo_or_duty_is_listed(self):
        """OPN-02: each post without photo or duties stands on the list until it has both."""
        board = self.board()
        post = self.env["rights.post"].search([("user_id", "=", self.users["clerk"].id)])
        self.assertIn(post, board.lacking_post_ids)
        self.assertIn("测试clerk", board.missing)
        post.portrait = b64encode(picture())
        self.env.invalidate_all()
        post.duties = False
        self.assertIn(post, board.lacking_post_ids)
        post.duties = "登记与受理"
        self.env.invalidate_all()
        self.assertNotIn(post, board.lacking_post_ids)
        card = next(
            card for card in board.sudo()._public_values()["people"] if card["name"] == "测试clerk"
        )
        self.assertEqual(card["duties"], ["登记与受理"])
        self.assertEqual(card["photo"], post.id)
        self.assertEqual(card["posts"], [post.role_id.name])

    def test_opn_02_one_card_a_person(self):
        self.env["rights.post"].create(
            {
                "user_id": self.users["clerk"].id,
                "station_id": self.stations["city"].id,
                "role_id": self._role("archivist").id,
                "date_from": "2020-01-01",
            }
        )
        cards = self.board().sudo()._public_values()["people"]
        mine = [card for card in cards if card["name"] == "测试clerk"]
        self.assertEqual(len(mine), 1)
        self.assertEqual(len(mine[0]["posts"]), 2)

    def test_opn_03_no_board_without_supervision(self):
        """OPN-03: neither submitted nor approved without the body and its phone."""
        for lack in ("supervision_body", "supervision_phone"):
            board = self.board(**{lack: " "})
            with self.refused("Enter the supervision body"):
                board.action_submit()
            self.assertEqual(board.state, "draft")
            board.unlink()
        board = self.publish(self.board())
        self.assertEqual(board.state, "live")


@tagged("post_install", "-at_install")
class TestOpennessNote(OpennessCommon):
    """Suggestions and complaints about staff from the site."""

    def note(self, kind, key="k" * 40, **values):
        filings = self.env["rights.portal.filing"].with_user(self.env.ref("base.public_user"))
        given = {"text": "窗口排队太久\n请增设座椅", **values}
        return filings._begin(key, "198.51.100.7"), filings._begin(key, "198.51.100.7")._send_note(
            key, kind, given
        )

    def test_opn_09_suggestion_from_the_site_becomes_a_matter(self):
        """OPN-09: registered at the centre, once, without a name."""
        filing, answer = self.note("suggestion")
        case = filing.case_ids
        self.assertEqual((case.kind, case.stage_code), ("suggestion", "registered"))
        self.assertEqual(case.subject, "窗口排队太久")
        self.assertEqual(case.station_id.level, "city_center")
        self.assertFalse(case.party_ids)
        _filing, again = self.note("suggestion")
        self.assertEqual(again, answer)
        self.assertEqual(len(filing.case_ids), 1)

    def test_int_10_complaint_about_staff_stays_with_officer_and_head(self):
        """INT-10, SEC-08: a discipline matter; whom it is about, and others, see nothing."""
        filing, _answer = self.note(
            "discipline", about="测试clerk", name="王测试", phone="13900001111"
        )
        case = filing.case_ids.sudo(False)
        self.assertEqual(case.sudo().kind, "discipline")
        self.assertEqual(case.sudo().party_ids.role, "reporter")
        self.assertTrue(case.sudo().name.startswith(case.sudo().station_id.code + "W"))
        readers = [login for login in self.users if self.as_user(login, case).has_access("read")]
        self.assertEqual(set(readers), {"head", "discipline"})

    def test_reg_11_complaint_about_staff_says_who(self):
        """REG-11: only reports of businesses may be anonymous; nothing is stored of a refusal."""
        filing, answer = self.note("discipline")
        self.assertEqual(set(answer["errors"]), {"about", "name", "phone"})
        self.assertFalse(filing.case_ids)
        _filing, answer = self.note("suggestion", text="字" * 5001)
        self.assertEqual(set(answer["errors"]), {"text"})
        _filing, answer = self.note("suggestion", phone="13900001111")
        self.assertEqual(set(answer["errors"]), {"name"})


@tagged("post_install", "-at_install")
class TestOpennessDrafts(DeadlineCommon):
    def test_opn_01_first_drafts(self):
        """OPN-01, OPN-04: what comes with the addon is not public, and says what it lacks."""
        for code in ("complaint", "report", "consultation"):
            shipped = self.env.ref(f"consumer_rights.public_service_{code}")
            draft = shipped.copy({"code": f"copy-of-{code}", "units": False})
            self.assertEqual(draft.state, "draft")
            self.assertIn("Units and where they are", draft.missing)
            self.assertNotIn("Time limits", draft.missing)
        self.assertTrue(self.env.ref("consumer_rights.public_article_law").body)
