"""The language that official papers are written in: plain lines, tables, and named places.

A business administrator writes a paper as it should read. Two full-width spaces indent a line,
``{{ 投诉人.姓名 }}`` is a place that the case fills, ``{% if ... %}`` keeps or drops lines and
``{% for 件 in 材料 %}`` repeats them. Lines that begin with a bar are a table.

Jinja parses the places; only the few forms listed in :func:`_check_node` are let through, and
values are plain texts, so a template reaches nothing that it was not handed. Whatever a value
contains, it is text: it can neither begin a table nor bring markup along.

>>> find_faults("编号：{{ 案件.号码 }}", {"案件": {"编号"}}, {})
[Fault(line=1, kind='unknown', detail='案件.号码')]
"""

import functools
import re
from collections.abc import Mapping
from html import escape
from itertools import takewhile
from typing import NamedTuple

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes, pass_context
from jinja2.sandbox import ImmutableSandboxedEnvironment

REQUIRED, OTHERWISE = "必填", "或"
# brackets around the number of a value, until the lines are laid out
OPEN, CLOSE = "\ue000", "\ue001"
BRACKETS = re.compile(f"[{OPEN}{CLOSE}]")
PLACE = re.compile(f"{OPEN}(\\d+){CLOSE}")
PERSONAL = re.compile(
    r'<span class="who" data-level="(name|detail)" data-masked="([^"]*)">(.*?)</span>', re.DOTALL
)
MARKS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
ONE_PIECE = re.compile(r"\w{2,3}|\d{4}年\d{1,2}月\d{1,2}日")
FORM_COLUMNS = 4


class Fault(NamedTuple):
    """What is wrong with a text, and in which line; ``kind`` is one word for a sentence."""

    line: int
    kind: str
    detail: str = ""


class MissingPieceError(Exception):
    """A place marked as required has no value; the argument is its name."""


class Piece(str):
    """A value with the name of its place; ``masked`` and ``level`` when it is personal.

    :ivar level: ``name`` for a person's name, ``detail`` for phone, address and ID
    """

    def __new__(cls, text, name, masked=None, level=None):
        piece = super().__new__(cls, text or "")
        piece.name, piece.masked, piece.level = name, masked, level
        return piece


def pieces(groups: Mapping, lists: Mapping) -> dict:
    """Plain texts as the values that :func:`fill` takes.

    :param groups: {group: {name: text}}
    :param lists: {list: [{name: text}]}

    >>> pieces({"清单": {"件数": "1"}}, {"案卷": [{"序号": "1"}]})
    {'清单': {'件数': '1'}, '案卷': [{'序号': '1'}]}
    """
    return {group: _pieces_of(group, texts) for group, texts in groups.items()} | {
        group: [_pieces_of(group, texts) for texts in rows] for group, rows in lists.items()
    }


def _pieces_of(group, texts):
    return {name: Piece(text, f"{group}.{name}") for name, text in texts.items()}


def invented(groups: Mapping, lists: Mapping) -> tuple[dict, dict]:
    """An invented paper, with one row in each list: what :func:`pieces` takes.

    :param groups: {group: (names, texts)}
    :param lists: {list: (names, texts of the row)}

    >>> invented({"清单": (("件数",), ("1",))}, {"案卷": (("序号",), ("1",))})
    ({'清单': {'件数': '1'}}, {'案卷': [{'序号': '1'}]})
    """
    return (
        {group: dict(zip(*pair, strict=True)) for group, pair in groups.items()},
        {group: [dict(zip(*pair, strict=True))] for group, pair in lists.items()},
    )


class Paper(NamedTuple):
    """A filled text as HTML, and the highest level of personal data in it: "", name or detail."""

    html: str
    level: str


# -- parsing and checking ---------------------------------------------------------------------


@pass_context
def _finalize(context, value):
    return context["_sink"].take(value)


def _required(value):
    if not str(value).strip():
        raise MissingPieceError(getattr(value, "name", ""))
    return value


def _otherwise(value, text):
    return value if str(value).strip() else text


_ENV = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, finalize=_finalize, trim_blocks=True, lstrip_blocks=True
)
_ENV.filters = {REQUIRED: _required, OTHERWISE: _otherwise}
_ENV.tests, _ENV.globals = {}, {}


def find_faults(text, places, lists):
    """Everything that keeps a text from being a template, in the order of its lines.

    :param places: {group: names that may be used}
    :param lists: {list: names of each of its entries}
    """
    try:
        tree = _ENV.parse(text)
    except TemplateSyntaxError as error:
        return [Fault(error.lineno, "syntax", error.message or "")]
    faults = []
    for node in tree.body:
        _check_node(node, places, lists, {}, faults)
    return sorted(set(faults) | set(_find_layout_faults(text)))


@functools.lru_cache(maxsize=256)
def used_places(text):
    """What a sound text uses: {group: names}, and of a list its name."""
    used = {}
    tree = _ENV.parse(text)
    for node in tree.find_all(nodes.Getattr):
        if isinstance(node.node, nodes.Name):
            used.setdefault(node.node.name, set()).add(node.attr)
    for node in tree.find_all(nodes.For):
        used.setdefault(node.iter.name, set())
    return used


def _check_node(node, places, lists, loops, faults):
    if isinstance(node, nodes.Output):
        for child in node.nodes:
            if not isinstance(child, nodes.TemplateData):
                _check_expression(child, places, loops, faults)
    elif isinstance(node, nodes.If):
        _check_expression(node.test, places, loops, faults)
        for child in (*node.body, *node.elif_, *node.else_):
            _check_node(child, places, lists, loops, faults)
    elif isinstance(node, nodes.For):
        _check_loop(node, places, lists, loops, faults)
    else:
        faults.append(Fault(node.lineno, "statement"))


def _check_loop(node, places, lists, loops, faults):
    plain = isinstance(node.target, nodes.Name) and isinstance(node.iter, nodes.Name)
    if not plain or node.test or node.recursive:
        faults.append(Fault(node.lineno, "statement"))
    elif node.iter.name not in lists:
        faults.append(Fault(node.lineno, "unknown", node.iter.name))
    else:
        inner = {**loops, node.target.name: lists[node.iter.name]}
        for child in (*node.body, *node.else_):
            _check_node(child, places, lists, inner, faults)


def _check_expression(node, places, loops, faults):
    """A place, a place with 必填 or 或("…"), and in conditions: not, and, or, ==, !=."""
    known = {**places, **loops}
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        if node.attr not in known.get(node.node.name, ()):
            faults.append(Fault(node.lineno, "unknown", f"{node.node.name}.{node.attr}"))
    elif isinstance(node, nodes.Filter) and _is_filter(node):
        _check_expression(node.node, places, loops, faults)
    elif isinstance(node, nodes.Not):
        _check_expression(node.node, places, loops, faults)
    elif isinstance(node, (nodes.And, nodes.Or)):
        _check_expression(node.left, places, loops, faults)
        _check_expression(node.right, places, loops, faults)
    elif isinstance(node, nodes.Compare) and _is_comparison(node):
        _check_expression(node.expr, places, loops, faults)
    elif isinstance(node, nodes.Name):
        faults.append(Fault(node.lineno, "unknown", node.name))
    else:
        faults.append(Fault(node.lineno, "expression"))


def _is_filter(node):
    texts = [argument for argument in node.args if isinstance(argument, nodes.Const)]
    plain = len(texts) == len(node.args) and not node.kwargs and node.node is not None
    return plain and (
        (node.name == REQUIRED and not texts)
        or (node.name == OTHERWISE and len(texts) == 1 and isinstance(texts[0].value, str))
    )


def _is_comparison(node):
    return (
        len(node.ops) == 1
        and node.ops[0].op in ("eq", "ne")
        and isinstance(node.ops[0].expr, nodes.Const)
    )


def _find_layout_faults(text):
    for number, line in enumerate(text.splitlines(), 1):
        cells = _form_cells(MARKS.sub("", line))
        if cells and len(cells) > FORM_COLUMNS:
            yield Fault(number, "columns")
        if len(BRACKETS.findall(line)):
            yield Fault(number, "character")


# -- filling ----------------------------------------------------------------------------------


class _Sink:
    """Collects the values of one paper; the text holds their numbers until it is laid out."""

    def __init__(self):
        self.values = []

    def take(self, value):
        self.values.append(value)
        return f"{OPEN}{len(self.values) - 1}{CLOSE}"

    def html(self, match):
        value = self.values[int(match[1])]
        text = escape(BRACKETS.sub("", str(value)).strip()).replace("\n", "<br/>")
        if text and getattr(value, "masked", None) is not None:
            return (
                f'<span class="who" data-level="{value.level}" '
                f'data-masked="{escape(value.masked)}">{text}</span>'
            )
        return text

    def prose(self, match):
        """The same in a line of text, where short names and dates stay in one piece."""
        html = self.html(match)
        return f'<span class="keep">{html}</span>' if ONE_PIECE.fullmatch(html) else html

    @property
    def level(self):
        levels = {getattr(value, "level", None) for value in self.values if str(value).strip()}
        return next((level for level in ("detail", "name") if level in levels), "")


@functools.lru_cache(maxsize=256)
def _compile(text):
    return _ENV.from_string(text)


def fill(text, values: Mapping) -> Paper:
    """A sound text with its places filled.

    :param values: {group: {name: Piece}} and {list: [{name: Piece}]}
    :raise MissingPieceError: a required place is empty
    """
    sink = _Sink()
    filled = _compile(text).render({**values, "_sink": sink})
    return Paper(lay_out(filled, sink.html, sink.prose), sink.level)


def redact(html, names=False):
    """The copy of a paper for the dossier: phone, address and ID masked, names when asked for."""
    return PERSONAL.sub(lambda match: match[2] if names or match[1] == "detail" else match[3], html)


# -- lines ------------------------------------------------------------------------------------


def _form_cells(line):
    """Cells of a form row, label and value in turn; None for other lines."""
    if not line.startswith("|") or line.startswith(("|!", "|.")):
        return None
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def lay_out(text, place=lambda match: match[0], prose=None):
    """Lines to HTML: paragraphs, headings, tables; each run of table rows is one table.

    :param place: called with the match of a value's number, returns its HTML
    :param prose: the same for values outside tables
    """
    parts, rows = [], []
    for line in [*text.splitlines(), None]:
        row = line is not None and line.startswith("|") and _row(line, place)
        if rows and not (row and (row[0] == "form") == (rows[0][0] == "form")):
            parts.append(_table(rows))
            rows = []
        if row:
            rows.append(row)
        elif line is not None:
            parts.append(_line(line, prose or place))
    return "\n".join(parts)


def _text(text, place):
    return PLACE.sub(place, escape(text))


def _line(line, place):
    if not line.strip():
        return '<div class="gap"></div>'
    if line.startswith("==") and line.rstrip().endswith("=="):
        return f"<h2>{_text(line.strip('= '), place)}</h2>"
    if line.startswith(">>"):
        return f'<p class="right">{_text(line[2:].strip(), place)}</p>'
    if line.strip() == "----":
        return '<div class="rule"></div>'
    kind = "indent" if line.startswith("　　") else "flush"
    return f'<p class="{kind}">{_text(line.strip("　 "), place)}</p>'


def _row(line, place):
    """(columns, html): ``|!`` begins a row of headings, ``|.`` a row of data, ``|`` a form row."""
    kind = {"|!": "head", "|.": "data"}.get(line[:2], "form")
    body = line.strip()[1 if kind == "form" else 2 :].removesuffix("|")
    cells = [_text(cell.strip(), place) for cell in body.split("|")]
    if kind == "form":
        return kind, _form_row(cells)
    tag = "th" if kind == "head" else "td"
    return kind, "".join(f"<{tag}>{cell}</{tag}>" for cell in cells)


def _form_row(cells):
    if len(cells) == 1:
        return f'<th class="part" colspan="{FORM_COLUMNS}">{cells[0]}</th>'
    html = ""
    for place, cell in enumerate(cells):
        last = place == len(cells) - 1
        span = f' colspan="{FORM_COLUMNS - place}"' if last and place < FORM_COLUMNS - 1 else ""
        html += f"<td{span}>{cell}</td>" if place % 2 else f"<th{span}>{cell}</th>"
    return html


def _table(rows):
    kind = "form" if rows[0][0] == "form" else "list"
    widths = (
        '<colgroup><col class="label"/><col/><col class="label"/><col/></colgroup>'
        if kind == "form"
        else ""
    )
    # the headings of a list stand again on each page that it goes on to
    heads = list(takewhile(lambda row: row[0] == "head", rows))
    top = f"<thead>{_lines(heads)}</thead>" if heads else ""
    return f'<table class="{kind}">{widths}{top}{_lines(rows[len(heads) :])}</table>'


def _lines(rows):
    return "".join(f"<tr>{html}</tr>" for _kind, html in rows)
