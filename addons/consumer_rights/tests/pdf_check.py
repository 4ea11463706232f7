"""What a reader of an official PDF relies on, read from the file itself and not from its maker."""

import io
import re

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from pypdf import PdfReader


def page_texts(content):
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def text_of(content):
    """All text without white space: line breaks of a layout are no part of the wording."""
    return re.sub(r"\s+", "", "".join(page_texts(content)))


def image_count(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return sum(len(page.get_images()) for page in pdf.pages)


FORBIDDEN_ACTIONS = {
    "/Launch",
    "/Sound",
    "/Movie",
    "/ResetForm",
    "/ImportData",
    "/JavaScript",
    "/Hide",
    "/SetOCGState",
    "/Rendition",
    "/Trans",
    "/GoTo3DView",
}


def pdfa_faults(content):
    """What keeps the file from being PDF/A-3b, as far as its structure shows (ISO 19005-3)."""
    faults = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        faults += _metadata_faults(pdf)
        intents = list(pdf.Root.get("/OutputIntents", []))
        profiles = [
            intent.DestOutputProfile
            for intent in intents
            if intent.S == "/GTS_PDFA1" and "/DestOutputProfile" in intent
        ]
        if len(profiles) != 1 or profiles[0].read_bytes()[36:40] != b"acsp":
            faults.append("not one output intent with a colour profile")
        if pdf.is_encrypted:
            faults.append("encrypted")
        if "/ID" not in pdf.trailer:
            faults.append("no file identifier")
        if "/JavaScript" in pdf.Root.get("/Names", {}):
            faults.append("contains actions")
        faults += _object_faults(pdf)
    return faults


def _metadata_faults(pdf):
    """The metadata say PDF/A-3b, can be read without unpacking, and agree with the old form."""
    if "/Metadata" not in pdf.Root:
        return ["no metadata"]
    faults = []
    if "/Filter" in pdf.Root.Metadata:
        faults.append("the metadata are packed")
    with pdf.open_metadata() as metadata:
        if (metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")) != ("3", "B"):
            faults.append("the metadata do not say PDF/A-3b")
        title, authors = metadata.get("dc:title"), metadata.get("dc:creator") or []
        old = pdf.docinfo
        if "/Title" in old and str(old["/Title"]) != (title or ""):
            faults.append("the title differs between the two forms of metadata")
        if "/Author" in old and str(old["/Author"]) != ", ".join(authors):
            faults.append("the author differs between the two forms of metadata")
    return faults


def _dictionaries(thing):
    """A dictionary or stream and those that stand inside it, without following references."""
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        yield thing
        inside = [value for _name, value in thing.items()]
    else:
        inside = list(thing) if isinstance(thing, pikepdf.Array) else []
    for value in inside:
        nested = isinstance(value, (pikepdf.Dictionary, pikepdf.Array))
        if nested and not value.is_indirect:
            yield from _dictionaries(value)


def _object_faults(pdf):
    """Actions, packing, pictures and forms that PDF/A-3 forbids, wherever they hang."""
    faults = set()
    for thing in (part for whole in pdf.objects for part in _dictionaries(whole)):
        if "/AA" in thing or str(thing.get("/S", "")) in FORBIDDEN_ACTIONS:
            faults.add("contains actions")
        if str(thing.get("/Type", "")) == "/Filespec" and "/AFRelationship" not in thing:
            faults.add("an embedded file without its relationship")
        if isinstance(thing, pikepdf.Stream):
            if "/LZWDecode" in str(thing.get("/Filter", "")):
                faults.add("packed with LZW")
            if thing.get("/Interpolate", False):
                faults.add("a smoothed picture")
            if "/OPI" in thing or "/Ref" in thing or "/PS" in thing:
                faults.add("a form from outside")
        if str(thing.get("/Type", "")) == "/ExtGState" and "/TR" in thing:
            faults.add("a transfer function")
        if "/Subtype" in thing and "/Rect" in thing and not _is_lawful_annotation(thing):
            faults.add("an annotation without appearance, or one that is not printed")
    return sorted(faults)


def _is_lawful_annotation(note):
    """Printed, not hidden, and with an appearance unless it has no size (ISO 19005-3, 6.3)."""
    left, bottom, right, top = (float(edge) for edge in note.Rect)
    has_size = left != right or bottom != top
    flags = int(note.get("/F", 0))
    drawn = "/AP" in note or not has_size or note.Subtype == "/Link"
    return drawn and flags & 4 and not flags & (1 | 2 | 32)


def font_faults(content):
    """Fonts that are not embedded or not subset, and glyphs that show as an empty box."""
    faults = set()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            _check_stream(page, page.get("/Resources", {}), faults)
    return sorted(faults)


def _check_stream(stream, resources, faults):
    fonts = {name: _EmbeddedFont(font, faults) for name, font in resources.get("/Font", {}).items()}
    current = None
    for operands, operator in pikepdf.parse_content_stream(stream):
        if str(operator) == "Tf":
            current = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ", "'", '"'):
            parts = operands[-1] if str(operator) == "TJ" else [operands[-1]]
            for part in parts:
                if isinstance(part, pikepdf.String):
                    current.check(bytes(part))
    for xobject in resources.get("/XObject", {}).values():
        if xobject.get("/Subtype") == "/Form":
            _check_stream(xobject, xobject.get("/Resources", resources), faults)


class _EmbeddedFont:
    def __init__(self, font, faults):
        self.faults = faults
        self.name = str(font.BaseFont)
        descriptor = font.DescendantFonts[0].FontDescriptor
        embedded = descriptor.get("/FontFile3") or descriptor.get("/FontFile2")
        if embedded is None:
            faults.add(f"{self.name} is not embedded")
        if not re.match(r"/[A-Z]{6}\+", self.name):
            faults.add(f"{self.name} is not subset")
        if font.Encoding != "/Identity-H":
            faults.add(f"{self.name} maps characters to the empty box")
        self.glyphs, self.names = self._read_glyphs(embedded)
        self.blank = self._blank_codes(font.get("/ToUnicode"))

    @staticmethod
    def _read_glyphs(embedded):
        """(outlines by name, {character code: name}) of a bare CID-keyed CFF or a whole font."""
        if embedded is None:
            return None, {}
        content = io.BytesIO(embedded.read_bytes())
        if embedded.get("/Subtype") == "/CIDFontType0C":
            fonts = CFFFontSet()
            fonts.decompile(content, None)
            names = fonts[0].charset
            codes = {int(name[3:]) if name.startswith("cid") else 0: name for name in names}
            return fonts[0].CharStrings, codes
        font = TTFont(content)
        return font.getGlyphSet(), dict(enumerate(font.getGlyphOrder()))

    @staticmethod
    def _blank_codes(to_unicode):
        """Codes that stand for white space: the only glyphs that may show nothing."""
        pairs = re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", to_unicode.read_bytes())
        return {
            int(code, 16)
            for code, text in pairs
            if not bytes.fromhex(text.decode()).decode("utf-16-be").strip()
        }

    def check(self, codes):
        if self.glyphs is None:
            return
        for place in range(0, len(codes), 2):
            code = int.from_bytes(codes[place : place + 2], "big")
            if code == 0 or code not in self.names:
                self.faults.add(f"{self.name} shows the empty box")
            elif code not in self.blank:
                pen = BoundsPen(self.glyphs)
                self.glyphs[self.names[code]].draw(pen)
                if pen.bounds is None:
                    self.faults.add(f"{self.name} has no outline for glyph {code}")
