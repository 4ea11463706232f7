"""HTML to PDF/A-3b by WeasyPrint: no network, embedded subset fonts, no empty boxes (design D8).

The caller hands in the one function that reads addresses, so nothing here can reach further than
that function does. Importing this module loads Pango: import it where a paper is made, so that a
machine without Pango still starts and says what is missing.
"""

import functools
import gc
import logging
import re
import threading
from collections.abc import Callable
from contextlib import contextmanager
from typing import NamedTuple

import pydyf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from .font_compact import compact_cff

VARIANT = "pdf/a-3b"
# seven lines a paper at level INFO
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
_one_at_a_time = threading.Lock()


class MissingFontsError(Exception):
    """The machine has no Chinese font, so the paper would be a row of code points."""


class RenderedPdf(NamedTuple):
    content: bytes
    page_count: int
    # characters that no installed font has, printed as their code point
    unprintable: str


class LocalFetcher(URLFetcher):
    """Hands every address except ``data:`` to one reader; a failure stops the whole paper."""

    def __init__(self, read: Callable[[str], tuple[bytes, str]]):
        super().__init__(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)
        self._read = read
        self.failure = None

    def fetch(self, url, headers=None):
        if url[:5].lower() == "data:":
            return super().fetch(url, headers)
        try:
            content, mimetype = self._read(url)
        except Exception as error:
            self.failure = self.failure or error
            raise
        return URLFetcherResponse(url, content, {"Content-Type": mimetype})


def render_pdf(
    html: str, base_url: str, read: Callable[[str], tuple[bytes, str]], style: str | None = None
) -> RenderedPdf:
    """Lay out one paper.

    An empty box in a person's name would be an error that nobody can see later. So a character
    that no installed font has is printed as its code point, such as 〔U+31350〕, by a second run.

    :param style: a style sheet as text, parsed once for all papers that have the same
    :param base_url: what relative addresses in the HTML are joined to
    :param read: returns (content, media type) of an address or raises; what it raises comes out.
        It must not wait for a lock: papers are laid out one after the other.
    """
    with _font_map() as fonts:
        result = _lay_out(html, base_url, read, fonts, style)
        if not result.unprintable:
            return result
        missing = result.unprintable
        if any(_is_everyday(character) for character in missing):
            raise MissingFontsError("no installed font has common Chinese characters")
        spelled = {ord(character): f"〔U+{ord(character):04X}〕" for character in missing}
        result = _lay_out(html.translate(spelled), base_url, read, fonts, style)
        return result._replace(unprintable=missing)


@functools.cache
def stamp_sheet():
    """A page with the characters of page numbers: the font that ``pdf_binder`` writes with."""
    page = "<p style=\"font: 9pt 'Noto Serif CJK SC', serif\">第0123456789页　共预览未封卷</p>"
    return render_pdf(page, "about:blank", _read_nothing).content


def _read_nothing(url):
    raise OSError(url)


@contextmanager
def _font_map():
    """Lend the font map of the process to one thread.

    A map of its own for each paper costs tens of megabytes that Python frees late and never
    wholly. Pango allows one thread in a map at a time; the boxes of a laid-out paper refer to it
    in cycles, so they are freed before the next thread enters. ``freeze`` keeps that collection
    to what this paper made (about a millisecond).
    """
    with _one_at_a_time:
        gc.freeze()
        try:
            yield _process_font_map()
        finally:
            gc.collect()
            gc.unfreeze()


@functools.cache
def _process_font_map():
    return FontConfiguration()


@functools.lru_cache(maxsize=8)
def _parse_style(text):
    """A third of the time of a short paper went into reading the same style sheet again."""
    return CSS(string=text, font_config=_process_font_map())


def _lay_out(html, base_url, read, fonts, style=None):
    fetcher = LocalFetcher(read)
    sheets = [_parse_style(style)] if style else []
    try:
        document = HTML(string=html, base_url=base_url, url_fetcher=fetcher).render(
            fonts, stylesheets=sheets
        )
        content = document.write_pdf(pdf_variant=VARIANT, finisher=_finish)
    except FatalURLFetchingError as error:
        # a BaseException, which nothing above would catch
        raise fetcher.failure or OSError(str(error)) from None
    if fetcher.failure:  # inside a picture WeasyPrint goes on without what it could not read
        raise fetcher.failure
    missing = {code for font in document.fonts.values() for code in font.missing}
    return RenderedPdf(content, len(document.pages), "".join(map(chr, sorted(missing))))


def _finish(_document, pdf):
    """Last touches before the file is written."""
    _compact_fonts(pdf)
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream) and thing.extra.get("Type") == "/Metadata":
            # readable without unpacking, and as elements, the form that every reader knows
            thing.compress = False
            thing.stream = [_spell_out(_join(thing.stream))]


def _join(parts):
    return b"".join(part if isinstance(part, bytes) else str(part).encode() for part in parts)


def _spell_out(xmp):
    """Properties as elements, each description with the namespace that it uses."""

    def space(prefix):
        return re.search(rb'xmlns:%s="[^"]*"' % prefix, xmp)[0]

    def elements(match):
        pairs = re.findall(rb'([\w:]+)="([^"]*)"', match[0])
        body = b"".join(
            b"<%s>%s</%s>" % (name, value, name) for name, value in pairs if name != b"rdf:about"
        )
        return b'<rdf:Description rdf:about="" %s>%s</rdf:Description>' % (space(match[1]), body)

    def named(match):
        return b'<rdf:Description rdf:about="" %s>' % space(match[1])

    xmp = re.sub(rb'<rdf:Description rdf:about="" (\w+):[^>]*/>', elements, xmp)
    return re.sub(rb'<rdf:Description rdf:about="">(?=<(\w+):)', named, xmp)


def _compact_fonts(pdf):
    """Exchange each CID-keyed font for the outlines of its used glyphs: a sixth of the size."""
    for thing in pdf.objects:
        if not isinstance(thing, pydyf.Dictionary) or thing.get("Subtype") != "/CIDFontType0":
            continue
        stream = _referenced(pdf, _referenced(pdf, thing["FontDescriptor"]).get("FontFile3"))
        outlines = stream and compact_cff(_join(stream.stream), _glyphs(thing["W"]))
        if outlines:
            stream.stream = [outlines]
            stream.extra = {"Subtype": "/CIDFontType0C"}


def _referenced(pdf, reference):
    return reference and pdf.objects[int(reference.split()[0])]


def _glyphs(widths):
    """Numbers of the glyphs in a table of widths: ``first [w w w] first [w]``."""
    glyphs, first = set(), None
    for entry in widths:
        if isinstance(entry, pydyf.Array):
            glyphs.update(range(first, first + len(entry)))
        else:
            first = int(entry)
    return glyphs


def _is_everyday(character):
    """In the basic set of 6,763 characters that every Chinese font has."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
