"""Figures as people of the language write them; what is unknown is written as nothing."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def decimal(value, decimals=1, *, grouped=True):
    """5.94 as 5,9: rounded half up, thousands apart unless they are not to be grouped."""
    if value is None:
        return ""
    return number_format(_rounded(value, int(decimals)), force_grouping=grouped)


def signed(value, decimals=1):
    """A difference with its sign, also when it is a rise: +0,8 and -0,8."""
    if value is None:
        return ""
    plus = "+" if _rounded(value, int(decimals)) > 0 else ""
    return plus + decimal(value, decimals)


def hours(value):
    """Hours without decimals that are nothing: 8 h, 7,5 h."""
    if value is None:
        return ""
    has_part = _rounded(value, 1) % 1
    return _("%(number)s h") % {"number": decimal(value, 1 if has_part else 0)}


def _rounded(value, decimals):
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    # Nothing has no sign: -0.04 is 0,0 and not -0,0.
    return rounded or abs(rounded)
