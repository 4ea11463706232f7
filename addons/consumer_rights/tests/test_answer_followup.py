from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ..tools.answer_words import WORDS
from .answer_common import BAD, GOOD, AnswerCommon


@tagged("post_install", "-at_install")
class TestAnswerFollowup(AnswerCommon):
    def test_rpl_05_officer_is_neither_handler_nor_mediator(self):
        """RPL-05, SC-19: assigning the handler is refused, and so is whoever mediated."""
        case = self.replied()
        followups = self.env["rights.followup"].sudo()
        with self.refused("cannot follow it up", ValidationError):
            followups._open(case, user=self.users["clerk"])
        mediating = self.env["rights.case.stage"]._of_code("mediating")
        handling = self.env["rights.case.stage"]._of_code("handling")
        case.sudo().with_user(self.users["followup"]).sudo()._append_events(
            [{"type": "moved", "stage_from_id": handling.id, "stage_to_id": mediating.id}]
        )
        with self.refused("handled or mediated"):
            self.follow_up(case, GOOD)

    def test_rpl_05_dedicated_officer_is_chosen(self):
        """RPL-05: of the people in post only a follow-up officer, the one with least open calls."""
        second = self._create_person("followup_2", "followup", "city")
        busy = self.replied()
        self.env["rights.followup"]._open(busy, user=self.users["followup"])
        case = self.replied()
        self.assertEqual(self.env["rights.followup"]._open(case).user_id, second)
        other = self.replied()
        with self.refused("no follow-up officer", ValidationError):
            self.env["rights.followup"]._open(other, user=self.users["archivist"])

    def test_rpl_06_form_needs_three_grades(self):
        """RPL-06: time, officer, channel, reached, three grades, comments and suggestions."""
        case = self.replied()
        with self.refused("three grades", ValidationError):
            self.follow_up(case, {**GOOD, "sat_overall": False})
        self.call(case, **GOOD, comment="态度好", suggestion="延长开放时间")
        followup = case.sudo().followup_ids
        self.assertEqual(case.stage_code, "followed_up")
        self.assertEqual(
            (followup.user_id, followup.way, followup.state, followup.comment),
            (self.users["followup"], "phone", "done", "态度好"),
        )
        self.assertTrue(followup.at)
        papers = case.sudo().document_ids
        self.assertIn("DOC-13", papers.template_id.mapped("code"))

    def test_rpl_06_other_roles_do_not_call(self):
        case = self.replied()
        with self.assertRaises(AccessError):
            self.call(case, "station_b1", **GOOD)
        with self.refused():
            self.as_user("clerk", case).action_followup_link()

    def test_rpl_10_unreachable_after_three_attempts_on_two_days(self):
        """RPL-10: three attempts, two different days; closing earlier is refused."""
        with self.at("2026-05-06 10:00"):
            case = self.replied()
        with self.at("2026-05-07 10:00"):
            for note in ("无人接听", "关机"):
                self.call(case, reached=False, note=note)
            with self.refused("3 failed attempts on 2 different days", ValidationError):
                self.call(case, reached=False, is_last=True)
        self.assertEqual(case.stage_code, "replied")
        with self.at("2026-05-08 10:00"):
            self.call(case, reached=False, note="无人接听", is_last=True)
        followup = case.sudo().followup_ids
        self.assertEqual((followup.state, len(followup.attempt_ids)), ("unreachable", 3))
        self.assertEqual(case.stage_code, "followed_up")
        self.assertOutcome(case, TL_38="met")

    def test_rpl_10_attempts_stay_with_the_form_that_ends_it(self):
        case = self.replied()
        self.call(case, reached=False, note="占线")
        self.follow_up(case, GOOD)
        followup = case.sudo().followup_ids
        self.assertEqual(len(followup), 1)
        self.assertEqual(followup.attempt_ids.note, "占线")

    def test_rpl_12_suggestion_becomes_a_matter(self):
        """RPL-12: registered at the reception, without the person's data; once."""
        case = self.replied()
        self.call(case, **GOOD, suggestion="请在周末开放\n谢谢")
        followup = case.sudo().followup_ids
        with self.refused("follow-up officer"):
            self.as_user("clerk", followup).action_make_suggestion()
        self.as_user("followup", followup).action_make_suggestion()
        matter = followup.suggestion_case_id
        self.assertEqual((matter.kind, matter.stage_code), ("suggestion", "registered"))
        self.assertEqual((matter.subject, matter.station_id), ("请在周末开放", case.station_id))
        self.assertFalse(matter.party_ids)
        with self.refused("already"):
            self.as_user("followup", followup).action_make_suggestion()

    def test_rpl_04_officer_keeps_the_own_records_in_view(self):
        """RPL-04, Annex A2: the case is no longer read, what the officer recorded is; no report."""
        other = self._create_person("followup_2", "followup", "city")
        case = self.replied()
        self.call(case, **GOOD, comment="态度好")
        followup = case.sudo().followup_ids
        mine = self.as_user("followup", self.env["rights.followup"])
        self.assertFalse(self.as_user("followup", case).has_access("read"))
        self.assertEqual(mine.search([("case_id", "=", case.id)]), followup)
        self.assertEqual(mine.browse(followup.id).comment, "态度好")
        self.assertFalse(mine.browse(followup.id).has_access("write"))
        self.assertFalse(followup.with_user(other).has_access("read"))
        self.assertNotIn(followup, mine.with_user(other).search([]))
        secret = self.create_case("clerk", kind="report", is_anonymous=True, party_ids=[])
        report = (
            self.env["rights.followup"]
            .sudo()
            .create({**GOOD, "case_id": secret.id, "user_id": mine.env.uid})
        )
        self.assertFalse(mine.browse(report.id).has_access("read"))
        self.assertNotIn(report, mine.search([]))

    def test_rpl_06_portal_rating_ends_the_follow_up(self):
        """RPL-06: what the person enters in the portal is the result, with an officer in charge."""
        case = self.replied()
        followup = self.env["rights.followup"]._take_rating(case, GOOD, "不错", way="portal")
        self.assertEqual((followup.way, followup.user_id), ("portal", self.users["followup"]))
        self.assertEqual(case.stage_code, "followed_up")
        with self.assertRaises(UserError):
            self.env["rights.followup"]._take_rating(case, GOOD)
        other = self.replied()
        for grades in ({"sat_overall": "satisfied"}, {**GOOD, "sat_result": "5"}):
            with self.refused("three grades"):
                self.env["rights.followup"]._take_rating(other, grades)

    def test_rating_link_holds_once_and_not_for_ever(self):
        """RPL-06: personal, one use, a few days; a new link ends the one before."""
        with self.at("2026-05-06 10:00"):
            case = self.replied()
            followup = self.env["rights.followup"]._open(case)
            first = followup._make_link().rpartition("/")[2]
            token = followup._make_link().rpartition("/")[2]
            self.assertFalse(followup._of_token(first))
            self.assertEqual(followup._of_token(token), followup)
        with self.at("2026-05-13 10:01"):
            self.assertFalse(followup._of_token(token))
        with self.at("2026-05-13 09:59"):
            followup._of_token(token)._rate_by_link(GOOD, "", "")
            self.assertFalse(followup._of_token(token))
        self.assertEqual((followup.way, followup.state), ("sms", "done"))


@tagged("post_install", "-at_install")
class TestRatingPage(HttpCase, AnswerCommon):
    def setUp(self):
        super().setUp()
        self.case = self.replied()
        self.followup = self.env["rights.followup"]._open(self.case)
        self.path = "/rights/rate/" + self.followup._make_link().rpartition("/")[2]

    def send(self, **values):
        page = self.url_open(self.path).text
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        return self.url_open(self.path, data={"csrf_token": token, **values})

    def test_rating_page_takes_one_rating(self):
        """RPL-06: no login; the page shows the number and nothing of the matter or the person."""
        page = self.url_open(self.path)
        self.assertIn(self.case.name, page.text)
        for secret in (self.case.subject, "张测试", "13800001234", self.case.respondent_name):
            self.assertNotIn(secret, page.text)
        self.assertIn("no-store", page.headers["Cache-Control"])
        self.assertLess(len(page.content), 8000)
        answer = self.send(**GOOD, comment="<script>alert(1)</script>")
        self.assertIn(WORDS["zh_CN"]["thanks"], answer.text)
        self.assertEqual(self.followup.comment, "<script>alert(1)</script>")
        self.assertIn(WORDS["zh_CN"]["closed"], self.url_open(self.path).text)

    def test_rating_page_says_that_it_begins_again(self):
        """RPL-08: a dissatisfied person is told, and the result waits to be taken up."""
        answer = self.send(**BAD)
        self.assertIn(WORDS["zh_CN"]["again"], answer.text)
        self.assertEqual(self.case.reopening_ids.state, "waiting")

    def test_rating_page_asks_for_what_is_missing(self):
        answer = self.send(**{**GOOD, "sat_result": ""})
        self.assertIn(WORDS["zh_CN"]["missing"], answer.text)
        self.assertEqual(self.followup.state, "open")

    def test_wrong_link_tells_nothing(self):
        answer = self.url_open("/rights/rate/guessed")
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn(self.case.name, answer.text)
        self.assertEqual(self.url_open(self.path, data=GOOD).status_code, 400)

    def test_rating_page_speaks_the_language_of_the_person(self):
        notice = {"case_id": self.case.id, "event": "followup_invited", "way": "sms"}
        party = self.case.party_ids
        self.env["rights.notice"].create(
            {**notice, "party_id": party.id, "lang": "zh_TW", "followup_id": self.followup.id}
        )
        page = self.url_open(self.path).text
        self.assertIn(WORDS["zh_TW"]["title"], page)
        self.assertIn('lang="zh-TW"', page)
