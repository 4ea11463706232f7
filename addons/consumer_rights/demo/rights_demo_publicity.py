import base64
import io
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from PIL import Image, ImageDraw

from ..tools.china_time import china_date
from .rights_demo_network import MERCHANT_ACCOUNT

WARNING = {
    "kind": "warning",
    "name": "预付卡消费警示：办卡前看清退费约定",
    "hot_spot": "健身、美容美发、教育培训等行业预付卡退费投诉集中。",
    "cause": "部分经营者扩张过快，资金紧张，拖延退费或者停业。",
    "problem": "合同中设置“概不退费”等格式条款，拒绝退还余额。",
    "advice": "办卡金额不宜过大，期限不宜过长；签订书面合同，保留付款凭证；遇停业及时拨打12315。",
}
TIP = {
    "kind": "tip",
    "name": "消费提示：三包期限从开具发票之日起算",
    "body": "三包有效期自开具发票之日起计算，扣除因修理占用和无零配件待修的时间。请妥善保管发票和三包凭证。",
}
FALSE_TIP = {
    "kind": "tip",
    "name": "消费提示：网购商品一律七日无理由退货",
    "body": "网络购物自收到商品之日起七日内可以无理由退货。",
}
CALL = {
    "kind": "opinions",
    "name": "关于预付式消费退费办法（草案）征求意见",
    "body": "草案规定：消费者自付款之日起七日内未消费的，可以要求全额退款；经营者应当在十五日内退还余额。",
}
OPINIONS = (
    "退款时间应缩短到七日，十五日太长。",
    "建议余额由第三方存管，停业时直接退给消费者。",
    "希望明确课程类预付卡中途退费的计算方法。",
)
TYPICAL = "消费者购买商品后发现质量问题，与经营者协商未果后投诉。经调解，经营者承担责任，双方达成一致。提示：购物时索要发票，发现问题及时固定证据。"


class RightsDemo(models.AbstractModel):
    """Publications in every state, objections, opinions and two events (DIS)."""

    _inherit = "rights.demo"

    def _load_publicity(self):
        disclosures = self.env["rights.disclosure"]
        district, city = self._user("district"), self._user("statistician")
        if disclosures.search_count([], limit=1) or not (district and city):
            return
        codes = self.env["rights.category"]
        contract, quality = (
            codes._of_code("contract", "nature"),
            codes._of_code("quality", "nature"),
        )
        warning = self._demo_disclosure(district, 40, **WARNING, category_ids=contract.ids)
        self._demo_disclosure(district, 25, **TIP, category_ids=quality.ids)
        for user in (district, city):
            self._demo_figures(user)
        self._demo_typical(district)
        self._demo_withdrawn(city, contract)
        self._demo_call(city)
        self._demo_waiting(contract)
        self._demo_events(district, warning)

    def _demo_quarter(self):
        """First and last day of the quarter before this one."""
        today = china_date()
        begin = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        return begin - relativedelta(months=3), begin - timedelta(days=1)

    def _demo_disclosure(self, user, days, **vals):
        """A version that was published so many days ago; a draft when it may not be (EMG-11)."""
        first, last = self._demo_quarter()
        vals = {"date_from": first, "date_to": last, **vals}
        draft = self.env["rights.disclosure"].with_user(user).sudo(False).create(vals)
        if draft.kind in ("warning", "tip"):
            draft.action_count()
        self._demo_publish(draft, days)
        return draft

    def _demo_publish(self, draft, days):
        if self._demo_approve(draft):
            rows = draft.sudo().merchant_ids
            rows.agreed_at = fields.Datetime.now()
            draft.action_publish()
            draft.sudo()._set_state(published_at=fields.Datetime.now() - timedelta(days=days))

    def _demo_approve(self, draft):
        approve = draft.with_user(self._user("head")).sudo(False).action_approve
        return self._demo_step(draft.action_submit, approve)

    def _demo_step(self, *acts):
        """Whatever is held back, such as a major matter, stays where it is."""
        try:
            with self.env.cr.savepoint():
                for act in acts:
                    act()
        except UserError:
            return False
        return True

    def _demo_figures(self, user):
        first, last = self._demo_quarter()
        unit = user.rights_station_ids[:1].name
        draft = self._demo_disclosure(
            user,
            0,
            kind="figures",
            name=f"{unit}{first.year}年第{(first.month + 2) // 3}季度经营者投诉信息公示",
        )  # without rows it waits
        draft.action_count()
        held = self.env["rights.incident"].search(
            [("closed_at", "=", False), ("publicity_at", "=", False)]
        )
        names = set(held.mapped("respondent_name"))
        draft.merchant_ids.filtered(lambda row: row.merchant_id.name in names).unlink()
        self._demo_publish(draft, 12)

    def _demo_typical(self, user):
        case = self.env["rights.case"].search(
            [
                ("kind", "=", "complaint"),
                ("publication_consent", "=", True),
                ("concluded_at", "!=", False),
                ("outcome_id.code", "=", "settled"),
                ("incident_id", "=", False),
                ("chain_station_ids", "in", user.rights_station_ids.ids),
            ],
            order="id",
            limit=1,
        )
        if case:
            lines = [Command.create({"case_number": case.name})]
            vals = {"kind": "typical", "name": "典型案例：保留凭证，依法维权", "body": TYPICAL}
            self._demo_disclosure(user, 18, **vals, case_line_ids=lines)

    def _demo_withdrawn(self, user, code):
        wrong = self._demo_disclosure(user, 60, **FALSE_TIP, category_ids=code.ids)
        if wrong.state == "live":
            wrong.remark = "表述不准确：定作、鲜活易腐等商品不适用七日无理由退货。"
            wrong.action_take_down()

    def _demo_call(self, user):
        call = self._demo_disclosure(user, 6, **CALL, open_until=china_date() + timedelta(days=24))
        if call.state == "live":
            self.env["rights.disclosure.opinion"].create(
                [{"disclosure_id": call.id, "text": text} for text in OPINIONS]
            )

    def _demo_waiting(self, code):
        """One that the head decides on, one that a merchant may object to."""
        disclosures = self.env["rights.disclosure"]
        waiting = disclosures.with_user(self._user("district2")).sudo(False)
        draft = waiting.create({**WARNING, "name": "健身预付卡消费警示", "category_ids": code.ids})
        self._demo_step(draft.action_submit)
        merchant = self._merchant(MERCHANT_ACCOUNT)
        first, last = self._demo_quarter()
        if merchant:
            shown = (
                disclosures.with_user(self._user("district"))
                .sudo(False)
                .create(
                    {
                        "kind": "figures",
                        "name": "健身行业投诉信息公示",
                        "date_from": first,
                        "date_to": last,
                        "merchant_ids": [Command.create({"merchant_id": merchant.id})],
                    }
                )
            )
            shown.action_count()
            (shown.merchant_ids.filtered(lambda row: row.merchant_id != merchant)).unlink()
            self._demo_approve(shown)

    def _demo_events(self, user, shown):
        events = self.env["rights.publicity.event"].with_user(user).sudo(False)
        live = shown.filtered(lambda one: one.state == "live")
        held = events.create(
            {
                "name": "消费知识进社区",
                "date": china_date() - timedelta(days=9),
                "place": "澜桥社区广场（演示）",
                "audience": "社区居民",
                "audience_count": 120,
                "materials": "预付卡消费警示宣传单200份，真假商品比对展板6块。",
                "disclosure_ids": live.ids,
                "photo_ids": [Command.create({"image": self._demo_photo(), "caption": "宣传现场"})],
            }
        )
        held.action_hold()
        events.create(
            {
                "name": "维权课堂进学校",
                "date": china_date() + timedelta(days=11),
                "place": "澜桥实验小学（演示）",
                "audience": "五年级学生",
            }
        )

    def _demo_photo(self):
        """A drawn square with stalls: no photo of anybody."""
        image = Image.new("RGB", (640, 400), (214, 232, 245))
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 280, 640, 400), fill=(196, 196, 188))
        for left in (60, 250, 440):
            draw.rectangle((left, 170, left + 140, 290), fill=(250, 250, 250))
            draw.polygon(
                [(left - 15, 170), (left + 70, 110), (left + 155, 170)], fill=(31, 95, 168)
            )
        out = io.BytesIO()
        image.save(out, "PNG")
        return base64.b64encode(out.getvalue())
