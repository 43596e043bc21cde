"""Planning a round, changing what is planned, and asking people to take part."""

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from riskassessment import inviting
from riskassessment.models import (
    InspectionRound,
    Question,
    Risk,
    RoundChecklist,
    Section,
)
from riskassessment.models.rounds import titled
from sam.dates import today
from sam.workflow import InvalidTransition

_WHEN = ("planned_on", "starts_at", "place")


@transaction.atomic
def plan(*, by, unit, invited=(), own_questions=(), **what):
    """Plan a round with its own questions, and ask people to it; see `invite`."""
    round = InspectionRound.objects.plan(by=by, unit=unit, **what)
    _ask(round, own_questions)
    invite(round, invited)
    return round


@transaction.atomic
def change(round, *, checklists=None, own_questions=None, **when):
    """Change what is planned; once it has begun its questions stay as they are."""
    begins = checklists is not None or own_questions is not None
    round.hold(*([round.Status.PLANNED] if begins else round.Status.walked))
    round.refresh_from_db()
    is_moved = any(getattr(round, name) != when[name] for name in _WHEN)
    for name, value in when.items():
        setattr(round, name, value)
    if checklists is not None:
        _go_along(round, checklists)
    round.save(update_fields=[*when, "title"])
    if own_questions is not None:
        Section.objects.filter(round=round).delete()
        _ask(round, own_questions)
    if is_moved:
        inviting.day_changed(round)


def _go_along(round, checklists):
    round.roundchecklist_set.all().delete()
    RoundChecklist.objects.bulk_create(
        RoundChecklist(round=round, checklist=checklist, order=order)
        for order, checklist in enumerate(checklists, start=1)
    )
    round.title = titled(checklists)


def _ask(round, texts):
    """Add questions of the workplace's own, each with the key that it had before."""
    texts = list(dict.fromkeys(texts))
    if not texts:
        return
    section = Section.objects.create(round=round, order=1, title=_("Our own questions"))
    asked_before = Question.objects.filter(
        section__round__unit=round.unit_id, text__in=texts
    )
    keys = dict(asked_before.order_by("pk").values_list("text", "key"))
    Question.objects.bulk_create(
        Question(
            section=section,
            order=order,
            text=text,
            key=keys.get(text) or Question.key_of(round.unit_id, text),
        )
        for order, text in enumerate(texts, start=1)
    )


def own_questions(*, unit):
    """The texts that the last round here asked beyond its checklists."""
    sections = Section.objects.filter(round__unit=unit)
    last = sections.order_by("-round__planned_on", "-pk").first()
    return list(last.questions.values_list("text", flat=True)) if last else []


@transaction.atomic
def invite(round, asked):
    """Ask people by account, and others by name, to take part: (who, Participant.Part).

    Whoever is asked already is not asked once more.
    """
    round.hold(*round.Status.walked)
    already = set(round.participants.values_list("person", flat=True))
    added = []
    for who, part in asked:
        if isinstance(who, str):
            added.append(round.participants.create(name=who, part=part))
        elif who.pk not in already:
            already.add(who.pk)
            added.append(round.participants.create(person=who, part=part))
    inviting.invited(round, added)
    return added


@transaction.atomic
def take_off(round, participant):
    """Not ask somebody any more; that someone came, or did not, stays written."""
    round.hold(*round.Status.walked)
    unknown = round.participants.filter(pk=participant.pk, was_present=None)
    if not unknown.delete()[0]:
        raise InvalidTransition(_("Whether the person came is already recorded."))


@transaction.atomic
def replace(round, participant, *, by):
    """Ask another (who, part) in somebody's place."""
    take_off(round, participant)
    return invite(round, [by])


@transaction.atomic
def cancel(round, *, by, reason):
    round.cancel(by=by, reason=reason)
    inviting.cancelled(round, round.transitions.last())


@transaction.atomic
def resume(round, *, by, planned_on):
    """Plan anew what was cancelled, unless the workplace has closed meanwhile."""
    if round.unit.closed_on and round.unit.closed_on <= today():
        raise InvalidTransition(
            _("The workplace is closed. No round is planned there.")
        )
    round.resume(by=by, planned_on=planned_on)
    inviting.resumed(round, round.transitions.last())


def looked_at(round):
    """The sections of its checklists in their order, then its own, in few queries."""
    of_checklists = Q(checklist__roundchecklist__round=round)
    sections = Section.objects.filter(of_checklists | Q(round=round))
    place = F("checklist__roundchecklist__order").asc(nulls_last=True)
    sections = sections.select_related("checklist").order_by(place, "order")
    return sections.prefetch_related("questions")


def last_round(round):
    """The last one carried out here that surveyed any of the same."""
    areas = round.checklists.values("area")
    earlier = InspectionRound.objects.carried_out().exclude(pk=round.pk)
    earlier = earlier.filter(
        unit=round.unit_id,
        planned_on__lte=round.planned_on,
        pk__in=RoundChecklist.objects.filter(checklist__area__in=areas).values("round"),
    )
    return earlier.order_by("-carried_out_on", "-pk").first()


def found_in(round):
    """The risks that it brought to light, with what is done against them."""
    risks = Risk.objects.standing().filter(answer__round=round)
    return risks.select_related("matrix").prefetch_related("measures")
