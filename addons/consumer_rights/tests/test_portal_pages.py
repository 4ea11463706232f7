import json
import re
import time
from pathlib import Path
from unittest.mock import patch

from lxml import html
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import GROUP
from .portal_common import PortalCommon, photo, solve

PAGE_LOG = "odoo.addons.consumer_rights.controllers.portal.public_page"
SCRIPT = "<script>alert('x')</script>"


class PortalPages(PortalCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def csrf(self):
        return Request.csrf_token(self)

    def post(self, path, files=None, token=True, **values):
        if token:
            values["csrf_token"] = self.csrf()
        return self.url_open(path, data=values, files=files, allow_redirects=False)

    def proof(self, purpose):
        answer = self.url_open(f"/rights/file/token?purpose={purpose}").json()
        return solve(answer["challenge"])

    def begin_online(self):
        key = self.new_key()
        answer = self.post("/rights/file/begin", key=key, proof=self.proof("file"))
        self.assertEqual(answer.status_code, 200, answer.text)
        return key

    def send_online(self, key, **values):
        form = json.dumps(self.form(**values))
        return self.post("/rights/file/send", key=key, form=form)

    def track(self, number, proof):
        return self.post("/rights/track", number=number, proof=proof, altcha=self.proof("query"))

    def page(self, path):
        return html.fromstring(self.url_open(path).content)

    def case_of(self, number):
        return self.env["rights.case"].search([("name", "=", number)])


# from the first question to the review; the class asks for one field of its own
TYPE_DETAIL = """
    const one = (selector) => document.querySelector(selector);
    const put = (selector, value) => {
        one(selector).value = value;
        one(selector).dispatchEvent(new Event("input", { bubbles: true }));
    };
    const next = () => one("[data-next]").click();
    const must = (holds, what) => {
        if (!holds) {
            throw new Error(what);
        }
    };
    one("[name=kind][value=report]").click();
    next();
    put("[data-merchant-field=name]", "店");
    put("[data-merchant-field=phone]", "1");
    next();
    put("[name=subject]", "题");
    put("[name=facts]", "事");
    next();
    must(!one("[data-detail]").offsetParent, "asked before the class is chosen");
    put("[name=item_class]", "%s");
    must(one("[data-detail]").offsetParent, "not asked");
    next();
    must(!one("[data-detail-error]").hidden, "gone on without the answer");
    put("[data-detail]", "AB12");
    next();
    one("[name=is_anonymous]").click();
    next();
    next();
    must(one("[data-review]").textContent.includes("AB12"), "not read through");
    console.log("test successful");
"""


@tagged("post_install", "-at_install")
class TestPortalPages(PortalPages):
    def test_page_asks_for_the_details_of_the_chosen_class(self):
        """INT-13, D13: a field of a class stands on the form, unseen with other classes."""
        self.goods.field_ids = [Command.create({"name": "车架号", "is_required": True})]
        begun = "!document.querySelector('[data-way]').hidden"
        self.browser_js("/rights/file", TYPE_DETAIL % self.goods.code, ready=begun)

    def test_filing_from_begin_to_receipt(self):
        """INT-13: files one a request, then the form; the code comes at once."""
        key = self.begin_online()
        content = photo(size=(600, 500)) + bytes(300_000)
        start = {"key": key, "ref": "abc", "name": "票.jpg", "size": len(content)}
        answer = self.post("/rights/file/upload", **start).json()
        self.assertEqual((answer["offset"], answer["state"]), (0, "receiving"))
        for offset in (0, 262144):
            piece = {"piece": ("piece", content[offset : offset + 262144])}
            answer = self.post(
                "/rights/file/piece", files=piece, key=key, ref="abc", offset=offset
            ).json()
            self.assertTrue(answer["taken"])
        self.assertEqual(answer["state"], "ready")
        receipt = self.send_online(key).json()["receipt"]
        case = self.case_of(receipt["cases"][0]["number"])
        self.assertEqual(len(case.evidence_ids), 1)
        again = self.send_online(key).json()["receipt"]
        self.assertEqual(again, receipt)
        self.assertEqual(self.track(case.name, receipt["code"]).status_code, 303)
        page = self.page(f"/rights/case/{case.id}")
        self.assertIn(case.subject, page.text_content())

    def test_nothing_is_written_without_a_token(self):
        """Every write is POST with CSRF."""
        key = self.begin_online()
        for path in (
            "/rights/file/begin",
            "/rights/file/upload",
            "/rights/file/piece",
            "/rights/file/discard",
            "/rights/file/send",
            "/rights/track",
            "/rights/leave",
            "/rights/account",
            "/rights/case/1/material",
            "/rights/case/1/withdraw",
            "/rights/case/1/rate",
        ):
            with mute_logger("odoo.http"):
                answer = self.post(path, token=False, key=key, form=json.dumps(self.form()))
            self.assertEqual(answer.status_code, 400, path)
        self.assertEqual(self.filings._of_key(key).state, "open")

    def test_no_filing_without_work(self):
        answer = self.post("/rights/file/begin", key=self.new_key(), proof="")
        self.assertEqual(answer.status_code, 422)
        proof = self.proof("file")
        self.assertEqual(
            self.post("/rights/file/begin", key=self.new_key(), proof=proof).status_code, 200
        )
        self.assertEqual(
            self.post("/rights/file/begin", key=self.new_key(), proof=proof).status_code, 422
        )

    def test_uploads_without_the_key_do_not_exist(self):
        key, other = self.begin_online(), self.begin_online()
        self.post("/rights/file/upload", key=key, ref="abc", name="a.jpg", size=10)
        for path in ("/rights/file/piece", "/rights/file/discard"):
            answer = self.post(path, key=other, ref="abc", offset=0)
            self.assertEqual(answer.status_code, 404)
        self.assertEqual(len(self.filings._of_key(key).upload_ids), 1)
        for size in ("-1", "x", "9" * 30, ""):
            answer = self.post("/rights/file/upload", key=key, ref="d", name="a", size=size)
            self.assertIn(answer.status_code, (404, 422), size)

    def test_field_messages(self):
        key = self.begin_online()
        errors = self.send_online(key, name="", phone="1").json()["errors"]
        self.assertEqual(set(errors), {"name", "phone"})

    def test_a_fault_tells_nothing(self):
        """No name, no phone, no traceback: neither to the person nor in the log."""
        key = self.begin_online()
        form = type(self.env["rights.portal.form"])

        secrets = "王测试 13900001111"

        def fail(*args):
            raise ValueError(secrets)

        with (
            patch.object(form, "_case_vals", fail),
            self.assertLogs(PAGE_LOG, "ERROR") as log,
        ):
            answer = self.send_online(key)
        self.assertEqual(answer.status_code, 500)
        for text in (answer.text, *log.output):
            self.assertNotIn("王测试", text)
            self.assertNotIn("13900001111", text)
        self.assertNotIn("Traceback", answer.text)
        self.assertEqual(self.send_online(key).status_code, 200, "the next try goes through")

    def test_pages_speak_three_languages_and_send_their_guards(self):
        answer = self.url_open("/rights/file", headers={"Accept-Language": "zh-CN"})
        self.assertEqual(html.fromstring(answer.content).get("lang"), "zh-CN")
        policy = answer.headers["Content-Security-Policy"]
        self.assertIn("default-src 'self'", policy)
        self.assertNotIn("unsafe", policy)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        page = self.page("/rights/file?lang=en_US")
        self.assertEqual(page.get("lang"), "en-US")
        self.assertEqual(self.page("/rights/track").get("lang"), "en-US", "it is remembered")
        self.assertEqual(self.page("/rights/track?lang=xx_XX").get("lang"), "en-US")

    def test_bundle_is_slim(self):
        """Figures: at most 150 kB over the wire, here before compression; nothing from others."""
        page = self.page("/rights/file")
        sources = page.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src")
        self.assertTrue(sources)
        total = len(self.url_open("/rights/file").content)
        for source in sources:
            self.assertTrue(source.startswith("/"), source)
            total += len(self.url_open(source).content)
        self.assertLess(total, 150_000)

    def test_no_personal_data_in_the_pages_script(self):
        for path in Path(__file__).parents[1].glob("static/src/portal/*.js"):
            self.assertNotRegex(path.read_text(), r"innerHTML|document\.write|eval\(")


@tagged("post_install", "-at_install")
class TestPortalTracking(PortalPages):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case, cls.code = cls.file(subject=SCRIPT, merchants=[{"name": SCRIPT, "phone": "1"}])

    def open_case(self, proof=None):
        answer = self.track(self.case.name, proof or self.code)
        self.assertEqual(answer.status_code, 303)

    def test_stranger_finds_nothing(self):
        """SEC-11: anonymous, another account, staff without the code."""
        paths = ("", "/data", "/paper/1")
        new_test_user(self.env, "stranger", password="stranger_pw", groups=GROUP + "consumer")
        for login, password in ((None, None), ("stranger", "stranger_pw"), ("admin", "admin")):
            self.authenticate(login, password)
            for path in paths:
                answer = self.url_open(f"/rights/case/{self.case.id}{path}")
                self.assertEqual(answer.status_code, 404, (login, path))
            for path in ("material", "withdraw", "rate"):
                answer = self.post(f"/rights/case/{self.case.id}/{path}", statement="x")
                self.assertEqual(answer.status_code, 404, (login, path))
        self.assertEqual(self.case.stage_code, "registered")

    def test_wrong_code_tells_nothing(self):
        texts = set()
        for number, proof in (
            (self.case.name, "AAAAABBBBB"),
            (self.case.name, "13911112222"),
            ("CSTCT209901010001", "AAAAABBBBB"),
        ):
            answer = self.track(number, proof)
            self.assertEqual(answer.status_code, 200)
            texts.update(html.fromstring(answer.content).xpath("//*[@id='track_error']/text()"))
        self.assertEqual(len(texts), 1)

    def test_phone_opens_the_look_alone(self):
        """OPN-07"""
        self.open_case("13900001111")
        page = self.page(f"/rights/case/{self.case.id}")
        self.assertIn(self.case.name, page.text_content())
        self.assertNotIn("alert", page.text_content())
        self.assertFalse(page.xpath("//form[contains(@action, 'withdraw')]"))
        for path in ("data", "paper/1"):
            answer = self.url_open(f"/rights/case/{self.case.id}/{path}")
            self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.post(f"/rights/case/{self.case.id}/withdraw").status_code, 404)

    def test_scripts_stay_text(self):
        self.open_case()
        answer = self.url_open(f"/rights/case/{self.case.id}")
        self.assertNotIn(SCRIPT, answer.text)
        self.assertIn("&lt;script&gt;alert(", answer.text)

    def test_what_was_opened_ends(self):
        self.open_case()
        self.assertEqual(self.url_open(f"/rights/case/{self.case.id}").status_code, 200)
        with patch("time.time", return_value=time.time() + 1801):
            self.assertEqual(self.url_open(f"/rights/case/{self.case.id}").status_code, 404)
        self.open_case()
        self.post("/rights/leave")
        self.assertEqual(self.url_open(f"/rights/case/{self.case.id}").status_code, 404)

    def test_data_and_acts_with_the_code(self):
        self.open_case()
        answer = self.url_open(f"/rights/case/{self.case.id}/data")
        self.assertEqual(answer.json()["subject"], SCRIPT)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        done = self.post(f"/rights/case/{self.case.id}/material", statement="补充说明")
        self.assertEqual(done.status_code, 303)
        self.assertEqual(self.case.evidence_ids.statement, "补充说明")
        self.post(f"/rights/case/{self.case.id}/withdraw", reason="和解")
        self.assertEqual(self.case.stage_code, "concluded")
        late = self.post(f"/rights/case/{self.case.id}/withdraw", reason="和解")
        self.assertTrue(html.fromstring(late.content).xpath("//*[@role='alert']"))

    def test_account_links_an_earlier_filing(self):
        new_test_user(self.env, "linker", password="linker_password", groups=GROUP + "consumer")
        self.authenticate("linker", "linker_password")
        wrong = self.post("/my/cases/link", number=self.case.name, code="13900001111")
        self.assertIn("linked=no", wrong.headers["Location"])
        self.assertNotIn(self.case.name, self.url_open("/my/cases").text)
        right = self.post("/my/cases/link", number=self.case.name, code=self.code)
        self.assertIn("linked=yes", right.headers["Location"])
        listed = html.fromstring(self.url_open("/my/cases").content)
        self.assertIn(self.case.name, listed.text_content())
        self.assertEqual(listed.xpath("//title/text()"), [self.env.company.name])
        self.assertEqual(self.url_open(f"/rights/case/{self.case.id}").status_code, 200)

    def test_account_is_opened_and_logs_in(self):
        values = {"login": "neu_konto", "name": SCRIPT, "password": "ein langes wort"}
        answer = self.post("/rights/account", altcha=self.proof("account"), **values)
        self.assertEqual(answer.status_code, 303)
        again = self.post("/rights/account", altcha=self.proof("account"), **values)
        self.assertEqual(again.status_code, 200)
        self.assertNotIn(SCRIPT, again.text)
        self.assertTrue(re.search("role=.alert", again.text))
        self.authenticate("neu_konto", "ein langes wort")
        self.assertEqual(self.url_open("/my/cases").status_code, 200)
