"""How a question is answered, and how many points of a hundred an answer gives."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys.models.kinds import Kind

SCALES = {
    Kind.AGREE: [
        ("1", _("1 – I do not agree at all")),
        ("2", "2"),
        ("3", "3"),
        ("4", "4"),
        ("5", _("5 – I agree completely")),
    ],
    Kind.OFTEN: [
        ("1", _("1 – Never")),
        ("2", _("2 – Seldom")),
        ("3", _("3 – Sometimes")),
        ("4", _("4 – Often")),
        ("5", _("5 – Always")),
    ],
    Kind.SATISFIED: [
        ("1", _("1 – Not satisfied at all")),
        ("2", "2"),
        ("3", "3"),
        ("4", "4"),
        ("5", _("5 – Very satisfied")),
    ],
    Kind.YES_NO: [
        ("yes", pgettext_lazy("answer in a survey", "Yes")),
        ("no", pgettext_lazy("answer in a survey", "No")),
    ],
}
# From so many points on somebody agrees: 4 and 5 of five, or yes.
AGREES_FROM = 75
_POINTS = {"1": 0, "2": 25, "3": 50, "4": 75, "5": 100, "yes": 100, "no": 0}


def points(value):
    """0 to 100, so that questions with different scales can be put together."""
    return _POINTS[value]


def mean_of(index):
    """The index as a mean from 1 to 5."""
    return 1 + index / 25
