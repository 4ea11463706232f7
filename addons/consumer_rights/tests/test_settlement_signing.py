"""The agreement signed on the portal, and how it is kept (MED-07, MED-17, DOC-10)."""

import base64
import io
import json
import re
import threading
from datetime import timedelta
from http.server import HTTPServer

from odoo.tests import tagged
from odoo.tools import mute_logger
from PIL import Image, ImageDraw

from ..tools.china_time import china_date
from ..tools.drawn_signature import SignatureError, read_signature
from .document_common import picture
from .settlement_common import REFUND, SettlementCommon
from .test_document_delivery import Gateway, Mailing
from .test_settlement_pages import SettlementPages


def drawn(ink=True):
    """What the field of the page sends."""
    canvas = Image.new("RGBA", (640, 240), (0, 0, 0, 0))
    if ink:
        ImageDraw.Draw(canvas).line([(40, 200), (300, 40), (600, 180)], (16, 24, 40, 255), 6)
    out = io.BytesIO()
    canvas.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


class SigningCommon(Mailing, SettlementCommon):
    def setUp(self):
        super().setUp()
        Gateway.taken, Gateway.answer = [], (200, '{"code": 0}')
        server = HTTPServer(("127.0.0.1", 0), Gateway)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        url = f"http://127.0.0.1:{server.server_port}/send"
        self.env["rights.sms.gateway"].create({"name": "Loopback", "url": url})
        self.merchant.phone = "13900005678"
        self.merchant.flush_recordset()

    def offered(self, *terms):
        """An agreement that both parties may sign now."""
        case = self.mediated()
        agreement = self.as_user("mediator_a", self.agree(case, *terms))
        self.as_user("mediator_a", case.mediation_id).cooperation = "active"
        agreement.action_offer()
        return agreement

    def of(self, side, agreement):
        return agreement.with_user(self.accounts[side]).sudo()

    def code_of(self, side, agreement):
        self.of(side, agreement)._send_signing_code(side, agreement._get_signed_hash())
        text = json.loads(Gateway.taken[-1][1])["text"]
        return re.search(r"验证码(\d{6})", text)[1]

    def sign(self, side, agreement, code=None, seen=None, drawing=None):
        code = code or self.code_of(side, agreement)
        seen = seen or agreement._get_signed_hash()
        mine = self.of(side, agreement)
        return mine._sign_on_portal(side, seen, code, drawing or drawn(), "192.0.2.7")


@tagged("post_install", "-at_install")
class TestSettlementSigning(SigningCommon):
    def setUp(self):
        super().setUp()
        self.enterContext(self.at("2026-03-09 10:00"))

    def test_med07_both_sign_and_the_agreement_is_in_force(self):
        """MED-07: drawing, code, time, address and hash of the text; then nothing is left to do."""
        agreement = self.offered()
        case, paper = agreement.case_id, agreement.sudo().document_id
        shown = agreement._get_signed_hash()
        self.assertTrue(self.sign("consumer", agreement))
        self.assertEqual(agreement.state, "draft")
        self.assertTrue(self.sign("merchant", agreement))
        self.assertEqual((agreement.state, case.mediation_id.state), ("concluded", "settled"))
        self.assertEqual(case.amount_recovered, 680)
        rows = agreement.signature_ids.filtered(lambda row: row.side != "mediator")
        self.assertEqual(set(rows.mapped("hash")), {shown})
        self.assertEqual(set(rows.mapped("address")), {"192.0.2.7"})
        self.assertEqual(set(rows.mapped("way")), {"portal"})
        self.assertEqual(len(rows.proof_id), 2)
        paper._ensure_file()
        files = paper.file_ids.sorted("id")
        self.assertEqual(len(files), 2)
        self.assertEqual(files[0].sha256, shown)
        printed = {row["label"]: row for row in paper._get_print_values()["signatures"]}
        self.assertTrue(printed["投诉人签名"]["picture"])
        self.assertEqual(printed["调解员签名"]["name"], self.users["mediator_a"].name)

    def test_arc02_the_dossier_binds_the_signed_paper(self):
        agreement = self.offered()
        for side in ("consumer", "merchant"):
            self.sign(side, agreement)
        case = agreement.sudo().case_id
        titles = [
            part.title
            for part in case.with_context(lang="zh_CN")._get_dossier_parts(
                case._get_dossier_values(), True
            )
        ]
        self.assertIn("投诉调解书", titles)
        self.assertIn("和解协商记录", titles)
        self.assertIn("送达及签名凭证", titles)

    def test_a_signature_after_withdrawal_or_a_changed_text(self):
        agreement = self.offered()
        seen, code = agreement._get_signed_hash(), self.code_of("consumer", agreement)
        agreement.sudo().document_id.state = "void"
        with self.refused("text was changed"):
            self.sign("consumer", agreement, code, seen)
        agreement.obligation_ids.amount = 1
        agreement.action_offer()
        with self.refused("text was changed"):
            self.sign("consumer", agreement, code, seen)
        with self.refused("run out"):
            self.sign("consumer", agreement, code)
        self.conclude(agreement.case_id, outcome="withdrawn")
        with self.refused("has ended"):
            self.sign("merchant", agreement, "123456")

    def test_a_text_that_was_changed_is_signed_anew(self):
        agreement = self.offered()
        self.sign("consumer", agreement)
        agreement.sudo().document_id.state = "void"
        agreement.obligation_ids.amount = 1
        agreement.action_offer()
        self.assertEqual(agreement.unsigned, "Consumer, Merchant")

    def test_signing_twice(self):
        agreement = self.offered()
        self.sign("consumer", agreement)
        with self.refused("signed already"):
            self.sign("consumer", agreement, "123456")
        with self.refused("signed already"):
            self.code_of("consumer", agreement)

    def test_the_code_is_checked_and_counted(self):
        """Five wrong tries end a code; it holds ten minutes, for its side and its text only."""
        agreement = self.offered()
        code = self.code_of("consumer", agreement)
        self.assertNotIn(code, str(self.env["rights.signing.code"].search([]).read()))
        with self.refused("run out"):
            self.sign("merchant", agreement, code)
        with self.refused("Draw your signature"):
            self.sign("consumer", agreement, code, drawing=drawn(ink=False))
        wrong = "000000" if code != "000000" else "000001"
        for _try in range(5):
            self.assertFalse(self.sign("consumer", agreement, wrong))
        with self.refused("run out"):
            self.sign("consumer", agreement, code)
        with self.at("2026-03-09 10:02"):
            code = self.code_of("consumer", agreement)
        with self.at("2026-03-09 10:12"), self.refused("run out"):
            self.sign("consumer", agreement, code)
        self.assertEqual(agreement.unsigned, "Consumer, Merchant")

    def test_a_code_asked_for_twice_is_sent_once(self):
        agreement = self.offered()
        sent = len(Gateway.taken)
        self.code_of("consumer", agreement)
        self.code_of("consumer", agreement)
        self.assertEqual(len(Gateway.taken), sent + 1)

    def test_a_provider_that_does_not_answer(self):
        agreement = self.offered()
        self.env["rights.sms.gateway"].search([]).url = "http://127.0.0.1:9/send"
        with self.refused("could not be sent"):
            self.code_of("consumer", agreement)
        self.assertFalse(self.env["rights.signing.code"].search([]))

    def test_one_phone_does_not_sign_for_both(self):
        agreement = self.offered()
        agreement.sudo().case_id.party_ids.phone = "13900005678"
        with self.refused("same phone"):
            self.code_of("consumer", agreement)

    def test_without_a_mobile_the_paper_is_signed_at_the_unit(self):
        agreement = self.offered()
        agreement.sudo().case_id.respondent_phone = "025-84000001"
        self.merchant.phone = "025-84000001"
        with self.refused("Sign the paper at the unit"):
            self.code_of("merchant", agreement)
        self.sign("consumer", agreement)
        at = agreement.sudo().document_id.made_at
        agreement._sign_on_paper(["merchant"], at, "scan.png", picture())
        agreement.action_conclude()
        self.assertEqual(agreement.state, "concluded")

    def without_mobile(self, agreement):
        """Only an e-mail address is known of the merchant."""
        agreement.sudo().case_id.respondent_phone = "025-84000001"
        self.merchant.write({"phone": "025-84000001", "email": "shop@example.com"})

    def test_med07_the_code_goes_by_mail_where_there_is_no_mobile(self):
        postbox = self.listen()
        agreement = self.offered()
        self.without_mobile(agreement)
        sent = len(Gateway.taken)
        self.of("merchant", agreement)._send_signing_code("merchant", agreement._get_signed_hash())
        self.assertEqual(len(Gateway.taken), sent)
        addresses, mail = postbox.mails[-1]
        self.assertEqual(addresses, ["shop@example.com"])
        text = mail.get_payload(decode=True).decode()
        code = re.search(r"验证码(\d{6})", text)[1]
        for secret in ("手机", "张", "百货"):
            self.assertNotIn(secret, f"{mail['Subject']} {text}")
        shown = agreement.sudo().case_id._public_agreement("merchant")
        self.assertEqual(shown["sent_to"], "s***@example.com")
        self.assertTrue(self.sign("merchant", agreement, code))

    def test_a_mail_server_that_refuses_has_a_clear_answer(self):
        postbox = self.listen()
        agreement = self.offered()
        self.without_mobile(agreement)
        postbox.refusal = "550 no such user shop@example.com"
        with mute_logger("odoo.addons.base.models.ir_mail_server"):
            with self.refused("could not be sent"):
                self.of("merchant", agreement)._send_signing_code(
                    "merchant", agreement._get_signed_hash()
                )
        self.assertFalse(self.env["rights.signing.code"].search([]))

    def test_one_mailbox_does_not_sign_for_both(self):
        self.listen()
        agreement = self.offered()
        self.without_mobile(agreement)
        agreement.sudo().case_id.party_ids.email = "Shop@example.com"
        with self.refused("same phone or e-mail"):
            self.of("merchant", agreement)._send_signing_code(
                "merchant", agreement._get_signed_hash()
            )

    def test_nothing_is_signed_while_a_recusal_is_open(self):
        """MED-05: the mediator in question concludes nothing by signatures of others."""
        agreement = self.offered()
        self.as_user("mediator_a", self.env["rights.mediation.recusal"]).create(
            {"mediation_id": agreement.mediation_id.id, "grounds": "亲属"}
        )
        with self.refused("another mediator"):
            self.sign("consumer", agreement)

    def test_med19_offered_only_when_the_record_is_whole(self):
        case = self.mediated()
        agreement = self.as_user("mediator_a", self.agree(case))
        with self.refused("MED-19"):
            agreement.action_offer()
        self.assertIsNone(case.sudo()._public_agreement("consumer"))

    def test_a_drawing_is_what_it_says(self):
        for text in ("", "data:image/png;base64,xx", drawn(ink=False), drawn()[:60]):
            with self.assertRaises(SignatureError):
                read_signature(text)
        self.assertTrue(read_signature(drawn()).startswith(b"\x89PNG"))

    # -- MED-17 -----------------------------------------------------------------------------------

    def in_force(self):
        agreement = self.offered()
        for side in ("consumer", "merchant"):
            self.sign(side, agreement)
        return agreement.obligation_ids

    def test_med17_the_consumer_confirms(self):
        row = self.in_force()
        with self.refused("can be said"):
            self.of("merchant", row)._say_received("merchant", "received")
        self.of("consumer", row)._say_received("consumer", "received")
        self.assertEqual((row.result, row.said), ("performed", "received"))
        shown = row.case_id.sudo()._public_agreement("merchant")["obligations"][0]
        self.assertTrue(shown["result"])

    def test_med17_the_consumer_denies(self):
        """Not before it is due; the mediator hears of it, the consumer reads the legal ways."""
        row = self.in_force()
        with self.refused("can be said"):
            self.of("consumer", row)._say_received("consumer", "missing")
        with self.at("2026-03-20 09:00"):
            self.env.invalidate_all()
            self.of("consumer", row)._say_received("consumer", "missing")
            self.of("consumer", row)._say_received("consumer", "missing")
            self.assertEqual((row.result, row.said), (False, "missing"))
            shown = row.case_id.sudo()._public_agreement("consumer")["obligations"][0]
            self.assertTrue(shown["is_missing"])
            self.assertEqual(shown["may"], {"received"})


@tagged("post_install", "-at_install")
class TestSettlementSigningPages(SigningCommon, SettlementPages):
    def test_med07_signed_on_the_pages(self):
        soon = str(china_date() + timedelta(days=7))  # pages run by the real clock
        agreement = self.offered({**REFUND, "due_date": soon})
        seen = agreement._get_signed_hash()
        for side, door in (("consumer", "case"), ("merchant", "merchant")):
            self.log_in(side)
            page = f"/rights/{door}/{agreement.case_id.id}"
            self.assertIn("退还货款", self.url_open(page).text)
            self.assertEqual(self.post(f"{page}/code", seen=seen).status_code, 303)
            text = json.loads(Gateway.taken[-1][1])["text"]
            code = re.search(r"验证码(\d{6})", text)[1]
            wrong = self.post(f"{page}/sign", seen=seen, code="x", drawing=drawn())
            self.assertIn('role="alert"', wrong.text)
            self.assertEqual(self.env["rights.signing.code"].search([], limit=1).tries, 1)
            done = self.post(f"{page}/sign", seen=seen, code=code, drawing=drawn())
            self.assertEqual(done.status_code, 303)
        self.env.invalidate_all()
        self.assertEqual(agreement.state, "concluded")
        row = agreement.obligation_ids
        answer = self.post(f"{page}/received", obligation="0", said="received")
        self.assertEqual(answer.status_code, 404)
        self.log_in("consumer")
        path = f"/rights/case/{agreement.case_id.id}/received"
        self.assertEqual(self.post(path, obligation=str(row.id), said="received").status_code, 303)
        self.env.invalidate_all()
        self.assertEqual(row.result, "performed")
