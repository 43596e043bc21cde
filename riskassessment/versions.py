"""From one version of a checklist to the next: publishing it, and what differs."""

from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from riskassessment.editing import QUESTION, hold
from riskassessment.models import Checklist, Question, RoundSchedule
from sam.workflow import InvalidTransition


def missing(draft):
    """What must be there before the draft can be published, in words."""
    sections = list(draft.sections.prefetch_related("questions"))
    if not any(section.questions.all() for section in sections):
        return [_("The checklist has no questions yet.")]
    return [
        _("“%(section)s” has no questions. Write one, or remove the section.")
        % {"section": section.title}
        for section in sections
        if not section.questions.all()
    ]


@transaction.atomic
def publish(draft, *, by, switch=False, withdraw=False):
    """Offer the draft from now on; rounds that are planned keep the version they have.

    With `switch` the recurring rounds of the shipped checklist that it comes from go along
    this one; with `withdraw` the shipped one is not offered any more.
    """
    hold(draft, by=by)
    if problems := missing(draft):
        raise InvalidTransition(problems[0])
    if switch:
        schedules_to_switch(draft).update(checklist_code=draft.code, area=draft.area)
    if withdraw:
        for shipped in forerunners(draft).filter(is_offered=True):
            shipped.withdraw()
    draft.publish()


def forerunners(checklist):
    """The shipped checklists that this one, or an earlier version of it, comes from."""
    own = Checklist.objects.filter(code=checklist.code)
    origins = Checklist.objects.filter(is_own=False, pk__in=own.values("based_on"))
    return Checklist.objects.filter(is_own=False, code__in=origins.values("code"))


def schedules_to_switch(draft):
    """Recurring rounds of its forerunners, but where it comes back already."""
    in_force = RoundSchedule.objects.in_force()
    already = in_force.filter(
        checklist_code=draft.code,
        unit=OuterRef("unit"),
        is_for_each_below=OuterRef("is_for_each_below"),
    )
    codes = forerunners(draft).values("code")
    found = in_force.filter(~Exists(already), checklist_code__in=codes)
    # Of several forerunners in the same workplaces, the one.
    place = ("unit_id", "is_for_each_below")
    found = found.order_by(*place, "first_on").distinct(*place)
    return in_force.filter(pk__in=found.values("pk"))


def schedules_along(checklist):
    """Recurring rounds that find no checklist when this one is withdrawn."""
    return RoundSchedule.objects.in_force().filter(checklist_code=checklist.code)


def earlier(checklist):
    """Versions that it can be compared with: what it was made from, and those before it."""
    before = Q(code=checklist.code, version__lt=checklist.version)
    before |= Q(pk=checklist.based_on_id)
    versions = Checklist.objects.filter(before)
    return versions.exclude(status=Checklist.Status.DRAFT).order_by("-version", "-pk")


class Changed(NamedTuple):
    question: Question
    # (what, before, now)
    fields: list


def compare(old, new):
    """What the new one asks that the old does not, the reverse, and what says otherwise."""
    before, now = _questions_of(old), _questions_of(new)
    both = [(before[key], now[key]) for key in now if key in before]
    changed = [Changed(question, _differing(was, question)) for was, question in both]
    return {
        "added": [now[key] for key in now if key not in before],
        "gone": [before[key] for key in before if key not in now],
        "changed": [each for each in changed if each.fields],
    }


def _questions_of(checklist):
    questions = Question.objects.filter(section__checklist=checklist)
    questions = questions.select_related("section").order_by("section__order", "order")
    return {question.key or question.text: question for question in questions}


def _differing(before, now):
    pairs = zip(_said(before), _said(now), strict=True)
    return [(*was, said) for was, (_label, said) in pairs if was[1] != said]


def _said(question):
    """What it says, as (what, in words)."""
    yield _("section"), question.section.title
    for name in QUESTION:
        field = question._meta.get_field(name)
        words = question._get_FIELD_display(field) if field.choices else None
        value = getattr(question, name)
        yield field.verbose_name, words or ("" if value is None else value)
