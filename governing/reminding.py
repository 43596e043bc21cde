"""Reminders of documents: to look one over, to read and confirm, to go through together.

Each is sent once for a person, a version or year and a step; a night that was missed loses
none.
"""

from datetime import timedelta
from typing import NamedTuple

from django.urls import reverse

from governing import matrix, reading
from governing.models import GoneThrough, GoverningDocument
from mailing import outbox
from mailing.models import Message
from organisation.models import Role
from organisation.roles import appointments_by_unit, nearest, responsible_for
from sam.dates import today
from sam.nightly import by_itself


class Step(NamedTuple):
    name: str
    # From how many days after the day, which is day 0.
    from_day: int


REVIEW = [Step("soon", -30), Step("late", 0), Step("very_late", 30)]
# After the day from which the version holds.
READING = [Step("first", 0), Step("second", 14), Step("last", 42)]
ROUND = [Step("soon", -30), Step("late", 1)]


def step_on(steps, day):
    """The latest that has begun today, or none yet."""
    since = (today() - day).days
    begun = [step for step in steps if step.from_day <= since]
    return begun[-1] if begun else None


def remind_all():
    _remind_owners()
    _remind_readers()
    _remind_groups()


def _remind_owners():
    before = today() + timedelta(days=1 - REVIEW[0].from_day)
    due = GoverningDocument.objects.to_review(before=before).select_related("owner")
    for document in due.with_version():
        with by_itself(document):
            version = document.current
            step = step_on(REVIEW, version.review_on)
            _tell(
                _owner(document),
                "document_to_review",
                document,
                about=f"document_review:{version.pk}:{step.name}",
                version=version,
            )


def _owner(document):
    """HR, when the owner has left."""
    if document.owner.is_active:
        return [document.owner]
    return nearest([Role.HR], document.unit)


def _remind_readers():
    documents = GoverningDocument.objects.in_force().filter(is_read_by_each=True)
    for document in documents.with_version():
        with by_itself(document):
            version = document.current
            step = step_on(READING, version.valid_from)
            confirmed = version.acknowledgements.all()
            people = confirmed.lacking(reading.readers(document))
            _tell(
                people,
                "document_to_read",
                document,
                about=f"document_read:{version.pk}:{step.name}",
                version=version,
            )


def _remind_groups():
    """The managers of workplaces that are still to go through it this year."""
    year, appointed = today().year, appointments_by_unit()
    documents = GoverningDocument.objects.in_force().filter(is_gone_through=True)
    for document in documents:
        due_on = matrix.due_on(document, year)
        if step := step_on(ROUND, due_on):
            with by_itself(document):
                _remind_of_round(document, due_on, step, appointed)


def _remind_of_round(document, due_on, step, appointed):
    done = GoneThrough.objects.in_year(due_on.year).filter(
        document_version__document=document
    )
    lacking = document.workplaces().exclude(pk__in=done.values("unit"))
    people = {
        person
        for unit in lacking
        for person in responsible_for(unit, among=appointed)[:1]
    }
    _tell(
        people,
        "document_to_go_through",
        document,
        about=f"document_round:{document.pk}:{due_on.year}:{step.name}",
        place="governing:go_through",
        due_on=due_on,
    )


def _tell(people, template, document, *, about, place="", **more):
    path = reverse(place or "governing:document_detail", args=[document.pk])
    told = set(Message.objects.filter(about=about).values_list("recipient", flat=True))
    for person in people:
        if person.is_active and person.pk not in told:
            context = {"document": document, "path": path, **more}
            outbox.send(person, template, context, about=about)
