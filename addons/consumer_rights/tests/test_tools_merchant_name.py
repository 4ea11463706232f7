from odoo.addons.consumer_rights.tools.merchant_name import name_key, name_stem
from odoo.tests import BaseCase

# as typed, key, stem
NAMES = [
    ("甲乙商贸有限公司", "甲乙商贸有限公司", "甲乙商贸"),
    (" 甲乙 商贸 有限责任公司", "甲乙商贸有限责任公司", "甲乙商贸"),
    ("甲乙商贸公司", "甲乙商贸公司", "甲乙商贸"),
    ("甲乙商贸(集团)股份有限公司", "甲乙商贸集团股份有限公司", "甲乙商贸"),
    ("甲乙（中国）有限公司", "甲乙中国有限公司", "甲乙中国"),
    ("甲乙商贸有限公司鼓楼分公司", "甲乙商贸有限公司鼓楼分公司", "甲乙商贸有限公司鼓楼分公司"),
    ("ＡＢＣ Café Co.", "abccaféco", "abccaféco"),
    ("有限公司", "有限公司", "有限公司"),
    ("", "", ""),
    (False, "", ""),
]


class TestMerchantName(BaseCase):
    def test_reg_17_one_business_has_one_key(self):
        """REG-17: the merchant of a matter is found however its name was typed."""
        for name, key, stem in NAMES:
            with self.subTest(name=name):
                self.assertEqual(name_key(name), key)
                self.assertEqual(name_stem(name), stem)
