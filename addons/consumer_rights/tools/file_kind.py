"""What a file is, from its content: its name and what its sender says of it count for nothing."""

import magic

# kinds that staff may open as evidence, and the kind of evidence each is
_KINDS = (
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
SCANS = ("application/pdf", "image/jpeg", "image/png", "image/tiff", "image/webp")


def file_type(content):
    """The media type of some bytes, such as ``image/png``."""
    return magic.from_buffer(content[:8192], mime=True)


def evidence_type(content):
    """The kind of evidence that a file is; None for one that staff do not open.

    >>> evidence_type(b"%PDF-1.7 ...")
    'other'
    >>> evidence_type(b"MZ" + bytes(100)) is None
    True
    """
    found = file_type(content)
    return next((kind for start, kind in _KINDS if found.startswith(start)), None)


def is_scan(content):
    """Whether it is what scanners make.

    >>> is_scan(b"%PDF-1.7 ...")
    True
    """
    return file_type(content) in SCANS
