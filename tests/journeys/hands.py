"""Two hands at a keyboard and a mouse that count what they do."""

from collections import Counter

FOCUS = "document.activeElement"


class Hands:
    """One person at one page. An act is one key chord, one click, or one field filled.

    Filling a field is typing its text, taking the choice that is offered, and going on with Tab.
    Tab over a field that is left as it is counts as an act of its own.
    """

    def __init__(self, page, role, acts=None):
        self.page = page
        self.role = role
        self.acts = Counter() if acts is None else acts

    def press(self, chord):
        self._count()
        self.page.keyboard.press(chord)

    def click(self, selector):
        self._count()
        self.page.click(selector)

    def fill(self, field, text, leave="Tab"):
        """Type into the field that has the focus, as the person finds it: nothing moves there."""
        self.at(field)
        self._count()
        self._type(text)
        if leave:
            self.page.keyboard.press(leave)

    def choose(self, field, text, leave="Tab"):
        """Type the beginning of a name into the focused field and take the choice offered."""
        self.at(field)
        self._count()
        self._type(text)
        self.page.wait_for_selector(
            f".o-autocomplete--dropdown-item:has-text('{text}') >> visible=true"
        )
        self.page.keyboard.press("Enter")
        if leave:
            self.page.keyboard.press(leave)

    def skip(self, field):
        """Tab over a field that stays as it is."""
        self.at(field)
        self.press("Tab")

    def at(self, field):
        """The keyboard is in this field."""
        self.page.wait_for_function(
            f"field => {FOCUS}?.closest('[name=' + field + ']') !== null", arg=field, timeout=20000
        )

    def sees(self, selector, timeout=60000):
        return self.page.wait_for_selector(selector, timeout=timeout)

    def _type(self, text):
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def _count(self):
        self.acts[self.role] += 1
