"""Drafts of what is laid before the council and the work-environment committee."""

from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from actionplans.models import Measure
from meetings.models import AgendaItem, MailboxMatter, Meeting
from surveys.models import Matter, MunicipalMeasure, Value
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


class Case(NamedTuple):
    """What was sent to a body, and where it is treated for who may read that."""

    sent: MailboxMatter
    item: AgendaItem | None

    @property
    def is_decided(self):
        return bool(self.item and self.item.decision and self.item.meeting.is_held)

    def measures(self):
        plan = self.item.action_plan_id if self.item else None
        measures = Measure.objects.filter(plan=plan, plan__isnull=False)
        return measures.select_related("responsible")


def case_of(matter, user):
    """None for what was never sent. It was sent under the matter's own key (SendForm).

    What a meeting that is held made of it is told to all who read the matter, where it is
    not closed to others; `item.is_seen` says who may go there.
    """
    senders = matter.transitions.filter(to_status=Matter.Status.SENT).values("by")
    found = MailboxMatter.objects.filter(form_key=matter.pk, sender__in=senders)
    sent = found.select_related("body").first()
    if sent is None or sent.item_id is None:
        return sent and Case(sent, None)
    seen = AgendaItem.objects.visible_to(user).filter(pk=OuterRef("pk")).order_by()
    is_told = Q(is_closed=False, meeting__status__in=Meeting.Status.held_states)
    items = AgendaItem.objects.in_full().annotate(is_seen=Exists(seen))
    return Case(sent, items.filter(Q(is_seen=True) | is_told, pk=sent.item_id).first())


def _title(survey, kind):
    words = {
        Matter.Kind.COUNCIL: _("Information: %(survey)s"),
        Matter.Kind.MEASURES: _("Measures after %(survey)s"),
    }
    return words[kind] % {"survey": survey}


def facts(survey):
    """What both matters tell: participation, indices, what was chosen, measures."""
    follow_ups = survey.follow_ups.annotate(
        number_of_measures=Count("action_plan__measures")
    ).prefetch_related("themes")
    sent = [each for each in follow_ups if not each.is_written]
    previous, themes = survey.previous(), list(survey.themes.all())
    return {
        "survey": survey,
        "whole": survey.whole(),
        "themes": theme_rows(survey, themes, previous),
        "previous": previous,
        "number": len(follow_ups),
        "number_sent": len(sent),
        "chosen": chosen_by_frequency(themes, sent),
        "number_of_measures": sum(each.number_of_measures for each in follow_ups),
        "municipal": MunicipalMeasure.objects.filter(
            follow_up__survey=survey
        ).select_related("measure__unit"),
        "last_measures": _measures_decided_after(previous),
    }


def theme_rows(survey, themes, previous):
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
        for theme in themes
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
