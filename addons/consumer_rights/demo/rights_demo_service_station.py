from datetime import datetime, time, timedelta

from odoo import models
from odoo.fields import Command

from ..models.service_station.rights_station_assessment import half_before
from ..tools.china_time import china_date
from ..tools.quarters import quarter_before, quarter_days
from .rights_demo_ledger import HOST

# unit: (kind, host, coordinator, education)
STATIONS = {
    "LLF1": ("merchant_station", HOST, "梁示桥", "bachelor"),
    "QYF1": ("merchant_station", "白鹭农贸市场", "严示川", "college"),
    "SYF1": ("township_station", None, "范示乡", "college"),
    "SYD1": ("village_point", None, "方示杏", "senior_high"),
    "SYD2": ("village_point", None, "石示泉", "vocational"),
}
TOWNSHIP = ("松野镇消费维权服务站", "SYF1", "SY01", "026-00061005")
# district: (place, kind, unit of the station that covers it)
PLACES = {
    "LL": (
        ("云川百货", "mall", "LLF1"),
        ("望澜步行街", "shopping_street", "LLF1"),
        ("临澜体育馆商圈", "other", None),
    ),
    "QY": (
        ("白鹭农贸市场", "market", "QYF1"),
        ("鹭鸣社区", "community", "QYF1"),
        ("青屿湖景区", "scenic_spot", None),
    ),
    "SY": (
        ("松野镇", "township", "SYF1"),
        ("杏花村", "village", "SYD1"),
        ("泉湾村", "village", "SYD2"),
        ("云坪镇", "township", None),
    ),
}
# days ago, kind, topic, people
ACTIVITIES = (
    (20, "lecture", "识别虚假促销", 45),
    (70, "consulting", "家电消费咨询活动", 80),
    (110, "study", "学习消费者权益保护法实施条例", 6),
    (150, "publicity_week", "消费维权宣传周", 260),
    (240, "lecture", "预付式消费风险提示", 52),
    (300, "study", "学习投诉举报处理规定", 6),
)
TEXTS = {
    "hot_spots": "服装鞋帽洗后褪色、开胶较多；会员卡退费投诉有所增加。",
    "measures": "组织柜台进货查验标签，约请两家供货商换货；会员卡退费由服务台统一办理。",
    "suggestions": "建议对洗护标识开展一次专项检查。",
}
QUIET = {
    "hot_spots": "本季度没有受理投诉。",
    "measures": "走访商户，检查进货凭证和价格标示。",
    "suggestions": "建议增加一次进村入户的维权宣传。",
}
# what the desk of the department store wrote on paper before: days ago, subject, amount
ON_PAPER = (
    (58, "羊毛衫缩水", 320),
    (66, "童鞋脱胶", 159),
    (83, "会员卡余额不退", 800),
    (97, "电饭煲不加热", 269),
    (121, "手表走时不准", 980),
    (139, "行李箱拉杆断裂", 358),
    (158, "衬衫褪色", 199),
    (176, "皮带扣断裂", 88),
    (203, "保温杯漏水", 129),
)
FEW = 3  # things of the five that a station still lacks


class RightsDemo(models.AbstractModel):
    """Service stations with what they must have, what they log, report and settle (STN)."""

    _inherit = "rights.demo"

    def _load_service_stations(self):
        if self.env["rights.station.profile"].search_count([], limit=1):
            return
        self._open_township_station()
        profiles = {code: self._open_file(code, *row) for code, row in STATIONS.items()}
        self._list_places(profiles)
        self._log_activities(profiles)
        self._take_over_paper(profiles["LLF1"])
        self._hand_in_quarters(profiles)
        self._assess_stations(profiles)
        self._give_targets(profiles)
        self._let_liaison_work(profiles["LLF1"])

    def _open_township_station(self):
        name, code, above, phone = TOWNSHIP
        if code not in self._stations():
            self.env["rights.station"].create(
                {
                    "name": name,
                    "code": code,
                    "level": "service_station",
                    "parent_id": self._stations()[above].id,
                    "phone": phone,
                }
            )

    def _open_file(self, code, kind, host, name, education):
        unit = self._stations()[code]
        profile = self.env["rights.station.profile"].create(
            {
                "station_id": unit.id,
                "kind": kind,
                "merchant_id": host and self._merchant(host).id,
                "date_from": china_date() - timedelta(days=600),
                "special_phone": unit.phone,
                **dict.fromkeys(
                    ("has_settlement_system", "has_quality_system", "has_withdrawal_system"),
                    kind == "merchant_station",
                ),
            }
        )
        self.env["rights.station.coordinator"].create(
            {
                "profile_id": profile.id,
                "name": name,
                "phone": unit.phone,
                "education_id": self.env["rights.education.level"]._of_code(education).id,
                "has_law_knowledge": True,
                "can_communicate": True,
                "date_from": profile.date_from,
            }
        ).action_confirm()
        for place, row in enumerate(profile.five_have_ids):
            lacks = code == "SYD2" and place >= FEW
            note = "尚未制作" if lacks else "现场查看，留有照片"
            row.write({"result": "fail" if lacks else "pass", "note": note})
        return profile

    def _list_places(self, profiles):
        stations = self._stations()
        kinds = self.env["rights.station.place.kind"]
        self.env["rights.station.place"].create(
            [
                {
                    "name": name,
                    "kind_id": kinds._of_code(kind).id,
                    "district_id": stations[district].id,
                    "profile_id": code and profiles[code].id,
                }
                for district, rows in PLACES.items()
                for name, kind, code in rows
            ]
        )

    def _log_activities(self, profiles):
        """The last of the points did nothing, which its assessment shows."""
        kinds = self.env["rights.station.activity.kind"]
        today = china_date()
        self.env["rights.station.activity"].create(
            [
                {
                    "profile_id": profile.id,
                    "kind_id": kinds._of_code(kind).id,
                    "date": today - timedelta(days=back),
                    "topic": topic,
                    "people": people,
                }
                for code, profile in profiles.items()
                if code != "SYD2"
                for back, kind, topic, people in ACTIVITIES
            ]
        )

    def _take_over_paper(self, profile):
        """Complaints from before the system: figures for the reports of the last quarters."""
        category = self.env["rights.category"]
        goods = category.search([("kind", "=", "goods"), ("parent_id", "=", False)])
        nature = category.search([("kind", "=", "nature"), ("parent_id", "=", False)], limit=1)
        outcome = self.env["rights.outcome"].search([("code", "=", "self_settled")])
        today = datetime.combine(china_date(), time(2))
        cases = self.env["rights.case"].with_user(self._user("liaison")).sudo()
        cases._import_history(
            [
                {
                    "kind": "complaint",
                    "channel_id": self.env.ref("consumer_rights.channel_visit").id,
                    "station_id": profile.station_id.id,
                    "handled_station_ids": [Command.set(profile.station_id.ids)],
                    "subject": subject,
                    "facts": f"在柜台购买后{subject}",
                    "request": "要求退货",
                    "respondent_id": profile.merchant_id.id,
                    "respondent_address": profile.merchant_id.business_address,
                    "item_class_id": goods[place % 3].id,
                    "category_id": nature.id,
                    "amount_dispute": amount,
                    "amount_recovered": amount,
                    "outcome_id": outcome.id,
                    "result_text": "商家退货退款",
                    "received_at": today - timedelta(days=back),
                    "concluded_at": today - timedelta(days=back - 1),
                    "external_source": "服务站纸质台账",
                }
                for place, (back, subject, amount) in enumerate(ON_PAPER)
            ]
        )

    def _hand_in_quarters(self, profiles):
        """The quarter before last is handed in; of the last one the department store's is due."""
        last = quarter_before(china_date())
        before = quarter_before(quarter_days(*last)[0])
        reports = self.env["rights.station.report"]
        for year, quarter in (before, last):
            for code, profile in profiles.items():
                report = reports._open_quarter(profile, year, quarter)
                if code != "LLF1" or (year, quarter) == before:
                    self._hand_in(report)

    def _hand_in(self, report):
        """As if on the day after the quarter."""
        at = datetime.combine(report.day_to + timedelta(days=1), time(2))
        texts = TEXTS if report._statistics()[1]["received"] else QUIET
        report.write({**texts, "state": "submitted", "submitted_at": at})
        report.submitted_by_id = self._user("liaison")
        report._clock_event("station_reported", at)

    def _assess_stations(self, profiles):
        """Decided for all but one; whoever did nothing for the public still passes, just."""
        year, half = half_before(china_date())
        rows = self.env["rights.station.assessment"].create(
            [
                {"profile_id": profile.id, "year": year, "half": half}
                for profile in profiles.values()
            ]
        )
        rows[1:].action_decide()

    def _give_targets(self, profiles):
        self.env["rights.station.target"].create(
            {
                "profile_id": profiles["SYD1"].id,
                "guide_id": profiles["SYF1"].id,
                "line_ids": [
                    Command.create({"name": name, "wanted": wanted, "reached": reached})
                    for name, wanted, reached in (
                        ("宣传活动（次）", 4, 3),
                        ("投诉24小时答复率（%）", 100, 100),
                        ("和解率（%）", 70, 76),
                    )
                ],
            }
        )

    # -- the liaison of the department store -------------------------------------------------------

    def _let_liaison_work(self, profile):
        """One complaint settled, one open, one referred, an opinion, an idea for a rule."""
        account = self._user("liaison")
        self.env["rights.station.member"].create({"profile_id": profile.id, "user_id": account.id})
        cases = self.env["rights.case"].with_user(account)
        own = profile.with_user(account)._own(profile.id)
        settled = cases._station_take(own, self._desk_complaint(profile, 0))
        settled._station_settle(
            {
                "terms": "商家当场退还货款459元，消费者退回皮鞋。",
                "amount": "459",
                "confirmed": "in_person",
            }
        )
        cases._station_take(own, self._desk_complaint(profile, 1))
        own._enter_opinion(
            {"subject": "会员卡退费", "content": "多名消费者希望统一会员卡退费的办理期限。"}
        )
        own._enter_opinion(
            {"kind": "rule", "subject": "预付卡", "content": "建议在条例中明确冷静期。"}
        )
        self._refer_to_station(profile)

    def _desk_complaint(self, profile, number):
        category = self.env["rights.category"].sudo()
        nature, item_class = (
            category.search([("kind", "=", kind), ("parent_id", "=", False)], limit=1).code
            for kind in ("nature", "goods")
        )
        subject, facts, request, amount = (
            ("女式皮鞋开胶", "穿三天鞋底开胶，柜台只同意修理。", "要求退货退款", "459"),
            ("电热水壶不通电", "接通电源没有反应，柜台要求自行送修。", "要求更换", "129"),
        )[number]
        return {
            "way": "visit",
            "name": ("何示梅", "罗示远")[number],
            "phone": f"1690000610{number}",
            "address": f"云川市临澜区望澜街{20 + number}号",
            "merchant": str(profile.merchant_id.id),
            "subject": subject,
            "facts": facts,
            "request": request,
            "item_class": item_class,
            "nature": nature,
            "amount": amount,
            "told": "1",
            "merchant_told": "1",
        }

    def _refer_to_station(self, profile):
        """A complaint of the city that its consumer lets the station settle first (STN-06)."""
        dispatcher = self._user("dispatcher")
        cases = self.env["rights.case"].search(
            [
                ("kind", "=", "complaint"),
                ("stage_code", "=", "accepted"),
                ("station_id", "in", dispatcher.rights_station_ids.ids),
                ("respondent_id", "!=", False),
                ("is_confidential", "=", False),
            ],
            order="id desc",
        )
        free = cases.filtered(lambda one: not one._open_referral() and not one._open_handover())
        if free:
            station = profile.station_id.with_user(dispatcher)
            free[0].with_user(dispatcher)._refer("mailbox", "phone", station)
