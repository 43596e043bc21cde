"""What is written in a plan about when something is to be done, as days.

Reads Norwegian, Swedish, Danish and English: dates, months, seasons, parts of a year,
weeks, what goes on all the time and what waits for something else.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.easter import easter

from actionplans.models import Measure
from actionplans.time_words import (
    AFTER,
    AS_MONTH,
    AT_ONCE,
    BEFORE,
    EASTER,
    ENDS,
    EVERY,
    FILL,
    FROM,
    GOES_ON,
    JOINS,
    MAY,
    MAYBE,
    MONTHS,
    NEEDS,
    NUMBERED,
    ORDINALS,
    PARTS,
    SEASONS,
    SHORT,
    SPANS,
    TERM_OF_SEASON,
    TERMS,
    THIS_OR_NEXT,
    TIMES,
    UNTIL,
    WAITS,
    WEEKS,
    YEAR,
)
from sam.dates import today

Timing = Measure.Timing

# Longer texts are not about time.
LONGEST = 2_000
YEARS = range(1900, 2200)


class When(NamedTuple):
    """`due_on` is the last day of what is said, also of what has no deadline."""

    timing: Timing
    starts_on: date | None
    due_on: date
    is_uncertain: bool


# Leap, and with 53 weeks: what no year has is not a time.
_ANY_YEAR = 2020


class Said(NamedTuple):
    """A time that is named; `span` gives its days in a year, `end` is where it ends."""

    span: Callable[[int], tuple[date, date]]
    year: int | None
    end: int
    is_year: bool = False


class Span(NamedTuple):
    said: Said
    first: date | None
    last: date


def read(text, *, year=None):
    """What the text says; what is said of no year is of the last year named, else `year`."""
    year = year or today().year
    tokens = _tokens(text)
    found = _found(tokens)
    spans = _without_years_said_before(_resolved(tokens, found, year))
    firsts = [span.first for span in spans if span.first]
    first = min(firsts, default=None)
    last = max((span.last for span in spans), default=None)
    timing = _timing(tokens, found, spans)
    is_uncertain = "?" in tokens or not MAYBE.isdisjoint(tokens)
    if timing == Timing.DAY:
        return When(timing, None, last, is_uncertain)
    if timing == Timing.PERIOD:
        return When(timing, first, last, is_uncertain)
    if timing == Timing.CONTINUOUS and spans:
        # It is of the time when it begins.
        begun = min(span.last for span in spans)
        return When(timing, first, max(begun, first or begun), is_uncertain)
    end = date((last.year if last else year), 12, 31)
    return When(timing, first, end, is_uncertain)


def has_no_such_day(text):
    """Whether it names a day that the month does not have, such as 31 February."""
    tokens = _tokens(text)
    named = filter(None, (_day_as_written(tokens, at) for at in range(len(tokens))))
    return any(
        day > monthrange(year or _ANY_YEAR, month)[1] for day, month, year in named
    )


def _day_as_written(tokens, at):
    """Day, month and year, or none, whether or not there is such a day."""
    mark, place = _at(tokens, at + 1), at + 2
    if year := _number(tokens[at], YEARS):
        month = _number(_at(tokens, place), range(1, 13))
        day = _number(_at(tokens, at + 4), range(1, 32))
        is_whole = mark == _at(tokens, at + 3) == "-"
        return (day, month, year) if day and month and is_whole else None
    day = _number(tokens[at], range(1, 32))
    if mark in {".", "/"} and _at(tokens, at + 3) == mark:
        month = _number(_at(tokens, place), range(1, 13))
        year = _year_at(tokens, at + 4, is_short=True)[0]
        return (day, month, year) if day and month and year else None
    place -= mark not in {".", ":"}
    month = MONTHS.get(_at(tokens, place))
    year = _year_at(tokens, place + 1)[0]
    return (day, month, year) if day and month else None


def _tokens(text):
    text = unicodedata.normalize("NFC", text[:LONGEST])
    text = _CAPITAL_MAY.sub(AS_MONTH, text).casefold()
    for short, word in SHORT.items():
        text = text.replace(short, word)
    tokens = re.findall(r"[^\W\d_]+|[0-9]+|[^\w\s]", text)
    return [
        AS_MONTH if _is_month_of_may(tokens, at) else token
        for at, token in enumerate(tokens)
    ]


_CAPITAL_MAY = re.compile(r"\bM(?:ay|AY)\b")


def _is_month_of_may(tokens, at):
    """Without its capital only beside a number or another month: “it may be done”."""
    if tokens[at] != MAY:
        return False
    before, after = at - 1, at + 1
    while _at(tokens, before) in _BESIDE_MONTH:
        before -= 1
    while _at(tokens, after) in _BESIDE_MONTH:
        after += 1
    beside = {_at(tokens, before), _at(tokens, after)}
    return any(_is_number(each) or each in MONTHS for each in beside)


# What may stand between the two.
_BESIDE_MONTH = JOINS | FILL | {"or", "st", "nd", "rd", "th"}


def _timing(tokens, found, spans):
    waits = _waits(tokens, found)
    goes_on = _goes_on(tokens, found)
    if waits or (not NEEDS.isdisjoint(tokens) and not goes_on):
        return Timing.CONDITIONAL
    if goes_on or _begins_only(tokens, found, spans):
        return Timing.CONTINUOUS
    if not spans:
        return Timing.CONDITIONAL
    if {(span.first, span.last) for span in spans} == {(spans[0].last, spans[0].last)}:
        return Timing.DAY
    return Timing.PERIOD


def _waits(tokens, found):
    """“when the money has come”; but not “when: autumn”, nor “after the summer”."""
    return any(
        token in WAITS
        and _at(tokens, at + 1) != ":"
        and not (token in AFTER and _past_fill(tokens, at + 1) in found)
        # “once a year”
        and not (token in TIMES and _at(tokens, at + 2) in SPANS)
        for at, token in enumerate(tokens)
    )


def _goes_on(tokens, found):
    """“continuously”, “every year”, “twice a year”; not what is said to end."""
    begins = [
        at
        for at, token in enumerate(tokens)
        if token in GOES_ON
        or (token in EVERY and _at(tokens, _past_number(tokens, at + 1)) in SPANS)
        or (_at(tokens, at - 1) in TIMES and _at(tokens, at + 1) in SPANS)
    ]
    ends = [at for at in found if _led_by(tokens, at, UNTIL)]
    return bool(begins) and not any(at > begins[0] for at in ends)


def _begins_only(tokens, found, spans):
    """“from 1 September”, and nothing of an end."""
    return len(spans) == 1 and any(_led_by(tokens, at, FROM) for at in found)


def _led_by(tokens, at, words):
    """Whether one of the words leads to the time that stands there."""
    at -= 1
    while at >= 0 and tokens[at] in FILL | {"og", "och", "and"}:
        at -= 1
    return at >= 0 and tokens[at] in words


def _at(tokens, at):
    return tokens[at] if 0 <= at < len(tokens) else ""


def _past_number(tokens, at):
    """“every 2 years”, “hvert 2. år”, “every other year”."""
    if _is_number(_at(tokens, at)) or _at(tokens, at) in ORDINALS.keys() | {"other"}:
        return at + 1 + (_at(tokens, at + 1) == ".")
    return at


def _past_fill(tokens, at):
    return at + 1 if _at(tokens, at) in FILL else at


def _is_number(token):
    # Other scripts' digits, and “²”, do not come this far as numbers.
    return token.isascii() and token.isdigit()


def _number(token, numbers):
    """The number, if it is one of those; what is longer than a year is none."""
    if len(token) > 4 or not _is_number(token):
        return None
    return int(token) if int(token) in numbers else None


def _found(tokens):
    """The times that are named, by where they begin."""
    found, at = {}, 0
    while at < len(tokens):
        said = next(filter(None, (reader(tokens, at) for reader in READERS)), None)
        if said:
            found[at] = said
        at = said.end if said else at + 1
    return found


def _resolved(tokens, found, year):
    """The days of each, in the year that was named with it or last before it."""
    named = next((said.year for said in found.values() if said.year), year)
    spans, end = [], 0
    for at, said in found.items():
        named = said.year or named
        try:
            first, last = said.span(named)
            is_joined = spans and JOINS.issuperset(tokens[end:at])
            if is_joined and last < spans[-1].last:
                # “November–February”, with a year before or after.
                before = spans[-1].said
                if said.year and not before.year:
                    spans[-1] = Span(before, *before.span(named - 1))
                elif not said.year:
                    named += 1
                    first, last = said.span(named)
        except (ValueError, OverflowError):
            continue
        end = said.end
        spans.append(Span(said, *_moved(tokens, at, first, last)))
    return spans


def _moved(tokens, at, first, last):
    """Before the summer is until its eve; after it is until the year ends."""
    if _led_by(tokens, at, BEFORE) and first != last:
        return None, first - timedelta(days=1)
    if _led_by(tokens, at, AFTER):
        return last + timedelta(days=1), date((last + timedelta(days=1)).year, 12, 31)
    if _led_by(tokens, at, ENDS):
        return None, last
    return first, last


def _without_years_said_before(spans):
    """“2012, in the autumn”: a year whose part is named after it says nothing more."""
    kept, finer = [], set()
    for span in reversed(spans):
        if not span.said.is_year:
            finer.add(span.last.year)
        if not span.said.is_year or span.last.year not in finer:
            kept.append(span)
    return kept[::-1]


# What one can find at a place


def _said(span, year, end, **more):
    try:
        span(year or _ANY_YEAR)
    except (ValueError, OverflowError):
        return None
    return Said(span, year, end, **more)


def _year_at(tokens, at, *, is_short=False):
    """The year that follows and where the text goes on; “’27” only where nothing else fits."""
    place = _past_fill(tokens, at)
    token = _at(tokens, place)
    if (year := _number(token, YEARS)) is not None:
        return year, place + 1
    is_short = is_short or _at(tokens, place - 1) in {"'", "’"}
    if is_short and len(token) == 2 and _is_number(token):
        return 2000 + int(token), place + 1
    return None, at


def _day(day, month, year, end):
    def span(in_year):
        return (date(in_year, month, day),) * 2

    return _said(span, year, end)


def _months(first, number):
    """A span of whole months, which may end in the next year."""

    def span(year):
        years, month = divmod(first + number - 1, 12)
        return date(year, first, 1), date(year + years, month + 1, 1) - timedelta(
            days=1
        )

    return span


def _iso_day(tokens, at):
    """2027-03-01, and 2027-03."""
    year = _number(tokens[at], YEARS)
    month = _number(_at(tokens, at + 2), range(1, 13))
    if not year or not month or _at(tokens, at + 1) != "-":
        return None
    day = _number(_at(tokens, at + 4), range(1, 32))
    if day and _at(tokens, at + 3) == "-":
        return _day(day, month, year, at + 5)
    # “2026-2027” has no such month; “2026-12” does.
    return _said(_months(month, 1), year, at + 3) if len(tokens[at + 2]) == 2 else None


def _day_in_figures(tokens, at):
    """1.3.2027, 25.04.12, 1/3."""
    day = _number(tokens[at], range(1, 32))
    month = _number(_at(tokens, at + 2), range(1, 13))
    mark = _at(tokens, at + 1)
    if not day or not month or mark not in {".", "/"}:
        return None
    if _at(tokens, at - 1) in NUMBERED or _at(tokens, at + 3) in {")", "%"}:
        return None
    if _at(tokens, at + 3) == mark:
        year, end = _year_at(tokens, at + 4, is_short=True)
        return _day(day, month, year, end)
    return _day(day, month, *_year_at(tokens, at + 3))


def _day_of_month(tokens, at):
    """1 mars 2027, 1. mars, 1st of March, March 1 2027."""
    if day := _number(_at(tokens, at), range(1, 32)):
        place = at + 1
        while _at(tokens, place) in {".", ":", "a", "e", "st", "nd", "rd", "th", "of"}:
            place += 1
        month, end = MONTHS.get(_at(tokens, place)), place + 1
    else:
        month, end = MONTHS.get(_at(tokens, at)), at + 2
        day = _number(_at(tokens, at + 1), range(1, 32))
        if not day or not _year_at(tokens, end)[0]:
            return None
    if not month:
        return None
    return _day(day, month, *_year_at(tokens, end))


def _days_of_month(tokens, at):
    """1-15 mars."""
    first, mark = _number(tokens[at], range(1, 32)), _at(tokens, at + 1)
    said = _day_of_month(tokens, at + 2) if first and mark in {*"-–"} else None
    if not said or not _is_number(_at(tokens, at + 2)):
        return None

    def span(year):
        last = said.span(year)[1]
        return last.replace(day=min(first, last.day)), last

    return _said(span, said.year, said.end)


def _month(tokens, at):
    if month := MONTHS.get(tokens[at]):
        return _said(_months(month, 1), *_year_at(tokens, at + 1))
    return None


def _season(tokens, at):
    season, end = SEASONS.get(tokens[at]), at + 1
    if not season:
        return None
    after = _at(tokens, end)
    if after in TERMS:
        season, end = TERM_OF_SEASON.get(season, season), end + 1
    # “vår” is also “our”.
    elif (
        tokens[at] == "vår" and after.isalpha() and after not in FILL | JOINS | GOES_ON
    ):
        return None
    is_short = tokens[at] in {"vt", "ht"}
    year, end = _year_at(tokens, end, is_short=is_short)
    # “winter 2026/27” is one winter.
    next_years = {str(year + 1), str(year + 1)[2:]} if year else set()
    if _at(tokens, end) in {*"-–/"} and _at(tokens, end + 1) in next_years:
        end += 2
    return _said(_months(*season), year, end)


def _easter(tokens, at):
    """From Maundy Thursday to Easter Monday."""
    if tokens[at] not in EASTER:
        return None

    def span(year):
        sunday = easter(year)
        return sunday - timedelta(days=3), sunday + timedelta(days=1)

    return _said(span, *_year_at(tokens, at + 1))


def _part(tokens, at):
    """Q2, kvartal 2, 2. kvartal, första halvåret, first half."""
    if parts := PARTS.get(tokens[at]):
        which, end = ORDINALS.get(_at(tokens, at + 1)), at + 2
    else:
        which = ORDINALS.get(tokens[at])
        place = at + 1 + (_at(tokens, at + 1) == ".")
        parts, end = PARTS.get(_at(tokens, place)), place + 1
    if not parts or not which or (which > parts and which != 4):
        return None
    months = 12 // parts
    first = (min(which, parts) - 1) * months + 1
    return _said(_months(first, months), *_year_at(tokens, end, is_short=True))


def _week(tokens, at):
    """week 12, v. 12-14."""
    place = at + 1 + (_at(tokens, at + 1) == ".")
    number = _number(_at(tokens, place), range(1, 54))
    if tokens[at] not in WEEKS or not number:
        return None
    to, end = number, place + 1
    if _at(tokens, end) in JOINS and (
        until := _number(_at(tokens, end + 1), range(number, 54))
    ):
        to, end = until, end + 2

    def span(year):
        return date.fromisocalendar(year, number, 1), date.fromisocalendar(year, to, 7)

    return _said(span, *_year_at(tokens, end))


def _year(tokens, at):
    """2027, and 2026-27."""
    year = _number(tokens[at], YEARS)
    if not year:
        return None
    last, end = year, at + 1
    short = _at(tokens, at + 2)
    if _at(tokens, at + 1) in {*"-–/"} and len(short) == 2 and _is_number(short):
        century = year - year % 100
        last, end = max(year, century + int(short)), at + 3

    def span(in_year):
        return date(in_year, 1, 1), date(in_year + last - year, 12, 31)

    return _said(span, year, end, is_year=True)


def _this_or_next_year(tokens, at):
    ahead = THIS_OR_NEXT.get(tokens[at])
    if ahead is None or _at(tokens, at + 1) not in YEAR:
        return None
    # “twice i året” names no year.
    if tokens[at + 1] == "året":
        return None
    year = today().year + ahead
    return _said(_months(1, 12), year, at + 2, is_year=True)


def _at_once(tokens, at):
    if tokens[at] not in AT_ONCE:
        return None
    day = today()
    return _day(day.day, day.month, day.year, at + 1)


READERS = (
    _iso_day,
    _day_in_figures,
    _part,
    _days_of_month,
    _day_of_month,
    _month,
    _season,
    _easter,
    _week,
    _this_or_next_year,
    _year,
    _at_once,
)
