"""What many Chinese texts have in common, and which texts are alike: pure Python, no dictionary.

A word is a run of two to four characters that returns and stands in changing company: what always
follows upon the same character is a piece of something longer. So new things are words from the day
they appear, brands and fashions among them, and nothing of the size of a dictionary lies in memory.

>>> texts = ["健身房预付卡不退费", "预付卡退费拖延", "办了预付卡就关门", "拒退预付卡余额"]
>>> known = vocabulary([*texts, "屏幕碎裂", "手机碎屏", "饼干发霉"])
>>> rising(texts, ["屏幕碎裂"], known, 3)
[('预付卡', 4, 0)]
>>> texts = [f"{one}原因不能上课" for one in ("因身体", "我身体", "称身体", "由于身体")]
>>> "身体原" in vocabulary(texts).words
False
"""

import math
import re
from collections import Counter, defaultdict
from typing import NamedTuple

from odoo.addons.consumer_rights.tools.chinese_text import normalise, tokens

RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
LONGEST = 4
READ = 800  # of one text: the first characters hold the matter
LEAST = 3  # a run that stands in fewer texts is no word yet
# particles, pronouns, numerals and measure words: no word begins or ends with one
LOOSE = frozenset(
    "的了是在我你他她它们和与及就也都这那被把给对从到已未并但却因为所以其之于或等则而且又再很太不"
    "一二三四五六七八九十两几多个只件次天日月年元位名将向让使按至"
)
# the same neighbour at more of its places makes a run a piece of something longer; a particle does
# when it stands at nearly all of them, as in 身体原因 or 概不退换
PIECE = 0.6
PIECE_OF_LOOSE = 0.85
# what everybody writes rises with any number: a word came up where it is so much denser than usual
DENSER = 1.5
END = ""


class Vocabulary(NamedTuple):
    """The words of so many texts, each with the number of those that hold it."""

    words: dict
    size: int


def vocabulary(texts):
    """What is a word in these texts; what many sent in the same words counts once for that."""
    held, count = Counter(), Counter()
    before, after = defaultdict(Counter), defaultdict(Counter)
    for text, times in Counter(texts).items():
        seen = set()
        for run in _runs(text):
            for begin, end in _spans(run):
                phrase = run[begin:end]
                seen.add(phrase)
                count[phrase] += 1
                before[phrase][_beside(run, begin - 1)] += 1
                after[phrase][_beside(run, end)] += 1
        held.update(dict.fromkeys(seen, times))
    words = {
        phrase: number
        for phrase, number in held.items()
        if number >= LEAST
        and _is_free(before[phrase], count[phrase])
        and _is_free(after[phrase], count[phrase])
    }
    return Vocabulary(words, len(texts))


def rising(texts, earlier, known, least, excluded=(), most=8):
    """Words much denser in these texts than in earlier ones and in all others, the steepest first.

    :param known: ``vocabulary`` of all the texts of these days, these and the earlier ones included
    :param least: in so many texts at least, so that no word points at one person
    :param excluded: texts, such as names, that no word may be a part of or contain
    :return: [(word, in how many texts, in how many earlier ones)]
    """
    now, before = (_count(group, known.words) for group in (texts, earlier))
    others = max(known.size - len(texts) - len(earlier), 1)
    steep = []
    for phrase, number in now.items():
        elsewhere = max(known.words[phrase] - number - before[phrase], 0) / others
        usual = max(elsewhere, before[phrase] / len(earlier) if earlier else 0)
        share = number / len(texts)
        if number >= least and share >= DENSER * usual and not _touches(phrase, excluded):
            steep.append(((usual - share) * math.sqrt(len(phrase)), phrase))
    chosen = []
    for _gain, phrase in sorted(steep):
        if not _touches(phrase, chosen):
            chosen.append(phrase)
    return [(phrase, now[phrase], before[phrase]) for phrase in chosen[:most]]


def _count(texts, known):
    """In how many texts each known word stands."""
    return Counter(
        phrase
        for text in texts
        for phrase in {run[i:j] for run in _runs(text) for i, j in _spans(run)}
        if phrase in known
    )


def _runs(text):
    return RUN.findall(normalise(text)[:READ])


def _spans(run):
    """(begin, end) of everything in a run that could be a word."""
    for begin in range(len(run)):
        if run[begin] not in LOOSE:
            for end in range(begin + 2, min(begin + LONGEST, len(run)) + 1):
                if run[end - 1] not in LOOSE:
                    yield begin, end


def _beside(run, place):
    return run[place] if 0 <= place < len(run) else END


def _is_free(beside, number):
    """Whether no one neighbour stands beside it at most of its places."""
    return all(
        count <= (PIECE_OF_LOOSE if character in LOOSE else PIECE) * number
        for character, count in beside.items()
        if character != END
    )


def _touches(phrase, texts):
    return any(phrase in text or text in phrase for text in texts if text)


def alike(text, others, least=0.1):
    """Texts like this one, the most alike first: [(key, likeness from 0 to 1)].

    Pairs of characters are compared, as the search has them; a pair that stands in few texts says
    more than one that stands in all.

    :param others: {key: text}
    >>> texts = {1: "预付卡不退费", 2: "手机屏幕碎裂", 3: "健身预付卡关门不退"}
    >>> [key for key, _likeness in alike("健身房预付卡拒绝退费", texts)]
    [1, 3]
    """
    own = set(tokens(text))
    held = {key: set(tokens(other)) for key, other in others.items()}
    spread = Counter(token for found in held.values() for token in found)
    weight = {
        token: math.log(1 + (len(held) + 1) / (1 + spread[token])) for token in own | set(spread)
    }
    found = []
    for key, tokens_ in held.items():
        both = sum(weight[token] for token in own & tokens_)
        either = sum(weight[token] for token in own | tokens_)
        if either and both / either >= least:
            found.append((key, both / either))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))
