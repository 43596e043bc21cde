"""Headings, words and days as people and other systems write them."""

import re
from datetime import datetime, timedelta

# Excel counts days from here; a cell that has lost its format is a number of them.
_EXCEL_BEGINS = datetime(1899, 12, 30)
_EXCEL_DAYS = range(18_264, 80_000)
_TIME = r"(?:[T ,]+(?:kl\.? ?)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d).*)?"
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})([-/. ]?)(?P<month>\d{1,2})\2(?P<day>\d{1,2})" + _TIME
)
# As it is written in the Nordic countries: 31.01.2024, 31/1 2024, 31-1-24.
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})[-/. ]+(?P<month>\d{1,2})[-/. ]+(?P<year>\d{4}|\d\d)" + _TIME
)


def normalised(text):
    """What is left of a word when case, spaces and signs do not count."""
    return re.sub(r"[\W_]+", "", text.casefold())


def guessed_columns(headers, known):
    """{field: number of the column} for headings that are known: {field: [words]}."""
    plain = [normalised(header) for header in headers]
    guessed: dict[str, int] = {}
    for name, words in known.items():
        places = [plain.index(word) for word in map(normalised, words) if word in plain]
        free = [place for place in places if place not in guessed.values()]
        if free:
            guessed[name] = free[0]
    return guessed


def as_moment(text):
    """Day and time of a text as people in the Nordic countries write them, or None."""
    text = text.strip()
    if re.fullmatch(r"\d{5}([.,]\d+)?", text):
        return _from_excel(float(text.replace(",", ".")))
    found = _YEAR_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text)
    if not found:
        return None
    year = int(found["year"])
    hour, minute = int(found["hour"] or 0), int(found["minute"] or 0)
    try:
        return datetime(
            year if year > 99 else year + 2000,
            int(found["month"]),
            int(found["day"]),
            hour,
            minute,
        )
    except ValueError:
        return None


def _from_excel(days):
    if int(days) not in _EXCEL_DAYS:
        return None
    moment = _EXCEL_BEGINS + timedelta(minutes=round(days * 24 * 60))
    return moment.replace(second=0, microsecond=0)
