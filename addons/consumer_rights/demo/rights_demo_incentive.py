from datetime import timedelta

from odoo import fields, models

from .rights_demo_ledger import HOST
from .rights_demo_network import MERCHANT_ACCOUNT


class RightsDemo(models.AbstractModel):
    """An interview that was held, measures to decide, a letter and an honour (INC-01 to INC-04)."""

    _inherit = "rights.demo"

    def _load_incentives(self):
        if self.env["rights.interview"].search_count([], limit=1):
            return
        dispatcher, head = self._user("dispatcher"), self._user("head")
        merchant, honoured = self._merchant(MERCHANT_ACCOUNT), self._merchant(HOST)
        if not (dispatcher and head and merchant and honoured):
            return
        self.env["rights.negative.measure"]._cron_list()
        self._demo_interview(merchant, dispatcher, head)
        self._demo_letter(merchant, dispatcher)
        self.env["rights.honour.recommendation"].with_user(dispatcher).create(
            {
                "merchant_id": honoured.id,
                "honour_id": self.env.ref("consumer_rights.honour_satisfied").id,
                "grounds": "投诉少、处理快，设有无障碍退换货服务。",
            }
        )

    def _demo_interview(self, merchant, dispatcher, head):
        interview = (
            self.env["rights.interview"]
            .with_user(dispatcher)
            .create(
                {
                    "merchant_id": merchant.id,
                    "invited": "总经理 顾某（演示）",
                    "problems": "预付卡退费投诉集中，处理拖延。",
                    "advice": "公示退费办法，七日内办结退费申请。",
                    "planned_at": fields.Datetime.now() - timedelta(days=3),
                }
            )
        )
        interview.action_ask_approval()
        interview.with_user(head).action_approve()
        interview.minutes = "承诺十个工作日内清退已申请的余额，并在门店公示退费办法。"
        interview.action_hold()

    def _demo_letter(self, merchant, dispatcher):
        letter = (
            self.env["rights.suggestion.letter"]
            .with_user(dispatcher)
            .create(
                {
                    "merchant_id": merchant.id,
                    "subject": "关于加强健身行业预付卡管理的建议",
                    "addressee": "云川市体育局（演示）",
                    "content": "近期健身行业预付卡投诉持续居前，建议督促企业履行备案和存管义务。",
                }
            )
        )
        letter.action_ask_approval()
