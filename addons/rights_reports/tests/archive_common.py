"""A small archive: a box, a volume of merchant ledgers whose time is over."""

import base64
from datetime import date

from odoo.addons.consumer_rights.tests.common import RightsCommon
from odoo.fields import Command

SCAN = b"%PDF-1.4 scan"


class ArchiveCommon(RightsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["keeper"] = cls._create_person("keeper", "archivist", "district_a")
        cls.box = cls.as_user("archivist", cls.env["rights.archive.box"]).create(
            {"name": "1号盒", "place": "一库-3-2"}
        )

    @classmethod
    def klass(cls, code):
        return cls.env.ref(f"rights_reports.archive_class_{code}")

    @classmethod
    def volume(cls, code="merchant_ledger", day=date(2023, 5, 8), close=True, login="archivist"):
        """A volume with one item of this day, on the shelf."""
        volume = cls.as_user(login, cls.env["rights.archive.volume"]).create(
            {
                "title": "经营者台账",
                "class_id": cls.klass(code).id,
                "year": day.year,
                "box_id": cls.box.id if login == "archivist" else False,
                "item_ids": [
                    Command.create(
                        {
                            "title": "第二季度台账",
                            "date": day,
                            "page_count": 12,
                            "file": base64.b64encode(SCAN),
                            "file_name": "scan.pdf",
                        }
                    )
                ],
            }
        )
        if close:
            volume.action_close()
        return volume

    @classmethod
    def appraisal(cls, *volumes, approve=True, **line):
        appraisal = cls.as_user("archivist", cls.env["rights.archive.appraisal"]).create(
            {
                "grounds": "保管期满，不再具有查考价值。",
                "line_ids": [Command.create({"volume_id": one.id, **line}) for one in volumes],
            }
        )
        if approve:
            appraisal.action_ask_approval()
            cls.as_user("head", appraisal).action_approve()
        return appraisal

    @classmethod
    def destroy(cls, appraisal, login="archivist"):
        appraisal = cls.as_user(login, appraisal)
        appraisal.write({"method": "送定点单位粉碎", "witness_id": cls.users["clerk"].id})
        appraisal.action_destroy()
        return appraisal
