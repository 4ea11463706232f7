"""The language of papers: what it lets through, what it refuses, and that values stay values."""

from odoo.tests import BaseCase, tagged

from ..tools import paper_text
from ..tools.paper_text import Fault, Piece

PLACES = {"案件": {"编号", "标题"}, "投诉人": {"姓名", "电话"}}
LISTS = {"材料": {"名称"}}


def faults(text):
    return paper_text.find_faults(text, PLACES, LISTS)


def values(**texts):
    base = {
        "案件": {name: Piece("", f"案件.{name}") for name in ("编号", "标题")},
        "投诉人": {
            "姓名": Piece("张测试", "投诉人.姓名", masked="张**", level="name"),
            "电话": Piece("13800001234", "投诉人.电话", masked="138****1234", level="detail"),
        },
        "材料": [{"名称": Piece("发票", "")}, {"名称": Piece("照片", "")}],
    }
    for dotted, text in texts.items():
        group, name = dotted.split("_")
        base[group][name] = Piece(text, f"{group}.{name}")
    return base


@tagged("post_install", "-at_install")
class TestToolsPaperText(BaseCase):
    def test_sound_texts(self):
        for text in (
            "只有文字",
            "{{ 案件.编号 }}",
            "{{ 案件.编号 | 必填 }}",
            '{{ 案件.编号 | 或("无") }}',
            '{% if 案件.编号 and not 案件.标题 %}甲{% elif 案件.标题 == "x" %}乙{% endif %}',
            "{% for 件 in 材料 %}\n　　{{ 件.名称 }}\n{% endfor %}",
            "| 编号 | {{ 案件.编号 | 必填 }} | 标题 | {{ 案件.标题 | 必填 }} |",
        ):
            with self.subTest(text):
                self.assertEqual(faults(text), [])

    def test_every_mistake_is_told_with_its_line(self):
        """DAT-05: a mistake in a template is refused at saving with its line."""
        for text, expected in (
            ("一\n{{ 案件.号码 }}", Fault(2, "unknown", "案件.号码")),
            ("{{ 案由 }}", Fault(1, "unknown", "案由")),
            ("一\n二\n{% set x = 1 %}", Fault(3, "statement")),
            ("{% include 'a' %}", Fault(1, "statement")),
            ("{% macro m() %}{% endmacro %}", Fault(1, "statement")),
            ("{{ 案件.编号.upper() }}", Fault(1, "expression")),
            ("{{ 案件.编号[0] }}", Fault(1, "expression")),
            ("{{ 案件['编号'] }}", Fault(1, "expression")),
            ("{{ 1 + 1 }}", Fault(1, "expression")),
            ("{{ 案件.编号 ~ 案件.标题 }}", Fault(1, "expression")),
            ("{{ '' }}", Fault(1, "expression")),
            ("{{ 案件.编号 | upper }}", Fault(1, "expression")),
            ("{{ 案件.__class__ }}", Fault(1, "unknown", "案件.__class__")),
            ("{% for 件 in 案件 %}{% endfor %}", Fault(1, "unknown", "案件")),
            ("{% for 件 in 材料 %}{{ 件.价格 }}{% endfor %}", Fault(1, "unknown", "件.价格")),
            ("{% for 件 in 材料 %}{% endfor %}{{ 件.名称 }}", Fault(1, "unknown", "件.名称")),
            ("| 一 | 二 | 三 | 四 | 五 |", Fault(1, "columns")),
            ("坏字\ue000", Fault(1, "character")),
        ):
            with self.subTest(text):
                found = faults(text)
                self.assertIn(
                    (expected.line, expected.kind), [(fault.line, fault.kind) for fault in found]
                )
        self.assertEqual(faults("一\n{% if 案件.编号 %}\n二")[0].kind, "syntax")

    def test_values_stay_values(self):
        """What stands in a case is text: no markup, no table, no place of its own."""
        nasty = "| <b>粗</b> | {{ 投诉人.电话 }}\n== 标题 =="
        html = paper_text.fill("{{ 案件.标题 }}", values(案件_标题=nasty)).html
        self.assertEqual(
            html,
            '<p class="flush">| &lt;b&gt;粗&lt;/b&gt; | {{ 投诉人.电话 }}<br/>== 标题 ==</p>',
        )
        self.assertNotIn(
            "\ue000", paper_text.fill("{{ 案件.标题 }}", values(案件_标题="\ue0000\ue001")).html
        )

    def test_required_place(self):
        with self.assertRaises(paper_text.MissingPieceError) as caught:
            paper_text.fill("{{ 案件.编号 | 必填 }}", values())
        self.assertEqual(str(caught.exception), "案件.编号")
        self.assertIn("无", paper_text.fill('{{ 案件.编号 | 或("无") }}', values()).html)

    def test_lines_and_tables(self):
        html = paper_text.fill(
            "顶格\n　　缩进\n\n>> 落款\n| 甲 | 乙 |\n| 标题 |\n|! 序号 | 名称 |\n"
            "{% for 件 in 材料 %}\n|. 1 | {{ 件.名称 }} |\n{% endfor %}",
            values(),
        ).html
        self.assertIn('<p class="flush">顶格</p>\n<p class="indent">缩进</p>', html)
        self.assertIn('<p class="right">落款</p>', html)
        self.assertIn('<th>甲</th><td colspan="3">乙</td>', html)
        self.assertIn('<th class="part" colspan="4">标题</th>', html)
        self.assertIn("<td>发票</td></tr><tr><td>1</td><td>照片</td>", html)
        self.assertEqual(html.count("<table"), 2, "a form and a list are two tables")

    def test_level_and_redaction(self):
        """SEC-02: what a paper holds of persons is known, and can be taken out again."""
        self.assertEqual(paper_text.fill("文字", values()).level, "")
        self.assertEqual(paper_text.fill("{{ 投诉人.姓名 }}", values()).level, "name")
        paper = paper_text.fill("{{ 投诉人.姓名 }} {{ 投诉人.电话 }}", values())
        self.assertEqual(paper.level, "detail")
        copy = paper_text.redact(paper.html)
        self.assertIn("张测试", copy)
        self.assertIn("138****1234", copy)
        self.assertNotIn("13800001234", copy)
        self.assertNotIn("张测试", paper_text.redact(paper.html, names=True))
