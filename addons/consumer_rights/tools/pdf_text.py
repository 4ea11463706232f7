"""The text of a PDF that is about to leave the house, read as a stranger would read it."""

import io
import re
import unicodedata

from pypdf import PdfReader
from pypdf.errors import PyPdfError


class UnreadableError(ValueError):
    """No PDF, one with a password, or one that carries more than its pages."""


def read_pages(content):
    """The bare text of each page, with what a reader finds beside it on the last one.

    Notes on a page and the properties of the file are text as well.
    """
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted or reader.attachments:
            raise UnreadableError("password or attachments")
        pages = [bare(page.extract_text() + _notes(page)) for page in reader.pages]
        properties = bare(" ".join(str(value) for value in (reader.metadata or {}).values()))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise UnreadableError(str(error)) from error
    if not pages:
        raise UnreadableError("no pages")
    if pages[-1]:
        pages[-1] += properties
    return pages


def _notes(page):
    notes = (note.get_object() for note in page.get("/Annots") or ())
    return " ".join(str(note.get("/Contents") or "") for note in notes)


def bare(text):
    """Text without what a layout adds or a typist varies: spaces, line breaks, hyphens, width."""
    return re.sub(r"[\s\-‐-―]+", "", unicodedata.normalize("NFKC", text)).casefold()


def holds(page, texts):
    """Whether the bare text of a page holds one of these texts."""
    return any(bare(text) in page for text in texts if bare(text))
