import json
import logging

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .answer_common import BAD, GOOD, AnswerCommon
from .deadline_common import china
from .test_document_delivery import Gateway

NOTICE_LOG = "odoo.addons.consumer_rights.models.answer.rights_notice"


PROXY_PAPERS = ("authorisation", "identity")


@tagged("post_install", "-at_install")
class TestAnswerNotice(AnswerCommon):
    def setUp(self):
        super().setUp()
        self.set_up_gateway()

    def notices(self, case, event=None):
        rows = case.sudo().notice_ids
        return rows.filtered(lambda row: not event or row.event == event)

    def texts(self):
        return [json.loads(body)["text"] for body in self.sent()]

    # -- what is told ------------------------------------------------------------------------------

    def test_steps_tell_the_person(self):
        """Registration, reply and invitation each queue one notice."""
        with self.at("2026-05-06 10:00"):
            case = self.replied()
            self.as_user("followup", case).action_followup_link()
        events = self.notices(case).sorted("id").mapped("event")
        self.assertEqual(events, ["registered", "replied", "followup_invited"])
        with self.at("2026-05-06 10:05"):
            texts = self.texts()
            link = texts[-1].partition("/rights/rate/")[2].split()[0]
            self.assertTrue(self.env["rights.followup"]._of_token(link))
        self.assertEqual(len(texts), 3)
        self.assertTrue(all(case.name in text for text in texts))
        self.assertEqual(set(self.notices(case).mapped("state")), {"sent"})

    def test_acceptance_is_told_once(self):
        """HND-06: told on the phone with its paper, acceptance is in no message besides."""
        with self.at("2026-05-06 10:00"):
            case = self.registered_case()
            before = len(self.texts())
            self.move(case, "accept", "clerk", self.ACCEPT)
            with self.enter_registry_test_mode():
                self.env.ref("consumer_rights.cron_progress_tell").method_direct_trigger()
            self.assertFalse(self.texts()[before:])
        accepted = case.sudo().progress_ids.filtered(lambda entry: entry.kind_id.code == "accepted")
        self.assertEqual((len(accepted), accepted.way), (1, "phone"))

    def test_new_cycle_is_told(self):
        """RPL-08: the person hears that the matter is taken up again."""
        case = self.follow_up(self.replied(), BAD)
        self.reopen(case)
        self.assertTrue(self.notices(case, "reopened"))

    def test_switched_off_is_not_sent(self):
        """The notice is data: off means that nothing is queued, nor sent when queued before."""
        template = self.env.ref("consumer_rights.notice_template_registered")
        with self.at("2026-05-06 10:00"):
            case = self.registered_case()
            self.as_user("business_admin", template).active = False
            self.assertFalse(self.notices(self.registered_case(), "registered"))
            with mute_logger(NOTICE_LOG):
                self.assertFalse(self.texts())
            self.assertIn("switched off", self.notices(case).error)

    def test_text_holds_only_its_places(self):
        """A text cannot name the respondent, the facts or another person."""
        template = self.env.ref("consumer_rights.notice_template_registered")
        mine = self.as_user("business_admin", template)
        with self.refused("cannot hold", ValidationError):
            mine.text_cn = "您投诉{respondent_name}的事项已登记"
        invitation = self.env.ref("consumer_rights.notice_template_followup_invited")
        with self.refused("link", ValidationError):
            self.as_user("business_admin", invitation).text_en = "Please rate."
        with self.assertRaises(AccessError):
            self.as_user("head", template).text_cn = "x"

    # -- the query code ----------------------------------------------------------------------------

    def test_query_code_goes_to_the_filer_by_message(self):
        """OPN-07: who filed by phone gets number and code; the code stands in no row and no log."""
        with self.at("2026-05-06 10:00"):
            case = self.registered_case()
            self.sent()
            Gateway.answer = (200, '{"code": 0, "id": "echo"}')
            with self.assertLogs("odoo", "DEBUG") as logs:
                logging.getLogger("odoo.test").warning("begin")
                told = self.as_user("operator", case).action_send_query_code()
                self.as_user("operator", case).action_send_query_code()  # pressed twice: one goes
                text = self.texts()[-1]
        self.assertEqual(len(self.notices(case, "query_code")), 1)
        self.assertIn("138****1234", told["params"]["message"])
        code = text.partition("查询码")[2].partition("。")[0]
        self.assertIn(case.name, text)
        self.assertEqual(case.sudo()._level_of_proof(code.replace("-", "")), "code")
        notice = self.notices(case, "query_code")
        self.assertEqual(notice.state, "sent")
        kept = f"{notice.read()} {case.event_ids.read()} {logs.output} {told}"
        self.assertNotIn(code, kept)
        self.assertNotIn(code.replace("-", ""), kept)
        self.assertFalse(notice.provider_reference)

    def test_query_code_that_did_not_go_changes_nothing(self):
        """OPN-07: a message that the provider refuses leaves the code before it valid."""
        with self.at("2026-05-06 10:00"):
            case = self.registered_case()
            self.sent()
            before = case.sudo()._renew_query_code().replace("-", "")
            self.as_user("operator", case).action_send_query_code()
            Gateway.answer = (500, "no")
            with mute_logger(NOTICE_LOG):
                self.sent()
        self.assertEqual(self.notices(case, "query_code").state, "queued")
        self.assertEqual(case.sudo()._level_of_proof(before), "code")

    def test_query_code_needs_a_phone_and_the_own_case(self):
        case = self.registered_case(party_ids=self.person(phone="025-84000007"))
        with self.refused("mobile number"):
            self.as_user("operator", case).action_send_query_code()
        with self.assertRaises(AccessError):
            self.as_user("station_b1", self.registered_case()).action_send_query_code()
        template = self.env.ref("consumer_rights.notice_template_registered")
        with self.refused("code", ValidationError):
            self.as_user("business_admin", template).text_cn = "编号{number}查询码{code}"

    # -- in whose language, with whose data --------------------------------------------------------

    def test_each_person_reads_the_own_language_and_data(self):
        """Two complainants: each gets the own name in the own language, at the own number."""
        template = self.env.ref("consumer_rights.notice_template_registered")
        template.write({"text_cn": "{name}您好{number}", "text_tw": "{name}您好，編號{number}"})
        people = self.person(name="王一", phone="13800000001", joint_consent=True) + self.person(
            name="陈二", phone="13800000002", lang="zh_TW", joint_consent=True
        )
        with self.at("2026-05-06 10:00"):
            case = self.registered_case(party_ids=people)
            self.sent()
        told = {json.loads(body)["phone"]: json.loads(body)["text"] for _h, body in Gateway.taken}
        self.assertEqual(
            told,
            {
                "13800000001": f"王一您好{case.name}",
                "13800000002": f"陈二您好，編號{case.name}",
            },
        )

    def test_representatives_speak_for_a_joint_complaint(self):
        agreed = {"joint_consent": True}
        people = self.person(phone="13800000001", is_representative=True, **agreed)
        people += self.person(phone="13800000002", **agreed)
        case = self.registered_case(party_ids=people)
        self.assertEqual(len(self.notices(case)), 1)
        self.assertTrue(self.notices(case).party_id.is_representative)

    def test_proxy_and_respondent_are_not_written_to(self):
        people = self.person() + [
            Command.create({"role": "proxy", "name": "代理", "phone": "13800000009"})
        ]
        papers = [Command.create({"name": kind, "type": kind}) for kind in PROXY_PAPERS]
        case = self.registered_case(party_ids=people, evidence_ids=papers)
        self.assertEqual(self.notices(case).party_id.role, "complainant")

    def test_anonymous_is_never_written_to(self):
        report = self.create_case("operator", kind="report", is_anonymous=True, party_ids=False)
        self.move(report, "register")
        self.assertFalse(self.notices(report))

    def test_confidential_and_reporter_go_without_name(self):
        """Secrecy: number and unit only; the name stays out of the message."""
        template = self.env.ref("consumer_rights.notice_template_registered")
        template.text_cn = "{name}：{number}"
        with self.at("2026-05-06 10:00"):
            secret = self.registered_case(is_confidential=True)
            report = self.create_case(
                "operator", kind="report", party_ids=self.person(role="reporter")
            )
            self.move(report, "register")
            self.assertEqual(sorted(self.texts()), sorted([f"：{secret.name}", f"：{report.name}"]))

    def test_mail_where_there_is_no_mobile(self):
        postbox = self.listen()
        with self.at("2026-05-06 10:00"):
            case = self.registered_case(
                party_ids=self.person(phone="025-84000000", email="zhang@example.com")
            )
            self.assertEqual(self.notices(case).way, "email")
            self.sent()
        self.assertEqual(self.notices(case).state, "sent")
        (recipients, mail) = postbox.mails[0]
        self.assertEqual(recipients, ["zhang@example.com"])
        self.assertIn(case.name, mail.get_payload(decode=True).decode())
        self.assertNotIn(case.subject, str(mail["Subject"]))

    def test_no_way_no_notice(self):
        self.env["rights.sms.gateway"].search([]).active = False
        case = self.replied()
        self.assertFalse(self.notices(case))
        with self.refused("Call instead"):
            self.as_user("followup", case).action_followup_link()

    # -- when -------------------------------------------------------------------------------------

    def test_next_service_time(self):
        """Working hours of the day table: noon, evening, weekend, make-up Saturday, holiday."""
        following = self.env["rights.notice"]._next_service_time
        for moment, expected in (
            ("2026-05-06 10:00", "2026-05-06 10:00"),
            ("2026-05-06 07:59", "2026-05-06 08:30"),
            ("2026-05-06 12:00", "2026-05-06 14:00"),
            ("2026-05-06 17:30", "2026-05-07 08:30"),
            ("2026-05-08 18:00", "2026-05-09 08:30"),  # the Saturday is a make-up workday
            ("2026-05-09 20:00", "2026-05-11 08:30"),
            ("2025-12-31 23:30", "2026-01-04 08:30"),  # New Year; Sunday the 4th is worked
            ("2026-04-30 20:00", "2026-05-06 08:30"),
        ):
            with self.subTest(moment):
                self.assertEqual(following(china(moment)), china(expected))

    def test_nothing_is_sent_at_night(self):
        with self.at("2026-05-08 22:00"):
            case = self.registered_case()
            self.assertFalse(self.sent())
        self.assertEqual(self.notices(case).state, "queued")
        with self.at("2026-05-09 08:31"):
            self.assertEqual(len(self.sent()), 1)

    @mute_logger(NOTICE_LOG)
    def test_failures_are_seen_and_tried_again(self):
        """After the last attempt it stands in the list, and somebody may try again."""
        Gateway.answer = (500, "down")
        with self.at("2026-05-06 09:00"):
            case = self.registered_case()
            self.sent()
        notice = self.notices(case)
        self.assertEqual((notice.state, notice.attempts), ("queued", 1))
        self.assertIn("500", notice.error)
        for when in ("2026-05-06 09:06", "2026-05-06 09:40", "2026-05-06 15:00"):
            with self.at(when):
                self.sent()
        self.assertEqual((notice.state, notice.attempts), ("failed", 4))
        self.assertNotIn("13800001234", notice.error)
        Gateway.answer = (200, '{"code": 0}')
        with self.at("2026-05-06 16:00"):
            with self.assertRaises(AccessError):
                self.as_user("station_b1", notice).action_retry()
            self.as_user("clerk", notice).action_retry()
            self.sent()
        self.assertEqual(notice.state, "sent")

    def test_an_invitation_is_not_sent_after_the_call(self):
        """RPL-06: who was called meanwhile gets no link."""
        with self.at("2026-05-06 20:00"):
            case = self.replied()
            self.as_user("followup", case).action_followup_link()
            self.call(case, **GOOD)
        with self.at("2026-05-07 09:00"):
            self.sent()
        self.assertEqual(self.notices(case, "followup_invited").state, "void")

    def test_notice_is_read_with_its_case(self):
        case = self.registered_case()
        self.assertTrue(self.as_user("clerk", self.notices(case)).has_access("read"))
        self.assertFalse(self.as_user("station_b1", self.notices(case)).has_access("read"))
