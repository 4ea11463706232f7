from base64 import b64encode

from lxml import html
from odoo.tests import tagged
from odoo.tools import mute_logger

from .document_common import picture
from .test_openness_content import OpennessCommon
from .test_portal_pages import PortalPages


@tagged("post_install", "-at_install")
class TestOpennessPages(OpennessCommon, PortalPages):
    """Open affairs as everybody reads them."""

    HALL = "/rights/hall/CSTC/affairs?page="

    def hall_pages(self):
        """The pages of the hall screen, each once."""
        pages, address = [], self.HALL + "0"
        while address:
            page = self.page(address)
            pages.append(page)
            following = page.xpath("//meta[@http-equiv='refresh']/@content")[0].split("url=")[1]
            address = None if following.endswith("page=0") else following
        return pages

    def words(self, page, version):
        """What stands on a page of one version, without the spaces of the layout."""
        parts = page.xpath(f"//*[@data-version='{version}']")
        return ["".join(part.text_content().split()) for part in parts]

    def test_opn_06_hall_and_website_show_the_same_version(self):
        """OPN-06: the same words of the same approved version, before and after a new one."""
        first = self.publish(self.write_draft())
        draft = first.browse(self.as_user("business_admin", first).action_new_version()["res_id"])
        self.as_user("business_admin", draft).units = "二楼201室"

        def shown(version):
            site = self.words(self.page("/rights/guide/test?lang=zh_CN"), version)
            hall = [words for page in self.hall_pages() for words in self.words(page, version)]
            self.assertEqual(len(site), 1)
            self.assertEqual(hall, site)
            return site[0]

        self.assertIn("一楼101室", shown("test/1"))
        self.publish(draft)
        self.assertIn("二楼201室", shown("test/2"))
        for page in (self.page("/rights/guide/test"), *self.hall_pages()):
            self.assertFalse(self.words(page, "test/1"))

    def test_opn_01_guide_shows_ten_items(self):
        """OPN-01: every item of the service stands on its page; drafts have none."""
        draft = self.write_draft()
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open("/rights/guide/test").status_code, 404)
        self.publish(draft)
        text = self.page("/rights/guide/test?lang=zh_CN").text_content()
        for item in ("购物凭证", "审核材料", "测试主任", "一楼101室", "件件有结果", "热情服务"):
            self.assertIn(item, text)
        self.assertIn("7", text)
        guide = self.page("/rights/guide")
        self.assertTrue(guide.xpath("//a[@href='/rights/guide/test']"))
        self.assertTrue(self.page("/rights").xpath("//a[@href='/rights/guide']"))
        self.assertIn("件件有结果", self.page("/rights/promises").text_content())

    def test_opn_02_board_on_the_site(self):
        """OPN-02, OPN-03: people, duties, supervision phone; the photo goes with the post."""
        post = self.env["rights.post"].search([("user_id", "=", self.users["clerk"].id)])
        post.write({"portrait": b64encode(picture()), "duties": "登记与受理"})
        photo = f"/rights/staff/photo/{post.id}"
        self.assertEqual(self.url_open(photo).status_code, 404, "no board is public yet")
        self.publish(self.board())
        page = self.page("/rights/staff/CSTC")
        card = page.xpath("//li[@class='person'][.//h3='测试clerk']")[0]
        self.assertIn("登记与受理", card.text_content())
        self.assertEqual(card.xpath(".//img/@src"), [photo])
        self.assertIn("025-86009999", page.text_content())
        answer = self.url_open(photo)
        self.assertEqual(answer.headers["Content-Type"], "image/png")
        self.as_user("business_admin", post).action_end()
        self.assertEqual(self.url_open(photo).status_code, 404)
        page = self.page("/rights/staff/CSTC")
        self.assertFalse(page.xpath("//h3[.='测试clerk']"))

    def test_opn_08_knowledge_at_the_reception_place(self):
        """OPN-08: laws and knowledge on the screen of the hall and on the site, once approved."""
        article = self.write_draft(
            "rights.public.article", name="测试法", code="law-x", kind="law", body="第一条"
        )
        self.assertNotIn("测试法", self.page("/rights/knowledge").text_content())
        self.publish(article)
        self.assertIn("第一条", self.page("/rights/knowledge").text_content())
        hall = [words for page in self.hall_pages() for words in self.words(page, "law-x/1")]
        self.assertEqual(hall, ["第一条"])

    def test_short_forms(self):
        """OPN-09, INT-10: proof and token are asked for; twice sent is one matter."""
        for path, kind, more in (
            ("/rights/suggest", "suggestion", {}),
            (
                "/rights/staff-complaint",
                "discipline",
                {"about": "测试窗口", "name": "王测试", "phone": "13900001111"},
            ),
        ):
            with self.subTest(kind):
                before = self.env["rights.case"].search_count([("kind", "=", kind)])
                page = self.page(path)
                [title] = page.xpath("//title/text()")
                self.assertTrue(title.startswith(page.xpath("//h1/text()")[0]))
                key = page.xpath("//input[@name='key']/@value")[0]
                given = {"key": key, "text": "请增设座椅 <script>alert(1)</script>", **more}
                with mute_logger("odoo.http"):
                    self.assertEqual(self.post(path, token=False, **given).status_code, 400)
                refused = html.fromstring(self.post(path, altcha="", **given).content)
                self.assertTrue(refused.xpath("//*[@role='alert']"))
                self.assertEqual(
                    self.env["rights.case"].search_count([("kind", "=", kind)]), before
                )
                proof = self.proof("note")
                sent = html.fromstring(self.post(path, altcha=proof, **given).content)
                again = html.fromstring(self.post(path, altcha=proof, **given).content)
                code = sent.xpath("//*[@class='code']/text()")
                self.assertEqual(len(code), 1)
                self.assertEqual(again.xpath("//*[@class='code']/text()"), code)
                self.assertEqual(
                    self.env["rights.case"].search_count([("kind", "=", kind)]), before + 1
                )

    def test_unknown_places(self):
        for path in (
            "/rights/guide/none",
            "/rights/staff/NONE",
            "/rights/staff/photo/999999999",
            "/rights/hall/NONE/affairs",
        ):
            with mute_logger("odoo.http"):
                self.assertEqual(self.url_open(path).status_code, 404, path)
        self.assertEqual(self.url_open(self.HALL + "x").status_code, 200)
