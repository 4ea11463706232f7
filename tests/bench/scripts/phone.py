"""What a phone registration costs: keys beyond the free text, and waiting for the server."""

FREE = ("subject", "facts", "request")
KEYS_A_CHARACTER = 3  # a Chinese character in pinyin with its choice, taken generously
MERCHANT = "演示驰澜"  # as far as the list needs it
# the first one fills the caches
CALLS = (
    {
        "person": ("王示例", "16900003301", "云川市澜桥区演示街10号"),
        "merchant": MERCHANT,
        "subject": "保险杠掉漆",
        "facts": "提车后保险杠掉漆，经检测出厂后补过漆。",
        "request": "退车。",
    },
    {
        "person": ("李示范", "16900003302", "云川市澜桥区演示街9号"),
        "merchant": MERCHANT,
        "subject": "吉利帝豪GS坡道起步动力瞬间消失",
        "facts": "2018款1.5L自动优雅版领尚型，坡道起步时动力瞬间消失，多次到店检修未解决。",
        "request": "免费修复，赔偿误工损失。",
    },
)


class Keyboard:
    """The keyboard of a page that counts: each key of a chord, each character of a field."""

    def __init__(self, keyboard, free):
        self.keyboard = keyboard
        self.free = free
        self.count = 0

    def press(self, chord):
        self.count += len(chord.split("+"))
        self.keyboard.press(chord)

    def insert_text(self, text):
        if text not in self.free:
            self.count += sum(1 if char.isascii() else KEYS_A_CHARACTER for char in text)
        self.keyboard.insert_text(text)


class Desk:
    """A page without a mouse."""

    def __init__(self, page):
        self.page = page
        free = {call[name] for call in CALLS for name in FREE}
        self.keyboard = Keyboard(page.keyboard, free)
        self.asked = []
        page.on("requestfinished", self._note)

    def _note(self, request):
        if request.resource_type in ("xhr", "fetch"):
            start, took = request.timing["startTime"], max(request.timing["responseEnd"], 0)
            self.asked.append((start, start + took))

    def waited(self):
        """Seconds in which an answer was outstanding; two asked at once are waited for once."""
        total, until = 0, 0
        for start, end in sorted(self.asked):
            total += max(end - max(start, until), 0)
            until = max(until, end)
        return total / 1000

    def __getattr__(self, name):
        if name in ("click", "mouse", "dblclick", "tap"):
            raise AssertionError("The registration needs no mouse.")
        return getattr(self.page, name)
