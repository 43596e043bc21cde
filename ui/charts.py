"""Charts as SVG, the same for the page and the PDF.

Drawn with presentation attributes alone: the PDF engine gives no stylesheet to an SVG and
the security policy allows no inline style. The message and all figures stand in <title>,
which a screen reader reads and a tagged PDF keeps as the alternative text.
"""

import textwrap
from dataclasses import dataclass
from hashlib import sha1
from math import ceil, floor, log10

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ui.numbers import decimal

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
    figures = [f"{label}: {_figure(value, unit, decimals)}" for label, value in rows]
    return _chart(
        message, figures + _target_words(target, unit, decimals), y + 6, parts
    )


def columns(message, categories, series, *, unit="", target=None, decimals=1):
    """Columns side by side, one colour for each of at most four series: (name, figures)."""
    values = [value for _name, figures in series for value in figures]
    ticks = _ticks(_highest(values, target))
    marks = [_figure(tick, "", 0 if tick == int(tick) else 1) for tick in ticks]
    left = 16 + LETTER * max(len(mark) for mark in marks)
    right, top, height = 96 if target else 8, 44, 220
    bottom, span = top + height, WIDTH - left - right
    scale = height / ticks[-1]
    parts = [_legend([name for name, _figures in series], left)]
    for tick, mark in zip(ticks, marks, strict=True):
        y = bottom - tick * scale
        parts.append(_rect(left, y, span, 1, QUIET if tick == 0 else GRID))
        parts.append(_text(left - 8, y + 5, mark, anchor="end", fill=QUIET))
    slot = span / max(len(categories), 1)
    wrapped = [_wrapped(category, slot / LETTER) for category in categories]
    width = min(52, slot * 0.8 / max(len(series), 1))
    for place, lines in enumerate(wrapped):
        middle = left + slot * (place + 0.5)
        x = middle - width * len(series) / 2
        for (_name, figures), (fill, _ink) in zip(series, COLOURS, strict=False):
            value = figures[place]
            tall = (value or 0) * scale
            if value is not None:
                parts.append(_rect(x + 2, bottom - tall, width - 4, tall, fill))
            label = _figure(value, "", decimals)
            parts.append(
                _text(x + width / 2, bottom - tall - 5, label, anchor="middle", size=13)
            )
            x += width
        below = bottom + 15 + LINE * (len(lines) - 1) / 2
        parts.append(_lines(middle, below, lines, anchor="middle"))
    if target:
        parts.append(
            _target_level(
                bottom - target[1] * scale,
                left,
                left + span,
                _named(target, unit, decimals),
            )
        )
    figures = [
        f"{category}: "
        + ", ".join(
            f"{name} {_figure(row[place], unit, decimals)}" for name, row in series
        )
        for place, category in enumerate(categories)
    ]
    height = bottom + 12 + LINE * max(map(len, wrapped), default=1)
    return _chart(
        message, figures + _target_words(target, unit, decimals), height, parts
    )


def stacked(message, rows, parts):
    """How each row divides into at most four parts, as shares of the whole: (label, counts)."""
    wrapped = [_wrapped(label, 24) for label, _counts in rows]
    left = 16 + LETTER * max(
        (len(line) for lines in wrapped for line in lines), default=0
    )
    span, y = WIDTH - left - 8, 36
    drawn = [_legend(parts, left)]
    for lines, (_label, counts) in zip(wrapped, rows, strict=True):
        height = max(36, LINE * len(lines) + 8)
        drawn.append(_lines(left - 10, y + height / 2, lines, anchor="end"))
        drawn.append(_shares(left, y + height / 2, span, counts))
        y += height
    figures = [
        f"{label}: "
        + ", ".join(
            f"{part} {count}" for part, count in zip(parts, counts, strict=True)
        )
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
    figures = [
        _figure(value, "", 1 if value != int(value) else 0) for _place, value in known
    ]
    return _chart(message, figures, 34, parts, width=120)


# Drawing


def _chart(message, figures, height, parts, width=WIDTH):
    title = (
        f"{message}. {'; '.join(str(figure) for figure in figures)}".rstrip(". ") + "."
    )
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


def _legend(names, left):
    if len(names) > len(COLOURS):
        raise ValueError(
            f"A chart tells {len(COLOURS)} things apart, not {len(names)}."
        )
    parts, x = [], left
    for name, (fill, _ink) in zip(names, COLOURS, strict=False):
        parts.append(_rect(x, 6, 14, 14, fill))
        parts.append(_text(x + 20, 18, name))
        x += 44 + 7.6 * len(str(name))
    return _joined(parts)


def _shares(left, middle, span, counts):
    total = sum(counts)
    if not total:
        return _text(left, middle + 5, _("No answers"), fill=QUIET)
    parts, x = [], left
    for count, (fill, ink) in zip(counts, COLOURS, strict=False):
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


def _named(target, unit, decimals):
    return f"{target[0]} {_figure(target[1], unit, decimals)}"


def _target_words(target, unit, decimals):
    return [_named(target, unit, decimals)] if target else []


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
