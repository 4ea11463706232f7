from odoo.addons.consumer_rights.tools import masking
from odoo.tests import BaseCase

NAMES = [
    ("张三", "张**"),
    ("张", "张**"),
    ("诸葛孔明", "诸葛**"),
    ("欧阳明", "欧阳**"),
    ("歐陽明", "歐陽**"),
    ("欧阳", "欧**"),
    ("欧阳先生", "欧阳**"),
    ("John Smith", "J**"),
    ("阿布都·热西提", "阿**"),
    (" 李四 ", "李**"),
    ("", ""),
    (None, ""),
    (False, ""),
]

# what was typed, bare digits, what a list shows
PHONES = [
    ("13812341234", "13812341234", "138****1234"),
    ("+86 138-1234-1234", "13812341234", "138****1234"),
    ("１３８１２３４１２３４", "13812341234", "138****1234"),
    ("0086 13812341234", "13812341234", "138****1234"),
    ("8613812341234", "13812341234", "138****1234"),
    ("013812341234", "13812341234", "138****1234"),
    ("张女士 13812341234", "13812341234", "138****1234"),
    ("13812341234 13912345678", "13812341234", "138****1234"),
    ("13812341234/010-12345678", "13812341234", "138****1234/010-****5678"),
    ("010-12345678", "01012345678", "010-****5678"),
    ("(010)12345678转801", "01012345678", "010-****5678"),
    ("010-12345678-801", "01012345678", "010-****5678"),
    ("0512 654 3210", "05126543210", "0512-****3210"),
    ("+86 10 8888 6666", "01088886666", "010-****6666"),
    ("86-10-88886666", "01088886666", "010-****6666"),
    ("400-810-1234", "4008101234", "****1234"),
    ("88886666", "88886666", "****6666"),
    ("+1 382 341 2345", "0013823412345", "****2345"),
    ("+852 2345 6789", "0085223456789", "****6789"),
    ("12315", "12315", "****"),
    ("不详", "", "****"),
    ("", "", ""),
    (False, "", ""),
]

IDS = [
    ("320106199001011234", "320106**********34"),
    ("32010619900101123x", "320106**********3X"),
    ("320106 19900101 123X", "320106**********3X"),
    ("320106900101123", "320106*******23"),
    ("E12345678", "E******78"),
    ("AB12", "****"),
    (None, ""),
]

ADDRESSES = [
    ("江苏省南京市玄武区中山路1号", "江苏省南京市玄武区****"),
    ("江苏省 南京市 玄武区 中山路1号", "江苏省南京市玄武区****"),
    ("南京玄武区中山路1号", "南京玄武区****"),
    ("玄武区中山路1号", "玄武区****"),
    ("北京市朝阳区小庄路", "北京市朝阳区****"),
    ("上海市浦东新区世纪大道", "上海市浦东新区****"),
    ("厦门市思明区鼓浪屿", "厦门市思明区****"),
    ("江苏省苏州市昆山市玉山镇", "江苏省苏州市昆山市****"),
    ("鄂尔多斯市准格尔旗1号", "鄂尔多斯市准格尔旗****"),
    ("内蒙古呼和浩特新城区1号", "内蒙古呼和浩特新城区****"),
    ("苏州市工业园区星湖街", "苏州市工业园区****"),
    ("江州市东湖区中山路1号", "江州市东湖区****"),  # an invented city, as in training data
    ("海南省三亚市吉阳区", "海南省三亚市吉阳区"),
    ("南京市幸福小区3栋", "南京市****"),
    ("幸福小区3栋", "****"),
    ("阳光城市花园5幢", "****"),
    ("华联超市隔壁", "****"),
    ("南京路1号", "****"),
    ("1 Main Street", "****"),
    (None, ""),
]


class TestMasking(BaseCase):
    def test_sec_09_names_keep_the_surname_only(self):
        """SEC-09: surname and two stars, compound surnames whole."""
        for name, expected in NAMES:
            with self.subTest(name=name):
                self.assertEqual(masking.mask_name(name), expected)

    def test_sec_09_phones(self):
        """SEC-09: 138****1234; landlines keep area code and ending, anything else less."""
        for phone, digits, expected in PHONES:
            with self.subTest(phone=phone):
                self.assertEqual(masking.phone_digits(phone), digits)
                self.assertEqual(masking.mask_phone(phone), expected)

    def test_sec_09_stars_do_not_let_a_number_pass(self):
        """SEC-09: a clear number is not shown because somebody typed a star beside it."""
        self.assertEqual(masking.mask_phone("13812341234*"), "****")
        self.assertEqual(masking.mask_phone("1381234*1234"), "****")

    def test_sec_09_identity_papers(self):
        """SEC-09: an ID number keeps its first six and last two characters."""
        for number, expected in IDS:
            with self.subTest(number=number):
                self.assertEqual(masking.mask_id(number), expected)

    def test_sec_09_addresses_end_at_the_district(self):
        """SEC-09: a list shows where somebody lives down to the district."""
        for address, expected in ADDRESSES:
            with self.subTest(address=address):
                self.assertEqual(masking.mask_address(address), expected)

    def test_sec_09_masking_twice_changes_nothing(self):
        """SEC-09: a masked value may pass through masking again."""
        for function, rows in (
            (masking.mask_name, NAMES),
            (masking.mask_phone, [row[::2] for row in PHONES]),
            (masking.mask_id, IDS),
            (masking.mask_address, ADDRESSES),
        ):
            for _typed, masked in rows:
                with self.subTest(function=function.__name__, masked=masked):
                    self.assertEqual(function(masked), masked)

    def test_phone_tail(self):
        """The ending that a search by phone ending compares."""
        self.assertEqual(masking.phone_tail("+86 138 1234 5678"), "5678")
        self.assertEqual(masking.phone_tail("138-1234-5678", 6), "345678")
        self.assertEqual(masking.phone_tail("110"), "")
        self.assertEqual(masking.phone_tail(None), "")
