"""Bodies outside and papers, for the tests of the legal studios."""

import base64

from .deadline_common import DeadlineCommon
from .document_common import picture


class LegalCommon(DeadlineCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scan = base64.b64encode(picture())
        body = cls.env["rights.partner.body"].create
        cls.court = body({"name": "测试法院", "kind": "court", "phone": "025-84001111"})
        cls.arbitration = body(
            {"name": "测试仲裁委", "kind": "arbitration", "phone": "025-84002222"}
        )
        cls.council = body({"name": "测试消保委", "kind": "council", "phone": "025-84003333"})
        cls.authority = body({"name": "测试司法局", "kind": "authority", "phone": "025-84004444"})

    @classmethod
    def studio(cls, kind):
        """A studio of the city centre, there since before the year of the tests."""
        studio = cls.env["rights.studio"].create(
            {"station_id": cls.stations["city"].id, "kind": kind}
        )
        cls.env.cr.execute(
            "UPDATE rights_studio SET create_date = '2025-12-15' WHERE id = %s", [studio.id]
        )
        return studio

    @classmethod
    def make(cls, login, model, **values):
        return cls.as_user(login, cls.env[model]).create(values)
