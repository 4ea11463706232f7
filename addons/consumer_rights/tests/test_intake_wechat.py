"""Messages of WeChat: signed, once, and for a person to look at (INT-01)."""

import hashlib
import time

from odoo.tests import HttpCase, tagged

from .arrival_common import ArrivalCommon

TOKEN = "a-token-of-this-test"
MESSAGE = """<xml><ToUserName><![CDATA[gh_1]]></ToUserName>
<FromUserName><![CDATA[openid-1]]></FromUserName><CreateTime>1348831860</CreateTime>
<MsgType><![CDATA[{kind}]]></MsgType><Content><![CDATA[{text}]]></Content>
<MsgId>{number}</MsgId></xml>"""


@tagged("post_install", "-at_install")
class TestWechat(HttpCase, ArrivalCommon):
    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("consumer_rights.wechat_token", TOKEN)

    def signed(self, nonce="n1", age=0, token=TOKEN, **more):
        stamp = str(int(time.time()) - age)
        digest = hashlib.sha1("".join(sorted((token, stamp, nonce))).encode()).hexdigest()
        query = {"signature": digest, "timestamp": stamp, "nonce": nonce, **more}
        return "/rights/wechat?" + "&".join(f"{name}={value}" for name, value in query.items())

    def send(self, url, text="我要投诉", number="1", kind="text"):
        body = MESSAGE.format(text=text, number=number, kind=kind).encode()
        return self.url_open(url, data=body, headers={"Content-Type": "text/xml"})

    def found(self):
        return self.arrivals.search([("way", "=", "wechat")])

    def test_off_until_an_administrator_sets_the_token(self):
        self.env["ir.config_parameter"].set_param("consumer_rights.wechat_token", False)
        self.assertEqual(self.url_open(self.signed(echostr="x")).status_code, 404)
        self.assertEqual(self.send(self.signed()).status_code, 404)

    def test_the_address_is_proved_by_the_echo(self):
        answer = self.url_open(self.signed(echostr="1234567890"))
        self.assertEqual((answer.status_code, answer.text), (200, "1234567890"))

    def test_a_message_waits_for_the_reception(self):
        answer = self.send(self.signed(), "我要投诉：手机坏了")
        self.assertEqual((answer.status_code, answer.text), (200, "success"))
        arrival = self.found()
        self.assertEqual((arrival.state, arrival.refusal), ("triage", "message"))
        self.assertEqual(arrival.text, "我要投诉：手机坏了")
        case_id = self.as_user("clerk", arrival).action_make_case()["res_id"]
        case = self.env["rights.case"].browse(case_id)
        self.assertEqual((case.channel_id.code, case.facts), ("wechat", "我要投诉：手机坏了"))

    def test_a_wrong_signature_is_refused(self):
        for url in (
            self.signed(token="another"),
            self.signed(age=301),
            self.signed(age=-360),  # it comes nearer while the request is under way
            "/rights/wechat?signature=x&timestamp=abc&nonce=1",
            "/rights/wechat",
        ):
            self.assertEqual(self.send(url).status_code, 403, url)
        self.assertFalse(self.found())

    def test_a_replayed_signature_is_refused(self):
        """Somebody who saw one request sends nothing of his own with it."""
        url = self.signed()
        self.assertEqual(self.send(url, number="1").status_code, 200)
        self.assertEqual(self.send(url, "别的内容", number="2").status_code, 403)
        self.assertEqual(len(self.found()), 1)

    def test_a_message_that_is_sent_again_is_kept_once(self):
        for nonce in ("n1", "n2", "n3"):
            self.assertEqual(self.send(self.signed(nonce), number="77").status_code, 200)
        self.assertEqual(len(self.found()), 1)

    def test_events_and_nonsense_add_nothing(self):
        self.assertEqual(self.send(self.signed("n1"), kind="event").status_code, 200)
        answer = self.url_open(
            self.signed("n2"), data=b"<xml><a>", headers={"Content-Type": "text/xml"}
        )
        self.assertEqual(answer.status_code, 400)
        bomb = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><MsgType>text</MsgType><MsgId>5</MsgId><Content>&a;</Content></xml>'
        self.url_open(self.signed("n3"), data=bomb, headers={"Content-Type": "text/xml"})
        self.assertFalse(self.found().filtered(lambda arrival: "root:" in (arrival.text or "")))
