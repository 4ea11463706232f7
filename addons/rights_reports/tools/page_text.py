"""The text of the pages of a PDF, for an index: read by poppler, in a process of its own."""

import re
import subprocess
import tempfile
from pathlib import Path

SECONDS = 120
# a line break in the middle of a Chinese word is no space
_CJK = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u3002"
_BREAK = re.compile(rf"(?<=[{_CJK}])\s+(?=[{_CJK}])")


class UnreadableError(ValueError):
    """No PDF, one with a password, or one that poppler does not get through."""


def read_pages(content):
    """The text of each page in order, Chinese words whole across line breaks."""
    with tempfile.TemporaryDirectory(prefix="rights-text-") as folder:
        source = Path(folder, "source.pdf")
        source.write_bytes(content)
        try:
            done = subprocess.run(
                ["pdftotext", "-q", "-enc", "UTF-8", source, "-"],
                check=True,
                capture_output=True,
                timeout=SECONDS,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise UnreadableError(type(error).__name__) from error
    pages = done.stdout.decode("utf-8", "replace").split("\f")
    return [_BREAK.sub("", page) for page in pages[:-1]]
