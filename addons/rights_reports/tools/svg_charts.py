"""Charts of a printed report as vector graphics (STA-04): pure Python, no environment.

Each function gives an ``<svg>`` element as text, of one width, black on white when printed without
colour: every value stands beside its mark in figures, so no chart is read by its colours alone.
"""

import math
from html import escape

WIDTH = 480
FONT = "Noto Sans CJK SC, Noto Serif CJK SC, sans-serif"
BLUE = "#1b5fbf"
# from dark to light and back, so that neighbours differ in print without colour as well
SHADES = (
    "#0d3b80 #7fb0ea #1b5fbf #b9d4f4 #2f7ddb #d9d9d9 #5b6b80 #9fb3c8 #344356 #c9d6e6 #16509f "
    "#8a99ab"
).split()
LABEL_ROOM = 150
ROW = 18


def draw(chart):
    """The picture of a ``charts.Chart``; empty text where nothing was counted."""
    if not chart.values or not any(chart.values):
        return ""
    return {"pie": _pie, "bar": _bar, "line": _line, "column": _column}[chart.form](
        list(chart.labels), list(chart.values)
    )


def _svg(height, parts):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" role="img" font-family="{FONT}" font-size="10" '
        f'style="max-width: 100%">{"".join(parts)}</svg>'
    )


def _text(x, y, text, anchor="start"):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(str(text))}</text>'


def _number(value):
    return f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"


def _short(text, most):
    """A label that fits: the end of a long one goes, a Chinese character counts for two."""
    room = most
    for place, character in enumerate(text):
        room -= 1 if character.isascii() else 2
        if room < 0:
            return text[: max(place - 1, 1)] + "…"
    return text


def _pie(labels, values):
    """Shares with a legend that names each with its number and percentage."""
    whole, angle, parts = sum(values), -math.pi / 2, []
    height = max(170, len(values) * 16 + 14)
    x, y, radius = 85, height / 2, 70
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        shade = SHADES[place % len(SHADES)]
        turn = 2 * math.pi * value / whole
        if len(values) == 1:
            parts.append(f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{shade}"/>')
        else:
            begin, end = (
                (x + radius * math.cos(at), y + radius * math.sin(at))
                for at in (angle, angle + turn)
            )
            parts.append(
                f'<path d="M{x} {y}L{begin[0]:.2f} {begin[1]:.2f}A{radius} {radius} 0 '
                f'{int(turn > math.pi)} 1 {end[0]:.2f} {end[1]:.2f}Z" fill="{shade}" '
                'stroke="#fff" stroke-width="1"/>'
            )
        angle += turn
        top = 14 + place * 16
        parts.append(f'<rect x="180" y="{top - 8}" width="9" height="9" fill="{shade}"/>')
        share = f"{100 * value / whole:.1f}%"
        parts.append(_text(196, top, f"{_short(label, 30)}　{_number(value)}（{share}）"))
    return _svg(height, parts)


def _bar(labels, values):
    """Lying bars, the label before and the number behind each."""
    most, room, parts = max(values), WIDTH - LABEL_ROOM - 50, []
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        y = place * ROW + 4
        length = max(room * value / most, 1)
        parts.append(_text(LABEL_ROOM - 6, y + 11, _short(label, 27), "end"))
        parts.append(
            f'<rect x="{LABEL_ROOM}" y="{y + 2}" width="{length:.1f}" height="{ROW - 6}" '
            f'fill="{BLUE}"/>'
        )
        parts.append(_text(LABEL_ROOM + length + 5, y + 11, _number(value)))
    return _svg(len(values) * ROW + 8, parts)


def _column(labels, values):
    """Standing columns with the number above and the label below; many of them lie down."""
    if len(values) > 12 or max(map(len, labels)) > 7:
        return _bar(labels, values)
    height, foot, top = 170, 22, 16
    step = (WIDTH - 20) / len(values)
    most, parts = max(values), []
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        x = 10 + place * step
        tall = (height - foot - top) * value / most
        parts.append(
            f'<rect x="{x + step * 0.2:.1f}" y="{height - foot - tall:.1f}" '
            f'width="{min(step * 0.6, 40):.1f}" height="{tall:.1f}" fill="{BLUE}"/>'
        )
        middle = x + step * 0.2 + min(step * 0.6, 40) / 2
        parts.append(_text(middle, height - foot - tall - 4, _number(value), "middle"))
        parts.append(_text(middle, height - 8, label, "middle"))
    parts.append(_axis(height - foot))
    return _svg(height, parts)


def _line(labels, values):
    """A line over months with its number at each point."""
    height, foot, top = 196, 42, 22
    step = (WIDTH - 80) / max(len(values) - 1, 1)
    most = max(values)
    points = [
        (50 + place * step, height - foot - (height - foot - top) * value / most)
        for place, value in enumerate(values)
    ]
    parts = [_axis(height - foot)]
    parts.append(
        f'<polyline fill="none" stroke="{BLUE}" stroke-width="1.6" points="'
        + " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        + '"/>'
    )
    for place, ((x, y), label, value) in enumerate(zip(points, labels, values, strict=True)):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{BLUE}"/>')
        aside, above, anchor = _beside(values, place)
        parts.append(_text(x + aside, y - above, _number(value), anchor))
        foot_y = height - foot + 11
        parts.append(
            f'<text x="{x + 4:.1f}" y="{foot_y}" text-anchor="end" font-size="8" '
            f'transform="rotate(-35 {x + 4:.1f} {foot_y})">{escape(str(label))}</text>'
        )
    return _svg(height, parts)


def _beside(values, place):
    """Where the number of a point stands, so that the line does not run through it: (to the right,
    above, anchor).

    >>> _beside([1, 5, 9], 1), _beside([9, 1, 9], 1), _beside([1, 9, 1], 1)
    ((-4, 5, 'end'), (0, -13, 'middle'), (0, 6, 'middle'))
    """
    value = values[place]
    before = values[place - 1] if place else value
    after = values[place + 1] if place + 1 < len(values) else value
    if before < value < after:
        return -4, 5, "end"
    if before > value > after:
        return 4, 5, "start"
    if value < before and value < after:
        return 0, -13, "middle"
    return 0, 6, "middle"


def _axis(y):
    return f'<line x1="10" y1="{y}" x2="{WIDTH - 10}" y2="{y}" stroke="#666" stroke-width="0.6"/>'
