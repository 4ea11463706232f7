"""Masking of personal data for lists, boards and papers (SEC-09).

Every function takes what a person typed and gives back text that may be shown to anyone in the
house. When the shape is unknown the answer hides more, never less. Masking a masked text changes
nothing, so a value may pass twice.
"""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

MASK = "**"
LONG_MASK = "****"

# Surnames of two characters in use today. A longer list would eat given names: 宗政 or 东方 are
# kept because a name that starts with them and goes on is far more often a compound surname.
COMPOUND_SURNAMES = frozenset(
    """
    欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳
    公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙
    壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉
    公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长
    子书 子桑 即墨 达奚 褚师 纳兰 歐陽 司馬 東方 獨孤 南宮 萬俟 聞人 諸葛 尉遲 赫連 澹臺 濮陽
    公孫 仲孫 鍾離 長孫 鮮于 閭丘 顓孫 軒轅 東郭
    """.split()
)

_MOBILE = re.compile(r"1[3-9]\d{9}")
_AREA_CODE = r"0(?:10|2\d|[3-9]\d{2})"
_LANDLINE = re.compile(rf"({_AREA_CODE})(\d{{7,8}})")
_COMPLETE = re.compile(rf"{_MOBILE.pattern}|{_LANDLINE.pattern}|[48]00\d{{7}}")
_SEVERAL = re.compile(r"[/、,;|\n]+")
_EXTENSION_WORD = re.compile(r"(?:转|轉|分机|分機|ext\.?|#|x).*$", re.IGNORECASE | re.DOTALL)
_MASKED_PHONE = re.compile(r"(?:\d{3}|0\d{2,3}-)?\*{4}(?:\d{4})?")


def _clean(text):
    return unicodedata.normalize("NFKC", str(text or "")).strip()


# --- names -------------------------------------------------------------------------------------


def mask_name(name):
    """Surname and two stars: 张** and 欧阳**; of a foreign name the first letter stays."""
    text = _clean(name)
    if not text:
        return ""
    if len(text) > 2 and text[:2] in COMPOUND_SURNAMES:
        return text[:2] + MASK
    return text[0] + MASK


# --- telephones --------------------------------------------------------------------------------


def phone_digits(phone):
    """The first number in the text as bare digits, equal for every way of writing it.

    Chinese numbers lose +86, 0086, spaces, hyphens, brackets and extensions, and landlines keep
    the area code's zero; a foreign number keeps 00 and its country code, so that it can never
    look like a mobile number here.
    """
    text = _SEVERAL.split(_clean(phone))[0]
    text = _EXTENSION_WORD.sub("", text)
    groups = re.findall(r"\d+", text)
    if groups and text.startswith("+"):
        groups[0] = "00" + groups[0]
    # a number that is complete ends there: what follows is an extension or a second number
    digits = ""
    for group in groups:
        digits += group
        if _COMPLETE.fullmatch(_national(digits)):
            break
    return _national(digits)


def _national(digits):
    if digits.startswith("0086"):
        rest = digits[4:]
    elif digits.startswith("86") and len(digits) > 11:
        rest = digits[2:]
    elif _MOBILE.fullmatch(digits[1:]) and digits.startswith("0"):
        rest = digits[1:]
    else:
        return digits
    if _COMPLETE.fullmatch(rest):
        return rest
    landline = "0" + rest
    return landline if _LANDLINE.fullmatch(landline) else rest


def phone_tail(phone, length=4):
    """The last digits of the number for a search by ending; empty when there are fewer."""
    digits = phone_digits(phone)
    return digits[-length:] if len(digits) >= length else ""


def mask_phone(phone):
    """138****1234; a landline keeps area code and ending: 010-****5678."""
    text = _clean(phone)
    return "/".join(filter(None, map(_mask_one_phone, _SEVERAL.split(text))))


def _mask_one_phone(text):
    text = text.strip()
    if "*" in text:
        return text if _MASKED_PHONE.fullmatch(text) else LONG_MASK
    digits = phone_digits(text)
    if not digits:
        return LONG_MASK if text else ""
    if _MOBILE.fullmatch(digits):
        return digits[:3] + LONG_MASK + digits[-4:]
    landline = _LANDLINE.fullmatch(digits)
    if landline:
        return f"{landline[1]}-{LONG_MASK}{digits[-4:]}"
    if len(digits) >= 7:
        return LONG_MASK + digits[-4:]
    return LONG_MASK


# --- identity papers ---------------------------------------------------------------------------


def mask_email(address):
    """The first letter and the server stay: z****@example.cn."""
    text = _clean(address)
    name, at, server = text.rpartition("@")
    return f"{name[0]}{LONG_MASK}@{server}" if name and at else text and LONG_MASK


def mask_id(number):
    """An ID card keeps the first six and the last two; a shorter paper only one and two."""
    text = re.sub(r"[\s-]", "", _clean(number)).upper()
    if len(text) >= 15:
        return text[:6] + "*" * (len(text) - 8) + text[-2:]
    if len(text) >= 7:
        return text[0] + "*" * (len(text) - 3) + text[-2:]
    return "*" * len(text)


# --- addresses ---------------------------------------------------------------------------------

_PROVINCE, _CITY, _COUNTY = range(3)
_HAN = r"[\u3400-\u9fff]"
# Units that the official list does not know: industrial parks, and cities of training data. Only
# after something that is a city, and never a housing estate (小区) or a market (超市, 市场).
_OTHER_CITY = re.compile(rf"{_HAN}{{2,3}}(?<![城超夜门])市(?![场場部])")
_OTHER_COUNTY = re.compile(rf"{_HAN}{{1,3}}(?<![小社校厂院片东西南北])[区區县縣旗]")


@lru_cache(maxsize=1)
def _divisions():
    """Names of provinces, cities and counties, present and former, by level."""
    text = files("stdnum.cn").joinpath("loc.dat").read_text("utf-8")
    names = {_PROVINCE: set(), _CITY: set(), _COUNTY: set()}
    names[_PROVINCE].update(re.findall(r'^\d\d province="([^"]+)"', text, re.MULTILINE))
    for code, county in re.findall(r'^ +(\d{4}) county="([^"]+)"', text, re.MULTILINE):
        level = _CITY if code.endswith("00") else _COUNTY
        names[level].update(re.sub(r"\[[^]]*\]", "", county).split(","))
    for level in (_CITY, _COUNTY):
        names[level] -= names[_PROVINCE] | {"市辖区", "市辖县", "县", "省直辖县级行政区划"}
    short = {level: {_short(name) for name in names[level]} for level in (_PROVINCE, _CITY)}
    return names, short


def _short(name):
    name = re.sub(r"(?:壮族|回族|维吾尔)?自治区$|特别行政区$|省$|市$", "", name)
    return name if len(name) > 1 else None


def _known_unit(text, names):
    lengths = range(min(len(text), 15), 1, -1)
    return next((text[:length] for length in lengths if text[:length] in names), "")


def _district_end(text, position=0, level=_PROVINCE):
    """Where the part of the address that names province, city and district ends."""
    names, short = _divisions()
    for candidate in range(level, _COUNTY + 1):
        unit = _known_unit(text[position:], names[candidate])
        if unit:
            return _district_end(text, position + len(unit), candidate + 1)
    for candidate in range(level, _COUNTY):
        # 南京玄武区: a name without its suffix counts only before another unit (not in 南京路)
        unit = _known_unit(text[position:], short[candidate])
        end = position + len(unit)
        if unit and (further := _district_end(text, end, candidate + 1)) > end:
            return further
    return _unlisted_end(text, position, level)


def _unlisted_end(text, position, level):
    if level < _COUNTY:
        city = _OTHER_CITY.match(text, position)
        if city:
            return _unlisted_end(text, city.end(), _COUNTY)
    county = _OTHER_COUNTY.match(text, position) if position and level <= _COUNTY else None
    return county.end() if county else position


def mask_address(address):
    """Province, city and district stay, what follows is hidden: 江苏省南京市玄武区****."""
    text = re.sub(r"\s+", "", _clean(address))
    if not text:
        return ""
    end = _district_end(text)
    return text if end == len(text) else text[:end] + LONG_MASK
