"""A mall with an in-store post, and two social supervisors with accounts."""

from odoo.fields import Command

from ..models.inspection.rights_covert_line import ITEMS
from .common import GROUP
from .merchant_common import MerchantPortalCommon

SOUND = {item: "sound" for item, _label in ITEMS}


class InspectionCommon(MerchantPortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["division_a"] = cls._create_person("division_a", "division_head", "district_a")
        cls.visits = cls.env["rights.covert.visit"]
        cls.visitor = cls._account("supervisor_one")
        cls.other_visitor = cls._account("supervisor_two")
        cls.supervisor = cls._supervisor("丁测试", cls.visitor)

    @classmethod
    def _account(cls, login):
        return cls.env["res.users"]._open_portal_account(
            login, f"测试{login}", login, GROUP + "social_supervisor"
        )

    @classmethod
    def _supervisor(cls, name, user, **values):
        return cls.as_user("station_a1", cls.env["rights.social.supervisor"]).create(
            {
                "name": name,
                "user_id": user.id,
                "station_id": cls.stations["station_a1"].id,
                "public_spirit": "社区志愿者",
                "legal_knowledge": "参加过普法培训",
                "date_from": "2025-01-01",
                "date_to": "2099-12-31",
                **values,
            }
        )

    def assign(self, merchant=None, supervisor=None, **values):
        return self.as_user("station_a1", self.visits).create(
            {
                "merchant_id": (merchant or self.mall).id,
                "supervisor_id": (supervisor or self.supervisor).id,
                "visit_by": self.today,
                **values,
            }
        )

    def hand_in(self, visit, **values):
        given = {**SOUND, "visited_on": self.today, **values}
        return visit.with_user(self.visitor)._own(visit.id)._hand_in(given)

    def patrol(self, login="station_a1", **values):
        return self.as_user(login, self.env["rights.inspection"]).create(
            {"merchant_id": self.mall.id, **values}
        )

    def fill_in(self, patrol, **values):
        """Everything that a patrol needs (INS-02, INS-04)."""
        patrol.env["rights.ledger.inspection"].create(
            {"merchant_id": patrol.merchant_id.id, "inspection_id": patrol.id}
        )
        patrol.write(
            {
                "causes": "标签不清引起投诉",
                "guidance": "进货时查验标签",
                "returned_goods": "sound",
                "line_ids": [
                    Command.update(line.id, {"result": "clear"}) for line in patrol.line_ids
                ],
                **values,
            }
        )
        return patrol
