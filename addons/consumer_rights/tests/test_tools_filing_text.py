from odoo.addons.consumer_rights.tools.filing_text import clean_line, clean_text
from odoo.tests import BaseCase

LINES = [
    ("  张三  ", "张三"),
    ("张\u202e三\u2066", "张三"),  # marks that turn the direction round
    ("\ufeff李\u200f四", "李四"),
    ("王\x00五\x1b[31m", "王五[31m"),
    ("两\n行\t字", "两 行 字"),
    ("𠮷野家", "𠮷野家"),  # beyond the basic plane
    ("㐂䶮", "㐂䶮"),  # GB 18030 level 2 and 3
    ("😀👨‍👩‍👧", "😀👨‍👩‍👧"),  # joined by a zero-width joiner that means something
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),  # escaped where it is shown
    ("\ud800x", "x"),
    (None, ""),
    (False, ""),
    (12, "12"),
]


class TestFilingText(BaseCase):
    def test_lines(self):
        """INT-13: every letter stays, what nobody sees goes."""
        for given, kept in LINES:
            self.assertEqual(clean_line(given), kept, given)

    def test_text_keeps_its_lines(self):
        self.assertEqual(clean_text("一\r\n二\r三\n"), "一\n二\n三")

    def test_cleaning_twice_changes_nothing(self):
        for given, _kept in LINES:
            self.assertEqual(clean_text(clean_text(given)), clean_text(given))
