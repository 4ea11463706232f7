"""What the tests of papers share: shipped templates as they are, and pictures as proof."""

import base64
import io

from PIL import Image

from .common import RightsCommon

# how the shipped templates of Annex C behave (RightsCommon turns the holding off for the others)
DELIVERED = ("DOC-02", "DOC-03", "DOC-04", "DOC-05", "DOC-06", "DOC-12", "DOC-19")
HOLDING = ("DOC-02", "DOC-04", "DOC-05", "DOC-06")


def picture():
    content = io.BytesIO()
    Image.new("RGB", (60, 20), "white").save(content, "PNG")
    return content.getvalue()


class DocumentCommon(RightsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.templates.filtered(lambda one: one.code in DELIVERED).needs_delivery = True
        cls.templates.filtered(lambda one: one.code in HOLDING).holds_case = True
        cls.stations["city"].write(
            {"document_word": "测消维", "phone": "025-12315", "address": "测试路5号"}
        )

    @classmethod
    def case_vals(cls, **values):
        """By letter: nobody is on the phone to be told at once."""
        letter = cls.env.ref("consumer_rights.channel_letter")
        return super().case_vals(**{"channel_id": letter.id, **values})

    @classmethod
    def template(cls, code):
        return cls.templates.filtered(lambda one: one.code == code)

    @classmethod
    def papers(cls, case, code):
        return case.sudo().document_ids.filtered(lambda one: one.template_id.code == code)

    @classmethod
    def paper(cls, case, code, login="clerk"):
        return cls.papers(case, code)[:1].with_user(cls.users[login])

    @classmethod
    def deliver(cls, case, code, login="clerk"):
        """Hand the paper over at the counter."""
        paper = cls.paper(case, code, login)
        paper._deliver("in_person", proofs=[("signature", "signature.png", picture())])
        return paper

    @classmethod
    def signature(cls):
        return base64.b64encode(picture())
