"""A small invented network with one person a role, for the tests of both addons."""

from itertools import count

from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase

from ..tools.china_time import china_date
from ..tools.pdf_signature import make_test_file

# test login -> (role groups, unit)
PEOPLE = {
    "operator": ("operator", "city"),
    "clerk": ("clerk", "city"),
    "office": ("office", "city"),
    "dispatcher": ("dispatcher", "city"),
    "head": ("head", "city"),
    "followup": ("followup", "city"),
    "archivist": ("archivist", "city"),
    "quality": ("quality", "city"),
    "statistician": ("statistician", "city"),
    "discipline": ("discipline", "city"),
    "auditor": ("auditor", "city"),
    "business_admin": ("business_admin", "city"),
    "legal": ("legal", "city"),
    "docking": ("docking", "city"),
    "handler_a": ("handler", "district_a"),
    "dispatcher_a": ("dispatcher", "district_a"),
    "mediator_a": ("mediator", "district_a"),
    "enforcement_a": ("enforcement", "district_a"),
    "station_a1": ("station", "station_a1"),
    "station_a2": ("station", "station_a2"),
    "dispatcher_b": ("dispatcher", "district_b"),
    "station_b1": ("station", "station_b1"),
}
GROUP = "consumer_rights.consumer_rights_group_"
NUMBERS = count(1)
# cryptography keeps the class of a moment from its first certificate: not that of a stopped clock
make_test_file("test")


class RightsCommon(TransactionCase):
    """Units: city; district_a with station_a1 and station_a2; district_b with station_b1."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        # sentences are compared in the language of the source, whatever the database speaks
        cls.env["res.lang"]._activate_lang("en_US")
        cls.stations = cls._create_stations()
        cls.users = cls._create_people(PEOPLE)
        # papers hold a case until they are delivered; the tests of papers turn that on again
        cls.templates = cls.env["rights.document.template"].search([])
        cls.templates.write({"holds_case": False, "needs_delivery": False})
        category = cls.env["rights.category"].search
        cls.nature = category([("kind", "=", "nature")], limit=1)
        cls.goods = category([("kind", "=", "goods")], limit=1)
        cls.violation_class = cls.env.ref("consumer_rights.violation_class_infringing")
        cls.channel = cls.env["rights.channel"].search([], limit=1)
        cls.settled = cls.env["rights.outcome"].search([("code", "=", "settled")])
        cls.merchant = cls.env["rights.merchant"].create(
            {"name": "测试百货", "phone": "025-84000001", "business_address": "测试路1号"}
        )

    @classmethod
    def _create_stations(cls):
        tree = [
            ("city", "CSTC", "city_center", None),
            ("district_a", "CSTA", "district_center", "city"),
            ("district_b", "CSTB", "district_center", "city"),
            ("station_a1", "CSTA1", "local_station", "district_a"),
            ("station_a2", "CSTA2", "local_station", "district_a"),
            ("station_b1", "CSTB1", "local_station", "district_b"),
        ]
        stations = {}
        for key, code, level, parent in tree:
            stations[key] = cls.env["rights.station"].create(
                {
                    "name": f"测试{key}",
                    "code": code,
                    "level": level,
                    "parent_id": parent and stations[parent].id,
                }
            )
        return stations

    @classmethod
    def _create_people(cls, people):
        """One user a login with its role, posted at its unit: {login: user}.

        They have the groups of their posts from the start, so that no post has to give any.
        """
        users = (
            cls.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                [
                    {
                        "name": f"测试{login}",
                        "login": f"t_{login}",
                        "password": f"t_{login}".ljust(8, "x"),
                        "group_ids": [Command.set(cls._post_groups(role, unit).ids)],
                        "lang": "en_US",
                        "tz": "Asia/Shanghai",
                    }
                    for login, (role, unit) in people.items()
                ]
            )
        )
        cls.env["rights.post"].create(
            [
                {
                    "user_id": user.id,
                    "station_id": cls.stations[unit].id,
                    "role_id": cls._role(role).id,
                    "date_from": "2020-01-01",
                }
                for user, (role, unit) in zip(users, people.values(), strict=True)
            ]
        )
        return dict(zip(people, users, strict=True))

    @classmethod
    def _create_person(cls, login, role, unit):
        return cls._create_people({login: (role, unit)})[login]

    @classmethod
    def _post_groups(cls, role, unit):
        given = cls._role(role).group_ids | cls.stations[unit]._function_groups()
        return cls.env.ref(GROUP + role) | given

    @classmethod
    def _role(cls, role):
        group = cls.env.ref(GROUP + role)
        templates = cls.env["rights.post.template"].search([("group_ids", "in", group.ids)])
        # the narrowest template that gives the role
        return templates.sorted(lambda template: len(template.group_ids))[:1]

    @classmethod
    def as_user(cls, login, record_or_model):
        """The record or model as this person sees it."""
        return record_or_model.with_user(cls.users[login])

    @classmethod
    def person(cls, **values):
        """Commands for one complainant with all that REG-01 asks for."""
        return [
            Command.create(
                {
                    "role": "complainant",
                    "name": "张测试",
                    "phone": "13800001234",
                    "address": "测试街2号",
                    **values,
                }
            )
        ]

    @classmethod
    def case_vals(cls, **values):
        channel = cls.env["rights.channel"].browse(values.get("channel_id"))
        if channel.gives_number:  # INT-01: such a matter is registered with its sender's number
            values.setdefault("external_number", f"WB{next(NUMBERS)}")
        if values.get("kind") == "report":  # ENF-01
            values.setdefault("violation_class_ids", cls.violation_class.ids)
        return {
            "kind": "complaint",
            "channel_id": cls.channel.id,
            "subject": "手机屏幕碎裂",
            "facts": "买了三天屏幕自行碎裂",
            "request": "要求退货",
            "respondent_id": cls.merchant.id,
            "item_class_id": cls.goods.id,
            "category_id": cls.nature.id,
            "amount_dispute": 680,
            "party_ids": cls.person(),
            "duplicate_choice": "new",  # these tests file for one person again and again
            **values,
        }

    @classmethod
    def create_case(cls, login="clerk", **values):
        """A draft entered by this person."""
        return cls.as_user(login, cls.env["rights.case"]).create(cls.case_vals(**values))

    @classmethod
    def move(cls, case, code, login=None, values=None):
        """Make the transition with this code as this person, through the public entry."""
        case = cls.as_user(login, case) if login else case
        transition = case._transitions().filtered(lambda step: step.code == code)
        if code == "take" and values is None:
            values = cls._keep_values(case, transition)
        if code == "mediate" and values is None:
            values = {"mediation_consent_ids": cls.consents()}
        case.action_move(transition.id, case.stage_id.id, values)
        return case

    @classmethod
    def consents(cls, *modes):
        """Commands: both sides agree to mediation in these modes (MED-01)."""
        return [
            Command.create({"side": side, "mode": mode})
            for mode in modes or ("phone",)
            for side in ("consumer", "merchant")
        ]

    @classmethod
    def record_meeting(cls, case, login, outcome="settled", **values):
        """A meeting of the current mediation that was held just now, with its record (MED-03)."""
        return cls.as_user(login, cls.env["rights.mediation.meeting"]).create(
            {
                "mediation_id": case.sudo().mediation_id.id,
                "started_at": fields.Datetime.now(),
                "participants": "消费者、经营者代表",
                "statements": "双方陈述了各自意见",
                "proposals": "经营者退还货款",
                "outcome": outcome,
                **values,
            }
        )

    @classmethod
    def agree(cls, case, login="mediator_a", amount=680):
        """Both parties waive a paper in the last meeting, which settles the mediation (MED-07)."""
        mediation = cls.as_user(login, case.sudo().mediation_id)
        mediation.cooperation = mediation.cooperation or "active"
        agreement = mediation.env["rights.mediation.agreement"].create(
            {
                "mediation_id": mediation.id,
                "form": "performed",
                "meeting_id": mediation.meeting_ids[-1:].id,
                "waiver_note": "当场付清",
                "obligation_ids": [Command.create({"what": "退还货款", "amount": amount})],
            }
        )
        agreement.action_conclude()
        return agreement

    @classmethod
    def terminate(cls, case, login="clerk"):
        """The decision that mediation ends, with its letter told to both sides (MED-10)."""
        bodies = cls.env["rights.partner.body"]
        court = bodies.search([("name", "=", "测试法院")]) or bodies.create(
            {"name": "测试法院", "kind": "court", "phone": "025-12368"}
        )
        reasons = cls.env["rights.mediation.termination.reason"]._in_force_on(china_date())
        reason = reasons.filtered(lambda row: not (row.is_own_end or row.is_period_over))[:1]
        termination = cls.as_user(login, cls.env["rights.mediation.termination"]).create(
            {
                "case_id": case.id,
                "reason_id": reason.id,
                "course": "电话联系双方",
                "why": "双方分歧过大",
                "advice": "可以依法提起诉讼",
                "body_ids": [Command.set(court.ids)],
            }
        )
        termination.action_decide()
        letter = cls.as_user(login, termination.sudo().document_id)
        for side in ("complainant", "respondent"):
            letter._deliver("phone", note="已告知", addressee=side)
        return termination

    @classmethod
    def _keep_values(cls, case, transition):
        """A matter that the city centre keeps has a reason (TRI-16)."""
        if "keep_reason_id" not in case._get_missing(transition.sudo()):
            return None
        return {"keep_reason_id": cls.env.ref("consumer_rights.routing_reason_major").id}

    ACCEPT = {
        "presumed_nature": "contract",
        "handling_mode": "agency",
        "planned_route": "own",
        "promised_date": "2030-01-10",
    }

    @classmethod
    def registered_case(cls, login="clerk", **values):
        return cls.move(cls.create_case(login, **values), "register")

    @classmethod
    def case_at(cls, stage_code, login="clerk", **values):
        """A complaint of the city centre brought to a stage by the people whose turn it is."""
        case = cls.create_case(login, **values)
        steps = [
            ("registered", "register", login, None),
            ("accepted", "accept", "clerk", cls.ACCEPT),
            ("handling", "take", "clerk", None),
            (
                "concluded",
                "conclude",
                "clerk",
                {
                    "outcome_id": cls.settled.id,
                    "result_text": "商家退款",
                    "amount_recovered": 680,
                },
            ),
            ("replied", "reply", "clerk", {"reply_text": "已退款", "reply_way": "phone"}),
            (
                "followed_up",
                "follow_up",
                "followup",
                {
                    "followup_ids": [
                        Command.create(
                            {
                                "sat_attitude": "satisfied",
                                "sat_result": "satisfied",
                                "sat_overall": "basic",
                            }
                        )
                    ]
                },
            ),
            ("archived", "archive", "archivist", None),
        ]
        if stage_code == "draft":
            return case
        for stage, code, who, values_ in steps:
            cls.move(case, code, who, values_)
            if stage == stage_code:
                return case
        raise AssertionError(f"no way to {stage_code}")
