"""Months and numbers as people and pay-roll systems write them."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

LARGEST = Decimal(10) ** 12
# What stands in a cell that has no figure.
NOTHING = {"", "-", "–", "—", ".", ".."}
_SPACES = re.compile(r"[\s\u00a0\u202f']")
# In Swedish, English, Norwegian and Danish, from January on.
_NAMES = [
    ("januari", "january", "januar"),
    ("februari", "february", "februar"),
    ("mars", "march", "marts"),
    ("april",),
    ("maj", "may", "mai"),
    ("juni", "june"),
    ("juli", "july"),
    ("augusti", "august"),
    ("september",),
    ("oktober", "october"),
    ("november",),
    ("december", "desember"),
]
# One sign with three digits behind it, where a thousand could end.
_THOUSAND_OR_DECIMALS = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ]?(\d{2})(?:[-/. ]?\d{2}(?:[t ].*)?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_NAME_AND_YEAR = re.compile(r"([^\W\d]+)\.?[-/ ]*(\d{4}|\d{2})?")
_YEAR_AND_NAME = re.compile(r"(\d{4})[-/ ]*([^\W\d]+)\.?")


class Wrong(ValueError):
    """What is wrong with a cell, in words for the one who sent it."""


def month(value, *, year=None):
    """The first day of the month; of “mars” or 3 in the year, where it is known."""
    text = str(value).strip().casefold()
    number, its_year = _month_and_year(text)
    its_year = its_year or year
    if not number:
        raise Wrong(_("Write the month as 2023-12."))
    if not its_year:
        raise Wrong(_("It is not said which year the month is in."))
    if not 1 <= number <= 12 or not 1900 <= its_year <= 2200:
        raise Wrong(_("Write the month as 2023-12."))
    return date(its_year, number, 1)


def is_month(text):
    return bool(_month_and_year(str(text).strip().casefold())[0])


def _month_and_year(text):
    """(number, year); 0 for what is missing."""
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[2]), int(found[1])
    if found := _YEAR_LAST.fullmatch(text):
        return int(found[1]), int(found[2])
    if found := _YEAR_AND_NAME.fullmatch(text):
        return _number_of(found[2]), int(found[1])
    if found := _NAME_AND_YEAR.fullmatch(text):
        year = int(found[2] or 0)
        return _number_of(found[1]), year + 2000 if 0 < year < 100 else year
    if text.isdecimal() and 1 <= int(text) <= 12:
        return int(text), 0
    return 0, 0


def _number_of(word):
    """Of a month's name or the beginning of it."""
    for number, names in enumerate(_NAMES, start=1):
        if len(word) > 2 and any(name.startswith(word) for name in names):
            return number
    return 0


def year(value):
    text = str(value).strip()
    if not re.fullmatch(r"(19|20|21)\d\d", text):
        raise Wrong(_("Write the year as 2023."))
    return int(text)


def number(value):
    """An amount with two decimals; texts such as 1 234,5 are read as well."""
    if isinstance(value, bool):
        raise Wrong(_("This is not a number."))
    if isinstance(value, str):
        value = _plain(value)
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise Wrong(_("This is not a number.")) from None
    if not amount.is_finite():
        raise Wrong(_("This is not a number."))
    if amount < 0:
        raise Wrong(_("The number must not be less than zero."))
    if amount >= LARGEST:
        raise Wrong(_("The number is too large."))
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _plain(text):
    """With a point before the decimals, whichever sign the file has there."""
    if text.startswith("="):
        raise Wrong(_("A formula is not read. Paste its value instead."))
    if _THOUSAND_OR_DECIMALS.fullmatch(text.strip()):
        raise Wrong(
            _(
                "The sign can stand before decimals or between thousands. Write the number"
                " without it, or with two decimals."
            )
        )
    text = _SPACES.sub("", text).replace("−", "-")
    if not re.fullmatch(r"-?[\d.,]+", text):
        raise Wrong(_("This is not a number."))
    last = max(text.rfind("."), text.rfind(","))
    # 1.234.567 and 1,234,567 have none; 1.234,5 has the last.
    if last < 0 or text.count(text[last]) > 1:
        return re.sub(r"[.,]", "", text)
    whole, decimals = text[:last], text[last + 1 :]
    return f"{re.sub(r'[.,]', '', whole)}.{decimals}"
