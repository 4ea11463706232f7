from odoo.addons.consumer_rights.tools import chinese_text
from odoo.tests import BaseCase, TransactionCase

TOKENS = [
    ("质量问题", ["质量", "量问", "问题", "题"]),
    ("车", ["车"]),
    ("iPhone 15 Pro", ["15", "iphone", "pro"]),
    ("ＡＢＣ１２", ["abc12"]),
    ("A座3楼", ["3", "a", "座", "楼"]),
    ("A座楼", ["a", "座楼", "楼"]),
    ("变速箱-异响!变速箱", ["变速", "速箱", "箱", "异响", "响"]),
    ("NJ20260115-000123", ["000123", "nj20260115"]),
    ("𠮷野家", ["𠮷野", "野家", "家"]),
    ("'\\ & | ! : * ( )", []),
    ("", []),
    (None, []),
]

QUERIES = [
    ("质量", "'质量'"),
    ("质量问题", "'质量' & '量问' & '问题'"),
    ("车", "'车':*"),
    ("iPh", "'iph':*"),
    ("a座", "'a' & '座':*"),
    ("0999", "'0999'"),
    ("20260105", "'20260105':*"),
    ("质量 iPhone", "'iphone':* & '质量'"),
    ("o'neil\\", "'neil':* & 'o'"),
    (" ,。", ""),
    (None, ""),
]


class TestChineseTokens(BaseCase):
    def test_tokens(self):
        for text, expected in TOKENS:
            with self.subTest(text=text):
                self.assertEqual(chinese_text.tokens(text), sorted(expected))

    def test_queries(self):
        for text, expected in QUERIES:
            with self.subTest(text=text):
                self.assertEqual(
                    sorted(chinese_text.to_tsquery(text).split(" & ")),
                    sorted(expected.split(" & ")),
                )

    def test_a_huge_word_is_cut_in_index_and_query_alike(self):
        self.assertEqual(chinese_text.tokens("x" * 9000), ["x" * chinese_text.MAX_WORD])
        self.assertEqual(chinese_text.to_tsquery("x" * 9000), f"'{'x' * chinese_text.MAX_WORD}':*")


class TestChineseSearch(TransactionCase):
    """The same tokens as PostgreSQL understands them."""

    def _finds(self, text, query):
        self.env.cr.execute(
            "SELECT array_to_tsvector(%s) @@ %s::tsquery, %s::tsvector @@ %s::tsquery",
            [
                chinese_text.tokens(text),
                chinese_text.to_tsquery(query),
                chinese_text.to_tsvector_text(text),
                chinese_text.to_tsquery(query),
            ],
        )
        by_array, by_literal = self.env.cr.fetchone()
        self.assertEqual(by_array, by_literal)
        return by_array

    def test_two_character_words_are_found(self):
        text = "一汽马自达阿特兹B柱异响，车内异响严重 2020款 ＳＫＹＡＣＴＩＶ"
        for query in (
            "异响",
            "马自达",
            "车内异响",
            "响",
            "一",
            "重",
            "b柱",
            "2020",
            "skya",
            "严重",
        ):
            with self.subTest(query=query):
                self.assertTrue(self._finds(text, query))
        for query in ("异味", "自马达", "响异", "款式", "kyactiv", "异响 退款"):
            with self.subTest(query=query):
                self.assertFalse(self._finds(text, query))

    def test_special_characters_are_no_query_syntax(self):
        for query in ("' | 'x", "a:*b", "!质量", "质量 | 退款", "\\'"):
            with self.subTest(query=query):
                self.assertFalse(self._finds("退款", query))

    def test_a_huge_text_stays_within_what_a_tsvector_holds(self):
        run = "".join(chr(0x4E00 + i * i % 20_011) for i in range(400_000))
        words = " ".join(chr(0x10400 + i // 200) * 20 + f"{i:05}" for i in range(20_000))
        for text in (run, words):
            found = chinese_text.tokens(text)
            self.assertEqual(len(found), chinese_text.MAX_TOKENS)
            self.env.cr.execute("SELECT length(array_to_tsvector(%s))", [found])
            self.assertEqual(self.env.cr.fetchone()[0], chinese_text.MAX_TOKENS)
