"""What a file really is, and whether it may be kept as evidence (INT-13).

The name and the type that its sender says count for nothing but a contradiction. What comes from
the public is checked by ``check_file``: pictures are painted anew, so that neither a place in
their EXIF nor anything hidden behind them is kept; PDF and office documents are opened, and what
acts by itself is refused; old binary office formats are refused as a whole, since what they hide
cannot be told. What staff, mails and other systems hand in is kept as it is, when it is of a kind
that staff may open (``evidence_type``).
"""

import io
import re
import warnings
import zipfile
import zlib
from typing import NamedTuple

import magic
import pikepdf
from PIL import (
    Image,
    ImageOps,
    UnidentifiedImageError,
    WebPImagePlugin,  # Odoo loads a few forms only, and WebP is not among them
)

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_MEMBERS = 3000
MAX_UNPACKED = 150 * 1024 * 1024
MAX_RATIO = 200  # of one member: text of an office document shrinks to a twentieth
MAX_OBJECTS = 100_000
PAINTED = ("JPEG", "PNG", WebPImagePlugin.WebPImageFile.format, "GIF", "BMP")

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    EOFError,
    OverflowError,
    RuntimeError,  # zipfile also says by it that it does not know a version or a packing
)
EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_MARKUP = re.compile(rb"<\s*(script|html|svg|!doctype|\?php|iframe|body)", re.IGNORECASE)

# family: {real type: extensions that fit it; the first one is what the file is called afterwards}
TYPES = {
    "image": {
        "image/jpeg": ("jpg", "jpeg", "jfif"),
        "image/png": ("png",),
        "image/webp": ("webp",),
        "image/gif": ("gif",),
        "image/bmp": ("bmp",),
        "image/x-ms-bmp": ("bmp",),
    },
    "pdf": {"application/pdf": ("pdf",)},
    "audio": {
        "audio/mpeg": ("mp3",),
        "audio/x-m4a": ("m4a",),
        "audio/mp4": ("m4a",),
        "audio/x-wav": ("wav",),
        "audio/ogg": ("ogg", "oga", "opus"),
        "audio/AMR": ("amr",),
        "audio/x-hx-aac-adts": ("aac",),
        "audio/flac": ("flac",),
    },
    "video": {
        "video/mp4": ("mp4", "m4v", "m4a"),
        "video/quicktime": ("mov",),
        "video/3gpp": ("3gp",),
        "video/webm": ("webm",),
        "video/x-msvideo": ("avi",),
    },
    "office": {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": ("pptx",),
    },
}
FAMILY = {kind: family for family, kinds in TYPES.items() for kind in kinds}
EXTENSIONS = {kind: names for kinds in TYPES.values() for kind, names in kinds.items()}
# kinds that staff may open, by how they begin, and the kind of evidence each is
_OPENED = (
    ("application/pdf", "other"),
    ("image/svg", None),  # a picture that may hold a program
    ("image/", "photo"),
    ("audio/", "audio"),
    ("video/", "video"),
    ("text/plain", "correspondence"),
    ("message/rfc822", "correspondence"),
    ("application/msword", "other"),
    ("application/vnd.ms-excel", "other"),
    ("application/vnd.openxmlformats-officedocument", "other"),
    ("application/vnd.oasis.opendocument", "other"),
)
_SCANS = ("application/pdf", "image/jpeg", "image/png", "image/tiff", "image/webp")
_PARTS = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_ACTIVE_PARTS = re.compile(r"vbaproject|vbadata|activex|/macrosheets?/|oleobject", re.I)
_ACTIVE_KEYS = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/RichMedia", "/XFA")


class Refused(Exception):
    """The file is not kept; ``code`` says why."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Accepted(NamedTuple):
    mimetype: str
    extension: str
    family: str
    content: bytes


def evidence_type(content):
    """The kind of evidence that a file is; None for one that staff do not open.

    >>> evidence_type(b"%PDF-1.7 ...")
    'other'
    >>> evidence_type(b"MZ" + bytes(100)) is None
    True
    """
    found = _real_type(content)
    return next((kind for start, kind in _OPENED if found.startswith(start)), None)


def is_scan(content):
    """Whether it is what scanners make.

    >>> is_scan(b"%PDF-1.7 ...")
    True
    """
    return _real_type(content) in _SCANS


def check_file(name, content):
    """The file as it may be kept.

    :raise Refused: with one of the codes empty, big, type, name, virus, hidden, active, locked,
        bomb, broken
    """
    if not content:
        raise Refused("empty")
    if len(content) > MAX_BYTES:
        raise Refused("big")
    if EICAR in content:
        raise Refused("virus")
    kind = _real_type(content)
    if kind not in FAMILY:
        raise Refused("type")
    _check_name(name, kind)
    family = FAMILY[kind]
    if family != "office" and _hides_another(kind, content):
        raise Refused("hidden")
    if family == "image":
        kind, content = _repaint(content)
    elif family == "pdf":
        _check_pdf(content)
    elif family == "office":
        _check_office(content)
    return Accepted(kind, EXTENSIONS[kind][0], family, content)


def _real_type(content):
    kind = magic.from_buffer(content[: 64 * 1024], mime=True)
    if kind in ("application/zip", "application/octet-stream") and content[:4] == b"PK\x03\x04":
        return _office_type(content)
    if kind.startswith("application/vnd.openxmlformats"):
        return _office_type(content)
    if content[:5] == b"#!AMR":
        return "audio/AMR"
    if kind == "application/ogg":
        return "audio/ogg"
    if kind == "audio/x-flac":
        return "audio/flac"
    return kind


def _office_type(content):
    """By the parts in it: what libmagic says depends on their order."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except UNREADABLE:
        return "application/zip"
    if "[Content_Types].xml" not in names:
        return "application/zip"
    found = {kind for part, kind in _PARTS.items() if any(name.startswith(part) for name in names)}
    return found.pop() if len(found) == 1 else "application/zip"


def _check_name(name, kind):
    """A name that promises something else than the file is misleads whoever opens it."""
    _stem, dot, extension = (name or "").rpartition(".")
    if not dot:
        return
    extension = extension.lower()
    known = {end for ends in EXTENSIONS.values() for end in ends}
    fitting = {
        end for other, ends in EXTENSIONS.items() if FAMILY[other] == FAMILY[kind] for end in ends
    }
    if FAMILY[kind] in ("audio", "video"):  # one box holds either
        fitting |= {
            end
            for other, ends in EXTENSIONS.items()
            if FAMILY[other] in ("audio", "video")
            for end in ends
        }
    if extension not in known or extension not in fitting:
        raise Refused("name")


def _hides_another(kind, content):
    """Whether the file could be taken for a second kind of file as well (a polyglot)."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        return True
    head = content[:1024]
    if kind == "application/pdf":
        return not content.startswith(b"%PDF-") or _MARKUP.search(head) is not None
    return b"%PDF-" in head or _MARKUP.search(content[:4096]) is not None


def _repaint(content):
    """The picture alone, upright, without EXIF, comments or anything behind its end."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=PAINTED) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise Refused("bomb")
                picture.load()
                upright = ImageOps.exif_transpose(picture)
                clear = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
                fresh = upright.convert("RGBA" if clear else "RGB")
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise Refused("bomb") from None
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
            raise Refused("broken") from None
    out = io.BytesIO()
    if clear:
        fresh.save(out, "PNG")
        return "image/png", out.getvalue()
    fresh.save(out, "JPEG", quality=88)
    return "image/jpeg", out.getvalue()


def _check_pdf(content):
    try:
        with pikepdf.open(io.BytesIO(content)) as paper:
            if paper.is_encrypted:
                raise Refused("locked")
            if len(paper.objects) > MAX_OBJECTS:
                raise Refused("bomb")
            if any(_acts(part) for part in paper.objects):
                raise Refused("active")
            if not paper.pages:
                raise Refused("broken")
    except pikepdf.PasswordError:
        raise Refused("locked") from None
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError):
        raise Refused("broken") from None


def _acts(part, depth=0):
    """Whether an object of a PDF, or what is written inside it, runs or carries something."""
    if depth > 20:
        return True
    if isinstance(part, pikepdf.Stream):
        part = part.stream_dict
    if isinstance(part, pikepdf.Dictionary):
        if any(key in part for key in _ACTIVE_KEYS):
            return True
        if part.get("/S") in ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm"):
            return True
        return any(_acts(value, depth + 1) for value in _written_here(part.values()))
    if isinstance(part, pikepdf.Array):
        return any(_acts(value, depth + 1) for value in _written_here(part))
    return False


def _written_here(values):
    """Direct parts only: what is referred to stands in the list of objects itself."""
    for value in values:
        if isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect:
            yield value


def _check_office(content):
    """Read every part to its end, within bounds: sizes that an archive claims are not believed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise Refused("bomb")
            unpacked = 0
            for member in members:
                if member.flag_bits & 0x1:
                    raise Refused("locked")
                if _ACTIVE_PARTS.search(member.filename):
                    raise Refused("active")
                unpacked += _read_member(archive, member, MAX_UNPACKED - unpacked)
    except UNREADABLE:
        raise Refused("broken") from None


def _read_member(archive, member, left):
    """Bytes that the member unpacks to."""
    size, tail = 0, b""
    with archive.open(member) as part:
        while piece := part.read(256 * 1024):
            size += len(piece)
            if size > left or size > MAX_RATIO * max(member.compress_size, 4096):
                raise Refused("bomb")
            window = tail + piece
            if EICAR in window:
                raise Refused("virus")
            if member.filename == "[Content_Types].xml" and b"macroEnabled" in window:
                raise Refused("active")
            if piece[:4] == b"PK\x03\x04" and size == len(piece):
                raise Refused("hidden")  # an archive in the archive
            tail = window[-64:]
    return size
