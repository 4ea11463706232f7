from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.addons.consumer_rights.clock.due import day_start
from odoo.addons.consumer_rights.tools.china_time import china_date

CITY = "consumer_rights.demo_station_city"
REMARKS = "总体情况平稳。个别单位接收、录入不及时，请对照扣分事项查找原因，按期整改。"
NOT_LATE = "已依法延长，不属超时。"
SEEN = (
    ("missing_entry_found", "现场抽查接待登记簿，发现一件未录入系统。"),
    ("other", "未公示值班人员。"),
)
EXCUSE = "当日系统割接，线路中断两小时，已按规定报告，请予撤销。"


class RightsDemo(models.AbstractModel):
    """Three months of the quality assessment: published, under objection, and the present one."""

    _inherit = "rights.demo"

    @api.model
    def _load_quality(self):
        city = self.env.ref(CITY, raise_if_not_found=False)
        demo = self.sudo().with_context(lang="zh_CN", tracking_disable=True)
        if city and not demo.env["rights.quality.bulletin"].search_count([], limit=1):
            self._timed(demo._make_quality, city.sudo())

    def _make_quality(self, city):
        # the bulletin is sealed for good while demonstration data load, and speaks Chinese
        self.env["ir.module.module"]._load_module_terms(["rights_reports"], ["zh_CN"])
        self.env.registry.clear_cache()
        this_month = china_date().replace(day=1)
        bulletins = self.env["rights.quality.bulletin"]
        before, last = (
            bulletins._ensure_month(city, this_month - relativedelta(months=count))
            for count in (2, 1)
        )
        self.env["rights.quality.deduction"]._collect()
        self._enter_quality(bulletins.search([("month", "=", this_month)]), city)
        for bulletin in (before, last):
            self._decide_quality(bulletin)
        self._publish_quality(before)
        last.with_user(self._user("head")).action_review()
        self._contest_quality(last)
        item = self.env["rights.quality.annual.item"].with_user(self._user("quality"))
        item = item.create(
            {
                "name": "消费维权先进集体",
                "station_id": city.id,
                "points": 1,
                "evidence": "演示市表彰决定（演示）",
            }
        )
        item.with_user(self._user("head")).action_approve()

    def _enter_quality(self, bulletin, city):
        """What the officer saw on the spot this month."""
        station = self._user("station").rights_station_ids[:1] or city
        self.env["rights.quality.deduction"].with_user(self._user("quality")).create(
            [
                {
                    "bulletin_id": bulletin.id,
                    "station_id": station.id,
                    "item_id": self.env.ref(f"rights_reports.quality_item_{code}").id,
                    "evidence": words,
                }
                for code, words in SEEN
            ]
        )

    def _decide_quality(self, bulletin):
        """Every ninth candidate was extended; the others are deducted."""
        officer = self._user("quality")
        found = bulletin.deduction_ids.filtered(lambda one: one.state == "candidate").sorted("id")
        excused = found.browse(found.ids[4::9])
        excused.write({"dismiss_reason": NOT_LATE})
        excused.with_user(officer).action_dismiss()
        (found - excused).with_user(officer).action_confirm()
        bulletin.remarks = REMARKS
        bulletin.with_user(officer).action_submit()

    def _publish_quality(self, bulletin):
        """Nobody objected to the older month; its time is over."""
        head = self._user("head")
        due = day_start((bulletin._last_day() + timedelta(days=4)).toordinal())
        shown = due + timedelta(hours=10)
        bulletin.write({"state": "reviewed", "reviewed_at": shown, "reviewed_by_id": head.id})
        bulletin.with_user(head).action_publish()

    def _contest_quality(self, bulletin):
        """A unit of the demonstration accounts objects, where it lost something."""
        person = self._user("station")
        mine = bulletin.deduction_ids.filtered(
            lambda one: one.state == "confirmed" and one.station_id in person.rights_station_ids
        )[:1]
        if mine and mine.due_at > fields.Datetime.now():
            mine.with_user(person)._contest(EXCUSE)
