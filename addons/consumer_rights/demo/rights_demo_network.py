import base64
import random
from datetime import date

from odoo import api, models
from odoo.fields import Command

from ..tools.china_time import china_date
from . import merchants as shops
from .people import DEMO_PASSWORD, FORMER_POSTS, PORTAL, STAFF
from .portraits import draw
from .story import Shop

MODULE = "consumer_rights"
MERCHANT_ACCOUNT = "跃动健身俱乐部"  # whose portal account `merchant` is
# The post at 云坪 is none, so that the staffing board has something to show
DEDICATED = {"operator", "clerk", "dispatcher", "handler", "mediator", "station"}
UNIT_WEIGHTS = {
    "LL01": 17,
    "LL02": 14,
    "LL03": 11,
    "QY01": 13,
    "QY02": 12,
    "QY03": 10,
    "SY01": 10,
    "SY02": 7,
    "SY03": 6,
}


class RightsDemo(models.AbstractModel):
    _inherit = "rights.demo"

    # -- people -----------------------------------------------------------------------------------

    def _load_people(self):
        """Staff with portrait, posts and account, and the portal accounts without a merchant."""
        new = [person for person in STAFF if not self._user(person.login)]
        group = self.env.ref("base.group_user")
        faces = {
            person.login: base64.b64encode(draw(person.face, place))
            for place, person in enumerate(STAFF)
        }
        users = self.env["res.users"].create(
            [
                self._account_vals(person, group)
                | {"image_1920": faces[person.login], "share": False}
                for person in new
            ]
        )
        self._open_accounts(users)
        stations = self._stations()
        posts = [
            self._post_vals(person, stations[person.unit], role, faces[person.login])
            for person in new
            for role in person.posts
        ]
        posts += [
            self._former_post_vals(stations, *former) | {"portrait": faces[former[0]]}
            for former in FORMER_POSTS
            if self._user(former[0]) in users
        ]
        self.env["rights.post"].create(posts)
        guests = self.env["res.users"].create(
            [
                self._account_vals(person, self._group(person.group))
                for person in PORTAL
                if person.group != "merchant_user" and not self._user(person.login)
            ]
        )
        self._open_accounts(guests)

    def _user(self, login):
        xmlid = f"{MODULE}.demo_user_{login}"
        return self.env.ref(xmlid, raise_if_not_found=False) or self.env["res.users"]

    def _open_accounts(self, users):
        """Known password and external id. Hashing is slow on purpose: once is enough for all."""
        hashed = users and users._crypt_context().hash(DEMO_PASSWORD)
        for user in users:
            user._set_encrypted_password(user.id, hashed)
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": f"{MODULE}.demo_user_{user.login}",
                    "record": user,
                    "noupdate": True,
                }
                for user in users
            ]
        )

    def _group(self, key):
        return self.env.ref(f"{MODULE}.consumer_rights_group_{key}")

    def _account_vals(self, person, group):
        has_bot = "odoobot_state" in self.env["res.users"]._fields
        quiet = {"odoobot_state": "disabled"} if has_bot else {}  # no greeting on the first screen
        return quiet | {
            "name": person.name,
            "login": person.login,
            "email": f"{person.login}@example.com",
            "lang": "zh_CN",
            "tz": "Asia/Shanghai",
            "group_ids": [Command.set(group.ids)],
        }

    def _stations(self):
        city = self.env.ref(f"{MODULE}.demo_station_city")
        return {station.code: station for station in city._with_below()}

    def _template(self, role):
        return self.env.ref(f"{MODULE}.post_template_{role}")

    def _post_vals(self, person, station, role, face):
        main = role == person.posts[0]
        studio = station.studio_ids.filtered(lambda room: main and room.kind == person.studio)
        number = [colleague.login for colleague in STAFF].index(person.login) + 1
        return {
            "user_id": self._user(person.login).id,
            "role_id": self._template(role).id,
            "station_id": station.id,
            "studio_id": studio.id,
            "is_dedicated": main and role in DEDICATED and person.unit != "SY03",
            "badge": f"演示-{number:03d}",
            "portrait": face,
            "date_from": person.since,
        }

    def _former_post_vals(self, stations, login, role, unit, first, last):
        return {
            "user_id": self._user(login).id,
            "role_id": self._template(role).id,
            "station_id": stations[unit].id,
            "date_from": first,
            "date_to": last,
        }

    # -- merchants --------------------------------------------------------------------------------

    def _load_merchants(self):
        stations = self._stations()
        hosts = self._hosts(stations)
        rng = random.Random("merchants")
        rows = [(code, name) for code, names in shops.SHOPS.items() for name in names]
        self.env["rights.merchant"]._get_or_create_many(
            [
                self._merchant_vals(rng, 100 + number, *row, stations, hosts)
                for number, row in enumerate(rows)
            ]
        )
        self._load_merchant_account()

    def _hosts(self, stations):
        vals_list = [
            {
                "name": shops.legal_name(name),
                "uscc": shops.credit_code(number + 1),
                "merchant_type": kind,
                "station_id": stations[unit].id,
                "territory_id": stations[unit].territory_ids[:1].id,
                "area_sqm": area,
                "phone": f"026-0008{number + 1:04d}",
                "business_address": self._streets(stations[unit])[0] + "66号",
            }
            for number, (name, kind, unit, area) in enumerate(shops.HOSTS)
        ]
        found = self.env["rights.merchant"]._get_or_create_many(vals_list)
        # the first of its kind takes tenants: the one whose ledger the demonstration shows
        return {merchant.merchant_type: merchant for merchant in reversed(found)}

    @api.model
    def _pick_station(self, rng, name, stations):
        """The station whose place the name holds, else any, the busy ones oftener."""
        for station in stations.values():
            places = station.territory_ids.place_ids.mapped("name")
            names = {place[:2] for place in (*places, station.name)}
            if station.level == "local_station" and name[:2] in names:
                return station
        return stations[rng.choices(list(UNIT_WEIGHTS), list(UNIT_WEIGHTS.values()))[0]]

    def _merchant_vals(self, rng, number, class_code, name, stations, hosts):
        station = self._pick_station(rng, name, stations)
        address = f"{rng.choice(self._streets(station))}{rng.randint(1, 160)}号"
        tenancy = {"clothing": "mall", "jewellery": "mall", "building": "wholesale_market"}
        host = self.env["rights.merchant"]
        if rng.random() < 0.5:
            host = hosts.get(tenancy.get(class_code), host)
        if host:
            address = host.business_address + f"{rng.randint(1, 5)}层{rng.randint(1, 60):02d}号"
            station = host.station_id
        return {
            "name": shops.legal_name(name),
            "uscc": shops.credit_code(number),
            "merchant_type": shops.TYPES.get(class_code, "shop"),
            "business_address": address,
            "registered_address": address,
            "phone": f"026-0009{number:04d}",
            "station_id": station.id,
            "territory_id": station.territory_ids[:1].id,
            "host_id": host.id,
            "area_sqm": float(rng.choice((45, 60, 80, 120, 200, 350, 800, 1500))),
            "principal": rng.choice("王李张刘陈杨赵黄周吴") + "示" + rng.choice("东南西北中华明达"),
            "contact_person": "客服" + rng.choice("王李张刘陈") + rng.choice(("女士", "先生")),
        }

    def _streets(self, station):
        """Beginnings of addresses in the area of a local station."""
        district = station.parent_id.name.removesuffix("消费者维权中心")
        places = station.territory_ids.place_ids.mapped("name")
        return [f"云川市{district}{place}" for place in places]

    def _load_merchant_account(self):
        """The portal account of a merchant is one of its people, as an invitation makes it."""
        person = next(person for person in PORTAL if person.login == "merchant")
        if self._user(person.login):
            return
        merchant = self._merchant(MERCHANT_ACCOUNT)
        vals = self._account_vals(person, self._group(person.group))
        user = self.env["res.users"].create(vals | {"parent_id": merchant.partner_id.id})
        self._open_accounts(user)

    def _merchant(self, name):
        return self.env["rights.merchant"]._match(name=shops.legal_name(name))[0]

    def _shops(self):
        """The merchants as the stories see them; the first of each class draws most cases."""
        rows = [
            (class_code, place, name)
            for class_code, names in shops.SHOPS.items()
            for place, name in enumerate(names)
        ]
        known = self.env["rights.merchant"]._match_many(
            [{"name": shops.legal_name(name)} for _class_code, _place, name in rows]
        )
        return [
            Shop(
                merchant.id,
                merchant.name,
                merchant.business_address,
                merchant.station_id.code,
                class_code,
                1 / (1 + place) ** 0.8,
                shops.items_sold(class_code, name),
            )
            for (class_code, place, name), (merchant, _reason) in zip(rows, known, strict=True)
        ]

    # -- papers of the network --------------------------------------------------------------------

    def _load_papers(self):
        """Leadership groups, county centres, work plans, guidance and assessments."""
        if self.env["rights.leadership.group"].search_count([], limit=1):
            return
        self._load_leadership()
        today = china_date()
        self._load_work_plans(today)
        self._load_guidance(today)
        self._load_assessments(today)

    def _load_leadership(self):
        stations = self._stations()
        divisions = {"LL": "linlan", "QY": "qingyu", "SY": "songye"}
        self.env.ref(f"{MODULE}.division_lead").write(
            {"head_id": self._user("head").id, "phone": "026-00011001"}
        )
        groups = [
            {
                "station_id": stations["YC"].id,
                "leader_id": self._user("head").id,
                "deputy_ids": [Command.set(self._user("discipline").ids)],
                "member_ids": [
                    Command.set(
                        (
                            self._user("dispatcher")
                            | self._user("enforcement")
                            | self._user("legal")
                        ).ids
                    )
                ],
                "date_from": "2021-03-15",
                "document": "云消维〔2021〕3号",
                "office_name": "云川市消费者权益保护工作领导小组办公室",
                "office_head_id": self._user("office").id,
            }
        ]
        centres = []
        for unit, key in divisions.items():
            officer = self._user({"LL": "district", "QY": "district2", "SY": "district3"}[unit])
            colleague = self._user({"LL": "mediator", "QY": "mediator2", "SY": "station7"}[unit])
            section = self.env.ref(f"{MODULE}.demo_division_{key}")
            section.head_id = officer
            groups.append(
                {
                    "station_id": stations[unit].id,
                    "leader_id": officer.id,
                    "member_ids": [Command.set(colleague.ids)],
                    "date_from": "2022-05-10",
                    "document": f"云{stations[unit].name[0]}消维〔2022〕1号",
                }
            )
            centres.append(
                {
                    "name": stations[unit].name.replace("消费者维权中心", "信访投诉举报中心"),
                    "station_id": stations[unit].id,
                    "section_id": section.id,
                    "council_id": self.env.ref(f"{MODULE}.demo_body_council_{key}").id,
                    "section_member_ids": [Command.set(officer.ids)],
                    "council_member_ids": [Command.set(colleague.ids)],
                }
            )
        self.env["rights.leadership.group"].create(groups)
        self.env["rights.county.centre"].create(centres)

    def _load_work_plans(self, today):
        content = {
            "legal": "<p>一、每周三接待法律咨询；二、编写预付卡维权指引；"
            "三、办好十件支持诉讼案件。</p>",
            "rights": "<p>一、调解成功率不低于六成；二、重点整治健身、教培预付卡；"
            "三、每季度约谈一次。</p>",
        }
        self.env["rights.work.plan"].create(
            [
                {
                    "name": f"{year}年{studio.name}工作计划",
                    "studio_id": studio.id,
                    "year": year,
                    "date_filed": min(date(year, 1, 18), today),
                    "content": content[studio.kind],
                }
                for studio in self._stations()["YC"].studio_ids
                for year in (today.year - 1, today.year)
                if studio.kind in content
            ]
        )

    def _load_guidance(self, today):
        """Guidance in this half-year and the last; one unit had none, and shows as a gap."""
        rng = random.Random("guidance")
        guidance = self.env["rights.guidance"]
        subjects = {
            "visit": ("现场检查登记和回访台账", "指导预付卡群体投诉处置"),
            "meeting": ("投诉举报办法培训", "季度工作例会"),
            "written_reply": ("关于重复投诉如何处理的答复",),
        }
        vals_list = []
        for station in self._stations().values():
            if not station.parent_id or station.code == "SY03":
                continue
            for back in (0, 1):
                first, last = guidance._half_year(today, back)
                span = (min(last, today) - first).days
                kind = rng.choice(list(subjects))
                centre = station._with_above().filtered(
                    lambda unit: unit.level in ("city_center", "district_center")
                )
                vals_list.append(
                    {
                        "date": date.fromordinal(first.toordinal() + rng.randint(0, span)),
                        "station_id": (centre - station)[-1:].id,
                        "target_station_id": station.id,
                        "kind": kind,
                        "user_id": self._user("docking").id,
                        "subject": rng.choice(subjects[kind]),
                    }
                )
        guidance.create(vals_list)

    def _load_assessments(self, today):
        """The command centre and two districts are standardised, the third lacks equipment."""
        stations = self._stations()
        sheets = self.env["rights.centre.checklist"].create(
            [
                {
                    "station_id": stations[unit].id,
                    "assessor_id": self._user("quality").id,
                    "date": date(today.year - 1, 12, 10),
                }
                for unit in ("YC", "LL", "QY", "SY")
            ]
        )
        for sheet in sheets:
            for line in sheet.line_ids:
                fails = sheet.station_id.code == "SY" and line.sequence == 30
                line.write(
                    {
                        "result": "fail" if fails else "pass",
                        "evidence": "视频调解设备尚未配齐。" if fails else "现场查看，符合标准。",
                    }
                )
            for place, equipment in enumerate(sheet.equipment_ids):
                equipment.write({"quantity": 1 + place % 4, "note": "完好"})
