"""Who is asked: those who work in the units on the day when the survey is opened."""

from django.db import transaction
from django.db.models import Count, Q

from organisation.models import Unit, User
from sam.dates import today
from surveys import tasks
from surveys.models import Recipient, SurveyTheme, SurveyUnit


@transaction.atomic
def open_survey(survey, *, by):
    """Freeze units, people and the names of themes, and mail each person a link."""
    survey.open(by=by)
    units = Unit.objects.existing().within([survey.unit_id])
    _freeze_units(survey, units)
    _freeze_people(survey, units)
    _freeze_themes(survey)
    tasks.invite.delay_on_commit(str(survey.pk))


def working(units):
    """Those who work in the units today."""
    still_here = Q(left_on=None) | Q(left_on__gt=today())
    return User.objects.filter(still_here, unit__in=units, is_active=True)


def _freeze_units(survey, units):
    people = working(units).order_by().values("unit").annotate(number=Count("pk"))
    numbers = dict(people.values_list("unit", "number"))
    SurveyUnit.objects.bulk_create(
        part_of(survey, unit, recipients=numbers.get(unit.pk, 0)) for unit in units
    )


def part_of(survey, unit, **counts):
    """The unit as it is called and hangs today."""
    return SurveyUnit(
        survey=survey,
        unit=unit,
        name=unit.name,
        level=unit.level,
        lineage=unit.lineage,
        **counts,
    )


def _freeze_people(survey, units):
    Recipient.objects.bulk_create(
        (
            Recipient(survey=survey, unit_id=unit, person_id=person)
            for person, unit in working(units).values_list("pk", "unit")
        ),
        batch_size=2_000,
    )


def _freeze_themes(survey):
    groups = survey.questionnaire.groups.filter(theme__isnull=False)
    themes = {each.theme for each in groups.select_related("theme")}
    SurveyTheme.objects.bulk_create(
        SurveyTheme(survey=survey, theme=each, name=each.name, order=each.order)
        for each in themes
    )
