"""Closes a survey: works out what may be shown, and forgets who took part."""

from collections import Counter, defaultdict

from django.db import transaction

from surveys import mixing, participation
from surveys.hiding import Levels
from surveys.models import FollowUp, Kind, SurveyUnit, Value
from surveys.models.scales import AGREES_FROM, points

BATCH = 2_000


@transaction.atomic
def close_survey(survey, *, by):
    """Each workplace has a result and a follow-up to work on from now on."""
    survey.close(by=by)
    parts = {part.unit_id: part for part in survey.parts.all()}
    participation.count(survey, parts)
    work_out(survey, parts)
    mixing.mix(survey)
    survey.recipients.all().delete()
    FollowUp.objects.bulk_create(
        FollowUp(survey=survey, unit_id=pk)
        for pk, part in parts.items()
        if part.number_asked
    )


def work_out(survey, parts):
    """Write what may be shown of each part. `parts`: {unit: part}, all of the survey."""
    tally = Tally(survey)
    lineages = {pk: part.lineage for pk, part in parts.items()}
    levels = Levels(lineages, tally.people, limit=survey.minimum_group)
    shown = levels.shown()
    for pk, part in parts.items():
        part.is_shown = pk in shown
    Value.objects.bulk_create(tally.values(levels, parts, shown), batch_size=BATCH)
    _decide_on_texts(survey, parts, lineages, tally.people)
    SurveyUnit.objects.bulk_update(
        parts.values(), ["asked", "answered", "is_shown", "shows_texts"], BATCH
    )


def _decide_on_texts(survey, parts, lineages, people):
    """They move to the level from which on they may be read."""
    levels = Levels(lineages, people, limit=survey.minimum_for_texts)
    shown = levels.shown(within={pk for pk, part in parts.items() if part.is_shown})
    for pk, part in parts.items():
        part.shows_texts = pk in shown
    for pk, home in levels.homes.items():
        if pk != home:
            survey.texts.filter(unit=pk).update(unit=home)


class Tally:
    """What the sheets of a survey say, by question and unit, before anything is hidden."""

    def __init__(self, survey):
        self.questions = {
            str(each.pk): each
            for each in survey.questionnaire.questions()
            if not each.is_text
        }
        self.themes = {each.theme_id: each for each in survey.themes.all()}
        self.people: Counter = Counter()
        # {item: {unit: number}}, an item being the id of a question or a SurveyTheme.
        self.people_of: dict = defaultdict(Counter)
        self.answers: dict = defaultdict(Counter)
        self.points: dict = defaultdict(Counter)
        self.agreeing: dict = defaultdict(Counter)
        self.choices: dict = defaultdict(Counter)
        for unit, answers in survey.sheets.values_list("unit", "answers").iterator():
            self._count(unit, answers)

    def _count(self, unit, answers):
        self.people[unit] += 1
        told = set()
        for key, value in answers.items():
            question = self.questions[key]
            self.people_of[key][unit] += 1
            self.answers[key][unit] += 1
            if question.kind == Kind.CHOICE:
                self.choices[key, value][unit] += 1
                continue
            self._add(key, unit, points(value))
            if theme := self._theme_of(question):
                self.answers[theme][unit] += 1
                self._add(theme, unit, points(value))
                told.add(theme)
        for theme in told:
            self.people_of[theme][unit] += 1

    def _add(self, item, unit, number):
        self.points[item][unit] += number
        self.agreeing[item][unit] += number >= AGREES_FROM

    def _theme_of(self, question):
        return self.themes.get(question.group.theme_id)

    def values(self, levels, parts, shown):
        """A Value for all that may be shown, unit by unit.

        A theme is the sum of its questions: where one of these is hidden all are, or it
        would be what the others leave of the theme.
        """
        for items, whole in self._families():
            of_items = [self.people_of[item] for item in items]
            if whole:
                of_whole = levels.shown(self.people_of[whole], within=shown)
                yield from self._values_of(whole, levels, parts, of_whole)
            else:
                of_whole = shown
            of_items = levels.shown(*of_items, within=of_whole)
            for item in items:
                yield from self._values_of(item, levels, parts, of_items)

    def _families(self):
        """Questions that make up a theme, and each that makes up none."""
        families = defaultdict(list)
        for key, question in self.questions.items():
            theme = self._theme_of(question) if question.has_points else None
            families[theme or key].append(key)
        for whole, items in families.items():
            yield items, whole if whole not in items else None

    def _values_of(self, item, levels, parts, shown):
        answers = levels.rolled_up(self.answers[item])
        sums = levels.rolled_up(self.points[item])
        agreeing = levels.rolled_up(self.agreeing[item])
        question = self.questions.get(item)
        is_choice = bool(question and question.kind == Kind.CHOICE)
        counts = {
            value: levels.rolled_up(self.choices[item, value])
            for value, _words in (question.options() if is_choice else [])
        }
        for pk, part in parts.items():
            if pk not in shown or not answers[pk]:
                continue
            yield Value(
                part=part,
                question=question,
                theme=None if question else item,
                answers=answers[pk],
                index=None if is_choice else round(sums[pk] / answers[pk], 1),
                agreeing=None
                if is_choice
                else round(100 * agreeing[pk] / answers[pk], 1),
                counts={value: found[pk] for value, found in counts.items()},
            )
