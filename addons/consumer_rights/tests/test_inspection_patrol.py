"""Posts in stores and patrols: from the plan to the rectification."""

import base64
import json
from datetime import date, datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from PIL import Image

from ..tools.photo_facts import read_facts
from .inspection_common import InspectionCommon
from .ledger_common import LedgerCommon
from .portal_common import photo
from .test_portal_pages import PortalPages

TAKEN = "2025:10:21 10:30:00"


def photo_of_a_camera():
    """Taken at 10:30 in China, 32°3' N 118°45' E."""
    exif = Image.Exif()
    exif[0x8769] = {36867: TAKEN}
    exif[0x8825] = {1: "N", 2: (32.0, 3.0, 0.0), 3: "E", 4: (118.0, 45.0, 0.0)}
    return photo(exif=exif.tobytes())


@tagged("post_install", "-at_install")
class TestInspectionPatrol(LedgerCommon, InspectionCommon):
    def post(self, **values):
        return self.as_user("station_a1", self.env["rights.instore.post"]).create(
            {
                "merchant_id": self.mall.id,
                "officer_id": self.users["station_a1"].id,
                "has_law_books": True,
                **values,
            }
        )

    def test_ins_01_a_post_without_officer_is_red(self):
        """INS-01: no officer, or one who has left the station."""
        post = self.post()
        self.assertFalse(post.is_red)
        post.officer_id = False
        self.assertTrue(post.is_red)
        posts = self.env["rights.instore.post"]
        self.assertIn(post, posts.search([("is_red", "=", True)]))
        self.assertNotIn(post, posts.search([("is_red", "=", False)]))

    def test_ins_01_large_venues_and_officers_of_the_station_only(self):
        """INS-01: a smaller shop has no post; an officer of another station is refused."""
        with self.assertRaises(ValidationError):
            self.post(merchant_id=self.neighbour.id)
        with self.assertRaises(ValidationError):
            self.post(officer_id=self.users["station_a2"].id)
        with self.assertRaises(AccessError):
            self.as_user("station_b1", self.env["rights.instore.post"]).create(
                {"merchant_id": self.mall.id}
            )

    def test_ins_02_one_patrol_a_month_from_the_plan(self):
        """INS-02, TL-57: due on the last day of the month, once a post; overdue afterwards."""
        post = self.post()
        patrols = self.env["rights.inspection"]
        with freeze_time("2025-02-10 02:00"):
            due_on = patrols._period_end(date(2025, 2, 10))
            self.assertEqual(due_on, date(2025, 2, 28))
            self.assertIn(post, patrols._posts_without(due_on))
            patrol = patrols._plan(post, due_on)
            self.assertNotIn(post, patrols._posts_without(due_on))
        self.assertEqual((patrol.user_id, patrol.state), (self.users["station_a1"], "planned"))
        with freeze_time("2025-02-28 15:59"):
            self.assertNotIn(patrol, patrols.search([("is_overdue", "=", True)]))
        with freeze_time("2025-02-28 16:00"):
            self.assertIn(patrol, patrols.search([("is_overdue", "=", True)]))

    def test_ins_02_ins_04_nothing_may_be_missing(self):
        """INS-02, INS-04: ledger, causes, guidance, returned goods and each item of the list."""
        patrol = self.patrol()
        self.assertEqual(len(patrol.line_ids), self.env["rights.patrol.item"].search_count([]))
        for name in ("causes", "guidance", "returned_goods"):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                self.fill_in(patrol, **{name: False})
                patrol.action_submit()
        with self.assertRaises(ValidationError):  # without the check of the ledger
            patrol.write({"causes": "无", "guidance": "无", "returned_goods": "none"})
            patrol.line_ids.write({"result": "clear"})
            patrol.action_submit()
        self.fill_in(patrol)
        patrol.line_ids[:1].result = False
        with self.assertRaises(ValidationError):
            patrol.action_submit()
        patrol.line_ids[:1].result = "none"
        patrol.action_submit()
        self.assertEqual((patrol.state, patrol.submitted_by_id), ("submitted", patrol.env.user))

    def test_prd_07_returns_of_the_ledger_are_looked_at(self):
        """INS-04, PRD-07: what came back by the ledger is checked on the visit."""
        self.enter()
        patrol = self.fill_in(self.patrol(), returned_goods="none")
        self.assertTrue(patrol.ledger_inspection_ids.is_incomplete)
        with self.assertRaises(ValidationError):
            patrol.action_submit()
        patrol.returned_goods = "sound"
        patrol.action_submit()
        self.assertFalse(patrol.ledger_inspection_ids.is_incomplete)

    def test_ins_08_a_violation_opens_a_rectification(self):
        """INS-08, TL-35: what was found goes to the merchant with its day; the record stays."""
        patrol = self.fill_in(self.patrol())
        line = patrol.line_ids[:1]
        line.result = "violation"
        with self.assertRaises(ValidationError):
            patrol.action_submit()
        line.remark = "三件商品无产地"
        with freeze_time("2025-09-29 02:00"):
            patrol.action_submit()
        row = line.rectification_ids
        self.assertEqual((row.merchant_id, row.finding), (self.mall, "三件商品无产地"))
        self.assertEqual(row.due_on, date(2025, 10, 20))
        self.assertIn(row, self.mall.rectification_ids)
        for write in (
            lambda: patrol.write({"causes": "改"}),
            lambda: line.write({"result": "clear"}),
            patrol.unlink,
        ):
            with self.assertRaises(UserError):
                write()

    def test_doc_29_doc_30_papers(self):
        """DOC-29, DOC-30: the record of the patrol, and the rectification with its checks."""
        patrol = self.fill_in(self.patrol())
        patrol.line_ids[:1].write({"result": "violation", "remark": "三件商品无产地"})
        patrol.action_submit()
        row = patrol.line_ids.rectification_ids
        row.sudo()._answer("已下架")
        row.action_send_back("仓库仍有存货")
        reports = self.env["ir.actions.report"]
        for name, record, texts in (
            ("rights_inspection", patrol, ("巡查记录", "测试甲商城", "三件商品无产地")),
            ("rights_merchant_rectification", row, ("整改通知及复查", "仓库仍有存货")),
        ):
            content, _kind = reports._render_qweb_html(f"consumer_rights.report_{name}", record.ids)
            for text in texts:
                self.assertIn(text, content.decode())

    def test_ins_02_only_the_supervising_unit_makes_patrols(self):
        """INS-02: another station neither makes nor reads one; nobody writes the state."""
        patrol = self.patrol()
        for login in ("station_a2", "station_b1"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.patrol(login)
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.as_user(login, patrol).read(["causes"])
        with self.assertRaises(AccessError):
            patrol.write({"state": "submitted"})
        self.assertEqual(self.as_user("dispatcher_a", patrol).state, "planned")

    def test_ins_02_a_photo_says_when_and_where(self):
        """INS-02: from the camera; without a position the officer says where."""
        photos = self.env["rights.inspection.photo"]
        patrol = self.fill_in(self.patrol())
        known, plain = self.as_user("station_a1", photos).create(
            [
                {"inspection_id": patrol.id, "image": base64.b64encode(content)}
                for content in (photo_of_a_camera(), photo())
            ]
        )
        self.assertEqual(known.taken_at, datetime(2025, 10, 21, 2, 30))
        self.assertAlmostEqual(known.latitude, 32.05, 4)
        self.assertAlmostEqual(known.longitude, 118.75, 4)
        with self.assertRaises(ValidationError):
            patrol.action_submit()
        plain.place = "一楼饮料货架"
        patrol.action_submit()
        with self.assertRaises(UserError):
            plain.place = "二楼"
        with self.assertRaises(UserError):
            known.unlink()

    def test_ins_02_a_file_without_facts(self):
        """INS-02: no picture, or one that says nothing, gives no time and no place."""
        self.assertEqual(read_facts(b"no picture"), {})
        self.assertEqual(read_facts(photo()), {})

    def test_ins_03_matters_of_the_post_are_ordinary_cases(self):
        """INS-03: registered like every other, by their channel."""
        channel = self.env.ref("consumer_rights.channel_in_store")
        case = self.create_case("station_a1", channel_id=channel.id)
        self.move(case, "register")
        self.assertEqual((case.stage_code, case.channel_id), ("registered", channel))


@tagged("post_install", "-at_install")
class TestPatrolPages(PortalPages, InspectionCommon):
    def record(self, patrol):
        """What the script of the page sends."""
        lines = {f"line_{line.id}": "clear" for line in patrol.line_ids}
        return {
            **lines,
            "ledger_result": "sound",
            "returned_goods": "none",
            "causes": "标签不清",
            "guidance": "进货时查验标签",
        }

    def send(self, patrol, **values):
        return self.post(f"/my/patrols/{patrol.id}/send", **values)

    def test_ins_02_from_a_phone_late_and_twice(self):
        """INS-02, INS-04: sent when there is a signal, with time and place; twice is once."""
        patrol = self.patrol()
        self.authenticate("t_station_a1", "t_station_a1")
        self.assertIn("测试甲商城", self.url_open("/my/patrols").text)
        self.assertIn("line_", self.url_open(f"/my/patrols/{patrol.id}").text)
        record = self.record(patrol)
        refused = self.send(patrol, **{**record, "causes": ""})
        self.assertEqual(refused.status_code, 422)
        self.assertEqual((patrol.state, len(patrol.ledger_inspection_ids)), ("planned", 0))
        fact = {"taken_at": "2025-10-21T02:30:00Z", "latitude": 32.05, "longitude": 118.75}
        answer = self.send(
            patrol,
            files={"photo_0": ("a.jpg", photo(), "image/jpeg")},
            photos=json.dumps([fact]),
            **record,
        )
        self.assertEqual(answer.json(), {"is_new": True})
        self.assertEqual((patrol.state, len(patrol.ledger_inspection_ids)), ("submitted", 1))
        self.assertEqual(patrol.photo_ids.taken_at, datetime(2025, 10, 21, 2, 30))
        self.assertAlmostEqual(patrol.photo_ids.latitude, 32.05, 4)
        self.assertEqual(self.send(patrol, **record).json(), {"is_new": False})
        self.assertEqual(len(patrol.ledger_inspection_ids), 1)

    def test_ins_02_patrols_of_other_units_do_not_exist(self):
        """INS-02, SEC-11: neither for another station nor for a merchant."""
        patrol = self.patrol()
        for login in ("t_station_b1", self.desk.login):
            with self.subTest(login):
                self.authenticate(login, login)
                self.assertEqual(self.url_open(f"/my/patrols/{patrol.id}").status_code, 404)
                self.assertEqual(self.send(patrol, **self.record(patrol)).status_code, 404)
        self.assertEqual(patrol.state, "planned")

    def test_ins_02_what_a_phone_cannot_have_said(self):
        """INS-02: nonsense beside a photo is left out, the photo counts."""
        patrol = self.patrol()
        self.authenticate("t_station_a1", "t_station_a1")
        fact = {"taken_at": "gestern", "latitude": 400, "longitude": "x", "place": "一楼"}
        answer = self.send(
            patrol,
            files={"photo_0": ("a.jpg", photo(), "image/jpeg")},
            photos=json.dumps([fact]),
            **self.record(patrol),
        )
        self.assertEqual(answer.json(), {"is_new": True})
        self.assertEqual((patrol.photo_ids.place, patrol.photo_ids.latitude), ("一楼", 0))
