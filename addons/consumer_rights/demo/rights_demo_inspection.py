from datetime import timedelta

from odoo import models
from odoo.fields import Command

from ..models.inspection.rights_covert_line import ITEMS
from ..tools.china_time import china_date
from .rights_demo_ledger import HOST

FAULT = "进口饼干无中文标签"


class RightsDemo(models.AbstractModel):
    """A post in the department store, its patrols and an undercover visit (INS-01 to INS-08)."""

    _inherit = "rights.demo"

    def _load_inspections(self):
        if self.env["rights.inspection"].search_count([], limit=1):
            return
        merchant = self._merchant(HOST)
        officer = self._officer_of(merchant)
        if not officer:
            return
        post = self.env["rights.instore.post"].create(
            {
                "merchant_id": merchant.id,
                "officer_id": officer.id,
                "place": "一楼服务台",
                "has_law_books": True,
            }
        )
        patrols = self.env["rights.inspection"]
        today = china_date()
        past = patrols._plan(post, today.replace(day=1) - timedelta(days=1))
        self._submit_patrol(past.with_user(officer))
        patrols._plan(post, patrols._period_end(today))
        self._load_visits(merchant, officer, today)

    def _officer_of(self, merchant):
        posts = self.env["rights.post"].search([("station_id", "=", merchant.station_id.id)])
        station = self.env.ref("consumer_rights.consumer_rights_group_station")
        return posts.user_id.filtered(lambda user: station in user.all_group_ids)[:1]

    def _submit_patrol(self, patrol):
        patrol.env["rights.ledger.inspection"].create(
            {
                "merchant_id": patrol.merchant_id.id,
                "inspection_id": patrol.id,
                "guidance": "台账及时登记、及时办结",
            }
        )
        patrol.write(
            {
                "causes": "服装洗后褪色的投诉较多，标签洗涤说明不清。",
                "guidance": "进货时查验标签，售出时说明洗涤方法。",
                "returned_goods": "sound",
                "line_ids": [
                    Command.update(line.id, {"result": "clear"}) for line in patrol.line_ids
                ],
            }
        )
        patrol.action_submit()

    def _load_visits(self, merchant, officer, today):
        """One released, with a fault to put right; one waits for the supervisor."""
        account = self._user("supervisor")
        supervisor = self.env["rights.social.supervisor"].create(
            {
                "name": account.name,
                "user_id": account.id,
                "station_id": merchant.station_id.id,
                "public_spirit": "社区志愿者，热心公益",
                "legal_knowledge": "参加过消费者权益保护法培训",
            }
        )
        visits = self.env["rights.covert.visit"].with_user(officer)
        first, _second = visits.create(
            [
                {"merchant_id": merchant.id, "supervisor_id": supervisor.id, "visit_by": day}
                for day in (today, today + timedelta(days=14))
            ]
        )
        record = dict.fromkeys((item for item, _label in ITEMS), "sound")
        record |= {"labelling": "fault", "labelling_note": FAULT, "visited_on": today}
        first.with_user(account)._own(first.id)._hand_in(record)
        first.action_release()
