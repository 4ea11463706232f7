"""The unified social credit code of a business (统一社会信用代码, GB 32100)."""

import unicodedata

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength


def normalise_uscc(code):
    """Ordinary width, capitals, without spaces and hyphens; empty for nothing."""
    return uscc.compact(unicodedata.normalize("NFKC", code or ""))


def uscc_error(code):
    """What is wrong with a code: "length", "format", "checksum", or "" when nothing is."""
    try:
        uscc.validate(code)
    except InvalidLength:
        return "length"
    except InvalidFormat:
        return "format"
    except InvalidChecksum:
        return "checksum"
    return ""
