"""Public pages, files, opinions, subscriptions, the law library (DIS-01, 12, 13, OPN-08)."""

import csv
import io
import json
import re
from datetime import timedelta

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..tools.china_time import china_date
from .publicity_common import PublicityCommon
from .test_portal_pages import PortalPages


class PublicityPagesCommon(PublicityCommon, PortalPages, HttpCase):
    def status(self, path):
        with mute_logger("odoo.http"):
            return self.url_open(path).status_code


@tagged("post_install", "-at_install")
class TestPublicityPages(PublicityPagesCommon):
    def test_dis_01_page_json_at_a_stable_address(self):
        """DIS-01: nothing before it is public; then page and JSON say the same."""
        draft = self.approved(self.draft())
        address = f"/rights/disclosures/{draft.code}"
        for path in (address, f"{address}/data.json", f"{address}/data.csv"):
            self.assertEqual(self.status(path), 404)
        self.assertNotIn(draft.name, self.url_open("/rights/disclosures").text)
        draft.action_publish()
        text = self.page(f"{address}?lang=zh_CN").text_content()
        for words in (draft.name, draft.hot_spot, draft.cause, draft.problem, draft.advice):
            self.assertIn(words, text)
        data = self.url_open(f"{address}/data.json").json()
        self.assertEqual(data["advice"], draft.advice)
        self.assertEqual(data["number"], 1)
        self.assertIn(draft.code, self.url_open("/rights/disclosures/data.json").text)
        listed = self.page("/rights/disclosures?kind=warning")
        self.assertTrue(listed.xpath(f"//a[@href='{address}']"))
        self.assertFalse(self.page("/rights/disclosures?kind=tip").xpath(f"//a[@href='{address}']"))
        self.assertTrue(self.page("/rights").xpath("//a[@href='/rights/disclosures']"))

    def test_dis_13_withdrawn_and_corrected_at_the_same_address(self):
        """DIS-13: gone with its reason; no file repeats the words."""
        live = self.publish(self.draft())
        address = f"/rights/disclosures/{live.code}"
        fixed = live.browse(live.action_new_version()["res_id"]).with_env(live.env)
        fixed.write({"advice": "更正后的建议", "correction": "原建议有误"})
        self.publish(fixed)
        text = self.page(address).text_content()
        self.assertIn("原建议有误", text)
        self.assertNotIn("保留合同和付款凭证", text)
        fixed.remark = "商品已召回"
        fixed.action_take_down()
        answer = self.url_open(address)
        self.assertEqual(answer.status_code, 410)
        self.assertIn("商品已召回", answer.text)
        self.assertNotIn("更正后的建议", answer.text)
        data = self.url_open(f"{address}/data.json")
        self.assertEqual(data.status_code, 410)
        self.assertNotIn("更正后的建议", json.dumps(data.json(), ensure_ascii=False))
        self.assertEqual(self.status(f"{address}/data.csv"), 404)
        self.assertNotIn(live.code, self.url_open("/rights/disclosures").text)

    def test_dis_01_the_table_as_csv(self):
        """DIS-01: Chinese headings, a mark for small numbers, the same rows as the page."""
        shops = self.env["rights.merchant"].create(
            [{"name": f"=测试店{place}", "phone": f"025-8400200{place}"} for place in range(2)]
        )
        table = self.draft(
            kind="figures",
            date_from="2026-01-01",
            date_to="2026-03-31",
            merchant_ids=self.merchant_line(*shops),
        )
        rows = table.sudo().merchant_ids
        rows[0].write({"complaint_count": 12, "concluded_count": 10, "settled_count": 7})
        rows[1].write({"complaint_count": 2})
        self.approved(table)
        table.sudo().merchant_ids.agreed_at = "2026-04-01"
        table.action_publish()
        answer = self.url_open(f"/rights/disclosures/{table.code}/data.csv")
        self.assertEqual(answer.headers["Content-Type"], "text/csv; charset=utf-8")
        lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        self.assertEqual(lines[1][:5], ["'=测试店0", "12", "10", "7", "70.0"])
        self.assertNotEqual(lines[2][1], "2")
        page = self.page(f"/rights/disclosures/{table.code}")
        cells = [cell.text_content().strip() for cell in page.xpath("//tbody/tr[1]/td")]
        self.assertEqual(cells[:4], ["12", "10", "7", "70.0%"])
        self.assertEqual(page.xpath("//tbody/tr[2]/td")[0].text_content().strip(), "<5")

    def test_dis_12_opinions_are_collected_and_summarised(self):
        """DIS-12: without a name, until its day; the summary is a version of its own."""
        call = self.draft(
            kind="opinions",
            name="征求意见",
            body="草案",
            open_until=china_date() + timedelta(days=9),
        )
        self.publish(call)
        address = f"/rights/disclosures/{call.code}"
        send = f"{address}/opinion"
        self.assertIn("data-proof", self.url_open(address).text)
        self.post(send, text="没有证明", altcha="")
        self.assertFalse(call.opinion_count)
        self.post(send, text=" ", altcha=self.proof("note"))
        self.post(send, text="<b>退费</b>应更快", altcha=self.proof("note"))
        call.invalidate_recordset()
        self.assertEqual(call.opinion_count, 1)
        opinions = self.as_user("stat_a", self.env["rights.disclosure.opinion"])
        opinion = opinions.search([("code", "=", call.code)])
        self.assertEqual(opinion.text, "<b>退费</b>应更快")
        self.assertFalse(self.as_user("stat_b", opinions).search([("code", "=", call.code)]))
        self.assertNotIn(
            "应更快", self.url_open(address).text, "opinions are summarised, not shown"
        )
        closed = call.browse(call.action_new_version()["res_id"]).with_env(call.env)
        closed.write(
            {
                "open_until": china_date() - timedelta(days=1),
                "correction": "公布意见汇总",
                "summary": "一条意见：退费应更快",
            }
        )
        self.publish(closed)
        self.assertEqual(closed.opinion_count, 1)
        self.assertIn("一条意见", self.url_open(address).text)
        self.post(send, text="太晚了", altcha=self.proof("note"))
        closed.invalidate_recordset()
        self.assertEqual(closed.opinion_count, 1)

    def test_dis_12_counted_from_one_address(self):
        most = self.env["rights.network.parameter"].search(
            [("code", "=", "disclosure_posts_a_day")]
        )
        most.value = 1
        call = self.draft(kind="opinions", body="草案", open_until=china_date())
        self.publish(call)
        for text in ("一", "二"):
            self.post(
                f"/rights/disclosures/{call.code}/opinion", text=text, altcha=self.proof("note")
            )
        call.invalidate_recordset()
        self.assertEqual(call.opinion_count, 1)

    def test_opn_08_law_library(self):
        """OPN-08: laws are searched and have addresses; drafts and knowledge are not there."""
        article = self.env["rights.public.article"]
        vals = {"name": "测试消费法", "kind": "law", "code": "test-law", "body": "第一条 七日退货"}
        law = self.as_user("business_admin", article).create(vals)
        self.assertEqual(self.status("/rights/law/test-law"), 404)
        law.action_submit()
        self.as_user("head", law).action_approve()
        self.assertIn("七日退货", self.page("/rights/law/test-law").text_content())
        link = "//a[@href='/rights/law/test-law']"
        self.assertTrue(self.page("/rights/law?q=七日退货").xpath(link))
        self.assertFalse(self.page("/rights/law?q=没有的词").xpath(link))


@tagged("post_install", "-at_install")
class TestPublicitySubscription(PublicityPagesCommon):
    ADDRESS_ = "reader@example.com"

    def setUp(self):
        super().setUp()
        self.env.company.email = "centre@example.org"

    @property
    def mails(self):
        return self.env["mail.mail"].sudo().search([("email_to", "ilike", "@example.com")])

    @property
    def subscriptions(self):
        return self.env["rights.disclosure.subscription"].sudo().search([])

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("consumer_rights.cron_disclosure_mail").method_direct_trigger()

    def ask(self, email=ADDRESS_):
        return self.post("/rights/subscribe", email=email, altcha=self.proof("note"))

    def confirm(self, mail):
        link = re.search(r"/rights/subscribe/[\w-]+", mail.body_html)[0]
        self.url_open(link)
        self.assertFalse(self.subscriptions.confirmed_at, "looking is not confirming")
        self.post(link)
        self.env.invalidate_all()

    def test_dis_01_double_opt_in_and_a_way_out(self):
        """A link in a mail confirms, one in every mail ends it and deletes the address."""
        self.post("/rights/subscribe", email=self.ADDRESS_, altcha="")
        self.assertFalse(self.subscriptions)
        self.assertIn("alert", self.ask("kein").text)
        first = self.ask().text
        self.assertEqual(len(self.mails), 1)
        self.assertEqual(len(self.ask().text), len(first), "the answer does not tell who is known")
        self.assertEqual(len(self.mails), 1, "nobody's mailbox is filled")
        self.publish(self.draft())
        self.run_cron()
        self.assertEqual(len(self.mails), 1, "not confirmed")
        self.confirm(self.mails)
        live = self.publish(self.draft(name="第二份警示"))
        for _twice in range(2):
            self.run_cron()
        news = self.mails.filtered(lambda mail: mail.subject == "第二份警示")
        self.assertEqual(len(news), 1)
        self.assertIn(f"/rights/disclosures/{live.code}", news.body_html)
        self.assertIn("List-Unsubscribe", news.headers)
        leave = re.search(r"/rights/unsubscribe/[\w-]+", news.body_html)[0]
        self.url_open(leave)
        self.assertTrue(self.subscriptions)
        self.post(leave)
        self.env.invalidate_all()
        self.assertFalse(self.subscriptions)
        self.assertEqual(self.status(leave), 404)

    def test_dis_01_many_subscribers_each_once(self):
        """The queue goes on where it stopped; who comes later gets the next one."""
        model = self.env["rights.disclosure.subscription"].sudo()
        now = "2026-01-01"
        model.create([{"email": f"r{n}@example.com", "confirmed_at": now} for n in range(5)])
        live = self.publish(self.draft())
        model.create({"email": "late@example.com", "confirmed_at": now})
        live_sudo = live.sudo()
        self.assertTrue(live_sudo._mail_next(2))
        self.assertEqual(len(self.mails), 2)
        while live_sudo._mail_next(2):
            pass
        self.assertEqual(
            sorted(self.mails.mapped("email_to")), [f"r{n}@example.com" for n in range(5)]
        )

    def test_dis_01_without_a_sender_they_wait(self):
        self.env.company.email = False
        self.env["ir.config_parameter"].search([("key", "like", "mail.%")]).unlink()
        model = self.env["rights.disclosure.subscription"].sudo()
        model.create({"email": "r@example.com", "confirmed_at": "2026-01-01"})
        live = self.publish(self.draft())
        with mute_logger("odoo.addons.consumer_rights.models.publicity"):
            self.run_cron()
        self.assertFalse(self.mails)
        self.env.company.email = "centre@example.org"
        self.assertTrue(live.sudo().mailed_upto < live.sudo().mail_until)

    def test_sec_09_nobody_reads_addresses(self):
        model = self.env["rights.disclosure.subscription"]
        for login in self.users:
            self.assertFalse(self.as_user(login, model).has_access("read"), login)

    def test_sec_09_unconfirmed_addresses_are_forgotten(self):
        self.ask()
        row = self.subscriptions
        row.asked_at = "2026-01-01"
        row._gc_unconfirmed()
        self.assertFalse(self.subscriptions)
