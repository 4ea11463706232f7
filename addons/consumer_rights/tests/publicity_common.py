"""Publications of a district and of the city, for the tests of publicity."""

from .report_common import ReportCommon

WARNING = {
    "kind": "warning",
    "name": "预付卡消费警示",
    "hot_spot": "健身预付卡退费难",
    "cause": "经营者资金链紧张",
    "problem": "以各种名目拖延退费",
    "advice": "办卡金额不宜过大，保留合同和付款凭证",
}


class PublicityCommon(ReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for login, role, unit in (
            ("stat_a", "statistician", "district_a"),
            ("stat_b", "statistician", "district_b"),
            ("head_a", "head", "district_a"),
            ("head_2", "head", "city"),
        ):
            cls.users[login] = cls._create_person(login, role, unit)

    @classmethod
    def draft(cls, login="stat_a", **values):
        vals = {**WARNING, "category_ids": cls.nature.ids} if not values.get("kind") else {}
        return cls.as_user(login, cls.env["rights.disclosure"]).create(
            {"name": "测试公示", **vals, **values}
        )

    @classmethod
    def approved(cls, disclosure, login="head"):
        disclosure.action_submit()
        cls.as_user(login, disclosure).action_approve()
        return disclosure

    @classmethod
    def publish(cls, disclosure):
        cls.approved(disclosure).action_publish()
        return disclosure

    @classmethod
    def public(cls, code):
        return cls.env["rights.disclosure"]._public(code)

    @classmethod
    def concluded(cls, consent=True, **values):
        """A concluded complaint of the city centre."""
        return cls.case_at("concluded", publication_consent=consent, **values)

    @classmethod
    def case_line(cls, *cases):
        return [(0, 0, {"case_number": case.name}) for case in cases]

    @classmethod
    def merchant_line(cls, *merchants):
        return [(0, 0, {"merchant_id": merchant.id}) for merchant in merchants]
