"""Mediations brought to their end: agreed, failed, terminated."""

from odoo.fields import Command

from .document_common import picture
from .mediation_common import MediationCommon

AGREEMENT = "rights.mediation.agreement"
TERMINATION = "rights.mediation.termination"
BLOCKS = {
    "course": "3月10日电话调解一次，双方均参加并陈述意见。",
    "why": "投诉人要求全额退款，被投诉人只同意换屏。",
    "advice": "可以依法申请仲裁或者向人民法院提起诉讼。",
}


class MediationEndCommon(MediationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.court = cls.env["rights.partner.body"].create(
            {"name": "测试区人民法院", "kind": "court", "phone": "025-12368"}
        )
        cls.templates.filtered(lambda one: one.code == "DOC-11").needs_delivery = True

    @classmethod
    def met(cls, outcome="settled", unit="district_a", login="mediator_a", **values):
        """A case whose mediation had its meeting, with the grade of cooperation."""
        case = cls.in_mediation(unit=unit, login=login, **values)
        cls.record_meeting(case, login, outcome)
        cls.as_user(login, case.mediation_id).cooperation = "passive"
        return case

    @classmethod
    def draft(cls, case, login="mediator_a", **values):
        return cls.as_user(login, cls.env[AGREEMENT]).create(
            {
                "mediation_id": case.mediation_id.id,
                "obligation_ids": [
                    Command.create({"what": "退还货款", "amount": 680, "due_date": "2026-03-20"})
                ],
                **values,
            }
        )

    @classmethod
    def waiver(cls, case, login="mediator_a", form="waived", **values):
        meeting = case.sudo().mediation_id.meeting_ids[-1:]
        note = {"form": form, "meeting_id": meeting.id, "waiver_note": "双方均表示不需要书面协议"}
        return cls.draft(case, login, **note, **values)

    @classmethod
    def signed(cls, case, login="mediator_a", **values):
        agreement = cls.draft(case, login, **values)
        agreement.action_make_paper()
        paper = agreement.sudo().document_id
        agreement._sign_on_paper(
            ["consumer", "merchant", "mediator"], paper.made_at, "scan.png", picture()
        )
        return agreement

    @classmethod
    def termination(cls, case, login="mediator_a", number=3, **values):
        reasons = cls.env[f"{TERMINATION}.reason"].search([("is_in_force", "=", True)])
        return cls.as_user(login, cls.env[TERMINATION]).create(
            {
                "case_id": case.id,
                "reason_id": reasons.filtered(lambda reason: reason.number == number).id,
                **BLOCKS,
                **values,
            }
        )

    def deliver_letter(self, termination, *sides):
        """The letter is handed to these sides now."""
        paper = self.as_user("mediator_a", termination.sudo().document_id)
        for side in sides:
            paper._deliver("in_person", proofs=[("signature", "s.png", picture())], addressee=side)
