import base64
import io
from datetime import date

from odoo import api, models
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.fields import Command
from PIL import Image, ImageDraw

CLASS = "rights_reports.archive_class_"
# class, title, years ago, box, [(title, document number, pages)]
VOLUMES = (
    (
        "rules",
        "工作制度汇编",
        1,
        0,
        (("首问负责制", "云消维〔演〕3号", 4), ("限时办结制", "云消维〔演〕4号", 6)),
    ),
    ("annual_plan", "年度工作计划", 1, 0, (("年度消费维权工作计划", "云消维〔演〕9号", 12),)),
    ("incoming", "上级来文", 1, 1, (("关于做好节日维权工作的通知", "省消保〔演〕21号", 3),)),
    ("monthly", "月报", 1, 1, (("一月份数据月报", "", 8), ("二月份数据月报", "", 8))),
    (
        "merchant_ledger",
        "经营者消费投诉台账",
        4,
        2,
        (("第一季度台账", "", 24), ("第二季度台账", "", 31)),
    ),
    ("merchant_ledger", "经营者消费投诉台账（涉诉）", 4, 2, (("第三季度台账", "", 18),)),
)
BOXES = (("A-01", "一库-1-1"), ("A-02", "一库-1-2"), ("B-01", "一库-3-2"))
HELD = 5


class RightsDemo(models.AbstractModel):
    """Boxes, volumes of several classes, two of them expired and one of these on hold (ARC-01)."""

    _inherit = "rights.demo"

    @api.model
    def _load_archive(self):
        demo = self.sudo().with_context(lang="zh_CN", tracking_disable=True)
        archivist = demo._user("archivist")
        if not archivist or demo.env["rights.archive.volume"].search_count([], limit=1):
            return
        as_archivist = demo.env(user=archivist, su=False)
        boxes = as_archivist["rights.archive.box"].create(
            [{"name": name, "place": place} for name, place in BOXES]
        )
        volumes = [
            demo._demo_volume(as_archivist, boxes[box], code, title, china_date().year - ago, items)
            for code, title, ago, box, items in VOLUMES
        ]
        as_archivist["rights.archive.hold"].create(
            {"volume_id": volumes[HELD].id, "reason": "经营者提起行政诉讼（演示）"}
        )
        demo._demo_collected(as_archivist, boxes[0])
        demo._demo_media(as_archivist)

    def _demo_volume(self, env, box, code, title, year, items):
        volume = env["rights.archive.volume"].create(
            {
                "title": title,
                "class_id": self.env.ref(f"{CLASS}{code}").id,
                "year": year,
                "box_id": box.id,
                "item_ids": [
                    Command.create(
                        {
                            "title": name,
                            "document_number": number,
                            "page_count": pages,
                            "date": date(year, 2 * place, 8),
                            "sequence": place,
                        }
                    )
                    for place, (name, number, pages) in enumerate(items, 1)
                ],
            }
        )
        volume.action_close()
        return volume

    def _demo_collected(self, env, box):
        """The ledgers of this year are in a closed volume, its dossiers in one that is filled."""
        for code, title, closes in (
            ("ledger", "消费维权台账", True),
            ("dossier", "投诉卷宗", False),
        ):
            volume = env["rights.archive.volume"].create(
                {"title": title, "class_id": self.env.ref(f"{CLASS}{code}").id, "box_id": box.id}
            )
            if env["rights.archive.item"]._get_waiting(volume, limit=1):
                volume.action_collect()
                if closes:
                    volume.action_close()

    def _demo_media(self, env):
        year = china_date().year - 1
        picture = Image.new("RGB", (320, 200), "#1f5fa8")
        ImageDraw.Draw(picture).rectangle((60, 50, 260, 150), fill="white")
        content = io.BytesIO()
        picture.save(content, "PNG")
        env["rights.archive.media"].create(
            [
                {
                    "title": "宣传台与咨询点",
                    "kind": "photo",
                    "event": "3·15国际消费者权益日宣传活动（演示）",
                    "recorded_on": date(year, 3, 15),
                    "file": base64.b64encode(content.getvalue()),
                    "file_name": "315.png",
                },
                {
                    "title": "工作会议录像",
                    "kind": "video",
                    "event": "年度消费维权工作会议（演示）",
                    "recorded_on": date(year, 1, 20),
                    "carrier": "光盘 1 张，声像柜 1-1",
                },
            ]
        )
