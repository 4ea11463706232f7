from odoo import models

MODULE = "consumer_rights"
SERVICES = ("complaint", "report", "consultation")
ARTICLES = ("law", "measures", "evidence", "complaint_or_report")
ROOMS = """咨询服务台：一楼大厅
受理接待工作室：一楼101室
维权服务工作室：一楼103室
法律服务工作室：二楼201室
诉调对接工作室：二楼203室"""


class RightsDemo(models.AbstractModel):
    """The guide, the knowledge board and the city's staff board, approved by the head."""

    _inherit = "rights.demo"

    def _load_openness(self):
        services = self._drafts("public_service", SERVICES)
        services.write({"person_in_charge": "受理接待工作室负责人", "units": ROOMS})
        city = self.env.ref(f"{MODULE}.demo_station_city")
        boards = self.env["rights.public.board"]
        if not boards.search_count([("station_id", "=", city.id)]):
            boards = boards.create(
                {
                    "station_id": city.id,
                    "supervision_body": "云川市市场监督管理局机关纪委",
                    "supervision_phone": "026-00012300",
                    "introduction": "服务时间：工作日 8:30–12:00，13:30–17:30。12315电话全天受理。",
                }
            )
        for contents in (services, self._drafts("public_article", ARTICLES), boards):
            contents.with_user(self._user("admin_biz")).action_submit()
            contents.with_user(self._user("head")).action_approve()

    def _drafts(self, kind, codes):
        """Those that came with the addon and were not approved before."""
        contents = [self.env.ref(f"{MODULE}.{kind}_{code}") for code in codes]
        return contents[0].concat(*contents[1:]).filtered(lambda one: one.state == "draft")
