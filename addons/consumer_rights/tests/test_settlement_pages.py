"""The pages on which consumer and merchant settle: who sees them, and what they answer."""

from datetime import timedelta

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from ..tools.china_time import china_date
from .portal_common import photo
from .settlement_common import REFUND, SettlementCommon


class SettlementPages(SettlementCommon, HttpCase):
    def log_in(self, side):
        user = self.accounts[side]
        self.authenticate(user.login, user.login.ljust(10, "x"))

    def post(self, path, **values):
        values["csrf_token"] = Request.csrf_token(self)
        return self.url_open(path, data=values, allow_redirects=False)

    def typed(self, *terms):
        return {
            f"{name}_{place}": value
            for place, term in enumerate(terms, 1)
            for name, value in term.items()
        }


@tagged("post_install", "-at_install")
class TestSettlementPages(SettlementPages):
    def soon(self, **values):
        """A term that is due in a week by the real clock."""
        return {**REFUND, "due_date": str(china_date() + timedelta(days=7)), **values}

    def test_tri19_from_the_proposal_to_the_agreement(self):
        case = self.mediated()
        self.log_in("merchant")
        listed = self.url_open("/rights/merchant?lang=zh_CN").text
        self.assertIn(case.name, listed)
        page = f"/rights/merchant/{case.id}"
        self.assertIn('name="seen" value="0"', self.url_open(page).text)
        answer = self.post(
            f"{page}/settle", act="proposed", seen="0", text="一周内", **self.typed(self.soon())
        )
        self.assertEqual(answer.status_code, 303)
        self.assertIn("680.00", self.url_open(page).text)
        self.log_in("consumer")
        mine = f"/rights/case/{case.id}"
        self.assertIn("退还货款", self.url_open(mine).text)
        late = self.post(f"{mine}/settle", act="accepted", seen="0")
        self.assertEqual(late.status_code, 200)
        self.assertIn('role="alert"', late.text)
        self.assertEqual(self.post(f"{mine}/settle", act="accepted", seen="1").status_code, 303)
        self.assertEqual(case.sudo().agreement_ids.amount, 680)

    def test_what_was_typed_stays_with_its_error(self):
        case = self.mediated()
        self.log_in("merchant")
        answer = self.post(
            f"/rights/merchant/{case.id}/settle",
            act="proposed",
            seen="0",
            text="请考虑",
            **self.typed(self.soon(what="换新机", amount="abc")),
        )
        for text in ('role="alert"', "换新机", "请考虑", 'value="abc"'):
            self.assertIn(text, answer.text)
        self.assertFalse(case.sudo().settlement_step_ids)

    def test_sec11_the_wrong_door(self):
        """SEC-11: a foreign account, the other side's door, nobody at all."""
        case = self.mediated()
        paths = [f"/rights/{door}/{case.id}/settle" for door in ("case", "merchant")]
        for side, own in (("merchant", paths[1]), ("consumer", paths[0])):
            self.log_in(side)
            for path in paths:
                status = self.post(path, act="proposed", seen="0").status_code
                self.assertEqual(status, 200 if path == own else 404, (side, path))
        self.authenticate(None, None)
        for path in paths:
            self.assertEqual(self.post(path, act="proposed", seen="0").status_code, 404)
        self.assertEqual(
            self.url_open(f"/rights/merchant/{case.id}", allow_redirects=False).status_code, 303
        )

    def test_med05_the_merchant_asks_for_another_mediator(self):
        """MED-05: once, with a reason; until the head has decided there is nothing to ask."""
        case = self.mediated()
        mediation = case.mediation_id
        self.log_in("merchant")
        page = f"/rights/merchant/{case.id}"
        shown = self.url_open(page).text
        self.assertIn(f"{page}/recusal", shown)
        self.assertIn(mediation.mediator_id.name, shown)
        empty = self.post(f"{page}/recusal", grounds=" ")
        self.assertIn('role="alert"', empty.text)
        self.assertFalse(mediation.sudo().recusal_ids)
        answer = self.post(f"{page}/recusal", grounds="调解员是消费者的亲属")
        self.assertEqual(answer.status_code, 303)
        request = mediation.sudo().recusal_ids
        self.assertEqual((request.asked_by, request.state), ("merchant", "open"))
        self.assertNotIn(f"{page}/recusal", self.url_open(page).text)
        again = self.post(f"{page}/recusal", grounds="再次申请")
        self.assertIn('role="alert"', again.text)
        self.assertEqual(len(mediation.sudo().recusal_ids), 1)
        with self.refused("recusal is open"):
            mediation.with_user(mediation.mediator_id)._check_no_recusal()

    def test_sec11_nobody_else_asks_through_the_merchants_door(self):
        case = self.mediated()
        path = f"/rights/merchant/{case.id}/recusal"
        self.log_in("consumer")
        self.assertEqual(self.post(path, grounds="我想换人").status_code, 404)
        self.authenticate(None, None)
        self.assertNotEqual(self.post(path, grounds="我想换人").status_code, 200)
        self.assertFalse(case.mediation_id.sudo().recusal_ids)

    def test_mer17_the_merchant_hands_in_evidence(self):
        """MER-17, REG-18: words and a file, once however often it is sent; the handler is told,
        the consumer's page does not show it, and nobody else's door takes it."""
        case = self.mediated()
        own, theirs = f"/rights/merchant/{case.id}", f"/rights/case/{case.id}"
        self.log_in("merchant")
        self.assertIn(f"{own}/material", self.url_open(own).text)
        empty = self.post(f"{own}/material", statement=" ")
        self.assertIn('role="alert"', empty.text)
        key = "k" * 48
        filing = self.env["rights.portal.filing"]._begin(key, "127.0.0.1")
        uploads = self.env["rights.portal.upload"].sudo()
        upload = uploads._begin(filing, "ref1", "发货单.jpg", len(content := photo()))
        upload._append_piece(0, content)
        before = case.sudo().activity_ids
        for _click in range(2):
            answer = self.post(f"{own}/material", key=key, statement="已按约发货")
            self.assertEqual(answer.status_code, 303)
        rows = case.sudo().evidence_ids.filtered(lambda row: row.provider == "respondent")
        self.assertEqual(rows.mapped("statement"), [False, "已按约发货"])
        self.assertTrue(rows[0].file)
        self.assertEqual(len(case.sudo().activity_ids - before), 1)
        self.assertIn("已按约发货", self.url_open(own).text)
        self.log_in("consumer")
        self.assertNotIn("已按约发货", self.url_open(theirs).text)
        self.assertEqual(self.post(f"{own}/material", statement="冒充").status_code, 404)
        self.assertEqual(len(case.sudo().evidence_ids & rows), 2)
        self.assertNotIn("冒充", case.sudo().evidence_ids.mapped("statement"))

    def test_mer17_an_account_of_two_merchants_reads_of_both(self):
        """MER-17, SEC-11: every merchant it belongs to, named; an ended one is gone at once."""
        other = self.env["rights.merchant"].create(
            {
                "name": "测试另一商行",
                "phone": "025-84000002",
                "business_address": "测试路3号",
                "station_id": self.stations["station_a1"].id,
            }
        )
        first = self.mediated()
        second = self.in_mediation(respondent_id=other.id)
        members = self.env["rights.merchant.member"]
        member = members.create(
            {"merchant_id": other.id, "user_id": self.seller.id, "role": "desk"}
        )
        self.log_in("merchant")
        listed = self.url_open("/rights/merchant").text
        for text in (first.name, second.name, self.merchant.name, other.name):
            self.assertIn(text, listed)
        page = f"/rights/merchant/{second.id}"
        shown = self.url_open(page).text
        self.assertIn(f"/my/merchant/{other.id}", shown)
        self.assertIn('href="/my/merchant"', shown)
        member._end()
        listed = self.url_open("/rights/merchant").text
        self.assertIn(first.name, listed)
        self.assertNotIn(second.name, listed)
        self.assertEqual(self.url_open(page).status_code, 404)
        self.assertEqual(self.post(f"{page}/settle", act="proposed", seen="0").status_code, 404)

    def test_mer17_the_pages_stand_in_the_frame_of_the_merchant(self):
        case = self.mediated()
        self.log_in("merchant")
        start = f'href="/my/merchant/{self.merchant.id}"'
        for path in ("/rights/merchant", f"/rights/merchant/{case.id}"):
            shown = self.url_open(path).text
            self.assertIn(start, shown)
            self.assertNotIn('href="/rights/file"', shown)
        home = self.url_open(f"/my/merchant/{self.merchant.id}").text
        self.assertEqual(home.count('class="door" href="/rights/merchant"'), 1)

    def test_mer17_the_start_page_counts_what_waits_for_an_answer(self):
        """MER-17, TRI-19: whoever opens the portal sees that somebody waits."""
        self.referred()
        other = self.mediated()
        home = self.seller.with_user(self.seller).env["rights.merchant"]._served(self.merchant.id)
        self.assertEqual(home._portal_summary()["cases_waiting"], 1)
        self.step(other, "consumer", "proposed", self.soon())
        self.assertEqual(home._portal_summary()["cases_waiting"], 2)

    def test_a_step_needs_its_token(self):
        case = self.mediated()
        self.log_in("merchant")
        path = f"/rights/merchant/{case.id}/settle"
        answer = self.url_open(path, data={"act": "proposed", "seen": "0"}, allow_redirects=False)
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(self.url_open(path, allow_redirects=False).status_code, 405)
