"""Entries of a ledger as the page, a workbook and another system send them."""

import secrets

from .merchant_common import MerchantPortalCommon

ENTRY = {
    "consumer_name": "孙测试",
    "consumer_phone": "13900002222",
    "content": "衬衫洗后褪色，要求退货",
    "goods_name": "男式衬衫",
    "price": "268",
    "quantity": "1",
    "returned": "returned",
    "disposal": "producer",
    "outcome": "settled",
}


class LedgerCommon(MerchantPortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entries = cls.env["rights.merchant.ledger"]

    @staticmethod
    def new_entry_key():
        return secrets.token_hex(24)

    def enter(self, merchant=None, key=None, **values):
        merchant = merchant or self.mall
        answer = (
            merchant.with_user(self.desk)
            .sudo()
            ._enter_in_ledger(key or self.new_entry_key(), {**ENTRY, **values}, False)
        )
        return answer["entry"]
