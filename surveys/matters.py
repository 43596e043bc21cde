"""Drafts of what is laid before the council and the work-environment committee."""

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from actionplans.models import Measure
from meetings.models import MailboxMatter, Meeting
from surveys.models import FollowUp, Matter, MunicipalMeasure, Value
from surveys.results import chosen_by_frequency
from ui import charts


@transaction.atomic
def draft(survey, kind, *, by):
    """The matter of the kind, written from what is known; the one there is, if there is."""
    matter, is_new = Matter.objects.get_or_create(
        survey=survey,
        kind=kind,
        defaults={
            "unit": survey.unit,
            "title": _title(survey, kind),
            "text": render_to_string(f"surveys/matters/{kind}.txt", facts(survey)),
            "created_by": by,
        },
    )
    if is_new and kind == Matter.Kind.MEASURES:
        matter.proposed.set(MunicipalMeasure.objects.filter(follow_up__survey=survey))
    return matter


def _title(survey, kind):
    words = {
        Matter.Kind.COUNCIL: _("Information: %(survey)s"),
        Matter.Kind.MEASURES: _("Measures after %(survey)s"),
    }
    return words[kind] % {"survey": survey}


def case_of(matter):
    """The case that it became at a meeting of the body to whose mailbox it was sent; none
    before that is held, or where it is closed to others."""
    senders = matter.transitions.filter(to_status=Matter.Status.SENT).values("by")
    sent = MailboxMatter.objects.filter(form_key=matter.pk, sender__in=senders)
    told = sent.filter(
        item__is_closed=False,
        item__meeting__status__in=Meeting.Status.held_states,
    )
    found = told.select_related("item__meeting__body", "item__action_plan").first()
    return found and found.item


def facts(survey):
    """What both matters tell: participation, indices, what was chosen, measures."""
    follow_ups = list(survey.follow_ups.sent().prefetch_related("themes"))
    plans = FollowUp.objects.filter(survey=survey).values("action_plan")
    measures = Measure.objects.filter(plan__in=plans)
    previous = survey.previous()
    return {
        "survey": survey,
        "whole": survey.whole(),
        "themes": theme_rows(survey, previous),
        "previous": previous,
        "number": survey.follow_ups.count(),
        "number_sent": len(follow_ups),
        "chosen": chosen_by_frequency(survey, follow_ups),
        "number_of_measures": measures.count(),
        "municipal": MunicipalMeasure.objects.filter(
            follow_up__survey=survey
        ).select_related("measure__unit"),
        "last_measures": _measures_decided_after(previous),
    }


def theme_rows(survey, previous):
    """[(theme, value, value of the survey before)] of the whole."""
    surveys = [survey, *([previous] if previous else [])]
    values = {
        (value.part.survey_id, value.theme.theme_id): value
        for value in Value.objects.filter(
            part__survey__in=surveys, part__unit=survey.unit_id, theme__isnull=False
        ).select_related("part", "theme")
    }
    return [
        (
            theme,
            values.get((survey.pk, theme.theme_id)),
            values.get((previous.pk, theme.theme_id)) if previous else None,
        )
        for theme in survey.themes.all()
    ]


def chart(rows):
    """The index of each theme of the whole."""
    return charts.bars(
        _("Index by theme, from 0 to 100"),
        [
            (theme.name, None if value is None else float(value.index))
            for theme, value, _before in rows
        ],
    )


def _measures_decided_after(survey):
    """What was decided for the municipality after the survey before: to see what helped."""
    if survey is None:
        return []
    plans = Matter.objects.filter(survey=survey, kind=Matter.Kind.MEASURES)
    measures = Measure.objects.filter(plan__in=plans.values("action_plan"))
    return list(measures.select_related("responsible"))
