from datetime import timedelta

from odoo import api, fields, models

from ..tools.china_time import china_date

COURSE = "双方到场参加调解两次，陈述意见并核对证据，调解员提出方案。"
WHY = "消费者要求全额退款并赔偿，经营者只同意维修，双方均不让步。"
# performed, to be checked in time, left unchecked, not performed: one of each in turn
CHECKS = ("performed", "performed", None, "performed", "not", "performed", "partly")


class RightsDemo(models.AbstractModel):
    """What the mediations of the year came to: agreements with their performance, a termination
    that is drafted, and one that is decided and waits for its letter."""

    _inherit = "rights.demo"

    def _load_mediation_ends(self):
        settled = self.env["rights.mediation"].search(
            [("state", "=", "settled"), ("case_id.outcome_id.code", "=", "settled")]
        )
        self._load_agreements(settled)
        self._load_terminations()

    def _load_agreements(self, mediations):
        meetings = mediations.meeting_ids.grouped("mediation_id")
        agreements = self._create_past(
            "rights.mediation.agreement",
            [
                {
                    "mediation_id": mediation.id,
                    "form": "waived",
                    "meeting_id": meetings[mediation][-1:].id,
                    "waiver_note": "双方均表示不需要书面协议，以本笔录为准。",
                    "state": "concluded",
                    "concluded_at": mediation.ended_at,
                    "concluded_by_id": mediation.mediator_id.id,
                }
                for mediation in mediations
            ],
        )
        terms = [self._term_vals(place, row) for place, row in enumerate(agreements)]
        promised = self._create_past("rights.mediation.obligation", terms)
        promised.filtered(lambda row: not row.result).case_id._follow_performance()

    @api.model
    def _term_vals(self, place, agreement):
        """Most promises are due within two weeks; those of the last days are still to be kept."""
        due = fields.Date.to_date(agreement.concluded_at) + timedelta(days=place % 15)
        is_due = due < china_date() - timedelta(days=2)
        result = CHECKS[place % len(CHECKS)] if is_due else None
        old = china_date() - timedelta(days=30)
        if due < old and not result:
            result = "performed"
        amount = agreement.case_id.amount_recovered
        return {
            "agreement_id": agreement.id,
            "what": "退还货款" if place % 2 else "退还货款并承担运费",
            "amount": amount,
            "due_date": due,
            "result": result,
            "amount_performed": {"performed": amount, "partly": amount / 2}.get(result, 0),
            "checked_at": result and agreement.concluded_at + timedelta(days=place % 15),
            "checked_by_id": result and agreement.mediation_id.mediator_id.id,
        }

    def _load_terminations(self):
        """At the districts; papers have no numbers yet while the addon is installed."""
        reason = self.env["rights.mediation.termination.reason"]._in_force_on(china_date())[2]
        open_ones = self.env["rights.mediation"].search(
            [("state", "=", "open"), ("level", "=", "district"), ("meeting_ids.state", "=", "held")]
        )
        for place, mediation in enumerate(open_ones[:2]):
            mediation.cooperation = "passive"
            termination = self.env["rights.mediation.termination"].create(
                {
                    "case_id": mediation.case_id.id,
                    "reason_id": reason.id,
                    "course": COURSE,
                    "why": WHY,
                }
            )
            if place:
                now = fields.Datetime.now()
                decided = {"state": "decided", "decided_at": now}
                termination.write({**decided, "decided_by_id": mediation.mediator_id.id})
                mediation._close("terminated", now)
                mediation.case_id._deadline_event(["termination_decided", "mediation_ended"], now)
