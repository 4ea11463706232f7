"""The dossier of a case: complete, sealed, printed, noted (ARC-02, ARC-03, ARC-09, HND-13, SEC)."""

import base64
import hashlib
import os
from unittest.mock import patch

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import Error

from ..models.case.rights_append_only import Pass
from ..tools import pdf_renderer
from .common import RightsCommon
from .pdf_check import font_faults, page_texts, pdfa_faults, text_of

REPORT = "consumer_rights.report_rights_dossier"
PDF = b"%PDF-1.7\n% a supplement\n"


@tagged("post_install", "-at_install")
class TestDocumentDossier(RightsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.evidence = [
            Command.create({"name": "购机发票复印件", "type": "purchase"}),
            Command.create({"name": "重复照片", "type": "photo", "void_reason": "与发票重复"}),
        ]
        cls.waiting = cls.case_at("followed_up", evidence_ids=cls.evidence)
        cls.case = cls.case_at("archived", party_ids=cls.person(name="欧阳𠮷"))
        cls.dossier = cls.case.dossier_ids

    def printed(self, login, case):
        reports = self.env["ir.actions.report"].with_user(self.users[login])
        reports = reports.with_context(force_report_rendering=True)
        return reports._render_qweb_pdf(REPORT, case.ids)[0]

    def gate_write(self, case, vals):
        case.sudo().with_context(rights_gate=Pass()).write(vals)

    def prints(self, case):
        return self.env["rights.audit.log"].search(
            [("type", "=", "print"), ("model", "=", "rights.case"), ("res_id", "=", case.id)]
        )

    # -- what it is -------------------------------------------------------------------------------

    def test_archiving_seals_one_pdfa(self):
        """ARC-02: one dossier for one matter, as one file, from the moment it is archived."""
        self.assertEqual(len(self.dossier), 1)
        self.assertEqual(self.dossier.sealed_by_id, self.users["archivist"])
        content = self.dossier.attachment_id.raw
        self.assertEqual(pdfa_faults(content), [])
        self.assertEqual(font_faults(content), [])
        self.assertEqual(self.dossier.sha256, hashlib.sha256(content).hexdigest())
        pages = page_texts(content)
        self.assertEqual(self.dossier.page_count, len(pages))
        for number, text in enumerate(pages, 1):
            self.assertIn(f"第{number}页共{len(pages)}页", "".join(text.split()))
        self.assertNotIn("预览", text_of(content))

    def test_cover_shows_the_five_fields(self):
        """ARC-03: number, parties, cause, acceptance date and result, in China's date."""
        with freeze_time("2026-12-31 16:30:00"):  # 00:30 on 1 January in China
            case = self.case_at("archived")
        cover = "".join(page_texts(case.dossier_ids.attachment_id.raw)[0].split())
        for text in (case.name, "张测试", "测试百货", "手机屏幕碎裂", "2027年1月1日", "680.00元"):
            self.assertIn(text, cover)
        self.assertIn("".join(case.outcome_id.with_context(lang="zh_CN").name.split()), cover)

    def test_long_cause_and_many_parties_fit_the_cover(self):
        # so many would be a group complaint, which is enforced first (ENF-07)
        self.env["rights.emergency.criterion"].search([]).active = False
        agreed = {"joint_consent": True}
        others = (self.person(name=f"共同投诉人{n}", **agreed)[0] for n in range(1, 9))
        parties = [*self.person(**agreed), *others]
        case = self.case_at(
            "archived", subject="商家拒绝履行合同约定的义务" * 20, party_ids=parties
        )
        cover, inside = page_texts(case.dossier_ids.attachment_id.raw)[:2]
        for text in ("共同投诉人8", "680.00元", "本卷页数"):
            self.assertIn(text, "".join(cover.split()))
        self.assertIn("卷内目录", "".join(inside.split()))

    def test_process_record_and_evidence_are_bound(self):
        """Every line of the process record in order, then the evidence, void pieces marked."""
        self.move(self.waiting, "archive", "archivist")
        text = text_of(self.waiting.dossier_ids.attachment_id.raw)
        record = text.split("办理过程记录")[-1].split("证据材料清单")[0]
        chinese = self.waiting.with_context(lang="zh_CN")
        place = 0
        for event in chinese.event_ids.filtered("stage_to_id"):
            stage = "".join(event.stage_to_id.name.split())
            self.assertIn(stage, record[place:], "stages stand in the order they were reached")
            place = record.index(stage, place)
        self.assertIn("测试archivist", record, "the archiving itself is the last line")
        evidence = text.split("证据材料清单")[-1]
        self.assertIn("购机发票复印件", evidence)
        self.assertIn("作废：与发票重复", evidence)

    def test_phone_and_address_stay_out(self):
        text = text_of(self.dossier.attachment_id.raw)
        for clear in ("13800001234", "测试街2号"):
            self.assertNotIn(clear, text)

    # -- persons ----------------------------------------------------------------------------------

    def test_reporter_is_not_in_the_dossier(self):
        """SEC-02, SEC-03: the identity of a reporter is sealed elsewhere; not even masked here."""
        case = self.registered_case(
            kind="report", party_ids=self.person(role="reporter", name="赵举报")
        )
        self.gate_write(
            case,
            {"outcome_id": self.settled.id, "result_text": "查实", "stage_id": self.archived.id},
        )
        text = text_of(case._build_dossier().attachment_id.raw)
        self.assertIn("身份信息依法保密", text)
        self.assertNotIn("赵", text)
        self.assertIn("测试百货", text)

    def test_confidential_complainant_is_not_in_the_dossier(self):
        self.waiting.sudo().is_confidential = True
        self.move(self.waiting, "archive", "archivist")
        text = text_of(self.waiting.dossier_ids.attachment_id.raw)
        self.assertIn("身份信息依法保密", text)
        self.assertNotIn("张测试", text)

    def test_anonymous_report_says_so(self):
        case = self.registered_case(kind="report", is_anonymous=True, party_ids=False)
        self.gate_write(case, {"outcome_id": self.settled.id, "result_text": "查实"})
        cover = page_texts(case._build_dossier().attachment_id.raw)[0]
        self.assertIn("匿名", cover)

    def test_portal_user_is_not_named_in_the_record(self):
        """An act through the portal would name the person: the record says who it was not."""
        portal = self.env["res.users"].create(
            {
                "name": "钱网上",
                "login": "t_portal_person",
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        self.waiting.with_user(portal)._append_events([{"type": "progress", "basis": "补充说明"}])
        self.move(self.waiting, "archive", "archivist")
        text = text_of(self.waiting.dossier_ids.attachment_id.raw)
        self.assertIn("补充说明", text)
        self.assertNotIn("钱网上", text)

    # -- completeness -----------------------------------------------------------------------------

    def test_empty_field_blocks_print_and_archive(self):
        """ARC-03 and HND-13: each of the fields, by itself, keeps the dossier from being made."""
        for vals, gap in (
            ({"name": False}, "no number"),
            ({"subject": " "}, "cause is missing"),
            ({"respondent_id": False, "respondent_name": False}, "respondent is missing"),
            ({"accepted_at": False}, "date of acceptance"),
            ({"outcome_id": False}, "result code"),
            ({"result_text": False}, "result in words"),
        ):
            with self.subTest(gap), self.env.cr.savepoint() as savepoint:
                self.gate_write(self.waiting, vals)
                with self.assertRaisesRegex(ValidationError, gap):
                    self.printed("archivist", self.waiting)
                with self.assertRaisesRegex(ValidationError, gap):
                    self.waiting._build_dossier()
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(self.waiting._get_dossier_gaps(), [])

    def test_complainant_without_a_name_blocks(self):
        self.waiting.sudo().party_ids.write({"name": False})
        self.assertEqual(self.waiting._get_dossier_gaps(), ["The complainant is missing."])

    def test_recovered_loss_may_be_zero_but_not_missing(self):
        """HND-13: 0 counts as an entry."""
        self.gate_write(self.waiting, {"amount_recovered": 0})
        self.assertEqual(self.waiting._get_dossier_gaps(), [])
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE rights_case SET amount_recovered = NULL WHERE id = %s", [self.waiting.id]
        )
        self.assertEqual(
            self.waiting._get_dossier_gaps(), ["The recovered loss is missing; it may be 0."]
        )

    def test_refused_complaint_needs_no_acceptance(self):
        rejected = self.env["rights.outcome"].search([("code", "=", "rejected")])
        case = self.registered_case()
        self.gate_write(
            case, {"decision": "reject", "outcome_id": rejected.id, "result_text": "不属于职责范围"}
        )
        self.assertEqual(case._get_dossier_gaps(), [])
        self.assertIn("（登记）", text_of(case._build_dossier().attachment_id.raw))

    def test_failing_renderer_keeps_the_case_where_it_is(self):
        with (
            patch.object(pdf_renderer, "render_pdf", side_effect=RuntimeError),
            mute_logger("odoo.addons.consumer_rights.models.document.ir_actions_report"),
            self.assertRaises(UserError),
        ):
            self.move(self.waiting, "archive", "archivist")
        self.assertEqual(self.waiting.stage_code, "followed_up")
        self.move(self.waiting, "archive", "archivist")
        self.assertTrue(self.waiting.dossier_ids)

    # -- sealed -----------------------------------------------------------------------------------

    def test_nobody_changes_a_sealed_dossier(self):
        """ARC-09: not the archivist, not the superuser, neither the row nor the file."""
        for env in (
            self.env(user=self.users["archivist"]),
            self.env(user=self.env.ref("base.user_admin")),
            self.env(su=True),
        ):
            dossier = self.dossier.with_env(env)
            file = self.dossier.attachment_id.with_env(env)
            for change in (
                lambda dossier=dossier: dossier.write({"sha256": "0" * 64}),
                lambda dossier=dossier: dossier.unlink(),
                lambda dossier=dossier: dossier.copy(),
                lambda file=file: file.write({"raw": b"other"}),
                lambda file=file: file.write({"datas": base64.b64encode(b"other")}),
                lambda file=file: file.write({"res_id": False}),
                lambda file=file: file.write({"res_model": "rights.case"}),
                lambda file=file: file.write({"public": True}),
                lambda file=file: file.generate_access_token(),
                lambda file=file: file.unlink(),
                lambda file=file, dossier=dossier: file.create(
                    {"name": "x.pdf", "raw": PDF, "res_model": dossier._name, "res_id": dossier.id}
                ),
                lambda dossier=dossier: dossier.create({"name": "x", "case_id": self.waiting.id}),
            ):
                with self.assertRaises(AccessError):
                    change()
        self.assertEqual(self.dossier._get_faults(), [])

    def test_context_of_a_client_opens_nothing(self):
        """What guards the row is an object that no RPC call can carry."""
        for key in (True, 1, "rights_append", {"_open": True}):
            with self.assertRaises(AccessError):
                self.env["rights.dossier"].with_context(rights_append=key).create(
                    {"name": "x", "case_id": self.case.id}
                )

    @mute_logger("odoo.sql_db")
    def test_table_refuses_too(self):
        for query in (
            "UPDATE rights_dossier SET sha256 = 'x' WHERE id = %s",
            "DELETE FROM rights_dossier WHERE id = %s",
        ):
            with self.assertRaises(Error), self.env.cr.savepoint():
                self.env.cr.execute(query, [self.dossier.id])

    def test_cycle_is_sealed_once(self):
        with self.assertRaises(Error), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.case._build_dossier()

    def test_new_cycle_gets_its_own_dossier(self):
        """The old dossier stays sealed when a head reopens the case (Annex B)."""
        before = self.dossier.attachment_id.raw
        self.gate_write(self.case, {"cycle_no": 2})
        second = self.case._build_dossier()
        self.assertEqual(second.name, f"{self.case.name}-02")
        self.assertIn("第2次办理", text_of(second.attachment_id.raw))
        self.assertEqual(self.dossier.attachment_id.raw, before)

    def test_changed_byte_is_found(self):
        """The hash of the file on disk, not of a memory, is compared."""
        self.assertEqual(self.dossier.action_verify()["params"]["type"], "success")
        file = self.dossier.attachment_id
        path = file._full_path(file.store_fname)
        self.addCleanup(os.chmod, path, os.stat(path).st_mode)
        self.addCleanup(lambda content=file.raw: _overwrite(path, content))
        spoiled = bytearray(file.raw)
        spoiled[len(spoiled) // 2] ^= 1
        _overwrite(path, bytes(spoiled))
        self.env.invalidate_all()
        result = self.dossier.action_verify()
        self.assertEqual(result["params"]["type"], "danger")
        self.assertIn("the file was changed", result["params"]["message"])

    def test_exchanged_file_and_hash_are_found(self):
        """Whoever exchanges file and hash in the database still meets the process record."""
        other = self.env["ir.attachment"].create({"name": "x.pdf", "raw": PDF})
        digest = hashlib.sha256(PDF).hexdigest()
        self.env.cr.execute("ALTER TABLE rights_dossier DISABLE TRIGGER USER")
        self.env.cr.execute(
            "UPDATE rights_dossier SET attachment_id = %s, sha256 = %s WHERE id = %s",
            [other.id, digest, self.dossier.id],
        )
        self.env.cr.execute("ALTER TABLE rights_dossier ENABLE TRIGGER USER")
        self.env.invalidate_all()
        self.assertEqual(len(self.dossier._get_faults()), 1)
        self.assertIn("the process record knows another file", self.dossier._get_faults()[0])

    # -- supplements ------------------------------------------------------------------------------

    def append(self, login, **values):
        wizard = self.env["rights.dossier.append"].with_user(self.users[login])
        wizard.create(
            {
                "dossier_id": self.dossier.id,
                "file": base64.b64encode(PDF),
                "file_name": "judgment.pdf",
                "reason": "法院判决",
                **values,
            }
        ).action_append()

    def test_supplement_is_added_behind(self):
        """ARC-09: additions make a dated supplement; nothing before it changes."""
        before = self.dossier.attachment_id.raw
        self.append("archivist")
        self.append("archivist", file_name="second.pdf", reason="更正")
        first, second = self.dossier.supplement_ids
        self.assertEqual((first.name, first.reason), ("judgment.pdf", "法院判决"))
        self.assertEqual(first.sha256, hashlib.sha256(PDF).hexdigest())
        self.assertEqual(first.added_by_id, self.users["archivist"])
        self.assertTrue(first.added_at)
        self.assertEqual(self.dossier.attachment_id.raw, before)
        self.assertEqual(self.dossier._get_faults(), [])
        self.assertEqual(self.case.event_ids[-1:].basis, "更正")
        for change in (
            lambda: second.sudo().write({"reason": "x"}),
            lambda: second.sudo().unlink(),
            lambda: second.sudo().attachment_id.write({"raw": b"x"}),
            lambda: second.sudo().attachment_id.unlink(),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_list_of_supplements_lies_behind_the_dossier(self):
        """ARC-09: each addition with its date, reason and hash, beside the hash of the dossier."""
        self.append("archivist")
        reports = self.env["ir.actions.report"].with_user(self.users["archivist"])
        content = reports.with_context(force_report_rendering=True)._render_qweb_pdf(
            "consumer_rights.report_rights_dossier_supplements", self.dossier.ids
        )[0]
        self.assertEqual(pdfa_faults(content), [])
        text = text_of(content)
        supplement = self.dossier.supplement_ids
        for expected in (
            self.dossier.name,
            self.dossier.sha256,
            supplement.sha256,
            *("judgment.pdf", "法院判决", "测试archivist"),
        ):
            self.assertIn(expected, text)
        self.assertTrue(self.prints(self.case))
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.users["station_b1"])._get_supplement_values()

    def test_supplement_needs_reason_and_lasting_form(self):
        for values, message in (
            ({"reason": "  "}, "Say why"),
            ({"file": base64.b64encode(b"MZ\x90 a program")}, "PDF or a picture"),
            ({"file": base64.b64encode(b"<html></html>")}, "PDF or a picture"),
        ):
            with self.subTest(message), self.assertRaisesRegex(UserError, message):
                self.append("archivist", **values)

    def test_only_archivists_add(self):
        for login in ("clerk", "head", "dispatcher"):
            with self.subTest(login), self.assertRaises(AccessError):
                self.append(login)
            with self.subTest(login), self.assertRaises(AccessError):
                self.dossier.with_user(self.users[login])._append_supplement("x.pdf", PDF, "x")

    # -- who reads --------------------------------------------------------------------------------

    def test_dossier_is_read_as_the_case(self):
        """Annex A2: the chain reads it, nobody else; business administrator and auditor do not."""
        readers = ("clerk", "operator", "head", "dispatcher", "archivist")
        others = ("dispatcher_b", "station_b1", "handler_a", "quality", "statistician", "auditor")
        others += ("business_admin", "followup", "enforcement_a", "discipline")
        for login in readers:
            dossier = self.as_user(login, self.dossier)
            with self.subTest(login):
                self.assertEqual(dossier.search([("case_id", "=", self.case.id)]), dossier)
                self.assertTrue(dossier.attachment_id.with_user(self.users[login]).raw)
        for login in others:
            dossier = self.as_user(login, self.dossier)
            with self.subTest(login):
                with self.assertRaises(AccessError):
                    dossier.read(["name"])
                with self.assertRaises(AccessError):
                    dossier.env["ir.attachment"].browse(self.dossier.attachment_id.id).read(["raw"])

    def test_sealed_dossier_of_a_reopened_case_stays_with_the_archivist(self):
        """Annex A2, Annex B: the new cycle is closed to the archivist, the old dossier is not."""
        registered = self.env["rights.case.stage"]._of_code("registered")
        self.gate_write(self.case, {"stage_id": registered.id, "cycle_no": 2})
        dossier = self.as_user("archivist", self.dossier)
        self.assertFalse(dossier.case_id.has_access("read"))
        self.assertEqual(dossier.search([("case_id", "=", self.case.id)]), dossier)
        entry = dossier.web_read({"subject": {}, "case_id": {"fields": {"display_name": {}}}})[0]
        self.assertEqual(entry["case_id"]["display_name"], self.case.name)
        self.assertTrue(dossier.attachment_id.with_user(self.users["archivist"]).raw)
        self.assertFalse(dossier.has_access("write"))

    # -- printing ---------------------------------------------------------------------------------

    def test_print_of_an_archived_case_is_the_sealed_file(self):
        self.assertEqual(self.printed("clerk", self.case), self.dossier.attachment_id.raw)

    def test_print_before_sealing_says_so(self):
        pages = page_texts(self.printed("archivist", self.waiting))
        for text in pages:
            self.assertIn("未封卷", text)
        self.assertFalse(self.waiting.dossier_ids)

    def test_prints_are_noted(self):
        """SEC-05: every way out, as PDF, page, link or by RPC, with user and case."""
        reports = self.env["ir.actions.report"].with_user(self.users["clerk"])
        for number, act in enumerate(
            (
                lambda: self.printed("clerk", self.case),
                lambda: reports._render_qweb_html(REPORT, self.case.ids),
                lambda: self.dossier.with_user(self.users["clerk"]).attachment_id._to_http_stream(),
                lambda: self.dossier.with_user(self.users["clerk"]).attachment_id.read(["datas"]),
            ),
            1,
        ):
            with patch("odoo.addons.base.models.ir_attachment.request", self):
                act()
            entries = self.prints(self.case)
            self.assertEqual(len(entries), number)
            self.assertEqual(entries[0].user_id, self.users["clerk"])

    def test_sealing_is_no_print(self):
        self.move(self.waiting, "archive", "archivist")
        self.assertFalse(self.prints(self.waiting))

    def test_foreign_unit_prints_nothing(self):
        for login in ("station_b1", "business_admin", "auditor"):
            for case in (self.case, self.waiting):
                with self.subTest(login), self.assertRaises(AccessError):
                    self.printed(login, case)

    @property
    def db(self):
        """What streaming a file asks the request for."""
        return self.env.cr.dbname

    @property
    def archived(self):
        return self.env["rights.case.stage"]._of_code("archived")


def _overwrite(path, content):
    os.chmod(path, 0o600)
    with open(path, "wb") as file:
        file.write(content)
