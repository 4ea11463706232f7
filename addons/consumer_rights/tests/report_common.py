"""Reports brought to a filing decision and filed cases, for the tests of reports."""

import base64

from odoo.fields import Command

from .deadline_common import DeadlineCommon
from .document_common import picture

REPORTER = "欧阳举报"
PHONE = "13911112222"
# what says who it was: name, phone, mail, address, ID number, and the name of a file
IDENTITY = ("司徒隐名", "13977009753", "situ@example.com", "隐匿巷97号", "320102199003077571")
FILE = "司徒隐名的身份证.png"


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


class SecretReportCommon(ReportCommon):
    """A report of somebody of whom everything is known."""

    @classmethod
    def lone_report(cls):
        name, phone, email, address, id_number = IDENTITY
        person = cls.person(
            role="reporter",
            name=name,
            phone=phone,
            email=email,
            address=address,
            id_number=id_number,
        )
        piece = {"name": FILE, "file_name": FILE, "type": "identity"}
        piece["file"] = base64.b64encode(picture())
        photo = {**piece, "type": "photo"}
        evidence = [Command.create(piece), Command.create(photo)]
        return cls.report(party_ids=person, subject="另一件举报", evidence_ids=evidence)

    @classmethod
    def finish(cls, report):
        filed = cls.env["rights.outcome"].search([("code", "=", "filed")])
        values = {"outcome_id": filed.id, "result_text": "经核查决定立案"}
        cls.move(report, "conclude", "enforcement", values)
        values = {"reply_text": "已立案", "reply_way": "letter"}
        cls.move(report, "reply", "enforcement", values)
