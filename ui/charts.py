"""Charts as SVG, the same for the page and the PDF.

Drawn with presentation attributes alone: the PDF engine gives no stylesheet to an SVG and
the security policy allows no inline style. The message and all figures stand in <title>, as
sentences: a screen reader reads them and a tagged PDF keeps them as the alternative text.
"""

import textwrap
from dataclasses import dataclass
from hashlib import sha1
from math import ceil, cos, floor, log10, pi, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ui.numbers import decimal
from ui.text import listed

WIDTH = 480
FONT = "'Source Sans 3', Arial, 'Liberation Sans', sans-serif"
INK, QUIET, GRID, TARGET = "#1f2c3d", "#545e6b", "#d8dadd", "#a3003b"
# Each with the ink that can be read on it. They differ also when printed in grey.
COLOURS = [
    ("#12436d", "#ffffff"),
    ("#28a197", "#000000"),
    ("#f46a25", "#000000"),
    ("#d8dadd", "#000000"),
]
# Of what has an order of its own, such as judgements from 1 to 5: the lightest is least.
SHADES = [
    ("#dfe3e8", "#000000"),
    ("#a9bdd0", "#000000"),
    ("#6f94b5", "#000000"),
    ("#3a6891", "#ffffff"),
    ("#12436d", "#ffffff"),
]
# The height of a line and the width that a letter takes on the average.
LINE, LETTER = 18, 7.4


@dataclass(frozen=True)
class Chart:
    """`{{ chart }}` is a figure with its message; `{{ chart.svg }}` the drawing alone."""

    message: str
    svg: SafeString

    def __html__(self):
        return format_html(
            '<figure class="chart-box"><figcaption>{0}</figcaption>'
            '<div class="chart-scroll" role="region" tabindex="0" aria-label="{0}">{1}</div></figure>',
            self.message,
            self.svg,
        )

    __str__ = __html__


def bars(message, rows, *, unit="", target=None, decimals=0):
    """Horizontal bars in the order given. `rows`: (label, figure); `target`: (label, figure)."""
    wrapped = [_wrapped(label, 24) for label, _value in rows]
    left = 16 + LETTER * max(
        (len(line) for lines in wrapped for line in lines), default=0
    )
    top = 30 if target else 6
    scale = (WIDTH - left - 80) / _highest([value for _label, value in rows], target)
    parts, y = [], top
    for lines, (_label, value) in zip(wrapped, rows, strict=True):
        height = max(34, LINE * len(lines) + 8)
        middle = y + height / 2
        parts.append(_lines(left - 10, middle, lines, anchor="end"))
        if value is not None:
            parts.append(_rect(left, middle - 11, value * scale, 22, COLOURS[0][0]))
        x = left + (value or 0) * scale + 6
        parts.append(_text(x, middle + 5, _figure(value, unit, decimals), weight=600))
        y += height
    parts.append(_rect(left - 1, top, 1, y - top, QUIET))
    if target:
        parts.append(
            _target_upright(
                left + target[1] * scale, top, y, _named(target, unit, decimals)
            )
        )
    told = [
        _("%(figure)s for %(label)s")
        % {"figure": _in_words(value, unit, decimals), "label": label}
        for label, value in rows
    ]
    figures = [_("It shows %(figures)s.") % {"figures": listed(told)}] if told else []
    return _chart(
        message, figures + _target_words(target, unit, decimals), y + 6, parts
    )


def columns(
    message,
    categories,
    series,
    *,
    unit="",
    target=None,
    decimals=1,
    series_are_periods=False,
):
    """Columns side by side, one colour for each of at most four series: (name, figures).

    The categories are periods of what the series name, unless it is the other way round.
    """
    frame = _Frame.around(series, target, with_margin=bool(target))
    parts = frame.drawn([name for name, _figures in series])
    slot = frame.span / max(len(categories), 1)
    wrapped = [_wrapped(category, slot / LETTER) for category in categories]
    width = min(52, slot * 0.8 / max(len(series), 1))
    for place, lines in enumerate(wrapped):
        middle = frame.left + slot * (place + 0.5)
        x = middle - width * len(series) / 2
        for (_name, figures), (fill, _ink) in zip(series, COLOURS, strict=False):
            value = figures[place]
            top = frame.height_of(value or 0)
            if value is not None:
                parts.append(_rect(x + 2, top, width - 4, frame.bottom - top, fill))
            label = _figure(value, "", decimals)
            parts.append(_text(x + width / 2, top - 5, label, anchor="middle", size=13))
            x += width
        below = frame.bottom + 15 + LINE * (len(lines) - 1) / 2
        parts.append(_lines(middle, below, lines, anchor="middle"))
    parts += frame.target_line(target, unit, decimals)
    by_name = _by_name(categories, series)
    if series_are_periods:
        by_name = [
            (each, [(name, row[place]) for name, row in series])
            for place, each in enumerate(categories)
        ]
    height = frame.bottom + 12 + LINE * max(map(len, wrapped), default=1)
    return _chart(
        message,
        _told(by_name, unit, decimals) + _target_words(target, unit, decimals),
        height,
        parts,
    )


def lines(message, times, series, *, unit="", target=None, decimals=1):
    """How at most four series have gone, (name, figures), from the first time to the last.

    Where a figure is unknown the line is broken.
    """
    frame = _Frame.around(series, target, with_margin=True)
    parts = frame.drawn([name for name, _figures in series])
    step = frame.span / max(len(times), 1)
    places = [frame.left + step * (number + 0.5) for number in range(len(times))]
    wrapped = [_wrapped(each, step / LETTER) for each in times]
    for x, words in zip(places, wrapped, strict=True):
        below = frame.bottom + 15 + LINE * (len(words) - 1) / 2
        parts.append(_lines(x, below, words, anchor="middle"))
    drawn = []
    for number, ((_name, figures), (fill, _ink)) in enumerate(
        zip(series, COLOURS, strict=False)
    ):
        points = [
            None if value is None else (x, frame.height_of(value))
            for x, value in zip(places, figures, strict=True)
        ]
        # The last of the colours is too light for a line.
        parts.append(_line(points, QUIET if number == len(COLOURS) - 1 else fill))
        drawn.append((points, figures))
    parts += _ends(drawn, decimals)
    parts += frame.target_line(target, unit, decimals)
    height = frame.bottom + 12 + LINE * max(map(len, wrapped), default=1)
    told = _told(_by_name(times, series), unit, decimals)
    return _chart(message, told + _target_words(target, unit, decimals), height, parts)


def _by_name(times, series):
    return [(name, list(zip(times, row, strict=True))) for name, row in series]


def _told(by_name, unit, decimals):
    """A sentence for each name: what it was in each of the periods."""
    return [
        _("%(name)s was %(figures)s.")
        % {
            "name": name,
            "figures": listed(
                _("%(figure)s in %(period)s")
                % {"figure": _in_words(value, unit, decimals), "period": period}
                for period, value in pairs
            ),
        }
        for name, pairs in by_name
    ]


@dataclass(frozen=True)
class _Frame:
    """The ground, the lines across and the scale of a drawing with height."""

    left: float
    span: float
    top: float
    ticks: list

    HEIGHT = 220

    @classmethod
    def around(cls, series, target, *, with_margin):
        values = [value for _name, figures in series for value in figures]
        ticks = _ticks(_highest(values, target))
        left = 16 + LETTER * max(len(mark) for mark in map(_mark, ticks))
        span = WIDTH - left - (96 if with_margin else 8)
        names = [name for name, _figures in series]
        return cls(left, span, 24 + 20 * _legend_rows(names, left), ticks)

    @property
    def bottom(self):
        return self.top + self.HEIGHT

    def height_of(self, value):
        """Where a value lies, from above."""
        return self.bottom - value * self.HEIGHT / self.ticks[-1]

    def drawn(self, names):
        parts = [_legend(names, self.left)]
        for tick in self.ticks:
            y = self.height_of(tick)
            parts.append(_rect(self.left, y, self.span, 1, GRID if tick else QUIET))
            parts.append(
                _text(self.left - 8, y + 5, _mark(tick), anchor="end", fill=QUIET)
            )
        return parts

    def target_line(self, target, unit, decimals):
        if not target:
            return []
        words = _named(target, unit, decimals)
        right = self.left + self.span
        return [_target_level(self.height_of(target[1]), self.left, right, words)]


def _mark(tick):
    return _figure(tick, "", 0 if tick == int(tick) else 1)


def _line(points, colour):
    """Pieces between what is unknown, with a dot at each point."""
    pieces, piece = [], []
    for point in [*points, None]:
        if point:
            piece.append(point)
        elif piece:
            pieces.append(piece)
            piece = []
    drawn = [
        format_html(
            '<polyline points="{}" fill="none" stroke="{}" stroke-width="2.5"/>',
            " ".join(f"{_n(x)},{_n(y)}" for x, y in piece),
            colour,
        )
        for piece in pieces
    ]
    dots = [
        format_html('<circle cx="{}" cy="{}" r="4" fill="{}"/>', _n(x), _n(y), colour)
        for x, y in filter(None, points)
    ]
    return _joined(drawn + dots)


def _ends(lines, decimals):
    """The first figure of each line before it and the last behind it."""
    firsts, lasts = [], []
    for points, figures in lines:
        known = [
            (point, value)
            for point, value in zip(points, figures, strict=True)
            if point
        ]
        firsts += known[:1]
        # One alone is told once.
        lasts += known[1:][-1:]
    return [
        _text(x + side * 9, y + 5, _figure(value, "", decimals), anchor=anchor, size=13)
        for ends, side, anchor in [(firsts, -1, "end"), (lasts, 1, "start")]
        for x, y, value in _apart(ends)
    ]


def _apart(ends):
    """Moved down until none stands on another: (x, y, value)."""
    placed: list = []
    for (x, y), value in sorted(ends, key=lambda end: end[0][1]):
        above = [other for _x, other, _value in placed]
        placed.append((x, max([y, *(other + 14 for other in above[-1:])]), value))
    return placed


def stacked(message, rows, parts, *, is_ordered=False):
    """How each row divides into at most four parts, as shares of the whole: (label, counts).

    Into five when they have an order, from the least to the most.
    """
    colours = SHADES if is_ordered else COLOURS
    wrapped = [_wrapped(label, 24) for label, _counts in rows]
    left = 16 + LETTER * max(
        (len(line) for lines in wrapped for line in lines), default=0
    )
    span, y = WIDTH - left - 8, 16 + 20 * _legend_rows(parts, left)
    drawn = [_legend(parts, left, colours)]
    for lines, (_label, counts) in zip(wrapped, rows, strict=True):
        height = max(36, LINE * len(lines) + 8)
        drawn.append(_lines(left - 10, y + height / 2, lines, anchor="end"))
        drawn.append(_shares(left, y + height / 2, span, counts, colours))
        y += height
    figures = [
        _("“%(label)s” got %(counts)s.")
        % {
            "label": label,
            "counts": listed(
                _("%(answer)s from %(number)s") % {"answer": part, "number": count}
                for part, count in zip(parts, counts, strict=True)
            ),
        }
        for label, counts in rows
    ]
    return _chart(message, figures, y + 6, drawn)


def trend(message, values):
    """A tiny line beside a number; it has no figures of its own, so its title has them."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    low = min((value for _place, value in known), default=0)
    span = max((value for _place, value in known), default=0) - low or 1
    step = 108 / max(len(values) - 1, 1)
    points = [
        (6 + place * step, 28 - (value - low) / span * 22) for place, value in known
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts = [
        format_html(
            '<polyline points="{}" fill="none" stroke="currentColor" stroke-width="2"/>',
            line,
        )
    ]
    if points:
        x, y = points[-1]
        parts.append(
            format_html(
                '<circle cx="{}" cy="{}" r="4" fill="currentColor"/>', _n(x), _n(y)
            )
        )
    told = [
        _figure(value, "", 1 if value != int(value) else 0) for _place, value in known
    ]
    figures = (
        [_("It went %(figures)s.") % {"figures": " – ".join(told)}] if told else []
    )
    return _chart(message, figures, 34, parts, width=120)


# The tints of what stands in a wheel, by the tones of the pages.
TINTS = {
    "success": "#d5ebdc",
    "danger": "#f9d6d5",
    "info": "#d7e6f5",
    "neutral": "#f1f2f4",
}
_WHEEL, _RIM, _HUB = 720, 352, 76


def wheel(message, name, sectors, *, hand=None):
    """A round year: of each sector its heading and what stands in it, (sign, label, tone),
    of which two are drawn. `hand` is how much of the round has passed, from the top."""
    parts, share = [], 2 * pi / len(sectors)
    for number, (heading, entries) in enumerate(sectors):
        parts += _sector(number * share, share, heading, entries)
    middle = _WHEEL / 2
    parts.append(_text(middle, middle + 9, name, anchor="middle", weight=600, size=26))
    if hand is not None:
        parts.append(_hand(hand * 2 * pi))
    told = [
        _("%(heading)s: %(entries)s.")
        % {
            "heading": heading,
            "entries": listed(f"{sign} {label}" for sign, label, _tone in entries),
        }
        for heading, entries in sectors
        if entries
    ]
    return _chart(message, told, _WHEEL, parts, width=_WHEEL)


def _sector(start, share, heading, entries):
    worst = next(
        (
            tone
            for tone in ("danger", "info", "success")
            if any(tone == each for _sign, _label, each in entries)
        ),
        "neutral",
    )
    (x1, y1), (x2, y2) = (_on_wheel(start + each, _RIM) for each in (0, share))
    (x3, y3), (x4, y4) = (_on_wheel(start + each, _HUB) for each in (share, 0))
    points = [_n(each) for each in (x1, y1, x2, y2, x3, y3, x4, y4)]
    drawn = [
        format_html(
            '<path d="M{0} {1}A{8} {8} 0 0 1 {2} {3}L{4} {5}A{9} {9} 0 0 0 {6} {7}Z"'
            ' fill="{10}" stroke="{11}" stroke-width="1.5"/>',
            *(*points, _RIM, _HUB, TINTS[worst], QUIET),
        )
    ]
    x, y = _on_wheel(start + share / 2, 118)
    drawn.append(_text(x, y + 5, heading, anchor="middle", weight=600, size=14))
    x, y = _on_wheel(start + share / 2, 246)
    lines = [
        (line, place == 0)
        for sign, label, _tone in entries[:2]
        for place, line in enumerate(_wrapped(f"{sign} {label}", 19)[:2])
    ]
    if len(entries) > 2:
        lines.append((f"+{len(entries) - 2}", True))
    top = y + 4 - 7.5 * (len(lines) - 1)
    for place, (line, is_first) in enumerate(lines):
        weight = 600 if is_first else 400
        drawn.append(
            _text(x, top + 15 * place, line, anchor="middle", weight=weight, size=12)
        )
    return drawn


def _on_wheel(angle, radius):
    return _WHEEL / 2 + radius * sin(angle), _WHEEL / 2 - radius * cos(angle)


def _hand(angle):
    (x1, y1), (x2, y2) = (_on_wheel(angle, each) for each in (_HUB, _RIM))
    return format_html(
        '<path d="M{} {}L{} {}" stroke="{}" stroke-width="3" stroke-dasharray="7 4"/>',
        *map(_n, (x1, y1, x2, y2)),
        TARGET,
    )


# Drawing


def _chart(message, figures, height, parts, width=WIDTH):
    title = " ".join([f"{str(message).rstrip('. ')}.", *figures])
    body = _joined(parts)
    # The name comes from what is drawn: the same chart gives the same bytes.
    name = (
        "chart-"
        + sha1(f"{title}{body}".encode(), usedforsecurity=False).hexdigest()[:10]
    )
    svg = format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {w} {h}" width="{w}" height="{h}"'
        ' role="img" aria-labelledby="{name}" font-family="{font}" font-size="15" fill="{ink}">'
        '<title id="{name}">{title}</title>{body}</svg>',
        w=width,
        h=_n(height),
        name=name,
        font=FONT,
        ink=INK,
        title=title,
        body=body,
    )
    return Chart(str(message), svg)


def _joined(parts):
    return format_html_join("", "{}", ((part,) for part in parts))


def _wrapped(label, letters):
    return textwrap.wrap(str(label), max(int(letters), 6)) or [""]


def _n(number):
    """A coordinate with a point whatever the language."""
    return f"{number:.1f}".removesuffix(".0")


def _rect(x, y, width, height, fill):
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
        *(_n(number) for number in (x, y, width, height)),
        fill,
    )


def _text(x, y, text, *, anchor="start", fill=INK, weight=400, size=15):
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}" fill="{}" font-weight="{}" font-size="{}">{}</text>',
        _n(x), _n(y), anchor, fill, weight, size, text,
    )  # fmt: skip


def _lines(x, middle, lines, *, anchor):
    first = middle + 5 - LINE * (len(lines) - 1) / 2
    return format_html_join(
        "",
        "{}",
        (
            (_text(x, first + LINE * row, line, anchor=anchor),)
            for row, line in enumerate(lines)
        ),
    )


def _legend(names, left, colours=COLOURS):
    if len(names) > len(colours):
        raise ValueError(
            f"A chart tells {len(colours)} things apart, not {len(names)}."
        )
    parts = []
    for (x, row), name, (fill, _ink) in zip(
        _legend_places(names, left), names, colours, strict=False
    ):
        parts.append(_rect(x, 6 + 20 * row, 14, 14, fill))
        parts.append(_text(x + 20, 18 + 20 * row, name))
    return _joined(parts)


def _legend_rows(names, left):
    return 1 + max((row for _x, row in _legend_places(names, left)), default=0)


def _legend_places(names, left):
    """Where each name stands, (x, row): on a new row when it has no room beside others."""
    places, x, row = [], left, 0
    for name in names:
        width = 44 + 7.6 * len(str(name))
        if x > left and x + width - 24 > WIDTH:
            x, row = left, row + 1
        places.append((x, row))
        x += width
    return places


def _shares(left, middle, span, counts, colours):
    total = sum(counts)
    if not total:
        return _text(left, middle + 5, _("No answers"), fill=QUIET)
    parts, x = [], left
    for count, (fill, ink) in zip(counts, colours, strict=False):
        width = span * count / total
        parts.append(_rect(x, middle - 13, max(width - 1, 0), 26, fill))
        if width > 10 + 8 * len(str(count)):
            parts.append(
                _text(
                    x + width / 2,
                    middle + 5,
                    count,
                    anchor="middle",
                    fill=ink,
                    weight=600,
                )
            )
        x += width
    return _joined(parts)


def _target_upright(x, top, bottom, words):
    return format_html(
        '<path d="M{0} {1}V{2}" stroke="{3}" stroke-width="2" stroke-dasharray="6 4"/>{4}',
        _n(x), _n(top - 6), _n(bottom), TARGET,
        _text(x, top - 12, words, anchor="middle", fill=TARGET, weight=600),
    )  # fmt: skip


def _target_level(y, left, right, words):
    return format_html(
        '<path d="M{0} {1}H{2}" stroke="{3}" stroke-width="2" stroke-dasharray="6 4"/>{4}',
        _n(left), _n(y), _n(right), TARGET,
        _text(right + 6, y + 5, words, fill=TARGET, weight=600, size=14),
    )  # fmt: skip


# Figures


def _figure(value, unit, decimals):
    if value is None:
        return "–"
    # As the tables beside the chart have it: 24054.
    return f"{decimal(value, decimals, grouped=False)} {unit}".rstrip()


def _in_words(value, unit, decimals):
    """A figure as one says it."""
    if value is None:
        return _("unknown")
    number = _figure(value, "", decimals)
    return _("%(number)s per cent") % {"number": number} if unit == "%" else number


def _named(target, unit, decimals):
    return f"{target[0]} {_figure(target[1], unit, decimals)}"


def _target_words(target, unit, decimals):
    if not target:
        return []
    name, value = target
    words = {"name": name, "figure": _in_words(value, unit, decimals)}
    return [_("%(name)s is %(figure)s.") % words]


def _highest(values, target):
    known = [value for value in values if value is not None]
    if any(value < 0 for value in known):
        raise ValueError(
            "Bars and columns begin at nothing and cannot show what is less."
        )
    return float(max([*known, target[1] if target else 0], default=0)) or 1.0


def _ticks(highest):
    """Round steps from nothing to above the highest, at most seven of them."""
    rough = highest / 5
    unit = 10 ** floor(log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    return [step * number for number in range(ceil(highest / step - 1e-9) + 1)]
