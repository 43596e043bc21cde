"""Brings in what another instrument has found: a file with a row for each unit and theme.

Nothing is taken in that is not understood; a second file of the same year replaces what it
tells of. What few have answered is left out, here as elsewhere.
"""

from collections import Counter, defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from attachments.sheets import Sheet, content_of, sheet_of
from organisation.models import Unit
from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition
from surveys.hiding import below_each, shown_levels
from surveys.models import (
    FollowUp,
    ImportMapping,
    ResultImport,
    Survey,
    SurveySettings,
    SurveyTheme,
    SurveyUnit,
    Theme,
    Value,
)
from surveys.opening import part_of

TENTH = Decimal("0.1")


class Holds(models.TextChoices):
    """What a column can hold."""

    UNIT = "unit", _("Unit, by its name or code")
    THEME = "theme", _("Theme or group of questions")
    VALUE = "value", _("Value")
    ANSWERS = "answers", _("Number of answers")
    YEAR = "year", _("Year")


class Scale(models.TextChoices):
    INDEX = "index", _("Index from 0 to 100")
    MEAN = "mean", _("Mean from 1 to 5")


_CALLED = {
    Holds.UNIT: ["enhet", "arbetsplats", "unit", "eining", "enhed", "organisation"],
    Holds.THEME: ["tema", "frågeområde", "theme", "område", "faktor", "index"],
    Holds.VALUE: ["värde", "value", "verdi", "værdi", "resultat", "medelvärde"],
    Holds.ANSWERS: ["antal svar", "svar", "answers", "antall svar", "tal svar", "n"],
    Holds.YEAR: ["år", "year"],
}


class Row(NamedTuple):
    number: int
    unit: Unit
    theme: Theme
    value: Decimal
    answers: int
    year: int


class Refused(NamedTuple):
    number: int
    cells: list
    reason: str


class Checked(NamedTuple):
    rows: list
    refused: list

    @property
    def years(self):
        return sorted({row.year for row in self.rows})


def opened(file):
    """What was sent as a sheet. Raises attachments.spreadsheets.Unreadable."""
    return sheet_of(content_of(file))


def receive(sheet, *, file, name, unit, by):
    """Keep what was sent until it is taken in; its columns as the last time."""
    known = ImportMapping.objects.filter(headings=sheet.headings).first()
    return ResultImport.objects.create(
        name=name,
        unit=unit,
        file_name=file.name[:255],
        sheet={"headings": sheet.headings, "rows": sheet.rows},
        columns=known.columns if known else guessed(sheet.headings),
        scale=known.scale if known else Scale.INDEX,
        by=by,
    )


def guessed(headings):
    """What the columns hold by what they are called; nothing where that is not plain."""
    found = {}
    for holds, words in _CALLED.items():
        for heading in headings:
            if heading.casefold() in words and heading not in found:
                found[heading] = holds.value
                break
    return found


@transaction.atomic
def mean(source, *, columns, scale):
    """Say what the columns hold; files with the same headings hold the same."""
    source.columns, source.scale = columns, scale
    source.save(update_fields=["columns", "scale"])
    ImportMapping.objects.update_or_create(
        headings=source.sheet["headings"],
        defaults={"columns": columns, "scale": scale},
    )


def lacking(columns):
    """What no column holds, and has to be held by one."""
    return [each for each in Holds if each not in columns.values()]


def check(source):
    """What would be taken in, and what not with the reason: nothing is written."""
    return _Checking(source).checked()


class _Checking:
    def __init__(self, source):
        self._sheet = Sheet(**source.sheet)
        self._scale = source.scale
        self._places = {
            holds: self._sheet.headings.index(heading)
            for heading, holds in source.columns.items()
        }
        below = Unit.objects.within([source.unit_id])
        self._units: dict = defaultdict(set)
        for unit in below:
            self._units[unit.code.casefold()].add(unit)
            self._units[unit.name.casefold()].add(unit)
        self._themes = {
            word.casefold(): theme
            for theme in Theme.objects.all()
            for word in (theme.name, *theme.also_called)
        }
        self._seen: set = set()

    def checked(self):
        rows, refused = [], []
        for number, cells in self._sheet.rows:
            try:
                rows.append(self._read(number, cells))
            except ValueError as error:
                refused.append(Refused(number, cells, str(error)))
        return Checked(rows, refused)

    def _read(self, number, cells):
        word = {
            holds: "" if cells[place] is None else str(cells[place]).strip()
            for holds, place in self._places.items()
        }
        row = Row(
            number,
            self._unit(word[Holds.UNIT]),
            self._theme(word[Holds.THEME]),
            self._index(word[Holds.VALUE]),
            self._whole(
                word[Holds.ANSWERS], gettext("The number of answers is no number.")
            ),
            self._year(word[Holds.YEAR]),
        )
        key = (row.unit.pk, row.theme.pk, row.year)
        if key in self._seen:
            raise ValueError(
                gettext("The same unit, theme and year stands in an earlier row.")
            )
        self._seen.add(key)
        return row

    def _unit(self, word):
        found = self._units.get(word.casefold(), set())
        if not found:
            raise ValueError(
                gettext("There is no unit called “%(word)s”.") % {"word": word}
            )
        if len(found) > 1:
            raise ValueError(
                gettext("Several units are called “%(word)s”. Use the code.")
                % {"word": word}
            )
        return next(iter(found))

    def _theme(self, word):
        if theme := self._themes.get(word.casefold()):
            return theme
        raise ValueError(
            gettext("There is no theme called “%(word)s”.") % {"word": word}
        )

    def _index(self, word):
        try:
            value = Decimal(word.replace(",", ".").replace("\u2212", "-"))
            if not value.is_finite():
                raise InvalidOperation
        except InvalidOperation:
            raise ValueError(gettext("The value is no number.")) from None
        low, high = (0, 100) if self._scale == Scale.INDEX else (1, 5)
        if not low <= value <= high:
            raise ValueError(
                gettext("The value is not between %(low)s and %(high)s.")
                % {"low": low, "high": high}
            )
        index = value if self._scale == Scale.INDEX else (value - 1) * 25
        return index.quantize(TENTH, ROUND_HALF_UP)

    @staticmethod
    def _whole(word, otherwise):
        try:
            number = Decimal(word.replace(",", "."))
            if (
                not number.is_finite()
                or number != int(number)
                or not 0 <= number < 10**6
            ):
                raise InvalidOperation
        except InvalidOperation:
            raise ValueError(otherwise) from None
        return int(number)

    def _year(self, word):
        year = self._whole(word, gettext("The year is no year."))
        if not 1990 <= year <= today().year:
            raise ValueError(gettext("The year is no year that has been."))
        return year


@transaction.atomic
def take_in(source, *, by):
    """A survey for each year with what the file tells; returns them.

    Raises InvalidTransition when it is taken in already, or nothing in it is understood.
    """
    source = ResultImport.objects.select_for_update().get(pk=source.pk)
    if source.taken_in_at:
        raise InvalidTransition(MOVED_ON)
    checked = check(source)
    if not checked.rows:
        raise InvalidTransition(_("No row of the file is understood."))
    by_year = defaultdict(list)
    for row in checked.rows:
        by_year[row.year].append(row)
    surveys = [_survey_of(source, year, rows, by=by) for year, rows in by_year.items()]
    source.taken_in_at = timezone.now()
    source.sheet = {"headings": source.sheet["headings"], "rows": []}
    source.save(update_fields=["taken_in_at", "sheet"])
    return surveys


def _survey_of(source, year, rows, *, by):
    survey = _survey(source, year, by=by)
    themes = _themes(survey, rows)
    parts = _parts(survey, source, rows)
    Value.objects.filter(part__survey=survey).delete()
    may_be_shown = _shown(survey, parts, rows)
    shown = [row for row in rows if (row.unit.pk, row.theme.pk) in may_be_shown]
    Value.objects.bulk_create(
        Value(
            part=parts[row.unit.pk],
            theme=themes[row.theme.pk],
            answers=row.answers,
            index=row.value,
        )
        for row in shown
    )
    told = {row.unit.pk for row in shown}
    for pk, part in parts.items():
        part.is_shown = pk in told
    SurveyUnit.objects.bulk_update(parts.values(), ["is_shown", "answered"])
    FollowUp.objects.bulk_create(
        [
            FollowUp(survey=survey, unit_id=pk)
            for pk, part in parts.items()
            if part.level == "unit" and part.answered
        ],
        ignore_conflicts=True,
    )
    return survey


def _survey(source, year, *, by):
    """That of the name and year, or a new one, which is closed from the beginning."""
    now = SurveySettings.objects.current()
    last = date(year, 12, 31)
    survey, is_new = Survey.objects.get_or_create(
        name=source.name,
        year=year,
        unit=source.unit,
        questionnaire=None,
        defaults={
            "opens_on": date(year, 1, 1),
            "closes_on": min(last, today()),
            "follow_up_due_on": max(date(year, 5, 31), min(last, today())),
            "minimum_group": now.minimum_group,
            "minimum_for_texts": now.minimum_for_texts,
            "low_index": now.low_index,
            "created_by": by,
        },
    )
    if is_new:
        survey.close(by=by)
    return survey


def _themes(survey, rows):
    """As the themes are called when they first come in for the year."""
    held = {each.theme_id: each for each in survey.themes.all()}
    for row in rows:
        if row.theme.pk not in held:
            held[row.theme.pk] = SurveyTheme.objects.create(
                survey=survey,
                theme=row.theme,
                name=row.theme.name,
                order=row.theme.order,
            )
    return held


def _parts(survey, source, rows):
    """The units of the file and those above them, for what is told of a level below."""
    answers: Counter = Counter()
    for row in rows:
        answers[row.unit.pk] = max(answers[row.unit.pk], row.answers)
    wanted = {pk for row in rows for pk in row.unit.lineage} | {source.unit_id}
    units = Unit.objects.within([source.unit_id]).filter(pk__in=wanted)
    held = {part.unit_id: part for part in survey.parts.all()}
    new = [part_of(survey, unit) for unit in units if unit.pk not in held]
    SurveyUnit.objects.bulk_create(new)
    parts = held | {part.unit_id: part for part in new}
    for pk, part in parts.items():
        part.answered = answers.get(pk, 0)
    return parts


def _shown(survey, parts, rows):
    """{(unit, theme)} that may be shown: not few, nor what is left beside others."""
    shown = set()
    for theme in {row.theme.pk for row in rows}:
        told = {row.unit.pk: row.answers for row in rows if row.theme.pk == theme}
        children = below_each({pk: parts[pk].lineage for pk in told})
        levels = shown_levels(children, [told], limit=survey.minimum_group)
        shown |= {(pk, theme) for pk in levels}
    return shown
