"""Two hands at a keyboard and a mouse that count what they do."""

from collections import Counter

from playwright.sync_api import TimeoutError

FIELD = "[name='{}']:has(:focus), [name='{}']:focus"
OFFERED = ".o-autocomplete--dropdown-item:has-text('{}')"
FOCUSED = "document.activeElement.outerHTML.slice(0, 300)"
DRAGGED = ".o_dragged"
SELECTED = ".o_select_menu_item.focus:has-text('{}')"


class Hands:
    """One person at one page.

    An act is one key chord, one click, or one field filled: its text typed, the choice offered for
    it taken, and left with Tab. A Tab over a field that stays as it is is an act of its own.
    """

    def __init__(self, page, role, acts=None):
        self.page = page
        self.role = role
        self.acts = Counter() if acts is None else acts

    # -- acts -------------------------------------------------------------------------------------

    def press(self, chord):
        self._count()
        self.page.keyboard.press(chord)

    def click(self, selector):
        self._count()
        self.page.click(selector)

    def drag(self, selector, target):
        """Pick up until it hangs on the mouse: a hand grasps past the card of a moving board."""
        self._count()
        mouse = self.page.mouse
        for attempt in range(5):
            self._point(selector)
            mouse.down()
            self._point(target)
            if self.page.query_selector(DRAGGED):
                break
            mouse.up()
            self.page.wait_for_timeout(500 * (attempt + 1))
        else:
            raise AssertionError(f"Could not be picked up: {selector}")
        self._point(target)
        mouse.up()

    def fill(self, field, text, leave="Tab"):
        """Type into the field; the focus is there already, nobody has to go to it."""
        self._type(field, text)
        self._leave(leave)

    def choose(self, field, text, leave="Tab"):
        """Type what names a record, and take it from the list."""
        self._type(field, text)
        self.sees(OFFERED.format(text))
        self.page.keyboard.press("Enter")
        self._leave(leave)

    def select(self, field, text, leave="Tab"):
        """Type one of a few fixed choices."""
        self._type(field, text)
        self.sees(SELECTED.format(text))
        self.page.keyboard.press("Enter")
        self._leave(leave)

    def type(self, text):
        """Where the focus is, in place of what stands there."""
        self._count()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def skip(self, field):
        self.at(field)
        self.press("Tab")

    # -- looking costs nothing --------------------------------------------------------------------

    def at(self, field):
        """The focus is in this field."""
        try:
            self.sees(FIELD.format(field, field))
        except TimeoutError as error:
            raise AssertionError(f"Not at {field}, but at {self.page.evaluate(FOCUSED)}") from error

    def sees(self, selector):
        return self.page.wait_for_selector(selector, timeout=60000)

    def misses(self, selector):
        self.page.wait_for_selector(selector, state="detached", timeout=60000)

    def _point(self, selector):
        """Move the mouse upon it."""
        box = self.page.locator(selector).first.bounding_box(timeout=60000)
        across, down = box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 60)
        self.page.mouse.move(across, down, steps=8)

    def _type(self, field, text):
        self.at(field)
        self.type(text)

    def _leave(self, key):
        if key:
            self.page.keyboard.press(key)

    def _count(self):
        self.acts[self.role] += 1
