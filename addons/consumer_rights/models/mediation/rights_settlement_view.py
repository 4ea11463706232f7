from odoo import api, models

from ...clock.due import last_day
from ...tools.china_time import china_date, china_naive
from ..mediation.rights_settlement_step import OFFERS


class RightsCase(models.Model):
    """The settlement talk as one of the parties reads it."""

    _inherit = "rights.case"

    def _public_view(self, level):
        view = super()._public_view(level)
        if view["is_full"]:
            view["talk"] = self._public_talk("consumer")
        return view

    def _merchant_row(self):
        """Whether the merchant is to answer, and until when."""
        talk = self._get_talk()
        acts = self._get_talk_acts("merchant", talk)
        return {
            **super()._merchant_row(),
            "waits": bool(acts - {"withdrawn"}) and bool(talk.offer or talk.is_merchant_first),
            "until": self._get_talk_until(talk),
        }

    def _get_talk_until(self, talk):
        """The day by which an answer is due; None when nobody waits for one."""
        due_at = talk.is_merchant_first and talk.round.due_at
        if talk.offer and not talk.is_settled:
            due_at = talk.offer.due_at
        return last_day(due_at) if due_at else None

    def _merchant_view(self):
        return {**super()._merchant_view(), "talk": self._public_talk("merchant")}

    def _public_talk(self, side):
        """What this side reads and may do; None when there is nothing to settle.

        :param side: consumer or merchant
        """
        if self.kind != "complaint":
            return None
        talk = self._get_talk()
        acts = self._get_talk_acts(side, talk)
        if not (acts or self.settlement_step_ids or talk.round):
            return None
        return {
            "acts": acts,
            "seen": str(talk.number),  # a page leaves a nought out
            "offer": talk.offer.id if not talk.is_settled else False,
            "until": self._get_talk_until(talk),
            "is_settled": talk.is_settled,
            "is_open": bool(talk.round),
            "waits_for_merchant": talk.is_merchant_first and not talk.steps and side == "consumer",
            "terms": talk.offer.terms or [],
            "steps": [self._public_step_of_talk(step, side) for step in self.settlement_step_ids],
            "today": china_date(),
        }

    def _public_step_of_talk(self, step, side):
        acts = {
            "proposed": self.env._("Offer made"),
            "countered": self.env._("Another offer made"),
            "accepted": self.env._("Offer agreed to"),
            "refused": self.env._("Offer refused"),
            "withdrawn": self.env._("Offer taken back"),
            "lapsed": self.env._("Offer not answered in time"),
        }
        sides = {
            side: self.env._("You"),
            "consumer" if side == "merchant" else "merchant": (
                self.env._("Consumer") if side == "merchant" else self.env._("Merchant")
            ),
            "mediator": self.env._("Mediator"),
        }
        promisers = {"consumer": self.env._("Consumer"), "merchant": self.env._("Merchant")}
        return {
            "id": step.id,
            "who": sides.get(step.side, ""),
            "is_mine": step.side == side,
            "act": acts[step.act],
            "is_offer": step.act in OFFERS,
            "at": china_naive(step.at).strftime("%Y-%m-%d %H:%M"),
            "text": step.text or "",
            "terms": [{**term, "who": promisers[term["side"]]} for term in step.terms or ()],
            "amount": step.amount,
        }


class RightsMediation(models.Model):
    _inherit = "rights.mediation"

    @api.model
    def _open_for(self, case, mediator=None):
        case._open_to_merchant()
        return super()._open_for(case, mediator)


class RightsCaseReferral(models.Model):
    _inherit = "rights.case.referral"

    @api.model_create_multi
    def create(self, vals_list):
        referrals = super().create(vals_list)
        referrals.case_id._open_to_merchant()
        return referrals
