"""What people type into the public form, made safe to keep: nothing is lost that has a meaning.

Names and sentences keep every letter, rare characters of GB 18030 and emoji included. What goes is
what nobody sees and what only misleads: control characters, and marks that turn the direction of
writing round. Whatever is shown later is escaped there; here nothing is escaped.
"""

import re
import unicodedata

# marks that change the direction of what follows: a name could read backwards with them
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HIDDEN = re.compile(f"[{_DIRECTION}\ufeff\ufff9-\ufffb]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_text(value):
    """A text of several lines without invisible characters; line ends as the database has them."""
    text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATE.sub("", _HIDDEN.sub("", text))
    text = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) != "Cc")
    return unicodedata.normalize("NFC", text).strip()


def clean_line(value):
    """A text of one line: a name, a place, a number."""
    return re.sub(r"\s+", " ", clean_text(value))
