"""What tests of arrivals share: mails as they come, and the accounts that bring them."""

from email.message import EmailMessage

from .common import GROUP, RightsCommon

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)


class ArrivalCommon(RightsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("consumer_rights.arrival_unit", "CSTC")
        cls.arrivals = cls.env["rights.arrival"]
        cls.interface_user = (
            cls.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": "接口账号",
                    "login": "t_interface",
                    "group_ids": [(6, 0, [cls.env.ref(GROUP + "interface").id])],
                    "lang": "en_US",
                }
            )
        )

    @classmethod
    def mail(cls, text="买了三天屏幕碎裂，要求退货。", files=(), **headers):
        """A mail as bytes; headers by their names with underscores for hyphens."""
        message = EmailMessage()
        wanted = {
            "From": "张测试 <zhang@example.com>",
            "To": "12315@example.org",
            "Subject": "手机屏幕碎裂",
            "Message_Id": "<one@example.com>",
            **headers,
        }
        for name, value in wanted.items():
            if value is not None:
                message[name.replace("_", "-")] = value
        message.set_content(text)
        for name, content in files:
            message.add_attachment(
                content, maintype="application", subtype="octet-stream", filename=name
            )
        return message.as_bytes()

    def take(self, content):
        """The mail, stored and read as the job reads it."""
        arrival = self.arrivals._store("email", content)
        self.read_now(arrival)
        return arrival

    def read_now(self, arrival):
        arrival.attempts += 1
        arrival._try_read()
        arrival.env.flush_all()

    def key_of(self, user):
        return self.env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", "test", None)
