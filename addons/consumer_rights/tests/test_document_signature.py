"""Signatures of the centre on what leaves it, with certificates made here (design D8, ARC-09)."""

import base64
import os
from datetime import datetime, timedelta, timezone
from unittest.mock import patch

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..tools import identity_crypt, pdf_signature
from .document_common import DocumentCommon
from .pdf_check import font_faults, pdfa_faults, text_of
from .pdf_validator import preflight_faults

NOW = datetime(2026, 3, 9, 2, 0)
PASSWORD = "测试 pass 1"
RENDER_LOG = "odoo.addons.consumer_rights.models.document.rights_document_render"


def make_p12(
    holder="测试市消费者权益保护中心", days=(-1, 365), signing=True, key=None, with_key=True
):
    """A self-made certificate with its key as the bytes of a .p12 file."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, holder)])
    noon = NOW.replace(tzinfo=timezone.utc)
    uses = dict.fromkeys(
        (
            "data_encipherment key_agreement key_cert_sign crl_sign encipher_only decipher_only "
            "content_commitment digital_signature"
        ).split(),
        False,
    )
    uses |= {"key_encipherment": True, "digital_signature": signing}
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(noon + timedelta(days=days[0]))
        .not_valid_after(noon + timedelta(days=days[1]))
        .add_extension(x509.KeyUsage(**uses), critical=True)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        b"centre",
        key if with_key else None,
        certificate,
        None,
        BestAvailableEncryption(PASSWORD.encode()),
    )


@tagged("post_install", "-at_install")
class TestDocumentSignature(DocumentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(cls.env, "t_platform", "base.group_user,base.group_system")
        # made before the clock stops, which the library does not bear
        rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        cls.p12 = {
            "centre": make_p12(),
            "next": make_p12(),
            "rsa": make_p12(key=rsa_key),
            "stranger": make_p12("别家公司"),
            "short": make_p12(days=(-1, 40)),
            "late": make_p12(days=(-1, 400)),
            "expired": make_p12(days=(-30, -2)),
            "future": make_p12(days=(2, 30)),
            "keyless": make_p12(with_key=False),
            "encryption": make_p12(signing=False),
        }

    def setUp(self):
        super().setUp()
        freezer = freeze_time(NOW)
        freezer.start()
        self.addCleanup(freezer.stop)

    def load(self, which="centre", password=PASSWORD, unit="city"):
        return (
            self.env["rights.signing.certificate"]
            .with_user(self.admin)
            .create(
                {
                    "station_id": self.stations[unit].id,
                    "file": base64.b64encode(self.p12.get(which, which)),
                    "password": password,
                }
            )
        )

    def decision(self):
        case = self.registered_case()
        self.move(case, "accept", "clerk", self.ACCEPT)
        paper = self.paper(case, "DOC-04")
        return paper, paper._ensure_file()

    def archived(self):
        case = self.registered_case()
        self.move(case, "accept", "clerk", self.ACCEPT)
        self.deliver(case, "DOC-04")
        self.move(case, "take", "clerk")
        result = {"outcome_id": self.settled.id, "result_text": "退款", "amount_recovered": 680}
        self.move(case, "conclude", "clerk", result)
        self.move(case, "reply", "clerk", {"reply_text": "已退款", "reply_way": "letter"})
        self.deliver(case, "DOC-12")
        grades = dict.fromkeys(("sat_attitude", "sat_result", "sat_overall"), "satisfied")
        self.move(case, "follow_up", "followup", {"followup_ids": [Command.create(grades)]})
        return self.move(case, "archive", "archivist")

    # -- signing ----------------------------------------------------------------------------------

    def test_paper_is_signed_and_says_so(self):
        """D8: intact, by the unit's certificate, still PDF/A; what shows on page and form."""
        certificate = self.load()
        paper, file = self.decision()
        content = file.attachment_id.raw
        verdict = pdf_signature.verify(content)
        self.assertEqual(verdict.state, "intact")
        self.assertEqual(verdict.certificate.fingerprint, certificate.fingerprint)
        self.assertEqual(verdict.signed_at, NOW)
        self.assertEqual(pdfa_faults(content), [])
        self.assertEqual(font_faults(content), [])
        self.assertEqual(preflight_faults(content), [])
        self.assertIn("（电子签名：测试市消费者权益保护中心）", text_of(content))
        shown = paper.file_ids.signature_text
        on_form = paper.file_ids.with_context(bin_size=True)  # as the web client reads
        on_form.invalidate_recordset()
        self.assertEqual(on_form.signature_text, shown)
        self.assertIn("Signed by 测试市消费者权益保护中心 at 2026-03-09 10:00", shown)
        self.assertFalse(file._get_file_faults())

    def test_rsa_key_signs_as_well(self):
        self.load("rsa")
        _paper, file = self.decision()
        self.assertEqual(pdf_signature.verify(file.attachment_id.raw).state, "intact")

    def test_what_stays_in_the_house_is_not_sealed_needlessly(self):
        """D8: the registration form is kept by its hash alone, and has no code to check."""
        self.load()
        form = self.paper(self.registered_case(), "DOC-26")
        content = form._ensure_file().attachment_id.raw
        self.assertEqual(pdf_signature.verify(content).state, "unsigned")
        self.assertEqual(form.file_ids.signature_text, "Sealed by its hash; it stays inside.")
        self.assertNotIn("查验码", text_of(content))

    def test_what_leaves_is_sealed_whatever_its_page_shows(self):
        """D8: a wording without the place of a seal leaves as sealed as others."""
        self.load()
        self.template("DOC-04").has_seal = False
        _paper, file = self.decision()
        content = file.attachment_id.raw
        self.assertEqual(pdf_signature.verify(content).state, "intact")
        self.assertNotIn("电子签名", text_of(content))

    def test_first_use_makes_a_test_certificate(self):
        """D8: where none is loaded, of the topmost unit, once, and it says what it is."""
        self.load(unit="district_b")
        paper, file = self.decision()
        certificates = self.env["rights.signing.certificate"]
        city = certificates.search([("station_id", "=", self.stations["city"].id)])
        self.assertTrue(city.is_test)
        self.assertEqual(certificates._of_station(self.stations["station_a1"]), city)
        verdict = pdf_signature.verify(file.attachment_id.raw)
        self.assertEqual(
            (verdict.state, verdict.certificate.fingerprint), ("intact", city.fingerprint)
        )
        self.assertIn("测试证书", text_of(file.attachment_id.raw))
        self.assertIn("测试证书", paper.file_ids.signature_text)
        self.assertEqual(self.env["rights.health"]._check_certificate()["state"], "ok")
        real = self.load()
        self.assertFalse(city.active)
        self.assertFalse(real.is_test)
        self.assertEqual(certificates._of_station(self.stations["station_a1"]), real)

    def test_a_station_seals_with_the_certificate_above_it(self):
        """D8: its own, else the nearest one above."""
        city = self.load()
        certificates = self.env["rights.signing.certificate"]
        station = self.stations["station_a1"]
        self.assertEqual(certificates._of_station(station), city)
        district = self.load("next", unit="district_a")
        self.assertEqual(certificates._of_station(station), district)
        self.assertEqual(certificates._of_station(self.stations["district_b"]), city)

    def test_what_is_printed_for_outside_is_sealed(self):
        """D8: the explanation of a limit goes to citizens and courts."""
        self.load()
        case = self.registered_case()
        report = self.env.ref("consumer_rights.report_rights_deadline_why")
        clock = self.env["rights.deadline"].search([("case_id", "=", case.id)], limit=1)
        streams = report.with_context(force_report_rendering=True)._render_qweb_pdf_prepare_streams(
            report, {}, clock.ids
        )
        content = streams[clock.id]["stream"].getvalue()
        self.assertEqual(pdf_signature.verify(content).state, "intact")

    def test_dossier_is_signed_as_a_whole(self):
        """ARC-02, D8: one signature over the bound file; those of its papers stay outside."""
        self.load()
        dossier = self.archived().dossier_ids
        content = dossier.sudo().attachment_id.raw
        self.assertEqual(pdf_signature.verify(content).state, "intact")
        self.assertEqual(content.count(b"/ByteRange"), 1)
        self.assertEqual(pdfa_faults(content), [])
        self.assertEqual(preflight_faults(content), [])
        shown = dossier.with_user(self.users["archivist"])
        self.assertIn("Signed by", shown.signature_text)
        self.assertEqual(shown.action_verify()["params"]["type"], "success")

    # -- what is found ----------------------------------------------------------------------------

    def test_tampered_file_is_found(self):
        """ARC-09: one byte on the disk, and the paper says that it was changed."""
        self.load()
        paper, file = self.decision()
        attachment = file.attachment_id
        path, content = attachment._full_path(attachment.store_fname), attachment.raw
        spoiled = bytearray(content)
        spoiled[len(spoiled) // 3] ^= 1
        self.addCleanup(os.chmod, path, os.stat(path).st_mode)
        os.chmod(path, 0o600)
        with open(path, "wb") as target:
            target.write(spoiled)
        self.env.invalidate_all()
        self.assertEqual(paper.file_ids.signature_text, "The file was changed after it was signed.")
        faults = " ".join(file._get_file_faults())
        self.assertIn("the file was changed", faults)
        self.assertIn("changed after it was signed", faults)

    def test_additions_behind_the_signature_are_found(self):
        self.load()
        _paper, file = self.decision()
        longer = file.attachment_id.raw + b"\n% added\n"
        self.assertEqual(pdf_signature.verify(longer).state, "changed")

    def test_foreign_certificate_is_named_as_such(self):
        """A sound signature of somebody else is not the centre's."""
        self.load()
        paper, file = self.decision()
        other, _certificate = pdf_signature.open_signer(self.p12["stranger"], PASSWORD, NOW)
        unsigned = self.paper(self.registered_case(), "DOC-26")._ensure_file().attachment_id.raw
        verdict = pdf_signature.verify(pdf_signature.sign(unsigned, other, "x"))
        self.assertEqual(verdict.state, "intact")
        self.assertIn("not of this system: 别家公司", file._say_signature(verdict))

    def test_new_certificate_takes_the_place_of_the_old(self):
        """What the old one signed stays the centre's; a reader sees no break."""
        old = self.load()
        paper, _file = self.decision()
        new = self.load("next")
        self.assertFalse(old.active)
        self.assertEqual(
            self.env["rights.signing.certificate"]._of_station(self.stations["city"]), new
        )
        self.env.invalidate_all()
        self.assertIn("Signed by", paper.file_ids.signature_text)

    # -- certificates that cannot be used ---------------------------------------------------------

    def test_unusable_certificates_are_refused_with_a_sentence(self):
        """Wrong password, no certificate file, expired, not yet valid, no key, not for signing."""
        for which, password, sentence in (
            ("centre", "wrong", "The password does not open"),
            ("centre", "", "The password does not open"),
            (b"no certificate", PASSWORD, "This is no certificate file"),
            (b"", PASSWORD, "This is no certificate file"),
            ("expired", PASSWORD, "expired on 2026-03-07"),
            ("future", PASSWORD, "valid from 2026-03-11 on only"),
            ("keyless", PASSWORD, "without its private key"),
            ("encryption", PASSWORD, "not made for signing"),
        ):
            with self.subTest(sentence), self.assertRaisesRegex(UserError, sentence):
                self.load(which, password)
        self.assertFalse(self.env["rights.signing.certificate"].search([]))

    def test_expired_later_papers_wait_and_are_sealed_afterwards(self):
        """D8: nothing leaves unsealed and nothing is lost; the health page says what is due."""
        self.load("short")
        health = self.env["rights.health"]
        self.assertEqual(health._check_certificate()["state"], "ok")
        with freeze_time(NOW + timedelta(days=20)):
            answer = health._check_certificate()
            self.assertEqual(answer["state"], "warning")
            self.assertIn("expires in 20 days", answer["found"])
        with freeze_time(NOW + timedelta(days=41)):
            answer = health._check_certificate()
            self.assertEqual(answer["state"], "fail")
            self.assertIn("测试city", answer["found"])
            case = self.registered_case()
            self.move(case, "accept", "clerk", self.ACCEPT)
            paper = self.paper(case, "DOC-04")
            self.assertTrue(paper.number)
            with self.assertRaisesRegex(UserError, "certificate of 测试city.*expired on"):
                self.deliver(case, "DOC-04")
            self.assertEqual(paper.state, "to_render")
            self.assertWaits(paper)
            self.load("late")
            self.deliver(case, "DOC-04")
            self.assertEqual(paper.state, "delivered")
            content = paper.sudo().file_ids.attachment_id.raw
            self.assertEqual(pdf_signature.verify(content).state, "intact")

    def assertWaits(self, paper):
        """Whoever issued it reads why among what is to do, and the health page counts it."""
        page = "consumer_rights.rights_document_action_failed"
        cases = self.as_user("clerk", self.env["rights.case"])
        before = dict(cases._get_todo_pages())[page]
        with mute_logger(RENDER_LOG):
            paper.sudo()._try_file()
        self.assertIn("expired on", paper.render_error)
        self.assertEqual(dict(cases._get_todo_pages())[page], before + 1)
        answer = self.env["rights.health"]._check_waiting_papers()
        self.assertEqual(answer["state"], "warning")

    def test_whoever_loaded_it_is_asked_for_the_next_one_in_time(self):
        """D8: once, thirty days before its end; the new one ends the question."""
        certificate = self.load("short")
        warn = self.env["rights.signing.certificate"]._cron_warn
        warn()
        self.assertFalse(certificate.activity_ids)
        with freeze_time(NOW + timedelta(days=15)):
            warn()
            warn()
            self.assertEqual(certificate.activity_ids.user_id, self.admin)
            self.assertEqual(str(certificate.activity_ids.date_deadline), "2026-04-18")
            self.load("late")
            self.assertFalse(certificate.activity_ids)

    def test_signature_outlives_its_certificate(self):
        self.load("short")
        paper, _file = self.decision()
        with freeze_time(NOW + timedelta(days=400)):
            self.env.invalidate_all()
            self.assertIn("unchanged since", paper.file_ids.signature_text)

    # -- the key ----------------------------------------------------------------------------------

    def test_nobody_reads_the_key(self):
        """D7: not over RPC, not in the database, whoever asks; only its administrator loads one."""
        content = self.p12["centre"]
        certificate = self.load()
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM rights_signing_certificate")
        stored = str(self.env.cr.dictfetchall())
        self.assertNotIn(base64.b64encode(content).decode()[:40], stored)
        self.assertNotIn(PASSWORD, stored)
        with self.assertRaises(AccessError):
            certificate.read(["sealed_key"])
        self.env.invalidate_all()
        self.assertEqual(certificate.read(["file", "password"])[0]["password"], False)
        for login in ("clerk", "head", "business_admin", "auditor"):
            with self.subTest(login), self.assertRaises(AccessError):
                certificate.with_user(self.users[login]).read(["name"])
        with self.assertRaises(UserError):
            certificate.station_id = self.stations["district_b"]
        entry = self.env["rights.audit.log"].search(
            [("model", "=", "rights.signing.certificate")], limit=1
        )
        self.assertIn("测试市消费者权益保护中心", entry.detail)
        self.assertNotIn(PASSWORD, entry.detail)

    def test_without_the_key_file_a_paper_waits(self):
        """A signature that is due is not left out: the file is made when the key is back."""
        self.load()
        case = self.registered_case()
        self.move(case, "accept", "clerk", self.ACCEPT)
        papers = case.sudo().document_ids
        gone = identity_crypt.IdentityKeyError("secret path")
        with (
            patch.object(identity_crypt, "load_cipher", side_effect=gone),
            mute_logger(RENDER_LOG),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("consumer_rights.cron_document_render").method_direct_trigger()
        self.env.invalidate_all()
        decision = self.papers(case, "DOC-04")
        self.assertEqual(decision.state, "to_render")
        self.assertIn("cannot be read or stored", decision.render_error)
        self.assertNotIn("secret path", decision.render_error)
        with (
            patch.object(identity_crypt, "load_cipher", side_effect=gone),
            self.assertRaisesRegex(UserError, "It is kept and sealed by itself"),
        ):
            self.deliver(case, "DOC-04")
        self.assertEqual(self.papers(case, "DOC-26").state, "ready")
        papers.next_try_at = False
        with self.enter_registry_test_mode():
            self.env.ref("consumer_rights.cron_document_render").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(decision.state, "ready")
        self.assertEqual(pdf_signature.verify(decision.file_ids.attachment_id.raw).state, "intact")
