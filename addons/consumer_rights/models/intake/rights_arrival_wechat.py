import hashlib
import hmac
import time
from datetime import timedelta

from lxml import etree
from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import identity_crypt

VALID_SECONDS = 300
SUBJECT_LENGTH = 60
# what a message holds, by its type; an event (somebody follows the account) is no message
CONTENTS = {
    "text": "Content",
    "voice": "Recognition",
    "image": "PicUrl",
    "location": "Label",
    "link": "Url",
}


class RightsWechatSignature(models.Model):
    """Signatures that were used: each opens the door once (docs/api.md)."""

    _name = "rights.wechat.signature"
    _description = "Used signature of WeChat"
    _log_access = False
    _rec_name = "signature"

    signature = fields.Char(required=True, readonly=True)
    used_at = fields.Datetime(required=True, readonly=True)

    _signature_unique = models.Constraint("UNIQUE (signature)", "This signature was used.")

    @api.model
    def _is_signed(self, signature, timestamp, nonce):
        """Whether WeChat signed this request: a hash of our token, its time and its number."""
        token = self.env["ir.config_parameter"].sudo().get_param("consumer_rights.wechat_token")
        if not (token and timestamp.isdigit()):
            return False
        distance = abs(int(timestamp) - time.time())
        expected = hashlib.sha1("".join(sorted((token, timestamp, nonce))).encode()).hexdigest()
        return distance <= VALID_SECONDS and hmac.compare_digest(expected, signature)

    @api.model
    def _use(self, signature):
        """Use a signature up; False when it was used before."""
        self.sudo().search(
            [("used_at", "<", fields.Datetime.now() - timedelta(seconds=2 * VALID_SECONDS))]
        ).unlink()
        return bool(
            self.env.execute_query(
                SQL(
                    "INSERT INTO rights_wechat_signature (signature, used_at) VALUES (%s, %s)"
                    " ON CONFLICT (signature) DO NOTHING RETURNING id",
                    signature,
                    fields.Datetime.now(),
                )
            )
        )


class RightsArrival(models.Model):
    """A message to the centre's WeChat account waits for the reception: it is seldom a filing by
    itself, and who wrote it is known by a code of WeChat only."""

    _inherit = "rights.arrival"

    @api.model
    def _take_wechat(self, content):
        """Keep one message. WeChat sends it again when the answer was slow: it has a number."""
        fields_of = self._parse_wechat(content)
        if fields_of.get("MsgType") not in CONTENTS or not fields_of.get("MsgId"):
            return
        number = f"wechat-{fields_of['MsgId']}"
        if self.sudo().search_count([("message_id", "=", number)], limit=1):
            return
        cipher = identity_crypt.load_cipher()
        text = fields_of.get(CONTENTS[fields_of["MsgType"]], "")
        self._store(
            "wechat",
            content,
            message_id=number,
            state="triage",
            refusal="message",
            subject=text.strip()[:SUBJECT_LENGTH] or False,
            sender_index=cipher.blind_index(fields_of.get("FromUserName"), purpose="wechat"),
        )

    @api.model
    def _parse_wechat(self, content):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise ValueError("no XML") from error
        return {child.tag: child.text or "" for child in root if isinstance(child.tag, str)}

    def _text_of_wechat(self):
        message = self._parse_wechat(self._content())
        return message.get(CONTENTS.get(message.get("MsgType")), "")

    def _vals_of_wechat(self):
        return {"facts": self.text, "application_form": "written"}
