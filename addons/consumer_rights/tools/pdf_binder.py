"""Binds PDF/A papers into one PDF/A file with page numbers through the whole of it (ARC-10).

Each paper is laid out by itself, so that neither time nor memory grows with the whole; here their
pages are put behind each other and numbered by a line of text on each page. One output intent, one
set of metadata: those of the first paper.
"""

import io
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Name, OutlineItem

MM = 72 / 25.4
SIZE = 9
STAMP = Name("/RightsStamp")


class Bound(NamedTuple):
    content: bytes
    page_count: int


class Sheet(NamedTuple):
    """One paper to bind: its file, and the title of its bookmark."""

    title: str
    content: bytes


def count_pages(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def bind(sheets, stamp, label=""):
    """All pages in order, each with its place in the whole at the top right.

    :param sheets: list of Sheet; the first gives the metadata
    :param stamp: a PDF whose only font has the characters of label and page numbers
    :param label: stands before the number on every page
    """
    with (
        pikepdf.open(io.BytesIO(sheets[0].content)) as whole,
        pikepdf.open(io.BytesIO(stamp)) as sample,
    ):
        starts = [(sheets[0].title, 0)]
        for sheet in sheets[1:]:
            starts.append((sheet.title, len(whole.pages)))
            # its objects are copied, and the source is closed again at once
            with pikepdf.open(io.BytesIO(sheet.content)) as part:
                _drop_signature_fields(part)
                whole.pages.extend(part.pages)
        pen = _Pen(whole, sample)
        total = len(whole.pages)
        for number, page in enumerate(whole.pages, 1):
            pen.stamp(page, f"{label}第{number}页　共{total}页")
        with whole.open_outline() as outline:
            outline.root.clear()
            outline.root.extend(OutlineItem(title, start) for title, start in starts)
        target = io.BytesIO()
        whole.save(
            target,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
        return Bound(target.getvalue(), total)


def _drop_signature_fields(part):
    """A signature covers the paper by itself; in a larger file its field would be broken."""
    for page in part.pages:
        if Name.Annots in page:
            page.Annots = Array([note for note in page.Annots if note.Subtype != Name.Widget])


class _Pen:
    """Writes short lines with the one font of a sample, copied into the file once."""

    def __init__(self, whole, sample):
        font = next(iter(sample.pages[0].Resources.Font.values()))
        self.whole = whole
        self.font = whole.copy_foreign(font)
        self.codes = _codes(font)
        self.widths = _widths(font.DescendantFonts[0])

    def stamp(self, page, text):
        box = [float(edge) for edge in page.mediabox]
        codes = [self.codes[character] for character in text]
        width = sum(self.widths.get(code, 1000) for code in codes) * SIZE / 1000
        x, y = box[2] - 20 * MM - width, box[3] - 10 * MM
        line = "".join(f"{code:04x}" for code in codes)
        content = f"Q q BT 0 g {STAMP} {SIZE} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{line}> Tj ET Q"
        page.add_resource(self.font, Name.Font, STAMP)
        page.contents_add(b"q", prepend=True)
        page.contents_add(content.encode("ascii"))


def _codes(font):
    """{character: code} from the font's map to Unicode."""
    codes = {}
    for operands, operator in pikepdf.parse_content_stream(font.ToUnicode):
        if str(operator) == "endbfchar":
            for code, text in zip(operands[::2], operands[1::2], strict=True):
                codes[bytes(text).decode("utf-16-be")] = int.from_bytes(bytes(code), "big")
    return codes


def _widths(font):
    widths, first = {}, None
    for entry in font.W:
        if isinstance(entry, Array):
            widths.update({first + place: float(width) for place, width in enumerate(entry)})
        else:
            first = int(entry)
    return widths
