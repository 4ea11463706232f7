"""Deliveries: each way with its proof and its date, real mail on loopback, a real gateway."""

import json
import re
import socket
import threading
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, HTTPServer
from unittest.mock import patch

from aiosmtpd.controller import Controller
from freezegun import freeze_time
from odoo import fields
from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import config, mute_logger

from .common import GROUP
from .document_common import DocumentCommon, picture
from .pdf_check import pdfa_faults

SEND_LOG = "odoo.addons.consumer_rights.models.document.rights_document_send"
MAIL_LOG = "odoo.addons.base.models.ir_mail_server"


class Postbox:
    """A mail server on loopback that keeps what it takes, or refuses it."""

    def __init__(self):
        self.mails, self.refusal = [], None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 OK"


class Mailing:
    """A test that listens for mails."""

    def listen(self):
        postbox = Postbox()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        controller = Controller(postbox, hostname="127.0.0.1", port=port)
        controller.start()
        self.addCleanup(controller.stop)
        self.env["ir.mail_server"].create(
            {
                "name": "Loopback",
                "smtp_host": "127.0.0.1",
                "smtp_port": port,
                "smtp_encryption": "none",
            }
        )
        self.env.company.email = "centre@example.com"
        self.startPatcher(patch.object(IrMail_Server, "_disable_send", lambda cls: False))
        self.startPatcher(patch.dict(config.options, {"smtp_server": ""}))
        return postbox


class Gateway(BaseHTTPRequestHandler):
    """A provider of text messages on loopback."""

    taken, answer = [], (200, '{"code": 0, "id": "m-17"}')

    def do_POST(self):  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.taken.append((dict(self.headers), body))
        status, text = self.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args):
        """No line on the terminal."""


class DeliveryCase(Mailing, DocumentCommon):
    def setUp(self):
        super().setUp()
        self.case = self.registered_case(
            party_ids=self.person(email="zhang@example.com", phone="13800001234")
        )
        self.move(self.case, "accept", "clerk", self.ACCEPT)
        self.decision = self.paper(self.case, "DOC-04")

    def send(self):
        with self.enter_registry_test_mode():
            self.env.ref("consumer_rights.cron_document_send").method_direct_trigger()
        self.env.invalidate_all()

    def set_up_gateway(self, **vals):
        Gateway.taken, Gateway.answer = [], (200, '{"code": 0, "id": "m-17"}')
        server = HTTPServer(("127.0.0.1", 0), Gateway)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return self.env["rights.sms.gateway"].create(
            {
                "name": "Loopback",
                "url": f"http://127.0.0.1:{server.server_port}/send",
                "header_value": "secret-key",
                "success": r'"code":\s*0',
                **vals,
            }
        )


@tagged("post_install", "-at_install")
class TestDocumentDelivery(DeliveryCase):
    # -- the ways and their dates -----------------------------------------------------------------

    def test_only_open_ways_are_offered(self):
        """No address or no setting, no way."""
        self.assertEqual(
            self.decision._get_ways(),
            ["phone", "letter", "in_person", "refused", "public_notice"],
        )
        for way in ("portal", "sms", "email"):
            with self.subTest(way), self.assertRaisesRegex(UserError, "cannot go this way"):
                self.decision._deliver(way)
        self.listen()
        self.set_up_gateway()
        partner = new_test_user(self.env, "t_zhang", groups=GROUP + "consumer").partner_id
        self.env["rights.case.access"].create(
            {"case_id": self.case.id, "partner_id": partner.id, "role": "consumer"}
        )
        ways = self.decision._get_ways()
        self.assertLessEqual({"portal", "sms", "email"}, set(ways))
        self.decision._deliver("portal")
        self.assertEqual(self.decision.state, "delivered")

    def test_what_proves_a_way_must_be_there(self):
        """ACC-10: record, registered number, signature, witness, publication."""
        for way, facts in (
            ("phone", {}),
            ("letter", {"note": "x"}),
            ("in_person", {"note": "x"}),
            ("refused", {"witness": "李见证"}),
            ("refused", {"note": "拒收"}),
            ("public_notice", {}),
        ):
            with self.subTest(way), self.assertRaisesRegex(UserError, "needs"):
                self.decision._deliver(way, **facts)
        self.assertFalse(self.decision.delivery_ids)

    def test_the_way_fixes_the_date(self):
        """ACC-10: the moment of the call, of the signature, of leaving it before a witness."""
        at = fields.Datetime.now().replace(microsecond=0)
        signature = [("signature", "signature.png", picture())]
        for way, proofs, facts in (
            ("phone", (), {"note": "本人接听，已告知"}),
            ("in_person", signature, {}),
            ("refused", (), {"witness": "李见证", "note": "拒绝签收，留置"}),
        ):
            with self.subTest(way), self.env.cr.savepoint() as savepoint:
                delivery = self.decision._deliver(way, at=at, proofs=proofs, **facts)
                self.assertEqual((delivery.state, delivery.delivered_at), ("delivered", at))
                self.assertEqual(self.decision.delivered_at, at)
                self.assertFalse(self.case._get_holding_documents())
                savepoint.rollback()
            self.env.invalidate_all()

    def test_signature_is_kept_as_proof(self):
        delivery = self.deliver(self.case, "DOC-04").delivery_ids
        proof = delivery.proof_ids
        self.assertEqual((proof.kind, proof.name), ("signature", "signature.png"))
        self.assertFalse(proof._get_file_faults())
        with self.assertRaises(AccessError):
            proof.sudo().attachment_id.write({"raw": b"x"})

    def test_letter_counts_from_its_receipt(self):
        """The day on the receipt, not the day of posting; without a scan it does not count."""
        with freeze_time("2026-05-06 02:00:00"):
            case = self.registered_case()
            self.move(case, "accept", "clerk", self.ACCEPT)
            paper = self.paper(case, "DOC-04")
            delivery = paper._deliver("letter", tracking_number="XA12345678932")
        self.assertEqual((delivery.state, paper.state), ("sent", "ready"))
        self.assertTrue(case._get_holding_documents())
        at = fields.Datetime.to_datetime("2026-05-09 06:00:00")
        with freeze_time("2026-05-11 02:00:00"):
            with self.assertRaisesRegex(UserError, "scan"):
                delivery._confirm_receipt(at)
            for wrong in ("2026-05-04 06:00:00", "2026-05-12 06:00:00"):
                with self.assertRaises(ValidationError):
                    delivery._confirm_receipt(fields.Datetime.to_datetime(wrong), "回执", picture())
            delivery._confirm_receipt(at, "回执.png", picture())
        self.assertEqual(paper.delivered_at, at)
        self.assertEqual(delivery.proof_ids.kind, "receipt")

    def test_returned_letter_needs_another_way(self):
        delivery = self.decision._deliver("letter", tracking_number="XA12345678932")
        delivery._mark_returned("查无此人")
        self.assertEqual(delivery.state, "failed")
        self.assertEqual(self.decision.state, "ready")
        self.deliver(self.case, "DOC-04")
        self.assertEqual(self.decision.state, "delivered")

    def test_public_notice_counts_after_its_days(self):
        with freeze_time("2026-05-06 02:00:00"):
            case = self.registered_case()
            self.move(case, "accept", "clerk", self.ACCEPT)
            paper = self.paper(case, "DOC-04")
            delivery = paper._deliver("public_notice", note="中心公告栏及网站")
        with freeze_time("2026-06-05 01:59:00"):
            self.send()
            self.assertEqual(paper.state, "ready")
        with freeze_time("2026-06-05 02:01:00"):
            self.send()
        self.assertEqual(paper.state, "delivered")
        self.assertEqual(delivery.delivered_at, fields.Datetime.to_datetime("2026-06-05 02:00:00"))

    def test_no_delivery_before_the_paper_or_in_the_future(self):
        for at in (
            self.decision.issued_at - timedelta(hours=1),
            fields.Datetime.now() + timedelta(hours=1),
        ):
            with self.assertRaises(ValidationError):
                self.decision._deliver("phone", at=at, note="x")

    def test_delivery_stands_in_the_process_record(self):
        self.deliver(self.case, "DOC-04")
        event = self.case.event_ids.filtered(lambda one: one.type == "delivered")
        self.assertIn(self.decision.number, event.basis)
        self.assertFalse(self.case._verify_events())

    def test_delivery_tells_the_clocks(self):
        """TL-08: delivery stops the limit of the decision, at the moment of delivery."""
        clock = self.case.sudo().deadline_ids.filtered(lambda one: one.code == "TL-08")
        self.assertFalse(clock.stopped_at)
        delivery = self.decision._deliver("phone", note="已告知")
        self.assertEqual((clock.stopped_at, clock.outcome), (delivery.delivered_at, "met"))
        stopped = clock.stopped_at
        self.decision._deliver("phone", note="再次告知")
        self.assertEqual(clock.stopped_at, stopped, "the first delivery counts")

    def test_foreign_unit_delivers_nothing(self):
        foreign = self.decision.with_user(self.users["station_b1"])
        with self.assertRaises(AccessError):
            foreign._deliver("phone", note="x")

    def test_issuing_unit_delivers_after_the_case_went_on(self):
        self.deliver(self.case, "DOC-04")
        self.move(
            self.case,
            "dispatch",
            "dispatcher",
            {"dispatch_to_id": self.stations["district_a"].id, "complexity": "ordinary"},
        )
        self.move(self.case, "receive", "handler_a")
        self.assertFalse(self.case.with_user(self.users["clerk"]).has_access("write"))
        self.paper(self.case, "DOC-01")._deliver("phone", note="已告知")
        self.assertTrue(self.papers(self.case, "DOC-01").delivered_at)

    def test_dialog(self):
        dialogs = self.env["rights.document.deliver"].with_user(self.users["clerk"])
        dialog = dialogs.create(
            {
                "document_id": self.decision.id,
                "way": "in_person",
                "signature": self.signature(),
            }
        )
        self.assertNotIn("email", dialog.open_ways)
        self.assertIn("letter", dialog.open_ways)
        dialog.action_deliver()
        self.assertEqual(self.decision.state, "delivered")

    def test_visit_signs_the_form(self):
        """REG-10: drawn or scanned, the signature is sealed with the form."""
        form = self.papers(self.case, "DOC-26")
        form._ensure_file()
        sign = self.env["rights.document.sign"].create({"document_id": form.id})
        with self.assertRaises(UserError):
            sign.action_sign()
        sign.signature = self.signature()
        sign.action_sign()
        self.assertTrue(form.is_signed)

    # -- mail -------------------------------------------------------------------------------------

    def test_mail_goes_out_once(self):
        """A real server on loopback takes the sealed file; subject and file name tell nothing."""
        postbox = self.listen()
        delivery = self.decision._deliver("email")
        self.assertEqual(delivery.state, "queued", "the request does not wait for a server")
        self.assertEqual(delivery.target_masked, "z***@example.com")
        self.send()
        self.send()
        self.assertEqual(len(postbox.mails), 1)
        addresses, mail = postbox.mails[0]
        self.assertEqual(addresses, ["zhang@example.com"])
        subject = str(make_header(decode_header(mail["Subject"])))
        for secret in ("手机", "张", "百货"):
            self.assertNotIn(secret, subject)
        attachment = next(part for part in mail.walk() if part.get_filename())
        self.assertNotIn("张", attachment.get_filename())
        content = attachment.get_payload(decode=True)
        self.assertEqual(content, self.decision.sudo().file_ids.attachment_id.raw)
        self.assertEqual(pdfa_faults(content), [])
        self.assertEqual((delivery.state, self.decision.state), ("delivered", "delivered"))
        self.assertFalse(self.case.message_follower_ids.partner_id.filtered("email"))

    def test_failed_mail_is_tried_again_and_seen(self):
        """Refused, then taken; refused for good, then failed with a task for who sent it."""
        postbox = self.listen()
        postbox.refusal = "451 later"
        delivery = self.decision._deliver("email")
        with mute_logger(SEND_LOG, MAIL_LOG):
            self.send()
        self.assertEqual((delivery.state, delivery.attempts), ("queued", 1))
        self.assertTrue(delivery.error)
        self.assertNotIn("zhang@", delivery.error)
        self.send()
        self.assertEqual(delivery.attempts, 1, "not before its time")
        for _attempt in range(5):
            delivery.sudo().next_try_at = False
            with mute_logger(SEND_LOG, MAIL_LOG):
                self.send()
        self.assertEqual(delivery.state, "failed")
        activity = self.case.activity_ids.filtered(lambda one: one.user_id == self.users["clerk"])
        self.assertIn("could not be sent", activity.summary)
        self.assertEqual(self.decision.state, "ready")
        postbox.refusal = None
        delivery.action_retry()
        self.send()
        self.assertEqual((delivery.state, self.decision.state), ("delivered", "delivered"))
        self.assertEqual(len(postbox.mails), 1)

    def test_without_a_sender_nothing_goes_out(self):
        postbox = self.listen()
        self.env.company.email = False
        delivery = self.decision._deliver("email")
        with mute_logger(SEND_LOG):
            self.send()
        self.assertIn("sender", delivery.error)
        self.assertFalse(postbox.mails)

    def test_what_kept_a_delivery_from_going_names_nobody(self):
        """SEC-05: the sentence of a check may name a person; its kind and its place stay."""
        self.listen()
        delivery = self.decision._deliver("email").sudo()
        error = UserError("王测试 13800001234")
        with (
            patch.object(type(delivery), "_set_delivered", side_effect=error),
            self.assertLogs(SEND_LOG, "WARNING") as log,
        ):
            self.send()
        self.assertIn("UserError", delivery.error)
        for secret in ("王测试", "13800001234"):
            self.assertNotIn(secret, f"{delivery.error} {log.output}")

    def test_dead_server_loses_no_mail(self):
        self.listen()
        delivery = self.decision._deliver("email")
        self.env["ir.mail_server"].search([]).smtp_port = 9  # nobody listens there
        with mute_logger(SEND_LOG, MAIL_LOG):
            self.send()
        self.assertEqual(delivery.state, "queued")
        self.assertTrue(delivery.error)

    # -- text message -----------------------------------------------------------------------------

    def test_text_message_holds_a_link_and_no_matter(self):
        gateway = self.set_up_gateway()
        delivery = self.decision._deliver("sms")
        self.send()
        headers, body = Gateway.taken[0]
        sent = json.loads(body)
        self.assertEqual(headers["Authorization"], "secret-key")
        self.assertEqual(sent["phone"], "13800001234")
        self.assertIn(self.case.name, sent["text"])
        self.assertIn("/rights/paper/", sent["text"])
        for secret in ("张", "手机屏幕", "百货"):
            self.assertNotIn(secret, sent["text"])
        self.assertEqual((delivery.state, delivery.target_masked), ("delivered", "138****1234"))
        self.assertIn("m-17", delivery.provider_reference)
        for login in ("clerk", "business_admin", "auditor"):
            with self.subTest(login), self.assertRaises(AccessError):
                gateway.with_user(self.users[login]).read(["header_value"])

    def test_form_gateway_and_refusal(self):
        gateway = self.set_up_gateway(
            content_type="application/x-www-form-urlencoded", body="mobile={phone}\ncontent={text}"
        )
        Gateway.answer = (200, '{"code": 7}')
        delivery = self.decision._deliver("sms")
        with mute_logger(SEND_LOG):
            self.send()
        self.assertIn("mobile=13800001234", Gateway.taken[0][1])
        self.assertEqual(delivery.state, "queued")
        self.assertIn("did not take", delivery.error)
        gateway.active = False
        self.assertNotIn("sms", self.decision._get_ways())

    def test_gateway_settings_are_checked(self):
        for vals in (
            {"url": "file:///etc/passwd"},
            {"body": '{"phone": "{phone}"}'},
            {"body": "{phone} {text}"},
            {"success": "("},
        ):
            with self.subTest(str(vals)), self.assertRaises(ValidationError):
                self.env["rights.sms.gateway"].create(
                    {"name": "x", "url": "https://sms.example.com", **vals}
                )

    # -- security of the rows ---------------------------------------------------------------------

    def test_nobody_writes_a_delivery(self):
        delivery = self.decision._deliver("letter", tracking_number="X1")
        for change in (
            lambda: delivery.write({"state": "delivered"}),
            lambda: delivery.unlink(),
            lambda: delivery.create({"document_id": self.decision.id, "way": "phone"}),
        ):
            with self.assertRaises(AccessError):
                change()


@tagged("post_install", "-at_install")
class TestDocumentLink(DeliveryCase, HttpCase):
    """The page behind the link: no account, the last digits of the phone, five tries, a month."""

    def setUp(self):
        super().setUp()
        self.set_up_gateway()
        self.delivery = self.decision._deliver("sms")
        self.send()
        text = json.loads(Gateway.taken[0][1])["text"]
        self.path = re.search(r"(/rights/paper/\S+?)查看", text.replace("请在", " "))[1]

    def post(self, tail):
        return self.url_open(self.path, data={"tail": tail, "csrf_token": Request.csrf_token(self)})

    def test_right_digits_open_the_paper(self):
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 200)
        for secret in (self.case.name, "张", "13800001234"):
            self.assertNotIn(secret, page.text)
        self.authenticate(None, None)
        answer = self.post("1234")
        self.assertEqual(answer.content, self.decision.sudo().file_ids.attachment_id.raw)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.env.invalidate_all()
        self.assertTrue(self.delivery.opened_at)

    def test_wrong_digits_close_it(self):
        self.authenticate(None, None)
        for tail in ("0000", "", "12345", "234", "4321"):
            self.assertNotIn(b"%PDF", self.post(tail).content)
        self.assertNotIn(b"%PDF", self.post("1234").content, "closed after five tries")

    def test_link_ends(self):
        self.authenticate(None, None)
        self.delivery.sudo().link_until = fields.Datetime.now() - timedelta(minutes=1)
        self.assertNotIn(b"%PDF", self.post("1234").content)
        self.assertIn("失效", self.url_open("/rights/paper/guessed").text)

    def test_token_is_not_stored(self):
        token = self.path.rsplit("/", 1)[1]
        self.env.cr.execute(
            "SELECT count(*) FROM rights_document_delivery WHERE row_to_json("
            "rights_document_delivery)::text LIKE %s",
            [f"%{token}%"],
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)
