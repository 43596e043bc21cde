"""The indices of surveys as what goals can be measured by: of each theme, year by year."""

from collections import defaultdict

from django.utils.translation import gettext as _

from actionplans.yardsticks import Figure, Scale
from surveys.models import Survey, Theme, Value

_PREFIX = "survey-theme-"


class SurveyIndices:
    """Offered to goals when the program starts; see actionplans.yardsticks.

    What few have answered has no index, and is no figure of a goal either.
    """

    def choices(self):
        return [
            (code_of(theme), _("Employee survey: %(theme)s") % {"theme": theme.name})
            for theme in Theme.objects.all()
        ]

    def scale(self, code):
        return Scale("", 1)

    def courses(self, wanted, *, periods):
        values = (
            Value.objects.filter(
                theme__theme__in=[
                    code.removeprefix(_PREFIX)
                    for code, _unit in wanted
                    if code.startswith(_PREFIX)
                ],
                index__isnull=False,
                part__unit__in={unit.pk for _code, unit in wanted},
                part__survey__status__in=Survey.Status.closed_states,
            )
            .order_by("part__survey__closes_on", "pk")
            .values_list(
                "theme__theme",
                "part__unit",
                "part__survey__closes_on",
                "part__survey__year",
                "index",
            )
        )
        found = defaultdict(list)
        for theme, unit, until, year, index in values:
            found[f"{_PREFIX}{theme}", unit].append(Figure(until, str(year), index))
        asked = [(code, unit.pk) for code, unit in wanted if code.startswith(_PREFIX)]
        return {key: found[key][-periods:] for key in asked}


def code_of(theme):
    return f"{_PREFIX}{theme.pk}"
