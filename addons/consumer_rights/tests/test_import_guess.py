from odoo.addons.consumer_rights.tools.import_guess import (
    code_prefix,
    group_codes,
    guess_code_natures,
    guess_targets,
    match_code,
    split_codes,
)
from odoo.addons.consumer_rights.tools.import_words import guess_meaning
from odoo.addons.consumer_rights.tools.table_profile import profile
from odoo.addons.consumer_rights.tools.table_reader import open_table
from odoo.tests import BaseCase

# header and one row or more: what each column is taken for
FILES = [
    (
        """id,brand,car_model,type,desc,problem,datetime,status
1,甲牌,甲一,2020款,甲一发动机异响,"A9,",2020-06-08,处理反馈
2,乙牌,乙一,2019款,乙一漏油,"A12,",2020-06-07,信息审核""",
        [
            ["external_number"],
            ["respondent_name", "brand"],
            ["product_model"],
            ["product_model"],
            ["facts"],
            ["nature"],
            ["received_at"],
            ["stage"],
        ],
    ),
    (
        """序号,投诉编号,登记时间,投诉人姓名,投诉人电话,被投诉单位名称,被投诉单位电话,商品类别
1,T1,2020-06-08 10:00,张三,13800000000,甲公司,025-1,家电类
2,T2,2020-06-09 10:00,李四,13800000001,乙公司,025-2,家电类""",
        [
            [],
            ["external_number"],
            ["received_at"],
            ["complainant_name"],
            ["complainant_phone"],
            ["respondent_name"],
            ["respondent_phone"],
            ["item_class"],
        ],
    ),
    (
        """工单号,投诉日期,投诉品牌,投诉内容,投诉诉求,争议金额,处理状态,办结时间,处理结果,承办单位
T1,2020-06-08,甲牌,不制冷,退货,1000,已办结,2020-07-01,和解,甲所
T2,2020-06-09,乙牌,不制热,退货,900,处理中,,,甲所""",
        [
            ["external_number"],
            ["received_at"],
            ["respondent_name", "brand"],
            ["facts"],
            ["request"],
            ["amount_dispute"],
            ["stage"],
            ["concluded_at"],
            ["result_text"],
            ["station"],
        ],
    ),
    (
        """Complaint ID,Date received,Issue,Consumer complaint narrative,Company,Submitted via
1,03/12/2014,Loan,Long text about this and that,Some bank,Web
2,10/01/2016,Fee,Long text about that and this,Other bank,Web""",
        [
            ["external_number"],
            ["received_at"],
            ["nature"],
            ["facts"],
            ["respondent_name"],
            ["channel"],
        ],
    ),
    (
        """原编号,事项类型,收到日期,受理日期,已用工作日,承办单位,承办人,状态
A1,投诉,2025-03-03,2025-03-05,3,甲所,李四,办理中
A2,举报,2025-03-03,2025-03-05,3,甲所,李四,已登记""",
        [
            ["external_number"],
            ["kind"],
            ["received_at"],
            ["accepted_at"],
            ["days_used"],
            ["station"],
            ["handler"],
            ["stage"],
        ],
    ),
    (  # names that say nothing
        """a,b,c,d
2020-06-08,13800001234,甲乙商贸有限公司,买了三天屏幕自行碎裂，商家拒绝退货，要求退货并且赔偿损失共计六百八十元
2020-06-09,13800001235,丙丁商贸有限公司,买了五天电池自行鼓包，商家拒绝退货，要求退货并且赔偿损失共计七百八十元
2020-06-10,13800001236,戊己商贸有限公司,买了七天机身自行开裂，商家拒绝退货，要求退货并且赔偿损失共计八百八十元
2020-06-11,13800001237,庚辛商贸有限公司,买了九天屏幕自行碎裂，商家拒绝退货，要求退货并且赔偿损失共计九百八十元""",
        [["received_at"], ["complainant_phone"], ["respondent_name"], ["facts"]],
    ),
    (  # an old register numbers its rows and knows one date: neither is what the name says
        """序号,受理日期,投诉人,投诉事由
1,2023-03-01,李测试,鞋子开胶
2,2023-03-02,王测试,鞋子断底""",
        [[], ["received_at"], ["complainant_name"], ["facts"]],
    ),
    (  # a long number is no date, a claim beside the facts is no second text of facts
        """登记编号,登记时间,问题简要情况,诉求内容,问题类别,客体类别名称,State
3201060020230301,2023-03-01 10:00,衣服开线,退货,质量,服装,MI
3201060020230302,2023-03-02 10:00,衣服褪色,退货,质量,服装,AL""",
        [
            ["external_number"],
            ["received_at"],
            ["facts"],
            ["request"],
            ["nature"],
            ["item_class"],
            [],
        ],
    ),
    (  # an order number is not the number of the matter
        "订单号,日期,内容\nD1,2020-06-08,甲\nD2,2020-06-09,乙",
        [[], ["received_at"], ["facts"]],
    ),
]
MEANINGS = [
    ("stage", "信息审核", "registered"),
    ("stage", "厂家受理", "handling"),
    ("stage", "处理反馈", "replied"),
    ("stage", "用户评分", "archived"),
    ("stage", "已办结", "concluded"),
    ("stage", "未办结", "handling"),
    ("stage", "待归档", "concluded"),
    ("stage", "不予受理", "rejected"),
    ("stage", "待受理", "registered"),
    ("stage", "已受理", "accepted"),
    ("stage", "In progress", "handling"),
    ("stage", "已立案", "handling"),
    ("stage", "不予立案", "concluded"),
    ("stage", "江苏省", None),
    ("kind", "投诉举报", "report"),
    ("kind", "消费投诉", "complaint"),
    ("kind", "咨询", "consultation"),
    ("nature", "虚假宣传", "false_publicity"),
    ("nature", "变速箱异响", "quality"),
    ("nature", "4S店拒绝保修", "after_sales"),
    ("item_class", "家用电器", "appliances"),
    ("item_class", "汽车及零部件", "vehicles"),
]


class TestImportGuess(BaseCase):
    def test_reg_23_columns_are_recognised_by_name_and_values(self):
        """REG-23: files of different origin are mapped without help where they speak clearly."""
        for text, targets in FILES:
            with self.subTest(header=text.partition("\n")[0]):
                with open_table(text.encode()) as table:
                    columns = profile(table)[2]
                self.assertEqual(list(guess_targets(columns).values()), targets)

    def test_words_of_foreign_lists(self):
        for target, word, meaning in MEANINGS:
            with self.subTest(target=target, word=word):
                self.assertEqual(guess_meaning(target, word), meaning)

    def test_codes_learn_their_meaning_from_the_texts_beside_them(self):
        pairs = [
            ("A1,B2,", "发动机漏油"),
            ("B2", "拒绝保修"),
            ("B3,", "售后态度差"),
            ("A9", "异响"),
        ]
        groups = group_codes([cell for cell, _text in pairs], most=2)
        self.assertEqual(groups, ["A*", "B*"])
        self.assertEqual(guess_code_natures(pairs, groups), {"A*": "quality", "B*": "after_sales"})

    def test_few_codes_are_listed_one_by_one(self):
        self.assertEqual(group_codes(["A1,A2", "A2;B1"]), ["A1", "A2", "B1"])

    def test_single_codes(self):
        self.assertEqual(split_codes("H93,H15，质量、,"), ["H93", "H15", "质量"])
        self.assertEqual((code_prefix("h93"), code_prefix("质量")), ("H*", None))
        table = {"h*": "quality", "h9*": "price", "h93": "safety"}
        self.assertEqual(
            [match_code(code, table) for code in ("H93", "H95", "h1", "X1")],
            ["safety", "price", "quality", None],
        )
