"""What many Chinese texts have in common, and which texts are alike.

A dictionary with the parts of speech (jieba, as rjieba) cuts a text into words; nouns, verbs,
adjectives and two of them in a row are looked at, names of persons are not. What nearly always
stands beside the same word is a piece of something longer and left out.

>>> texts = ["健身房预付款不退费", "预付款退费拖延", "交了预付款就关门", "拒退预付款余额"]
>>> known = vocabulary([*texts, "屏幕碎裂", "手机碎屏", "饼干发霉"])
>>> rising(texts, ["屏幕碎裂"], known, 3)
[('预付款', 4, 0)]
"""

import math
import re
from collections import Counter, defaultdict
from typing import NamedTuple

from odoo.addons.consumer_rights.tools.chinese_text import normalise, tokens

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
# parts of speech that say what a text is about: nouns without names of persons, verbs, adjectives,
# idioms and short forms
MEANS = re.compile(r"n(?!r)|v|a|i|l|j")
# what complaints are made of, whatever they are about
PLAIN = frozenset(
    "消费者 商家 商户 商店 店家 厂家 经营者 客服 有限公司 反映 投诉 举报 要求 希望 表示 "
    "认为 告知 办理 购买 原因 问题 情况 现象 时间 无法 进行 存在 出现 发现 使用 解决 处理 "
    "拒绝 同意".split()
)
LONGEST = 8
READ = 800  # of one text: the first characters hold the matter
LEAST = 3  # what stands in fewer texts is nothing that they have in common
# the same neighbour at more of its places makes a word a piece of something longer
PIECE = 0.6
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
            for phrase, left, right in _phrases(run):
                seen.add(phrase)
                count[phrase] += 1
                before[phrase][left] += 1
                after[phrase][right] += 1
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
        for phrase in {found for run in _runs(text) for found, *_beside in _phrases(run)}
        if phrase in known
    )


def _runs(text):
    """Lists of words that follow upon each other and say what the text is about."""
    import rjieba  # 33 MB of dictionary, for the jobs that look for words

    run = []
    for word, part in rjieba.tag(normalise(text)[:READ]):
        if HAN.fullmatch(word) and MEANS.match(part) and word not in PLAIN:
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _phrases(run):
    """(phrase, word before, word after) of each word and each two words, no single characters."""
    framed = [END, *run, END, END]
    for left, word, right, after in zip(framed, run, framed[2:], framed[3:], strict=False):
        if len(word) > 1:
            yield word, left, right
        if right and 2 < len(word + right) <= LONGEST:
            yield word + right, left, after


def _is_free(beside, number):
    """Whether no one neighbour stands beside it at most of its places."""
    most = max((count for word, count in beside.items() if word != END), default=0)
    return most <= PIECE * number


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
