"""The text of a case without the persons and businesses in it (ARC-12): pure Python.

What is known of the parties is replaced first, however it is spaced; then whatever has the shape of
a telephone, an ID number, a card or a mail address. ``remains`` looks again, with other eyes: on
the bare text without spaces and punctuation, so that what slipped through is refused.
"""

import re
import unicodedata
from typing import NamedTuple

from odoo.addons.consumer_rights.tools.masking import MASK, mask_address, mask_name, phone_digits

GAP = r"[\s\-—－·.。()（）]*"
MOBILE = re.compile(rf"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d(?:{GAP}\d){{8}}(?!\d)")
LANDLINE = re.compile(
    r"(?<!\d)(?:\(?0\d{2,3}\)?[\s-]?)\d{7,8}(?!\d)|(?<!\d)[48]00[\s-]?\d{3}[\s-]?\d{4}(?!\d)"
)
ID_CARD = re.compile(r"(?<![\dA-Za-z])(?:\d{17}[\dXx]|\d{15})(?![\dA-Za-z])")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# cards, accounts, orders and contracts; an amount of money is none
LONG_NUMBER = re.compile(r"(?<![\d.,A-Za-z])\d{8,}(?![\d.]|\s*(?:万|元))")
BARE = re.compile(r"[\W_]+")
SHORTEST_PLACE = 4  # characters of an address that point at a house


class Persons(NamedTuple):
    """What is known of the parties of a case."""

    names: frozenset = frozenset()
    businesses: frozenset = frozenset()
    phones: frozenset = frozenset()
    addresses: frozenset = frozenset()
    numbers: frozenset = frozenset()  # of ID papers, and mail addresses


NOBODY = Persons()


def anonymise(text, persons, business="某经营者"):
    """The text with every name, address and number replaced.

    >>> anonymise("张测试（138 0000 1234）在测试百货买了手机", Persons(
    ...     names=frozenset(["张测试"]), businesses=frozenset(["测试百货"])))
    '张某（（电话略））在某经营者买了手机'
    """
    text = _half_width(text or "")
    for address in _longest(persons.addresses):
        text = _spaced(address).sub("某地址", text)
        text = _spaced(_place(address)).sub("某处", text) if _place(address) else text
    for number in _longest(persons.numbers):
        text = _spaced(number).sub("（证件号码略）", text)
    for phone in persons.phones:
        if len(digits := phone_digits(phone)) >= 7:
            text = _spaced(digits).sub("（电话略）", text)
    for shape, words in (
        (EMAIL, "（邮箱略）"),
        (ID_CARD, "（证件号码略）"),
        (MOBILE, "（电话略）"),
        (LANDLINE, "（电话略）"),
        (LONG_NUMBER, "（号码略）"),
    ):
        text = shape.sub(words, text)
    for name in _longest(persons.businesses):
        text = _spaced(name).sub(business, text)
    for name in _longest(persons.names):
        text = _spaced(name).sub(mask_name(name).replace(MASK, "某"), text)
    return text


def remains(text, persons=NOBODY):
    """Which kinds of personal data a text still holds: name, business, phone, address, number.

    >>> remains("张 测 试投诉", Persons(names=frozenset(["张测试"])))
    ['name']
    >>> remains("张某投诉某经营者", Persons(names=frozenset(["张测试"])))
    []
    """
    plain = _half_width(text or "")
    bare = _bare(text)
    places = {_place(address) for address in persons.addresses} | persons.addresses
    found = {
        "name": _holds(bare, persons.names),
        "business": _holds(bare, persons.businesses),
        "phone": any(
            len(phone_digits(phone)) >= 7 and phone_digits(phone) in bare
            for phone in persons.phones
        )
        or MOBILE.search(plain)
        or LANDLINE.search(plain),
        "address": _holds(bare, places),
        "number": _holds(bare, persons.numbers)
        or any(shape.search(plain) for shape in (ID_CARD, EMAIL, LONG_NUMBER)),
    }
    return [kind for kind, there in found.items() if there]


def _half_width(text):
    """Digits and letters of full width as ordinary ones; punctuation stays Chinese."""
    return "".join(
        unicodedata.normalize("NFKC", character) if character.isalnum() else character
        for character in text
    )


def _bare(text):
    return BARE.sub("", unicodedata.normalize("NFKC", text or "")).casefold()


def _holds(bare, texts):
    return any(len(key) > 1 and key in bare for key in map(_bare, texts))


def _longest(texts):
    return sorted((text.strip() for text in texts if len(text.strip()) > 1), key=len, reverse=True)


def _place(address):
    """What of an address comes after province, city and district: street and house."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", address))
    known = mask_address(address).rstrip("*")
    place = plain.removeprefix(known)
    return place if len(place) >= SHORTEST_PLACE else ""


def _spaced(text):
    """A text however it is spaced or divided."""
    parts = (re.escape(character) for character in _half_width(re.sub(r"\s", "", text)))
    return re.compile(GAP.join(parts), re.IGNORECASE)
