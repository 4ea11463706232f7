"""What many Chinese texts have in common, and which texts are alike: pure Python, no dictionary.

A word is a run of characters that returns in many texts and stands in changing company. So new
things are found the day they appear, brands and fashions among them, which no dictionary knows;
and nothing of the size of a dictionary lies in the memory of each server process.

>>> now = ["健身房预付卡不退费", "预付卡退费拖延", "办了预付卡就关门", "预付卡余额不退"]
>>> rising(now, ["手机屏幕碎裂"], 3)
[('预付卡', 4, 0)]
"""

import math
import re
from collections import Counter

from odoo.addons.consumer_rights.tools.chinese_text import normalise, tokens

RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
LONGEST = 6
READ = 800  # of one text: the first characters hold the matter
# characters that no word begins or ends with: pronouns, particles, numerals, measure words
LOOSE = frozenset(
    "的了是在我你他她它们和与及就也都要有这那被把给对从到后前已未并但却因为所以其之于或等则而且又再很太"
    "一二三四五六七八九十两几多个只件次天日月年元位名家时将向让使可能会应该还没着过来去上下中里说称"
)
# a longer run that makes up so much of a shorter one is the word, and the shorter a piece of it
PIECE = 0.7


def phrases(text):
    """Every run of two to six characters of a text that could be a word."""
    found = set()
    for run in RUN.findall(normalise(text)[:READ]):
        for begin in range(len(run)):
            if run[begin] in LOOSE:
                continue
            for end in range(begin + 2, min(begin + LONGEST, len(run)) + 1):
                if run[end - 1] not in LOOSE:
                    found.add(run[begin:end])
    return found


def rising(texts, earlier, least, excluded=(), most=8):
    """Words that stand in more of these texts than of earlier ones, the steepest first.

    :param least: in so many texts at least, so that no word points at one person
    :param excluded: texts, such as names, that no word may be a part of or contain
    :return: [(word, in how many texts, in how many earlier ones)]
    """
    count = Counter(phrase for text in texts for phrase in phrases(text))
    common = {phrase: number for phrase, number in count.items() if number >= max(least, 2)}
    if not common:
        return []
    wanted = common.keys()
    before = Counter(phrase for text in earlier for phrase in phrases(text) & wanted)
    words = []
    for phrase in _whole(common):
        share = common[phrase] / len(texts)
        gain = share - (before[phrase] / len(earlier) if earlier else 0)
        if gain > 0 and not any(phrase in name or name in phrase for name in excluded if name):
            words.append((gain * math.sqrt(len(phrase)), phrase))
    chosen = []
    for _gain, phrase in sorted(words, key=lambda pair: (-pair[0], pair[1])):
        if not any(phrase in other or other in phrase for other in chosen):
            chosen.append(phrase)
    return [(phrase, common[phrase], before[phrase]) for phrase in chosen[:most]]


def _whole(common):
    """Phrases that are no mere piece of a longer one."""
    pieces = set()
    for phrase, number in common.items():
        for inner in {phrase[:-1], phrase[1:], phrase[1:-1]}:
            if inner in common and number >= PIECE * common[inner]:
                pieces.add(inner)
    return [phrase for phrase in common if phrase not in pieces]


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
