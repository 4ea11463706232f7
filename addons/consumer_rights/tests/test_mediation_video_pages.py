"""The waiting page of a video meeting, for each party and whoever else has the address (MED-21)."""

from freezegun import freeze_time
from lxml import html
from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .mediation_common import MediationCommon
from .test_portal_pages import PortalPages
from .video_common import CONSUMER_TAIL, MERCHANT_TAIL, PATH, VideoCommon


@tagged("post_install", "-at_install")
class TestMediationVideoPages(VideoCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.link, self.token = self.issue()
        self.new_browser()

    def new_browser(self):
        self.authenticate(None, None)
        self.opener.cookies.set("rights_lang", "en_US", domain="127.0.0.1")

    def look(self, token=None, status=200):
        answer = self.url_open(PATH + (token or self.token))
        self.assertEqual(answer.status_code, status, answer.text[:500])
        page = " ".join(html.fromstring(answer.content).find(".//main").text_content().split())
        for secret in ("张", "百货", "碎裂", "13800001234"):
            self.assertNotIn(secret, page)
        return page

    def post(self, act, token=None, **values):
        values["csrf_token"] = Request.csrf_token(self)
        path = f"{PATH}{token or self.token}/{act}"
        return self.url_open(path, data=values, allow_redirects=False)

    def enter(self, token=None, tail=CONSUMER_TAIL, **values):
        return self.post("enter", token, tail=tail, consent="1", **values)

    def test_from_the_link_into_the_call(self):
        """Looking changes nothing; digits and consent, then waiting until the mediator admits."""
        self.assertIn("Consumer", self.look())
        self.assertFalse(self.link.opened_at)
        answer = self.post("enter", tail=CONSUMER_TAIL)
        self.assertIn("when you agree", answer.text)
        self.assertIn("do not fit", self.enter(tail=MERCHANT_TAIL).text)
        self.assertEqual(self.post("join").status_code, 303)
        answer = self.enter(recording="1")
        self.assertEqual(answer.status_code, 303)
        self.assertIn("HttpOnly", answer.headers["Set-Cookie"])
        self.assertIn("waiting room", self.look())
        self.assertEqual(self.post("wait").json(), {"stage": "waiting"})
        self.assertTrue(self.link.agrees_recording)
        channel = self.start()
        self.as_user("mediator_a", self.link).action_admit()
        self.assertEqual(self.post("wait").json(), {"stage": "admitted"})
        self.look()
        answer = self.post("join")
        self.assertTrue(answer.headers["Location"].endswith(f"/discuss/channel/{channel.id}"))
        page = self.url_open(f"/discuss/channel/{channel.id}")
        self.assertEqual(page.status_code, 200)
        for secret in ("张", "百货", "碎裂", "13800001234"):
            self.assertNotIn(secret, page.text)
        self.assertEqual(channel.channel_member_ids.guest_id, self.link.guest_id)
        self.as_user("mediator_a", self.meeting).action_end_video()
        self.assertIn("is over", self.look(status=410))
        self.assertEqual(self.url_open(f"/discuss/channel/{channel.id}").status_code, 404)

    def test_another_browser_reads_that_it_is_used(self):
        self.enter()
        self.new_browser()
        self.assertIn("already in use", self.look(status=403))
        self.assertEqual(self.enter().status_code, 303)
        self.assertEqual(self.post("wait").json(), {"stage": "used"})
        self.assertEqual(self.post("join").status_code, 303)
        self.assertFalse(self.link.guest_id)

    def test_one_browser_is_one_party(self):
        """Who waits as one side does not come in as the other, whoever's digits are known."""
        _link, other = self.issue("merchant")
        self.enter()
        answer = self.enter(other, MERCHANT_TAIL)
        self.assertEqual(answer.status_code, 403)
        self.assertIn("of the other party", answer.text)

    def test_each_end_has_its_page(self):
        """Revoked, closed after wrong digits, over, unknown: what happened and what to do."""
        self.assertIn("no such link", self.look("nonsense", 404))
        for _attempt in range(5):
            self.enter(tail="0000")
        self.assertIn("link is closed", self.look(status=403))
        self.as_user("mediator_a", self.link).action_show()
        self.assertIn("no longer works", self.look(status=410))
        fresh, token = self.issue()
        with freeze_time(self.later(hours=2)):
            self.assertIn("is over", self.look(token, 410))
        self.meeting.sudo().planned_start = fields.Datetime.add(fields.Datetime.now(), days=1)
        self.meeting.sudo().planned_end = fields.Datetime.add(fields.Datetime.now(), days=2)
        self.assertIn("You are early", self.look(token))
        self.enter(token)
        self.assertFalse(fresh.opened_at)

    def test_the_channel_opens_to_nobody_by_its_own_address(self):
        """The address that Odoo gives each channel leads nowhere, with a guest's cookie or none."""
        channel = self.start()
        for address in (channel.invitation_url, f"/discuss/channel/{channel.id}"):
            self.assertEqual(self.url_open(address).status_code, 404)
        self.enter()
        self.assertEqual(self.url_open(channel.invitation_url).status_code, 404)
        self.assertEqual(channel.channel_member_ids.partner_id.user_ids, self.users["mediator_a"])

    def test_acts_need_a_token_of_the_page(self):
        for act in ("enter", "wait", "join"):
            answer = self.url_open(f"{PATH}{self.token}/{act}", data={"tail": CONSUMER_TAIL})
            self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.link.opened_at)

    def test_no_digits_are_asked_of_whom_no_phone_is_known(self):
        self.case.sudo().respondent_phone = False
        link, token = self.issue("merchant")
        self.assertNotIn("four digits", self.look(token))
        self.assertEqual(self.enter(token, "").status_code, 303)
        self.assertEqual(link.state, "waiting")


@tagged("post_install", "-at_install")
class TestMediationRecusalPage(MediationCommon, PortalPages):
    def test_a_party_asks_for_another_mediator(self):
        """MED-05: on the own page, with the code; whoever has only the phone sees nothing of it."""
        case = self.in_mediation("phone")
        path = f"/rights/case/{case.id}"
        self.assertEqual(self.track(case.name, "13800001234").status_code, 303)
        self.assertNotIn("mediator_a", self.url_open(path).text)
        self.assertEqual(self.post(f"{path}/recusal", grounds="亲属").status_code, 404)
        self.assertEqual(self.track(case.name, case.sudo()._renew_query_code()).status_code, 303)
        self.assertIn("测试mediator_a", self.url_open(path).text)
        answer = self.post(f"{path}/recusal", grounds="调解员是经营者的亲属")
        self.assertTrue(answer.headers["Location"].endswith("done=recusal"))
        self.assertEqual(case.sudo().mediation_recusal_ids.grounds, "调解员是经营者的亲属")
        self.assertFalse(self.page(path).xpath("//section[@id='recusal']"))
