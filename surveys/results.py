"""What a unit's result page shows: its figures beside those of the whole and the last."""

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from surveys.models import (
    FollowUp,
    FreeText,
    Survey,
    SurveyUnit,
    Value,
)
from ui import charts

# So many groups of columns stand in one chart.
IN_A_CHART = 4


class Line(NamedTuple):
    """A theme or a question: of the unit, of the whole, and of the unit the last time."""

    item: object
    own: Value | None
    whole: Value | None
    before: Value | None
    is_low: bool = False

    @property
    def change(self):
        if not (self.own and self.before and None not in self._indices):
            return None
        return self.own.index - self.before.index

    @property
    def _indices(self):
        return self.own.index, self.before.index


class Year(NamedTuple):
    """What a survey of another year found of the themes of this one: (theme, value)."""

    survey: Survey
    cells: list


class Result:
    """Of one part of a survey, for one reader; `shown` is the level that its figures are of."""

    def __init__(self, part, *, reader):
        self.part, self.survey, self.reader = part, part.survey, reader

    @cached_property
    def levels(self):
        """The parts from the unit up to the whole, the nearest first."""
        above = self.survey.parts.filter(unit__in=self.part.lineage)
        return sorted(above, key=lambda part: -len(part.lineage))

    @cached_property
    def shown(self):
        """The unit, or the nearest level above that is shown; none while nothing is."""
        return next((part for part in self.levels if part.is_shown), None)

    @property
    def whole(self):
        return self.levels[-1]

    @property
    def is_of_whole(self):
        return self.shown == self.whole

    @cached_property
    def previous(self):
        """The survey before it that tells of the same units."""
        earlier = (
            survey
            for survey in {survey for survey, _unit in self._values}
            if survey.closes_on < self.survey.closes_on
        )
        return max(earlier, key=lambda survey: survey.closes_on, default=None)

    @cached_property
    def _values(self):
        """{(survey, unit): {item: value}} of the level shown and the whole, all years."""
        if not self.shown:
            return {}
        parts = SurveyUnit.objects.visible_to(self.reader)
        values = Value.objects.filter(
            part__in=parts.order_by().values("pk"),
            part__survey__unit=self.survey.unit_id,
            part__unit__in=[self.shown.unit_id, self.whole.unit_id],
        ).select_related("part__survey", "theme", "question")
        found: dict = defaultdict(dict)
        for value in values:
            found[value.part.survey, value.part.unit_id][_item_key(value)] = value
        return found

    def _of(self, survey, part):
        return self._values.get((survey, part.unit_id), {}) if survey else {}

    @cached_property
    def themes(self):
        themes = list(self.survey.themes.all())
        return [self._line(theme, theme.theme_id) for theme in themes]

    @cached_property
    def groups(self):
        """[(group, lines of its questions)]."""
        if not self.survey.is_own:
            return []
        found: dict = defaultdict(list)
        for question in self.survey.questionnaire.questions():
            if not question.is_text:
                line = self._line(question, question.pk)
                found[question.group].append(line)
        return list(found.items())

    def _line(self, item, key):
        if not self.shown:
            return Line(item, None, None, None)
        own = self._of(self.survey, self.shown).get(key)
        is_low = bool(
            own and own.index is not None and own.index < self.survey.low_index
        )
        return Line(
            item,
            own,
            self._of(self.survey, self.whole).get(key),
            self._of(self.previous, self.shown).get(key),
            is_low,
        )

    @property
    def charts(self):
        """Themes that the unit has a figure of, so many at a time."""
        lines = [line for line in self.themes if line.own]
        parts = [
            lines[start : start + IN_A_CHART]
            for start in range(0, len(lines), IN_A_CHART)
        ]
        title = _("Index by theme, from 0 to 100")
        if len(parts) == 1:
            return [self._chart(title, lines)]
        # Those who hear the page go from chart to chart by their names.
        return [
            self._chart(f"{title}: {', '.join(line.item.name for line in part)}", part)
            for part in parts
        ]

    def _chart(self, title, lines):
        series = [(self.shown.name, [_index(line.own) for line in lines])]
        if not self.is_of_whole:
            series.append((self.whole.name, [_index(line.whole) for line in lines]))
        if self.previous and any(line.before for line in lines):
            name = _("%(unit)s %(year)s") % {
                "unit": self.shown.name,
                "year": self.previous.year,
            }
            series.append((name, [_index(line.before) for line in lines]))
        return charts.columns(
            title,
            [line.item.name for line in lines],
            series,
            decimals=0,
        )

    @cached_property
    def texts(self):
        """{question: what was written}, in an order that tells nothing."""
        if not self.part.shows_texts:
            return {}
        below = self.survey.parts.within(self.part).values("unit")
        texts = FreeText.objects.filter(survey=self.survey, unit__in=below)
        found: dict = defaultdict(list)
        for text in texts.select_related("question__group").order_by("?"):
            found[text.question].append(text.text)
        return dict(found)

    @cached_property
    def history(self):
        """A Year for each survey of the level shown, the latest first."""
        themes = [line.item for line in self.themes]
        of_level = [
            (survey, values)
            for (survey, unit), values in self._values.items()
            if unit == self.shown.unit_id
        ]
        of_level.sort(key=lambda pair: pair[0].closes_on, reverse=True)
        return [
            Year(survey, [(theme, values.get(theme.theme_id)) for theme in themes])
            for survey, values in of_level
        ]

    @cached_property
    def follow_ups(self):
        """{id of the survey: the unit's work with it}, of this one and the one before."""
        surveys = [self.survey, *([self.previous] if self.previous else [])]
        found = FollowUp.objects.visible_to(self.reader).with_handled(self.reader)
        found = found.filter(unit=self.part.unit_id, survey__in=surveys)
        return {each.survey_id: each for each in found.select_related("survey")}


def compared(parts, themes):
    """[(part, [value or None for each theme])] of levels beside each other."""
    found = {
        (value.part_id, value.theme_id): value
        for value in Value.objects.filter(part__in=parts, theme__isnull=False)
    }
    return [
        (part, [found.get((part.pk, theme.pk)) for theme in themes]) for part in parts
    ]


def theme_values(theme, unit, years):
    """{year: index of the theme in the unit, or None where it is not known or not shown}.

    Of the survey that was closed last in the year.
    """
    values = Value.objects.filter(
        theme__theme=theme,
        part__unit=unit,
        part__survey__year__in=years,
        part__survey__status__in=Survey.Status.closed_states,
    ).order_by("part__survey__closes_on")
    found = dict(values.values_list("part__survey__year", "index"))
    return {year: found.get(year) for year in years}


def chosen_by_frequency(survey, follow_ups):
    """[(theme, by how many of the follow-ups it was chosen)], the most chosen first."""
    found = [
        (theme, sum(theme in each.themes.all() for each in follow_ups))
        for theme in survey.themes.all()
    ]
    return sorted(
        (pair for pair in found if pair[1]), key=lambda pair: (-pair[1], pair[0].name)
    )


def _item_key(value):
    """What the same thing has in common from one survey to the next."""
    return value.theme.theme_id if value.theme else value.question_id


def _index(value):
    return None if value is None or value.index is None else float(value.index)
