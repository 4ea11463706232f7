"""The ledger on a phone: enter, correct, hand over, hand in; and nobody else's."""

import html
import json
import re

from odoo.tests import tagged

from ..tools.quarters import quarter_before
from .ledger_common import ENTRY, LedgerCommon
from .portal_common import photo
from .test_merchant_ledger_workbook import HEADINGS, workbook
from .test_portal_pages import PortalPages

# a connection that breaks: the entry waits in the browser and goes once, though sent twice
OFFLINE = """
    const one = (selector) => document.querySelector(selector);
    const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
    const until = async (holds, what) => {
        for (let turn = 0; !holds(); turn++) {
            if (turn > 100) {
                throw new Error(what);
            }
            await pause(50);
        }
    };
    const fill = (values) => {
        for (const [name, value] of Object.entries(values)) {
            one("#ledger").elements[name].value = value;
        }
        one("#ledger").requestSubmit();
    };
    const values = %s;
    (async () => {
        const direct = fetch;
        window.fetch = () => Promise.reject(new TypeError("offline"));
        fill(values);
        await until(() => !one("[data-waits]").hidden, "not kept");
        window.fetch = async (...args) => {
            const answer = await direct(...args);
            if (String(args[0]).endsWith("/enter")) {
                window.fetch = direct;
                throw new TypeError("the answer is lost");
            }
            return answer;
        };
        dispatchEvent(new Event("online"));
        await until(() => window.fetch === direct, "not sent");
        await pause(200);
        dispatchEvent(new Event("online"));
        await until(() => one("[data-waits]").hidden, "still waiting");
        console.log("test successful");
    })().catch((error) => console.error(error.message));
"""


@tagged("post_install", "-at_install")
class TestLedgerPages(PortalPages, LedgerCommon):
    def go_in(self, user=None):
        login = (user or self.desk).login
        self.authenticate(login, login)
        return f"/my/merchant/{self.mall.id}"

    def send(self, place, key=None, files=None, **values):
        key = key or self.new_entry_key()
        return self.post(f"{place}/ledger/enter", files=files, key=key, **{**ENTRY, **values})

    def book(self):
        return self.entries.search([("merchant_id", "=", self.mall.id)])

    def test_mer_10_an_entry_with_its_receipt(self):
        """MER-10: one request with a photo; again with the same key it is known."""
        place = self.go_in()
        key = self.new_entry_key()
        answer = self.send(place, key, {"receipt": ("票.jpg", photo())}).json()
        self.assertEqual((answer["state"], answer["known"]), ("confirmed", False))
        self.assertTrue(self.send(place, key).json()["known"])
        entry = self.book()
        self.assertEqual(len(entry), 1)
        self.assertEqual(entry.entered_by_id, self.desk)
        picture = self.url_open(f"{place}/ledger/{entry.id}/receipt")
        self.assertTrue(picture.headers["Content-Type"].startswith("image/"))
        refused = self.send(place, files={"receipt": ("x.jpg", b"<html>")})
        self.assertEqual(refused.status_code, 422)
        self.assertEqual(len(self.book()), 1)

    def test_mer_10_a_lost_connection_loses_and_doubles_nothing(self):
        """MER-10: kept in the browser, sent late and twice, it is one."""
        script = OFFLINE % json.dumps({**ENTRY, "content": "断网时的投诉"}, ensure_ascii=False)
        path = f"/my/merchant/{self.mall.id}/ledger/new"
        ready = "document.querySelector('[data-waits]').textContent !== ''"
        self.browser_js(path, script, ready=ready, login=self.desk.login)
        self.assertEqual(self.book().mapped("content"), ["断网时的投诉"])

    def test_sec_11_foreign_ledgers_do_not_exist(self):
        """MER-17, SEC-11: by guessing merchants and entries; a host reads, masked, and no more."""
        entry = self.enter()
        theirs = self.enter(self.tenant)
        place = self.go_in(self.stranger)
        for path in ("/ledger", "/ledger/new", f"/ledger/{entry.id}", "/figures", "/workbook"):
            self.assertEqual(self.url_open(place + path).status_code, 404, path)
        own = f"/my/merchant/{self.neighbour.id}/ledger/{entry.id}"
        self.assertEqual(self.url_open(own).status_code, 404)
        self.assertEqual(self.post(f"{own}/correct", reason="x", price="1").status_code, 404)
        self.assertEqual(self.send(place).status_code, 404)
        self.go_in(self.manager)
        host = f"/my/merchant/{self.tenant.id}/ledger/{theirs.id}"
        page = self.url_open(host).text
        self.assertIn("139****2222", page)
        self.assertNotIn("13900002222", page)
        self.assertEqual(self.post(f"{host}/correct", reason="x", price="1").status_code, 404)
        self.assertEqual(self.send(f"/my/merchant/{self.tenant.id}").status_code, 404)

    def test_mer_11_correct_and_read_the_book(self):
        entry = self.enter()
        place = self.go_in()
        path = f"{place}/ledger/{entry.id}"
        self.assertIn("13900002222", self.url_open(path).text)
        refused = self.post(f"{path}/correct", **{**ENTRY, "price": "286", "reason": ""})
        self.assertEqual((refused.status_code, entry.amendment_count), (200, 0))
        done = self.post(f"{path}/correct", **{**ENTRY, "price": "286", "reason": "写错"})
        self.assertEqual((done.status_code, entry.amendment_count), (303, 1))
        self.assertIn("写错", self.url_open(path).text)
        listed = self.url_open(f"{place}/ledger").text
        self.assertIn("男式衬衫", listed)
        self.assertNotIn("13900002222", listed)

    def test_mer_10_the_book_is_read_page_by_page(self):
        """Each entry stands on one page of the book."""
        for number in range(7):
            self.enter(entry_date=f"2026-03-0{number // 2 + 1}", goods_name=f"商品{number}")
        seen, before = [], ""
        while True:
            entries, before = self.mall._book_page("", before, 3)
            seen += entries.ids
            if not before:
                break
        self.assertEqual(seen, self.book().ids)
        for before in ("x", "2026-02-31_5", "2026-03-01_0"):
            self.mall._book_page("", before, 3)

    def test_mer_08_hand_over_on_the_page(self):
        """MER-08: refused without consent, then the number and the code to give away; a second
        click shows them again."""
        place = self.go_in()
        entry = self.enter(outcome="pending")
        path = f"{place}/ledger/{entry.id}"
        self.assertEqual(self.url_open(path).status_code, 200)
        self.post(f"{path}/level", level="1", person="小李", handling="解释无果")
        values = {"address": "测试街9号", "request": "退货"}
        self.post(f"{path}/hand-over", **values)
        self.assertFalse(entry.case_id)
        page = self.post(f"{path}/hand-over", consent="1", **values).text
        self.assertIn(entry.case_id.name, page)
        again = self.post(f"{path}/hand-over", consent="1", **values).text
        self.assertIn(entry.case_id.name, again)
        self.assertEqual(len(self.env["rights.case"].search([("id", "=", entry.case_id.id)])), 1)

    def test_mer_13_what_was_typed_stays_when_it_is_refused(self):
        """MER-08, MER-10, MER-13: nobody types twice on a phone because one box was not ticked."""
        place = self.go_in()
        self.send(place)
        entry = f"{place}/ledger/{self.book().id}"
        page = self.post(
            f"{entry}/compensate", amount="29.90", liable_name="测试供货商", is_facts_clear="1"
        ).text
        for typed in ('value="29.90"', 'value="测试供货商"'):
            self.assertIn(typed, page)
        page = self.post(
            f"{entry}/hand-over", address="测试路1号", request="退货", consent="1"
        ).text
        self.assertIn('value="测试路1号"', page)
        page = self.post(f"{entry}/correct", price="206", reason="").text
        self.assertIn('value="206"', page)

    def test_mer_10_a_quarter_is_handed_in_by_the_manager(self):
        quarters = self.env["rights.ledger.quarter"]
        year, quarter = quarter_before(self.today)
        row = quarters._open_quarter(self.mall, year, quarter)
        place = self.go_in(self.desk)
        self.assertEqual(self.url_open(f"{place}/quarters").status_code, 404)
        self.go_in(self.manager)
        self.assertIn(str(year), self.url_open(f"{place}/quarters").text)
        given = {"year": str(year), "quarter": str(quarter), "analysis": "无", "opinions": "无"}
        self.post(f"{place}/quarters/submit", **{**given, "analysis": ""})
        self.assertEqual(row.state, "open")
        for _click in range(2):
            self.assertEqual(self.post(f"{place}/quarters/submit", **given).status_code, 303)
        self.assertEqual(row.state, "submitted")
        self.assertIn(row.receipt_number, self.url_open(f"{place}/quarters").text)
        paper = self.url_open(f"{place}/quarters/{row.id}/paper")
        self.assertEqual(paper.headers["Content-Type"], "application/pdf")
        foreign = quarters._open_quarter(self.neighbour, year, quarter)
        self.assertEqual(self.url_open(f"{place}/quarters/{foreign.id}/paper").status_code, 404)
        self.go_in(self.desk)
        self.assertEqual(self.url_open(f"{place}/quarters/{row.id}/paper").status_code, 404)

    def test_mer_15_figures_page(self):
        self.enter()
        place = self.go_in()
        self.assertIn("100.00", self.url_open(f"{place}/figures").text)

    def test_mer_10_workbook_pages(self):
        place = self.go_in()
        template = self.url_open(f"{place}/workbook/template")
        self.assertTrue(template.content.startswith(b"PK"))
        row = ["A1", "2026-03-02", "孙测试", "13900002222", "褪色", "衬衫", 268, 1]
        row += ["Nothing came back", "", "Settled by the merchant"]
        bad = {"file": ("a.xlsx", workbook([row[:6] + ["x"] + row[7:]], HEADINGS))}
        answer = self.post(f"{place}/workbook", files=bad)
        self.assertIn("spreadsheetml", answer.headers["Content-Type"])
        self.assertFalse(self.book())
        good = {"file": ("a.xlsx", workbook([row], HEADINGS))}
        for _time in range(2):
            self.assertEqual(self.post(f"{place}/workbook", files=good).status_code, 200)
        self.assertEqual(len(self.book()), 1)

    def test_mer_17_the_example_on_the_key_page_works(self):
        """MER-17: what the page says to copy enters a row, once; it names the merchant."""
        place = self.go_in(self.manager)
        secret = re.search(r"\b[0-9a-f]{40}\b", self.post(f"{place}/keys/new", name="收银").text)[0]
        for known in (0, 1):
            page = html.unescape(self.url_open(f"{place}/keys").text)
            call = json.loads(re.search(r"--data '(.*?)'", page, re.DOTALL)[1])
            answer = self.url_open(
                "/json/2/rights.merchant.ledger/submit_rows",
                data=json.dumps(call),
                headers={"Authorization": f"Bearer {secret}", "Content-Type": "application/json"},
            ).json()
            self.assertEqual((answer["result"], len(self.book())), (("taken", "known")[known], 1))
        self.env["rights.merchant.member"].create(
            {"merchant_id": self.neighbour.id, "user_id": self.manager.id, "role": "desk"}
        )
        self.assertIn("&#34;merchant&#34;", self.url_open(f"{place}/keys").text)

    def test_mer_17_keys_are_made_by_the_manager_and_shown_once(self):
        place = self.go_in(self.desk)
        self.assertEqual(self.url_open(f"{place}/keys").status_code, 404)
        self.go_in(self.manager)
        page = self.post(f"{place}/keys/new", name="收银系统").text
        self.assertIn("收银系统", page)
        key = self.env["res.users.apikeys"].with_user(self.manager)._ledger_keys()
        self.assertEqual(len(key), 1)
        secret = re.search(r"\b[0-9a-f]{40}\b", page)[0]
        self.assertNotIn(secret, self.url_open(f"{place}/keys").text)
        self.post(f"{place}/keys/{key.id}/end")
        self.assertFalse(self.env["res.users.apikeys"].with_user(self.manager)._ledger_keys())
