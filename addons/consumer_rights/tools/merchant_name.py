"""Names of businesses made comparable: the same firm is typed in many ways."""

import re

from .chinese_text import normalise

_NOISE = re.compile(r"[\W_]+")
_LEGAL_FORMS = (
    "股份有限责任公司",
    "有限责任公司",
    "股份有限公司",
    "集团有限公司",
    "有限公司",
    "股份公司",
    "集团公司",
    "有限合伙",
    "普通合伙",
    "个体工商户",
    "个人独资",
    "公司",
    "集团",
)


def name_key(name):
    """The name without spaces, punctuation, width and case: equal for equal names."""
    return _NOISE.sub("", normalise(name))


def name_stem(name):
    """The key without its legal form: 甲乙商贸有限公司 and 甲乙商贸公司 share one.

    A branch keeps its words (分公司 says which one), and a name that is nothing but a legal form
    stays as it is.
    """
    key = name_key(name)
    if key.endswith("分公司"):
        return key
    while key not in _LEGAL_FORMS:
        form = next(filter(key.endswith, _LEGAL_FORMS), "")
        if not form:
            break
        key = key.removesuffix(form)
    return key
