"""What the tests of reply and follow-up share: a replied case, grades, providers on loopback."""

from odoo.fields import Command

from .deadline_common import DeadlineCommon
from .test_document_delivery import DeliveryCase, Gateway

GOOD = {"sat_attitude": "satisfied", "sat_result": "satisfied", "sat_overall": "basic"}
BAD = {"sat_attitude": "satisfied", "sat_result": "dissatisfied", "sat_overall": "dissatisfied"}
REPLY = {"reply_text": "已退款", "reply_way": "phone"}


class AnswerCommon(DeadlineCommon):
    listen = DeliveryCase.listen
    set_up_gateway = DeliveryCase.set_up_gateway

    def replied(self, **values):
        return self.case_at("replied", **values)

    def follow_up(self, case, grades, login="followup"):
        return self.move(case, "follow_up", login, {"followup_ids": [Command.create(grades)]})

    def reopen(self, case, login="clerk", **values):
        return self.move(case, "reopen", login, {"move_basis": "不满意", **values})

    def concluded_again(self, case, outcome=None):
        """The next cycle of a case that was taken up again, until it is replied."""
        self.move(case, "accept", "clerk", self.ACCEPT)
        self.move(case, "take", "clerk")
        self.conclude(case, outcome=outcome)
        return self.move(case, "reply", "clerk", REPLY)

    def call(self, case, login="followup", **vals):
        """One follow-up call of this officer, through the dialog."""
        calls = self.as_user(login, self.env["rights.followup.call"])
        return calls.create({"case_id": case.id, **vals}).action_save()

    def sent(self):
        """(texts that the provider took, sent by the cron)"""
        with self.enter_registry_test_mode():
            self.env.ref("consumer_rights.cron_notice_send").method_direct_trigger()
        self.env.invalidate_all()
        return [body for _headers, body in Gateway.taken]
