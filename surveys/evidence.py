"""What tells that a workplace has done its part of a survey, for the annual wheel."""

from django.db.models import Max

from surveys.models import FollowUp, Matter, Survey, SurveyUnit


def survey_taken_part(units, first, last):
    """{unit: the last day in [first, last] on which a survey ended that it took part in}.

    A unit has taken part where somebody in it or below it has answered.
    """
    parts = SurveyUnit.objects.filter(
        unit__in=units,
        answered__gt=0,
        survey__status__in=Survey.Status.closed_states,
        survey__closed_on__range=(first, last),
    )
    rows = parts.order_by().values("unit").annotate(day=Max("survey__closed_on"))
    return dict(rows.values_list("unit", "day"))


def survey_followed_up(units, first, last):
    """{unit: the last day in [first, last] on which it sent its work with a result}."""
    sent = FollowUp.objects.sent().filter(unit__in=units, sent_on__range=(first, last))
    rows = sent.order_by().values("unit").annotate(day=Max("sent_on"))
    return dict(rows.values_list("unit", "day"))


def survey_laid_before_council(units, first, last):
    """{unit: the day on which the council was informed of its survey}."""
    return _decided(Matter.Kind.COUNCIL, units, first, last)


def survey_laid_before_committee(units, first, last):
    """{unit: the day on which the committee decided on measures after its survey}."""
    return _decided(Matter.Kind.MEASURES, units, first, last)


def _decided(kind, units, first, last):
    matters = Matter.objects.decided().filter(
        unit__in=units, kind=kind, decided_on__range=(first, last)
    )
    rows = matters.order_by().values("unit").annotate(day=Max("decided_on"))
    return dict(rows.values_list("unit", "day"))
