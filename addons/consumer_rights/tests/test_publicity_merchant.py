"""Merchants that are named: figures with denominators, objections, portal (DIS-01, DIS-09)."""

import csv
import io
from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .merchant_common import MerchantPortalCommon
from .publicity_common import PublicityCommon
from .test_portal_pages import PortalPages

DAY = "2026-04-20"


@tagged("post_install", "-at_install")
class TestPublicityFigures(PublicityCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shops = cls.env["rights.merchant"].create(
            [
                {
                    "name": f"测试商店{place}",
                    "phone": f"025-8400100{place}",
                    "merchant_type": "shop",
                }
                for place in range(5)
            ]
        )
        cls.shops[0].area_sqm = 2000
        cls.env["rights.network.parameter"].search([("code", "=", "disclosure_small")]).value = 3

    def cases(self, *counts):
        """So many complaints about each shop on one day, the first of them settled."""
        made = []
        with self.at(f"{DAY} 10:00"):
            for shop, (count, settled) in zip(self.shops, counts, strict=False):
                for place in range(count):
                    case = self.registered_case(respondent_id=shop.id)
                    made.append((case, place < settled))
        with self.at(f"{DAY} 11:00"):
            for case, is_settled in made:
                if is_settled:
                    self.move(case, "accept", "clerk", self.ACCEPT)
                    self.move(case, "take", "clerk")
                    values = {"outcome_id": self.settled.id, "result_text": "退款"}
                    self.move(case, "conclude", "clerk", {**values, "amount_recovered": 1})
        return made

    def figures(self, **values):
        return self.draft(
            "statistician",
            kind="figures",
            name="经营者投诉公示",
            date_from=DAY,
            date_to=DAY,
            **values,
        )

    def test_dis_01_it_is_said_that_nobody_is_shown(self):
        """DIS-01: small numbers are left out, and the editor hears why the table is empty."""
        self.cases((1, 0))
        answer = self.figures().action_count()
        self.assertEqual(answer["tag"], "display_notification")

    def test_dis_01_counts_with_denominators_and_peers(self):
        """DIS-01: counted complaints beside concluded ones, area and the peers of the type."""
        self.cases((5, 4), (4, 0), (3, 0), (3, 0), (1, 0))
        table = self.figures()
        table.action_count()
        self.assertEqual(table.merchant_ids.merchant_id, self.shops[:4], "one complaint is few")
        row = table.sudo().merchant_ids[0]._public_row()
        self.assertEqual(row["complaint_count"], 5)
        self.assertEqual((row["concluded_count"], row["settled_count"]), (4, 4))
        self.assertEqual(row["settled_rate"], 100.0)
        self.assertEqual((row["area_sqm"], row["per_area"]), (2000, 2.5))
        self.assertEqual((row["peer_count"], row["peer_median"]), (4, 3.0))
        self.assertEqual(table.complaint_total, 16)

    def test_dis_01_small_numbers_are_left_out_everywhere(self):
        """DIS-01: neither page values nor JSON nor CSV tell a count below the limit."""
        self.cases((4, 2), (2, 0))
        table = self.figures(merchant_ids=self.merchant_line(self.shops[1]))
        table.action_count()
        few = table.sudo().merchant_ids[1]._public_row()
        self.assertEqual(few["merchant"], self.shops[1].name)
        self.assertIsNone(few["complaint_count"])
        self.assertIn("complaint_count", few["hidden"])
        first = table.sudo().merchant_ids[0]._public_row()
        self.assertIsNone(first["settled_count"])
        self.assertIsNone(first["settled_rate"])
        self.assertIsNone(first["peer_median"], "one peer could be told apart")
        lines = list(csv.reader(io.StringIO(table.sudo()._public_csv().decode("utf-8-sig"))))
        self.assertEqual(len(lines), 3)
        self.assertNotIn("2", lines[2])

    def test_dis_01_counted_not_typed_and_kept_as_approved(self):
        """DIS-01, DIS-02: figures come from the cases; later cases do not move them."""
        self.cases((4, 0))
        table = self.figures()
        with self.assertRaises(AccessError):
            table.merchant_ids = [(0, 0, {"merchant_id": self.shops[0].id, "complaint_count": 9})]
        table.action_count()
        with self.assertRaises(AccessError):
            table.merchant_ids.complaint_count = 9
        self.approved(table)
        self.cases((2, 0))
        table.sudo().merchant_ids.agreed_at = "2026-04-21"
        table.action_publish()
        values = self.public(table.code)._public_values()
        self.assertEqual(values["rows"][0]["complaint_count"], 4)
        with self.refused("draft"):
            table.merchant_ids.unlink()

    def test_dis_01_the_period_is_the_day_in_china(self):
        """The last minute of a quarter in China belongs to it."""
        with self.at("2026-03-31 23:59"):
            case = self.registered_case(respondent_id=self.shops[0].id)
        table = self.figures()
        for span, expected in (
            (("2026-01-01", "2026-03-31"), True),
            (("2026-04-01", "2026-06-30"), False),
        ):
            table.write(dict(zip(("date_from", "date_to"), span, strict=True)))
            found = self.env["rights.case"].search(table._get_counted_domain())
            self.assertEqual(case in found, expected, span)

    def test_dis_01_formulas_in_names_are_text(self):
        self.assertEqual(self.env["rights.disclosure"]._cell("=1+1"), "'=1+1")

    def test_tl_54_a_quarter_without_publication_is_listed(self):
        """DIS-01, TL-54: figures, typical case or warning each quarter, or it is missing."""
        unit = self.stations["district_a"]
        self.env.cr.execute(
            "UPDATE rights_station SET create_date = '2025-12-20' WHERE id = %s", (unit.id,)
        )

        def missed():
            self.env.invalidate_all()
            rows = self.as_user("head", self.env["rights.missed.period"]).search(
                [("kind", "=", "disclosure"), ("station_id", "=", unit.id)]
            )
            return sorted(rows.mapped("date_from"))

        with self.at("2026-07-01 09:00"):
            self.assertEqual(missed(), [date(2026, 1, 1), date(2026, 4, 1)])
        with self.at("2026-03-31 23:30"):  # 15:30 UTC, still the first quarter
            warning = self.publish(self.draft())
        with self.at("2026-04-01 00:30"):  # March in UTC
            self.publish(self.draft(kind="tip", body="提示", category_ids=self.nature.ids))
        with self.at("2026-07-01 09:00"):
            self.assertEqual(missed(), [date(2026, 4, 1)], "a tip is none of the three")
            warning.remark = "误发"
            warning.action_take_down()
            self.assertEqual(missed(), [date(2026, 4, 1)])


@tagged("post_install", "-at_install")
class TestPublicityObjection(PublicityCommon, MerchantPortalCommon):
    def named(self, *merchants):
        return self.draft(merchant_ids=self.merchant_line(*merchants or [self.mall]))

    def test_dis_09_nothing_is_published_before_the_merchant_was_heard(self):
        """DIS-09: five working days from approval; silence counts when they are over."""
        with self.at("2026-03-02 10:00"):
            draft = self.approved(self.named())
            row = draft.merchant_ids
            self.assertEqual(row.due_on, date(2026, 3, 9))
            with self.refused("may object until"):
                draft.action_publish()
        with self.at("2026-03-09 18:00"), self.refused("may object until"):
            draft.action_publish()
        with self.at("2026-03-10 09:00"):
            draft.action_publish()
        self.assertEqual(draft.state, "live")

    def test_dis_09_agreed_means_no_waiting(self):
        draft = self.approved(self.named())
        draft.sudo().merchant_ids._reply("", objects=False)
        draft.action_publish()

    def test_dis_09_an_objection_is_answered_first(self):
        """DIS-09: not upheld goes on with its answer; upheld goes back and is approved anew."""
        draft = self.approved(self.named())
        row = draft.merchant_ids
        row.sudo().with_user(self.manager).sudo()._reply("数字不对", objects=True)
        self.assertEqual(row.objected_by_id, self.manager)
        with self.refused("Answer the objection"):
            draft.action_publish()
        with self.refused("Decide"):
            row.action_answer()
        row.write({"verdict": "upheld", "answer": "核实后更正"})
        row.action_answer()
        with self.refused("Change the version"):
            draft.action_publish()
        with self.refused("answered before"):
            row.verdict = "rejected"
        draft.action_reopen()
        draft.problem = "更正后的表述"
        self.approved(draft)
        self.assertFalse(row.objection or row.verdict)
        row.sudo()._reply("", objects=False)
        draft.action_publish()
        kinds = draft.step_ids.mapped("kind")
        self.assertEqual(kinds.count("approved"), 2)
        self.assertIn("objected", kinds)

    def test_dis_09_an_objection_by_letter(self):
        draft = self.approved(self.named())
        row = draft.merchant_ids
        row.objection = "来函：数字不对"
        row.action_note_objection()
        self.assertTrue(row.may_answer)
        row.write({"verdict": "rejected", "answer": "与登记一致"})
        row.action_answer()
        draft.action_publish()

    def test_dis_09_the_merchant_is_told_by_mail(self):
        """The mail names neither the publication nor anybody in its subject."""
        self.manager.email = "manager@example.com"
        mails = self.env["mail.mail"].sudo()
        before = mails.search([])
        self.approved(self.named())
        mail = mails.search([]) - before
        self.assertEqual(mail.email_to, "manager@example.com")
        self.assertNotIn("预付卡", mail.subject)


@tagged("post_install", "-at_install")
class TestPublicityMerchantPages(MerchantPortalCommon, PublicityCommon, PortalPages, HttpCase):
    def log_in(self, user):
        self.authenticate(user.login, user.login)

    def setUp(self):
        super().setUp()
        self.draft_ = self.draft(merchant_ids=self.merchant_line(self.mall))
        self.row = self.draft_.merchant_ids
        for user in self.manager | self.desk | self.stranger:
            user.password = user.login
        self.url = f"/my/merchant/{self.mall.id}/disclosures"
        self.answer = f"{self.url}/{self.row.id}"

    def test_dis_09_the_page_of_a_merchant(self):
        """DIS-09: shown when approved, with the words; the objection arrives once."""
        self.log_in(self.manager)
        self.assertNotIn("健身预付卡退费难", self.url_open(self.url).text)
        with mute_logger("odoo.http"):
            self.assertEqual(self.post(self.answer, objects="1", objection="x").status_code, 404)
        self.approved(self.draft_)
        text = self.url_open(self.url).text
        self.assertIn("健身预付卡退费难", text)
        home = self.page(f"/my/merchant/{self.mall.id}")
        self.assertIn("1", home.xpath(f"//a[@href='{self.url}']")[0].text_content())
        answer = self.post(self.answer, objects="1", objection=" ")
        self.assertEqual(answer.status_code, 200)
        self.assertFalse(self.row.objected_at)
        answer = self.post(self.answer, objects="1", objection="退费均在七日内办结")
        self.assertEqual(answer.status_code, 303)
        self.row.invalidate_recordset()
        self.assertEqual(self.row.objection, "退费均在七日内办结")
        self.assertEqual(self.row.objected_by_id, self.manager)
        self.post(self.answer, objects="1", objection="再说一遍")
        self.row.invalidate_recordset()
        self.assertEqual(self.row.objection, "退费均在七日内办结")

    def test_dis_09_other_merchants_see_and_answer_nothing(self):
        """SEC-11: a second account, the desk, a visitor."""
        self.approved(self.draft_)
        self.log_in(self.stranger)
        own = f"/my/merchant/{self.neighbour.id}/disclosures"
        self.assertNotIn("健身预付卡退费难", self.url_open(own).text)
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(self.url).status_code, 404)
            self.assertEqual(self.post(self.answer, objects="1", objection="x").status_code, 404)
            foreign = f"{own}/{self.row.id}"
            self.assertEqual(self.post(foreign, objects="1", objection="x").status_code, 404)
            self.log_in(self.desk)
            self.assertEqual(self.post(self.answer, objects="1", objection="x").status_code, 404)
        self.row.invalidate_recordset()
        self.assertFalse(self.row.objected_at)
