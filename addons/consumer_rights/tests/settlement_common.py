"""A consumer and a merchant with accounts, in a mediation and in the round with the merchant."""

from odoo.tests import new_test_user

from .common import GROUP
from .mediation_end_common import MediationEndCommon

REFUND = {"side": "merchant", "what": "退还货款", "amount": "680", "due_date": "2026-03-20"}
LESS = {**REFUND, "amount": "500.50"}
RETURN = {"side": "consumer", "what": "退回手机", "amount": "", "due_date": "2026-03-18"}


class SettlementCommon(MediationEndCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.seller_account("t_seller", cls.merchant)
        cls.buyer = new_test_user(
            cls.env, "t_buyer", groups=f"{GROUP}consumer", password="t_buyerxxx"
        )
        cls.accounts = {"merchant": cls.seller, "consumer": cls.buyer}

    @classmethod
    def seller_account(cls, login, merchant):
        user = new_test_user(
            cls.env, login, groups=f"{GROUP}merchant_user", password=login.ljust(10, "x")
        )
        merchant.station_id = cls.stations["station_a1"]  # who has accounts is supervised
        cls.env["rights.merchant.member"].create(
            {"merchant_id": merchant.id, "user_id": user.id, "role": "manager"}
        )
        return user

    @classmethod
    def mediated(cls, **values):
        case = cls.in_mediation(respondent_id=cls.merchant.id, **values)
        case.sudo()._give_access(cls.buyer.partner_id)
        return case

    @classmethod
    def referred(cls, **values):
        """With the merchant first, at the city centre."""
        case = cls.case_at("accepted", "clerk", respondent_id=cls.merchant.id, **values)
        cls.as_user("dispatcher", case)._refer(way="mailbox", consent_way="phone")
        case.sudo()._give_access(cls.buyer.partner_id)
        return case.with_env(cls.env)

    def step(self, case, side, act, *terms, text="", seen=None):
        """One step of a side, with what it has before its eyes now."""
        number = case._get_talk().number if seen is None else seen
        mine = case.with_user(self.accounts[side]).sudo()
        return mine._talk_step(side, act, number, text, terms)

    def agree(self, case, *terms):
        """The merchant proposes, the consumer agrees: the draft of the agreement."""
        self.step(case, "merchant", "proposed", *(terms or (REFUND,)))
        self.step(case, "consumer", "accepted")
        return case.sudo().agreement_ids[-1:]

    def steps(self, case):
        return [(row.side or "", row.act) for row in case.sudo().settlement_step_ids]
