"""Tables that call themselves .xls and are web pages or Excel 2003 XML: many systems export so."""

import re

from lxml import etree, html

from .table_errors import TableError

MAX_BYTES = 40 << 20
_XML_SHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_MAX_SPAN = 200


def markup_kind(head):
    """html, xml or None, by the first bytes of a file."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return "xml"
    if re.match(rb"<(!doctype html|html|table|meta|head|style|body|div)\b", start):
        return "html"
    return None


def read_markup(content, kind):
    """All rows of the largest table in the file."""
    if len(content) > MAX_BYTES:
        raise TableError("too_large", limit=MAX_BYTES >> 20)
    return _read_xml(content) if kind == "xml" else _read_html(content)


def _span(value):
    return min(int(value), _MAX_SPAN) if value and value.isdigit() else 1


def _read_html(content):
    declared = re.search(rb"charset=[\"']?([\w-]+)", content[:2000], re.IGNORECASE)
    encoding = None
    if declared and declared[1].lower() in (b"gb2312", b"gbk", b"gb18030"):
        encoding = "gb18030"
    elif not declared:
        encoding = "utf-8" if _is_utf8(content) else "gb18030"
    tree = html.fromstring(content, parser=html.HTMLParser(encoding=encoding, no_network=True))
    tables = list(tree.iter("table"))
    if not tables:
        raise TableError("no_table")
    table = max(tables, key=lambda found: sum(1 for _row in found.iter("tr")))
    for row in table.iter("tr"):
        cells = []
        for cell in row.iterchildren("td", "th"):
            for line_break in cell.iter("br"):
                line_break.tail = "\n" + (line_break.tail or "")
            cells.append(cell.text_content())
            cells += [""] * (_span(cell.get("colspan")) - 1)
        yield cells


def _is_utf8(content):
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _read_xml(content):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    tree = etree.fromstring(content, parser)
    tables = [] if tree is None else list(tree.iter(f"{_XML_SHEET}Table"))
    if not tables:
        raise TableError("no_table")
    table = max(tables, key=lambda found: len(found.findall(f"{_XML_SHEET}Row")))
    number = 0
    for row in table.iterchildren(f"{_XML_SHEET}Row"):
        index = _index(row, number + 1)
        for _missing in range(min(index - number - 1, 10_000)):
            yield []
        number = index
        cells = []
        for cell in row.iterchildren(f"{_XML_SHEET}Cell"):
            cells += [""] * min(_index(cell, len(cells) + 1) - len(cells) - 1, 1_000)
            data = cell.find(f"{_XML_SHEET}Data")
            cells.append("" if data is None else "".join(data.itertext()))
            cells += [""] * (_span(cell.get(f"{_XML_SHEET}MergeAcross")) if _merged(cell) else 0)
        yield cells


def _merged(cell):
    return cell.get(f"{_XML_SHEET}MergeAcross") is not None


def _index(element, default):
    value = element.get(f"{_XML_SHEET}Index")
    return int(value) if value and value.isdigit() else default
