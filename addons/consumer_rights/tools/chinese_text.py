"""Search tokens for Chinese text, made for a PostgreSQL tsvector column with a GIN index (D10).

PostgreSQL cannot split Chinese into words, and trigrams miss words of two characters. So every run
of Chinese characters becomes its overlapping pairs (质量问题: 质量, 量问, 问题), and a query asks
for all its pairs. The last character of a run also stands alone: with a prefix search a query of
one character then finds it at every place of a run. Latin words and long numbers are lower-case
tokens, found by their beginning; a number of up to five digits is meant as it stands.

    index:  UPDATE ... SET search_vector = array_to_tsvector(%s)     with tokens(text)
            or  ... = %s::tsvector                                   with to_tsvector_text(text)
    query:  WHERE search_vector @@ %s::tsquery                       with to_tsquery(text)
"""

import re
import unicodedata
from typing import NamedTuple

# A tsvector holds 1 MB: 10,000 lexemes of 25 characters of four bytes stay below it, and a text
# of more than 10,000 different pairs is no matter any more but a file that somebody pasted.
MAX_TOKENS = 10_000
MAX_WORD = 25
MIN_PREFIX = 2  # a single letter as a prefix would match half the table
MIN_NUMBER_PREFIX = 6  # short numbers are endings of phones and case numbers, and meant whole

_CJK = (
    "\u3005\u3007"  # 々 〇
    "\u3040-\u30ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Chinese characters
    "\uac00-\ud7af"  # hangul
    "\U00020000-\U0003ffff"  # rare characters of personal and place names
)
_PIECE = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_IS_CJK = re.compile(rf"[{_CJK}]")


class QueryToken(NamedTuple):
    lexeme: str
    is_prefix: bool


def normalise(text):
    """Full-width forms become ordinary ones, letters lower case."""
    return unicodedata.normalize("NFKC", text or "").casefold()


def _pieces(text):
    """(run or word, is it Chinese) in reading order."""
    for match in _PIECE.finditer(normalise(text)):
        piece = match[0]
        yield piece, bool(_IS_CJK.match(piece))


def _pairs(run):
    return [run[i : i + 2] for i in range(len(run) - 1)]


def tokens(text):
    """The tokens under which the text is found, sorted, each once."""
    found = set()
    for piece, is_chinese in _pieces(text):
        room = MAX_TOKENS - len(found)
        if room <= 0:
            break
        if is_chinese:
            run = piece[:room]
            found.update(_pairs(run))
            found.add(run[-1])
        else:
            found.add(piece[:MAX_WORD])
    return sorted(found)


def query_tokens(text):
    """What a text must hold to be found by this query: all of these."""
    wanted = set()
    for piece, is_chinese in _pieces(text):
        if not is_chinese:
            shortest = MIN_NUMBER_PREFIX if piece.isdigit() else MIN_PREFIX
            wanted.add(QueryToken(piece[:MAX_WORD], len(piece) >= shortest))
        elif len(piece) == 1:
            wanted.add(QueryToken(piece, True))
        else:
            wanted.update(QueryToken(pair, False) for pair in _pairs(piece))
    return sorted(wanted)


def _quote(lexeme):
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def to_tsvector_text(text):
    """The tokens as a literal for ``%s::tsvector``."""
    return " ".join(map(_quote, tokens(text)))


def to_tsquery(text):
    """The query as a literal for ``%s::tsquery``; empty when there is nothing to look for.

    An empty tsquery matches no row: a caller that wants every row then leaves the condition out.
    """
    return " & ".join(
        _quote(token.lexeme) + (":*" if token.is_prefix else "") for token in query_tokens(text)
    )
