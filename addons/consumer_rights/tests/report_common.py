"""Reports brought to a filing decision and filed cases, for the tests of reports."""

from .deadline_common import DeadlineCommon

REPORTER = "欧阳举报"
PHONE = "13911112222"


class ReportCommon(DeadlineCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["enforcement"] = cls._create_person("enforcement", "enforcement", "city")
        cls.classes = {row.code: row for row in cls.env["rights.violation.class"].search([])}

    @classmethod
    def report(cls, login="clerk", classes=("trademark",), **values):
        """A registered report; anonymous unless parties are given."""
        vals = {
            "kind": "report",
            "party_ids": False,
            "is_anonymous": "party_ids" not in values,
            "request": False,
            "subject": "商场二楼销售假冒商标箱包",
            "facts": "每晚八点在商场二楼摆卖",
            "violation_class_ids": [cls.classes[code].id for code in classes],
        }
        return cls.registered_case(login, **{**vals, **values})

    @classmethod
    def named(cls, **values):
        """A report of a reporter who is known to the registrant."""
        person = cls.person(role="reporter", name=REPORTER, phone=PHONE)
        return cls.report(party_ids=person, **values)

    @classmethod
    def handled(cls, report=None):
        return cls.move(report or cls.report(), "take", "enforcement")

    def decide_filing(self, report, outcome="filed", text="经核查决定立案"):
        values = {"outcome_id": self.outcome(outcome).id, "result_text": text}
        return self.move(report, "conclude", "enforcement", values)

    def filed(self, report=None):
        """The filed case of a report."""
        report = self.handled(report)
        self.decide_filing(report)
        return report.sudo().enforcement_case_ids

    DECISION = {
        "decision": "penalty",
        "decision_number": "处罚〔2026〕12号",
        "decision_text": "责令改正，罚款五千元",
    }

    def decide(self, filed, login="enforcement", **values):
        self.as_user(login, filed).write({**self.DECISION, **values})
        self.as_user(login, filed).action_decide()
