import random
from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command

from ..models.ledger.rights_ledger_figure import MONTHS, month_start
from ..tools.china_time import china_date
from ..tools.quarters import quarter_before
from .rights_demo_network import MERCHANT_ACCOUNT

HOST = "云川百货"
ENTRIES = {HOST: 90, MERCHANT_ACCOUNT: 30}
# shops without an account here that keep a ledger too, so that rates stand beside those of peers
PEERS, OF_A_PEER = 24, 40
# goods, price, complaint
COMPLAINTS = (
    ("男式衬衫", 268, "洗后褪色，要求退货"),
    ("女式皮鞋", 459, "穿三天开胶，要求换货"),
    ("电热水壶", 129, "接通电源无反应，要求退货"),
    ("儿童外套", 199, "拉链损坏，要求修理"),
    ("羊毛大衣", 1280, "尺码不符，要求换货"),
    ("会员卡", 2000, "停业调整，要求退回余额"),
    ("礼品券", 300, "到期不予使用，要求延期"),
)
SERVICES = ("会员卡", "礼品券")  # nothing of them comes back to be sold again
# returned, disposal, outcome, how often
ENDS = (
    ("returned", "producer", "settled", 8),
    ("exchanged", "labelled", "settled", 7),
    ("none", False, "settled", 10),
    ("repaired", False, "settled", 3),
    ("none", False, "refused", 1),
)
WAITING = 3  # entries of today that nobody has settled yet
UNMET = "two_staff"
CHECKED = ("service_organisation", "waiting", UNMET)


class RightsDemo(models.AbstractModel):
    """A department store and a fitness club keep their ledgers (MER-10), by the daily methods."""

    _inherit = "rights.demo"

    def _load_ledgers(self):
        if self.env["rights.merchant.ledger"].search_count([], limit=1):
            return
        rng = random.Random("ledgers")
        user = self._user("merchant")
        for name, count in ENTRIES.items():
            merchant = self._merchant(name)
            self.env["rights.merchant.member"].create(
                {
                    "merchant_id": merchant.id,
                    "user_id": user.id,
                    "role": "manager",
                    "since": fields.Datetime.now() - timedelta(days=400),
                }
            )
            self._fill_ledger(rng, merchant.with_user(user).sudo(), count)
            self._load_quarters(merchant.with_user(user).sudo())
        peers = self.env["rights.merchant"].search(
            [
                ("merchant_type", "=", self._merchant(MERCHANT_ACCOUNT).merchant_type),
                ("ledger_ids", "=", False),
            ],
            order="id",
            limit=PEERS,
        )
        for merchant in peers:
            self._fill_ledger(random.Random(merchant.name), merchant.sudo(), OF_A_PEER, waiting=0)
        self._load_card(self._merchant(HOST))
        figures = self.env["rights.ledger.figure"]
        for back in range(MONTHS + 1):
            figures._store_month(month_start(china_date(), back), fields.Datetime.now())

    def _fill_ledger(self, rng, merchant, count, waiting=WAITING):
        entries, form = merchant.env["rights.merchant.ledger"], merchant.env["rights.ledger.form"]
        today = china_date()
        tenants = merchant.tenant_ids.ids
        weights = [row[-1] for row in ENDS]
        vals_list = []
        for number in range(count):
            goods, price, content = rng.choice(COMPLAINTS)
            returned, disposal, outcome, _weight = rng.choices(ENDS, weights)[0]
            day = today - timedelta(days=rng.randint(0, 330))
            if goods in SERVICES:
                returned, disposal = "none", False
            if number < waiting:
                returned, disposal, outcome, day = "none", False, "pending", today
            values = {
                "entry_date": day,
                "consumer_name": rng.choice("王李张刘陈杨赵黄周吴")
                + "示"
                + rng.choice("东南西北中"),
                "consumer_phone": f"1690000{rng.randint(0, 9999):04d}",
                "content": content,
                "goods_name": goods,
                "price": price,
                "quantity": 1,
                "returned": returned,
                "disposal": disposal,
                "outcome": outcome,
                "amount_paid": price if returned == "returned" else 0,
                "wait_minutes": rng.choice((0, 5, 10, 20)),
                "responsible_name": "客服" + rng.choice("王李张") + "女士",
                "goods_class": "clothing" if disposal else False,
                "is_fit_for_resale": disposal == "labelled",
                "resale_label": f"退换{number:04d}" if disposal == "labelled" else False,
                "is_quality_return": False,
            }
            vals_list.append(
                {
                    **form._complete(values),
                    "merchant_id": merchant.id,
                    "tenant_id": rng.choice(tenants) if tenants and number % 3 == 0 else False,
                    "client_key": f"demo:{merchant.id}:{number:05d}",
                }
            )
        made = entries._insert(entries._as_confirmed(vals_list))
        confirmed = made.filtered(lambda entry: entry.state == "confirmed")
        confirmed[:1]._amend({"price": "218"}, "抄写错误")
        for entry in (made - confirmed)[:2]:
            entry._log_level("1", "客服王女士", "已向消费者说明，请其等候部门主管答复。")

    def _load_quarters(self, merchant):
        """The last quarter waits; the two before are handed in."""
        quarters = merchant.env["rights.ledger.quarter"]
        year, quarter = quarter_before(china_date())
        for place in range(3):
            row = quarters._open_quarter(merchant, year, quarter)
            if place:
                row._submit(
                    {
                        "analysis": "服装类色牢度投诉较多，已要求供应商提供检测报告。",
                        "opinions": "发放问卷50份，消费者建议延长退换货期限。",
                    }
                )
            year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)

    def _load_card(self, merchant):
        """The station has checked the store: of two people at the desk one is missing."""
        officer = (
            self.env["rights.post"]
            .search([("station_id", "=", merchant.station_id.id)], limit=1)
            .user_id
        )
        merchant.write(
            {
                "principal": "周示东",
                "officer_ids": [(6, 0, officer.ids)],
                "opening_hours": "每日10:00至22:00",
                "opens_at": 10,
                "closes_at": 22,
                "person_ids": [
                    Command.create({"name": "周示东", "duty": "principal"}),
                    Command.create(
                        {
                            "name": "蒋示店",
                            "is_full_time": True,
                            "trained_on": china_date() - timedelta(days=96),
                            "works_from": 10,
                            "works_to": 18,
                        }
                    ),
                ],
            }
        )
        self.env["rights.merchant.promise"].create(
            {
                "merchant_id": merchant.id,
                "scope": "服装鞋帽",
                "terms": "30天无障碍退换货",
                "posted_on": china_date() - timedelta(days=200),
            }
        )
        merchant._prepare_checks()
        for row in merchant.check_ids.filtered(lambda check: check.item_id.code in CHECKED):
            row.with_user(officer).sudo().write(
                {"result": "fail", "note": "值班客服仅一人"}
                if row.item_id.code == UNMET
                else {"result": "pass"}
            )
