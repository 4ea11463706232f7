"""The liaison's pages: who reaches them, each act by POST, and what they never show."""

import io

from odoo.tests import tagged

from ..tools.china_time import china_date
from ..tools.quarters import quarter_before
from .portal_common import photo
from .service_station_common import ServiceStationCommon
from .test_portal_pages import SCRIPT, PortalPages

PASSWORD = "mall_liaison"


@tagged("post_install", "-at_install")
class TestServiceStationPages(ServiceStationCommon, PortalPages):
    def setUp(self):
        super().setUp()
        self.place = f"/my/station/{self.profile.id}"
        self.authenticate(self.liaison.login, PASSWORD)

    def form(self, **values):
        return {
            "way": "visit",
            "name": "张测试",
            "phone": "13800001234",
            "address": "测试街2号",
            "merchant": str(self.mall.id),
            "subject": f"皮鞋开胶{SCRIPT}",
            "facts": "买了三天开胶",
            "request": "要求退货",
            "item_class": self.goods.code,
            "nature": self.nature.code,
            **values,
        }

    def picture(self, name="photo"):
        return [(name, ("bill.jpg", io.BytesIO(photo()), "image/jpeg"))]

    def taken(self, **values):
        answer = self.post(f"{self.place}/take", **self.form(**values))
        self.assertEqual(answer.status_code, 303, answer.text)
        return self.env["rights.case"].browse(int(answer.headers["Location"].rpartition("/")[2]))

    def test_stn_05_taken_and_settled_on_the_pages(self):
        """STN-05, STN-07: two forms from the desk to the reply; words are never markup."""
        self.assertIn("Take a complaint", self.url_open("/my/station").text)
        case = self.taken(told="1", merchant_told="1")
        page = self.url_open(f"{self.place}/cases/{case.id}").text
        self.assertIn("13800001234", page)
        self.assertNotIn(SCRIPT, page)
        path = f"{self.place}/cases/{case.id}/settle"
        refused = self.post(path, terms="退款", amount="200")
        self.assertEqual(refused.status_code, 200)
        self.assertIn("how the consumer confirmed", refused.text)
        done = self.post(path, terms="退款", amount="200", confirmed="phone")
        self.assertEqual(done.status_code, 303, done.text)
        self.assertEqual(case.stage_code, "replied")
        self.assertNotIn("13800001234", self.url_open(f"{self.place}/cases/{case.id}").text)

    def test_stn_05_a_missing_entry_keeps_the_rest(self):
        """REG-01: the form comes back with what was entered and says what is missing."""
        answer = self.post(f"{self.place}/take", **self.form(phone="1"))
        self.assertEqual(answer.status_code, 200)
        self.assertIn("phone number", answer.text)
        self.assertIn("买了三天开胶", answer.text)

    def test_stn_08_handed_over_with_a_photo(self):
        """STN-08, MED-23"""
        case = self.taken(told="1", merchant_told="1")
        done = self.post(
            f"{self.place}/cases/{case.id}/hand_over",
            files=self.picture(),
            talked="phone",
            said="各执一词",
            why="双方分歧过大",
            told="1",
        )
        self.assertEqual(done.status_code, 303, done.text)
        self.assertEqual(case.stage_code, "escalated")
        self.assertEqual(len(case.evidence_ids), 1)
        done = self.post(f"{self.place}/cases/{case.id}/assist", text="补充小票")
        self.assertEqual(done.status_code, 303)

    def test_sec_11_another_station_does_not_exist(self):
        """SEC-11: pages and acts of a foreign station, case, report and measure: 404."""
        case = self.taken()
        report = self.env["rights.station.report"]._open_quarter(self.profile, 2025, 2)
        self.check(plaque="fail")
        other = self._profile("测试别站", "CSTS7", "township_station")
        stranger = self._liaison("other_liaison", other)
        self.authenticate(stranger.login, "other_liaison")
        own = f"/my/station/{other.id}"
        for path in (
            *(self.place, f"{self.place}/take", f"{self.place}/report", f"{self.place}/file"),
            *(f"{self.place}/cases/{case.id}", f"{own}/cases/{case.id}"),
            *(f"{own}/reports/{report.id}/paper", f"{own}/referrals/1"),
        ):
            with self.subTest(path=path):
                self.assertEqual(self.url_open(path).status_code, 404)
        for path in (
            *(f"{own}/cases/{case.id}/settle", f"{self.place}/log"),
            f"{own}/measures/{self.profile.measure_ids.id}",
        ):
            with self.subTest(path=path):
                self.assertEqual(self.post(path, answer="x").status_code, 404)

    def test_sec_11_only_liaisons_and_only_by_post(self):
        """SEC-11: nobody else has these pages; a write needs its token."""
        self.assertEqual(self.url_open(f"{self.place}/file/reach").status_code, 405)
        answer = self.post(f"{self.place}/log", token=False, topic="讲座")
        self.assertEqual(answer.status_code, 400)
        self.authenticate("t_clerk", "t_clerk".ljust(8, "x"))
        self.assertEqual(self.url_open(self.place).status_code, 404)

    def test_stn_09_the_quarter_on_the_page(self):
        """STN-09, STN-10, DOC-31: refused without a part, handed in once, and its paper."""
        report = self.env["rights.station.report"]._open_quarter(
            self.profile, *quarter_before(china_date())
        )
        refused = self.post(
            f"{self.place}/report", hot_spots="维修", measures="整改", suggestions=" "
        )
        self.assertIn("lacks a part", refused.text)
        self.assertIn("整改", refused.text)
        done = self.post(
            f"{self.place}/report", hot_spots="维修", measures="整改", suggestions="约谈"
        )
        self.assertEqual(done.status_code, 303)
        self.assertEqual((report.state, report.submitted_by_id), ("submitted", self.liaison))
        self.assertEqual(self.post(f"{self.place}/report", hot_spots="别的").status_code, 303)
        paper = self.url_open(f"{self.place}/reports/{report.id}/paper")
        self.assertEqual(paper.content[:5], b"%PDF-")
        self.assertNotIn("测试", paper.headers["Content-Disposition"])

    def test_stn_15_log_opinions_and_file(self):
        """STN-15, STN-16, STN-17, STN-04: the other forms."""
        self.assertEqual(self.url_open(f"{self.place}/log").status_code, 200)
        done = self.post(
            f"{self.place}/log",
            files=self.picture(),
            kind="lecture",
            topic="消费讲座",
            date="2026-01-05",
            people="30",
        )
        self.assertEqual(done.status_code, 303, done.text)
        self.assertTrue(self.profile.activity_ids.photo)
        done = self.post(
            f"{self.place}/opinions", kind="opinion", subject="预付卡", content="加强监管"
        )
        self.assertEqual(done.status_code, 303)
        self.assertIn("预付卡", self.url_open(f"{self.place}/opinions").text)
        done = self.post(f"{self.place}/file/reach", special_phone="026-00061001")
        self.assertEqual(done.status_code, 303)
        self.assertEqual(self.profile.special_phone, "026-00061001")
        self.assertFalse(self.profile.has_quality_system)
        refused = self.post(
            f"{self.place}/file/coordinator",
            name="赵测试",
            education="junior_high",
            has_law_knowledge="1",
            can_communicate="1",
            date_from="2026-01-05",
        )
        self.assertIn("not enough", refused.text)
        measure = self.profile.measure_ids
        done = self.post(f"{self.place}/measures/{measure.id}", answer="已建立制度")
        self.assertEqual((done.status_code, measure.state), (303, "answered"))

    def test_stn_14_the_number_is_shown_once(self):
        """STN-14: nothing of the report stands on the pages afterwards."""
        self.profile.special_phone = "026-00061001"
        answer = self.post(
            f"{self.place}/offence",
            violation="counterfeit",
            merchant_name="测试假货店",
            merchant_address="测试路9号",
            subject="假冒白酒",
            facts="出售假冒白酒",
        )
        report = self.env["rights.case"].search([("subject", "=", "假冒白酒")])
        self.assertIn(report.name, answer.text)
        for path in (self.place, f"{self.place}/offence", f"{self.place}/cases/{report.id}"):
            self.assertNotIn(report.name, self.url_open(path).text)

    def test_an_invitation_is_used_once(self):
        """SEC-11: opens the account, then says so; a foreign link opens nothing."""
        path = self.env["rights.station.invitation"]._invite(self.profile)[1]
        self.authenticate(None, None)
        self.assertIn(self.profile.name, self.url_open(path).text)
        done = self.post(path, login="new_liaison", name="李测试", password="a long password")
        self.assertEqual(done.status_code, 303, done.text)
        self.assertEqual(self.url_open(path).status_code, 410)
        self.assertEqual(self.url_open("/rights/station/join/" + "x" * 43).status_code, 410)
