import json
import re

import requests
from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from ...tools.failure import ImpersonalError
from ...tools.masking import phone_digits

TIMEOUT = 15
MOBILE = re.compile(r"1[3-9]\d{9}")


class NotSent(ImpersonalError, UserError):
    """A message did not go out; the sentence names settings alone, so it is kept and shown."""


class RightsSmsGateway(models.Model):
    """The HTTP service that a platform administrator has text messages sent by.

    who                       may
    platform administrator    everything
    others                    nothing, not even read: the key stands in it

    Odoo's own text messages go through its maker and are off (design D14). What leaves the house
    is what ``body`` says: the mobile number, and a text with the name of the unit, the number of
    the matter and a link. No subject, no name, no paper. Without an active gateway the way is not
    offered.
    """

    _name = "rights.sms.gateway"
    _description = "Gateway for text messages"
    _inherit = ["rights.configured", "rights.remembered"]
    _rights_unlogged = frozenset(("header_value",))

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    url = fields.Char("Address", required=True, help="Such as https://sms.example.cn/send")
    content_type = fields.Selection(
        [("application/json", "JSON"), ("application/x-www-form-urlencoded", "Form")],
        required=True,
        default="application/json",
    )
    header_name = fields.Char("Header of the key", default="Authorization")
    header_value = fields.Char("Key")
    body = fields.Text(
        required=True,
        default='{"phone": "{phone}", "text": "{text}"}',
        help="{phone} and {text} are filled in. For a form: one line name=value for each.",
    )
    success = fields.Char(
        "Sign of success",
        help="A pattern that the answer must hold; empty when status 200 will do.",
    )

    @api.constrains("url", "body", "success")
    def _check_settings(self):
        for gateway in self:
            if not re.match(r"https?://", gateway.url or ""):
                raise ValidationError(self.env._("The address begins with https:// or http://."))
            if "{phone}" not in gateway.body or "{text}" not in gateway.body:
                raise ValidationError(self.env._("The body must hold {phone} and {text}."))
            if gateway.content_type == "application/json":
                try:
                    json.loads(gateway.body)
                except ValueError as error:
                    raise ValidationError(
                        self.env._("The body is no JSON: %(reason)s", reason=error)
                    ) from error
            try:
                re.compile(gateway.success or "")
            except re.error as error:
                raise ValidationError(
                    self.env._("The sign of success is no pattern: %(reason)s", reason=error)
                ) from error

    @api.model
    def _get_active(self):
        return self.sudo().browse(self._get_active_id())  # that there is one is no secret

    @api.model
    @tools.ormcache()
    def _get_active_id(self):
        return self.sudo().search([], limit=1).id

    @api.model
    def _is_mobile(self, phone):
        return bool(MOBILE.fullmatch(phone_digits(phone)))

    def _fill(self, phone, text):
        def put(value):
            if isinstance(value, dict):
                return {name: put(part) for name, part in value.items()}
            if isinstance(value, list):
                return [put(part) for part in value]
            if isinstance(value, str):
                return value.replace("{phone}", phone).replace("{text}", text)
            return value

        if self.content_type == "application/json":
            return {"json": put(json.loads(self.body))}
        pairs = (line.partition("=") for line in self.body.splitlines() if "=" in line)
        return {"data": {name.strip(): put(value.strip()) for name, _sign, value in pairs}}

    def _send(self, phone, text):
        """Hand one text over and return what the service answered.

        :raise NotSent: it did not take the text
        """
        self.ensure_one()
        headers = {self.header_name: self.header_value} if self.header_value else {}
        answer = requests.post(
            self.url,
            headers=headers,
            timeout=TIMEOUT,
            allow_redirects=False,
            **self._fill(phone_digits(phone), text),
        )
        taken = answer.ok and re.search(self.success or "", answer.text or "")
        if not taken:
            raise NotSent(
                self.env._(
                    "The gateway did not take the text (%(status)s).", status=answer.status_code
                )
            )
        return (answer.text or "")[:100]
