"""Portraits of the invented staff, drawn flat: nobody's photograph, and the same at every load.

A portrait is described by one line of features; ``draw`` makes the PNG. Shapes are drawn four
times larger than needed and made smaller, which smooths their edges.
"""

from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw

SIZE = 256
SCALE = 4

SKINS = ("#f3d3b8", "#eac3a1", "#f7dcc6", "#e0b48f")
HAIRS = {"black": "#23222a", "brown": "#4a332a", "grey": "#8d9096", "white": "#c9ccd1"}
BACKGROUNDS = ("#dce8f5", "#e6eef0", "#d4e3ee", "#e9ecf3", "#dfe9e6", "#e3e5ef")
# coat, shirt, tie
CLOTHES = {
    "uniform": ("#22364f", "#c9dcf0", "#16263a"),
    "suit": ("#3c4654", "#ffffff", "#1d5fa8"),
    "shirt": ("#a9c7e6", "#a9c7e6", "#22364f"),
    "blouse": ("#5b7fa6", "#f4f6fa", None),
}


class Features(NamedTuple):
    hair: str  # a key of _BACK_HAIR
    colour: str = "black"
    skin: int = 0
    clothes: str = "uniform"
    glasses: bool = False
    width: int = 0  # of the face, in hundredths more or less


def draw(features: Features, background: int = 0) -> bytes:
    """The portrait as PNG."""
    image = Image.new("RGB", (SIZE * SCALE, SIZE * SCALE), BACKGROUNDS[background % 6])
    pen = _Pen(ImageDraw.Draw(image))
    hair = HAIRS[features.colour]
    skin = SKINS[features.skin % len(SKINS)]
    half = 21 + features.width * 0.21
    _BACK_HAIR[features.hair](pen, hair, half)
    _draw_body(pen, features.clothes, skin)
    pen.ellipse(50 - half - 3, 41, 50 - half + 4, 53, skin)  # ears
    pen.ellipse(50 + half - 4, 41, 50 + half + 3, 53, skin)
    pen.ellipse(50 - half, 18, 50 + half, 71, skin)
    _draw_features(pen, features, hair)
    if features.hair in _FRONT_HAIR:
        _FRONT_HAIR[features.hair](pen, hair, half)
    small = image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
    out = BytesIO()
    small.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


class _Pen:
    """Draws in hundredths of the picture, so that the shapes read as proportions."""

    def __init__(self, canvas):
        self.canvas = canvas
        self.unit = SIZE * SCALE / 100

    def _scaled(self, numbers):
        return [number * self.unit for number in numbers]

    def ellipse(self, left, top, right, bottom, colour):
        self.canvas.ellipse(self._scaled((left, top, right, bottom)), fill=colour)

    def chord(self, left, top, right, bottom, start, end, colour):
        box = self._scaled((left, top, right, bottom))
        self.canvas.chord(box, start, end, fill=colour)

    def polygon(self, *points, colour):
        self.canvas.polygon([tuple(self._scaled(point)) for point in points], fill=colour)

    def box(self, left, top, right, bottom, colour, radius=0.0):
        self.canvas.rounded_rectangle(
            self._scaled((left, top, right, bottom)), radius * self.unit, fill=colour
        )

    def arc(self, left, top, right, bottom, start, end, colour, width=1.0):
        box = self._scaled((left, top, right, bottom))
        self.canvas.arc(box, start, end, fill=colour, width=round(width * self.unit))

    def ring(self, left, top, right, bottom, colour, width=0.9):
        box = self._scaled((left, top, right, bottom))
        self.canvas.rounded_rectangle(
            box, 4 * self.unit, outline=colour, width=round(width * self.unit)
        )

    def line(self, start, end, colour, width=0.9):
        points = [tuple(self._scaled(start)), tuple(self._scaled(end))]
        self.canvas.line(points, fill=colour, width=round(width * self.unit))


def _darker(colour, share=0.9):
    return "#" + "".join(f"{int(int(colour[i : i + 2], 16) * share):02x}" for i in (1, 3, 5))


def _draw_body(pen, clothes, skin):
    coat, shirt, tie = CLOTHES[clothes]
    pen.ellipse(12, 76, 88, 150, coat)
    pen.polygon((38, 76), (62, 76), (50, 102), colour=shirt)
    pen.box(42, 60, 58, 80, _darker(skin), radius=5)
    pen.polygon((42, 78), (58, 78), (50, 87), colour=_darker(skin))
    for side in (-1, 1):  # the collar
        pen.polygon(
            (50 + side * 8, 74),
            (50 + side * 13, 80),
            (50 + side * 4, 91),
            (50, 86),
            colour=_darker(shirt, 0.96),
        )
    if tie:
        pen.polygon((47.5, 86), (52.5, 86), (51.5, 90), (48.5, 90), colour=tie)
        pen.polygon((48.5, 90), (51.5, 90), (54, 104), (46, 104), colour=tie)
    if clothes == "uniform":  # shoulder boards and a badge
        for side in (-1, 1):
            pen.polygon(
                (50 + side * 19, 79.5),
                (50 + side * 29, 85.5),
                (50 + side * 27.5, 89),
                (50 + side * 17.5, 83),
                colour=_darker(coat, 0.7),
            )
        pen.ellipse(64, 92, 68.5, 96.5, "#d9b95b")


def _draw_features(pen, features, hair):
    brow = _darker(hair, 0.85) if features.colour in ("black", "brown") else "#6d6f75"
    for side in (-1, 1):
        centre = 50 + side * 9
        pen.arc(centre - 5, 38, centre + 5, 46, 205, 335, brow, 1.3)
        pen.ellipse(centre - 1.9, 44.5, centre + 1.9, 48.7, "#2a2530")
        pen.ellipse(centre + 0.1, 45.2, centre + 0.9, 46, "#ffffff")
    pen.arc(47, 49, 53, 56, 40, 140, "#b98566", 1.0)
    pen.arc(43.5, 53, 56.5, 63, 30, 150, "#b3574f", 1.5)
    if features.glasses:
        pen.ring(34.5, 42, 46.5, 51.5, "#3a3f48")
        pen.ring(53.5, 42, 65.5, 51.5, "#3a3f48")
        pen.line((46.5, 45.5), (53.5, 45.5), "#3a3f48")


# -- hair: what lies behind the head, then what lies on it ---------------------------------------


def _halo(pen, colour, half, top=14, bottom=52, width=1.8):
    """Short hair seen round the face."""
    pen.ellipse(50 - half - width, top, 50 + half + width, bottom, colour)


def _back_short(pen, colour, half):
    _halo(pen, colour, half)


def _back_receding(pen, colour, half):
    _halo(pen, colour, half, top=24, bottom=54, width=2.2)


def _back_long(pen, colour, half):
    pen.box(50 - half - 4, 20, 50 + half + 4, 88, colour, radius=19)


def _back_bob(pen, colour, half):
    pen.box(50 - half - 4, 16, 50 + half + 4, 67, colour, radius=18)


def _back_bun(pen, colour, half):
    pen.ellipse(41, 4, 59, 20, colour)
    _halo(pen, colour, half, bottom=58)


def _back_tail(pen, colour, half):
    pen.ellipse(50 + half - 9, 30, 50 + half + 8, 84, colour)
    _halo(pen, colour, half, bottom=58)


def _crown(pen, colour, half, start, end, bottom=60):
    """The upper part of an ellipse as wide as the hair; its chord is the hairline."""
    pen.chord(50 - half - 1.8, 14, 50 + half + 1.8, bottom, start, end, colour)


def _front_short(pen, colour, half):
    _crown(pen, colour, half, 207, 333)


def _front_side(pen, colour, half):
    _crown(pen, colour, half, 212, 340)
    pen.polygon((50 - half + 1, 36), (50 - half + 2, 24), (62, 17), (45, 33), colour=colour)


def _front_crew(pen, colour, half):
    pen.chord(50 - half, 11, 50 + half, 60, 217, 323, colour)


def _front_parted(pen, colour, half):
    for side in (-1, 1):
        outer = 50 + side * (half + 3)
        pen.polygon(
            (50, 16),
            (50 + side * 13, 18),
            (outer, 30),
            (outer, 48),
            (50 + side * 14, 33),
            colour=colour,
        )
    pen.chord(50 - half - 3, 13, 50 + half + 3, 58, 200, 340, colour)


def _front_fringe(pen, colour, half):
    _crown(pen, colour, half + 1, 192, 348, 58)
    pen.box(50 - half + 1, 26, 50 + half - 1, 35.5, colour, radius=3)


def _front_swept(pen, colour, half):
    _crown(pen, colour, half, 205, 338)
    pen.polygon(
        (50 + half, 38),
        (50 + half - 3, 24),
        (50 - half + 6, 20),
        (50 - half, 30),
        (50 - half, 40),
        (43, 31),
        (58, 29),
        colour=colour,
    )


_BACK_HAIR = {
    "short": _back_short,
    "side": _back_short,
    "crew": _back_short,
    "receding": _back_receding,
    "long": _back_long,
    "bob": _back_bob,
    "bun": _back_bun,
    "tail": _back_tail,
}
_FRONT_HAIR = {
    "short": _front_short,
    "side": _front_side,
    "crew": _front_crew,
    "long": _front_parted,
    "bob": _front_fringe,
    "bun": _front_swept,
    "tail": _front_swept,
}
