"""Templates: data that a business administrator edits, one set for the whole city (DAT-05, 06)."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import Error

from ..tools import paper_text
from .document_common import DocumentCommon

ANNEX_C = (
    "DOC-01 DOC-02 DOC-03 DOC-04 DOC-05 DOC-06 DOC-07 DOC-08 DOC-09 DOC-10 DOC-11 DOC-12 DOC-13 "
    "DOC-15 DOC-18 DOC-19 DOC-21 DOC-24 DOC-25 DOC-26 DOC-27 DOC-28 DOC-32"
).split()


@tagged("post_install", "-at_install")
class TestDocumentTemplate(DocumentCommon):
    made = 0

    def new(self, login="business_admin", **vals):
        type(self).made += 1
        return self.as_user(login, self.env["rights.document.template"]).create(
            {
                "name": "Test",
                "code": f"T-{self.made}",
                "title": "测试函",
                "number_word": f"测{self.made}",
                "text": "{{ 案件.编号 }}",
                **vals,
            }
        )

    def test_annex_c_is_shipped(self):
        """DAT-05: the papers of Annex C exist, with title, word in the number and sound wording."""
        self.assertLessEqual(set(ANNEX_C), set(self.templates.mapped("code")))
        for template in self.templates:
            with self.subTest(template.code):
                self.assertFalse(template._get_text_faults())
                self.assertTrue(template.title and template.number_word)
                paper = paper_text.fill(template.text, template._get_specimen_values())
                self.assertNotIn("\ue000", paper.html)

    def test_statutory_content(self):
        """What each paper must say: REG-07, REG-09, ACC-04, ACC-05, TRI-08, TRI-18, RPL-06, ARC-04,
        MER-10."""
        for code, places in (
            ("DOC-01", ("案件.编号", "发文.单位", "案件.登记人")),
            ("DOC-02", ("待补材料", "发文.地址", "发文.回复期限", "发文.经办人")),
            ("DOC-03", ("发文.回复期限",)),
            ("DOC-04", ("案件.承诺办结日期", "案件.受理日期", "承办.单位")),
            ("DOC-05", ("决定.情形", "决定.主管机关", "决定.主管机关电话")),
            ("DOC-06", ("前案.编号", "决定.说明")),
            ("DOC-07", ("案件.事实", "分派.办理要求", "分派.办结期限", "发文.电话")),
            ("DOC-08", ("分派.发出人", "分派.接收人", "分派.发出时间", "分派.接收时间", "材料")),
            (
                "DOC-13",
                ("回访.时间", "回访.回访员", "回访.是否接通", "回访.服务态度", "回访.意见建议"),
            ),
            ("DOC-15", ("台账.空号", "件.编号", "件.案由", "件.处理结果")),
            (
                "DOC-21",
                ("件.日期", "件.消费者", "件.电话", "件.投诉内容", "件.商品", "件.价格", "件.数量"),
            ),
            ("DOC-21", ("件.退换情况", "件.退回商品处理")),
            ("DOC-26", ("投诉人.证件号码", "案件.同意公示", "案件.同意委托调解", "被诉方.联系人")),
            ("DOC-27", ("举报人.姓名", "被诉方.地址", "案件.事实")),
        ):
            with self.subTest(code):
                text = self.template(code).text
                for place in places:
                    self.assertIn(place, text)
        self.assertIn("向人民法院提起诉讼", self.template("DOC-05").text)

    def test_mistake_is_refused_with_its_line(self):
        with self.assertRaisesRegex(ValidationError, r"Line 2 .*案件\.号码"):
            self.new(text="第一行\n编号{{ 案件.号码 }}")
        template = self.new()
        with self.assertRaisesRegex(ValidationError, "Line 3"):
            template.text = "一\n二\n{% if 案件.编号 %}"
        with self.assertRaisesRegex(ValidationError, r"(?s)Line 1.*Line 2"):
            template.text = "{{ 一.二 }}\n{{ 三 }}"

    def test_template_for_the_respondent_knows_no_reporter(self):
        """SEC-03: the places are not there, so the wording is refused, whoever writes it."""
        for place in (
            "举报人.姓名",
            "投诉人.电话",
            "投诉人.地址",
            "投诉人.证件号码",
            "代理人.姓名",
            "案件.登记途径",
            "决定.说明",
        ):
            with self.subTest(place), self.assertRaisesRegex(ValidationError, "SEC-03"):
                self.new(recipient="respondent", text=f"{{{{ {place} }}}}")
        self.new(recipient="respondent", text="{{ 投诉人.姓名 }}与{{ 被诉方.名称 }}")

    def test_change_of_recipient_checks_the_wording_again(self):
        template = self.new(text="{{ 投诉人.电话 }}")
        with self.assertRaisesRegex(ValidationError, "SEC-03"):
            template.recipient = "respondent"

    def test_change_makes_a_version(self):
        template = self.new()
        self.assertEqual(template.version_id.number, 1)
        template.name = "Other name"
        self.assertEqual(template.version_id.number, 1, "the name is not on the paper")
        template.text = "新{{ 案件.编号 }}"
        self.assertEqual(template.version_id.number, 2, "the next paper is made from it")
        self.assertEqual(template.version_ids.mapped("number"), [2, 1])
        self.assertEqual(template.version_ids[1].text, "{{ 案件.编号 }}")
        with self.assertRaises(AccessError):
            template.version_ids[1].sudo().text = "x"

    def test_only_business_administrators_write(self):
        """DAT-06: no unit has forms of its own."""
        for login in ("clerk", "head", "station_a1", "archivist", "auditor"):
            with self.subTest(login), self.assertRaises(AccessError):
                self.as_user(login, self.template("DOC-04")).text = "x"
            with self.subTest(login), self.assertRaises(AccessError):
                self.new(login)
        self.assertNotIn("station_id", self.env["rights.document.template"]._fields)

    def test_every_change_is_logged(self):
        template = self.new()
        template.with_user(self.users["business_admin"]).needs_delivery = False
        entry = self.env["rights.audit.log"].search(
            [("model", "=", template._name), ("res_id", "=", template.id)], limit=1
        )
        self.assertEqual(entry.user_id, self.users["business_admin"])

    def test_word_in_the_number_is_unique(self):
        word = self.new().number_word
        with mute_logger("odoo.sql_db"), self.assertRaises(Error), self.env.cr.savepoint():
            self.new(number_word=word)

    # -- preview ----------------------------------------------------------------------------------

    def preview(self, login, template, case=None):
        previews = self.env["rights.document.preview"].with_user(self.users[login])
        return previews.create({"template_id": template.id, "case_id": case and case.id})

    def test_preview_shows_an_invented_case(self):
        """Annex A2: a business administrator judges the wording without reading a case."""
        preview = self.preview("business_admin", self.template("DOC-04"))
        for text in ("张晓明", "示例百货有限公司", "2026年3月19日"):
            self.assertIn(text, str(preview.body))
        report = str(self.preview("business_admin", self.template("DOC-27")).body)
        self.assertIn("张晓明", report)
        case = self.registered_case()
        with self.assertRaises(AccessError):
            self.preview("business_admin", self.template("DOC-04"), case)._fill()

    def test_sec_02_a_preview_of_a_case_is_a_look(self):
        """SEC-02: the actor sees the person without a reason, and it is on record; forms too."""
        case = self.registered_case()
        looks = [("model", "=", "rights.case.party"), ("res_id", "=", case.sudo().party_ids.id)]
        logs = self.env["rights.audit.log"]
        preview = self.preview("clerk", self.template("DOC-26"), case)
        before = logs.search_count(looks)
        self.assertIn("张测试", str(preview.body))
        self.assertEqual(logs.search_count(looks), before + 1)
        values = {"template_id": preview.template_id.id, "case_id": case.id}
        spec = {"template_id": {}, "case_id": {}, "body": {}}
        answer = preview.browse().onchange(values, list(values), spec)
        self.assertIn("张测试", str(answer["value"]["body"]))
        self.assertGreater(logs.search_count(looks), before + 1)

    def test_invented_case_fills_every_place(self):
        """A place that is added without an example would be a hole in the preview."""
        empty = {"案件.外部编号"}
        for kind in ("complaint", "report"):
            template = self.new(for_complaint=kind == "complaint", for_report=kind == "report")
            values = template._get_specimen_values()
            reporter = "举报人" if kind == "complaint" else "投诉人"
            for group, places in values.items():
                if group in (reporter, "代理人") or isinstance(places, list):
                    continue
                for name, text in places.items():
                    with self.subTest(f"{group}.{name}"):
                        self.assertEqual(not text, f"{group}.{name}" in empty)
            places, lists = template._get_places("internal")
            for group, names in lists.items():
                for entry in values[group]:
                    self.assertEqual(set(entry), names)

    def test_preview_with_a_case_of_choice(self):
        case = self.registered_case()
        preview = self.preview("clerk", self.template("DOC-01"), case)
        self.assertIn(case.name, str(preview.body))
        self.assertIn("张测试", str(preview.body))

    def test_preview_tells_what_is_missing(self):
        preview = self.preview("clerk", self.template("DOC-06"), self.registered_case())
        self.assertIn("前案.编号", str(preview.body))

    def test_preview_as_a_page(self):
        preview = self.preview("business_admin", self.template("DOC-26"))
        reports = self.env["ir.actions.report"].with_user(self.users["business_admin"])
        content = reports.with_context(force_report_rendering=True)._render_qweb_pdf(
            "consumer_rights.report_rights_document_preview", preview.ids
        )[0]
        self.assertTrue(content.startswith(b"%PDF"))

    # -- configuration ----------------------------------------------------------------------------

    def test_template_goes_into_the_configuration_file(self):
        """D13: exported and loaded into another database, with its steps and approvers."""
        configuration = self.env["rights.configuration"]
        template = self.template("DOC-05")
        text = template.text
        data = configuration._export()
        template.write({"text": "改了", "approver_group_ids": False})
        plan = configuration._plan(data)
        self.assertFalse(plan.errors)
        configuration._apply(plan)
        self.assertEqual(template.text, text)
        self.assertTrue(template.approver_group_ids)
        self.assertTrue(template.transition_ids)

    def test_missing_template_blocks_its_step(self):
        """DAT-05: a step whose paper has no template in force waits."""
        case = self.registered_case()
        self.template("DOC-04").active = False
        with self.assertRaisesRegex(UserError, "投诉受理决定书"):
            self.move(case, "accept", "clerk", self.ACCEPT)
