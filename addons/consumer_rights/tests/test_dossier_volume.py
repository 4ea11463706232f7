"""The informant's part of a dossier is a sealed volume of its own (ARC-02, SEC-02, DOC-14)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .pdf_check import pdfa_faults, text_of
from .report_common import FILE, IDENTITY, SecretReportCommon


@tagged("post_install", "-at_install")
class TestDossierVolume(HttpCase, SecretReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["handler"] = cls._create_person("handler", "handler", "city")
        cls.users["head_b"] = cls._create_person("head_b", "head", "district_b")
        cls.alone = cls.handled(cls.lone_report())
        cls.finish(cls.alone)
        cls.sealed = cls.alone.sudo()._build_dossier()
        cls.volume = cls.sealed.sudo().volume_ids

    def look(self, login, reason="复核需要"):
        looks = self.as_user(login, self.env["rights.dossier.look"])
        return looks.create({"dossier_id": self.sealed.id, "reason": reason})

    def test_what_is_bound_where(self):
        """ARC-02, DOC-14: the dossier holds everything but who it was, the volume holds that."""
        dossier = text_of(self.sealed.attachment_id.raw)
        for part in ("举报登记表", "证据材料清单", "举报处理结果告知书", "办理过程记录"):
            self.assertIn(part, dossier)
        for secret in (*IDENTITY, FILE):
            self.assertFalse(secret in dossier, "the dossier names the informant")
        content = self.volume.attachment_id.raw
        volume = text_of(content)
        for kept in (*IDENTITY, FILE, "举报人身份信息", "证据材料原件", "举报登记表"):
            self.assertTrue(kept in volume, "the volume lacks a part")
        self.assertFalse(pdfa_faults(content))
        self.assertFalse(self.sealed._get_faults())

    def test_who_opens_it_and_what_is_noted(self):
        """SEC-02: with a reason, by whom Annex A2 lets see the identity; each time on record."""
        for login in ("dispatcher", "head"):
            self.assertEqual(self.look(login)._open()[1], self.volume.attachment_id.raw)
        with self.assertRaises(UserError):
            self.look("head", " ")._open()
        for login in ("archivist", "clerk", "handler", "head_b", "auditor"):
            with self.subTest(login), self.assertRaises(AccessError):
                self.look(login)._open()
        with self.assertRaises(AccessError):
            self.as_user("dispatcher", self.look("head"))._open()
        for login in ("head", "archivist"):
            with self.subTest(login), self.assertRaises(AccessError):
                self.as_user(login, self.volume).read(["name"])
            with self.subTest(login), self.assertRaises(AccessError):
                self.as_user(login, self.volume.attachment_id).read(["raw"])
        log = self.as_user("auditor", self.env["rights.audit.log"])
        looks = log.search([("model", "=", "rights.dossier"), ("res_id", "=", self.sealed.id)])
        self.assertEqual(set(looks.mapped("reason")), {"复核需要"})
        self.assertEqual(looks.user_id, self.users["dispatcher"] | self.users["head"])

    def test_the_page_gives_it_to_who_asked(self):
        look = self.look("head")
        self.env.flush_all()
        self.authenticate("t_head", "t_headxx")
        answer = self.url_open(look.action_open()["url"])
        self.assertEqual(answer.content, self.volume.attachment_id.raw)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.authenticate("t_dispatcher", "t_dispatcher")
        self.assertEqual(self.url_open(look.action_open()["url"]).status_code, 404)

    def test_an_anonymous_report_has_none(self):
        report = self.handled(self.report())
        self.decide_filing(report, "not_filed", "未发现违法行为")
        self.assertFalse(report.sudo()._build_dossier().has_volume)
