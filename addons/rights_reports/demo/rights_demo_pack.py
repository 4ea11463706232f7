from odoo import api, models
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.fields import Command

from ..tools.periods import before, span_of

CITY = "consumer_rights.demo_station_city"
PACKS = ("month", "quarter", "year")
ROOMS = ("一号调解室", "二号调解室")


class RightsDemo(models.AbstractModel):
    """Packs of the city that run, the last month in the inbox, a screen for the hall."""

    _inherit = "rights.demo"

    @api.model
    def _load_packs(self):
        city = self.env.ref(CITY, raise_if_not_found=False)
        demo = self.sudo().with_context(lang="zh_CN", tracking_disable=True)
        if city and not demo.env["rights.pack.run"].search_count([], limit=1):
            self._timed(demo._make_packs, city.sudo())

    def _make_packs(self, city):
        # workbooks speak Chinese already while demonstration data load
        self.env["ir.module.module"]._load_module_terms(["rights_reports"], ["zh_CN"])
        self.env.registry.clear_cache()
        month = before(span_of("month", china_date()))
        for kind in PACKS:
            self.env.ref(f"rights_reports.pack_{kind}").write(
                {
                    "station_id": city.id,
                    "user_id": self._user("statistician").id,
                    "recipient_ids": [
                        Command.set((self._user("head") | self._user("dispatcher")).ids)
                    ],
                    "since": month.last,
                    "active": True,
                }
            )
        runs = self.env["rights.pack.run"]
        pack = self.env.ref("rights_reports.pack_month")
        run = runs.create([runs._values_of(pack, month) | {"due_at": pack._due_at(month)}])
        run._run_safely()
        self.env["rights.wall.screen"].create({"name": "一楼办事大厅", "station_id": city.id})
        rooms = self.env["rights.mediation.room"]
        if not rooms.search_count([("station_id", "=", city.id)], limit=1):
            rooms.create([{"name": name, "station_id": city.id, "seats": 8} for name in ROOMS])
