"""Who is told what about a change that is assessed. No subject or address names a person."""

from datetime import timedelta

from mailing import outbox
from organisation.models import Role
from organisation.roles import holders, nearest, responsible_for
from riskassessment.models import ChangeAssessment
from sam.dates import today
from sam.nightly import by_itself

# So long before the decision whoever leads is told that the review is missing.
BEFORE_DECISION = timedelta(days=7)


def handed_over(change):
    """Ask the safety representatives to read it, each time that it is handed over."""
    transition = change.transitions.last()
    for person in reviewers(change) - {transition.by}:
        _send(person, "change_to_review", change, fact=transition.pk)


def answered(change):
    """Tell who leads it that it is signed, or handed back."""
    transition = change.transitions.last()
    is_signed = change.status == change.Status.REVIEWED
    template = "change_signed" if is_signed else "change_handed_back"
    for person in leaders(change) - {transition.by}:
        _send(person, template, change, fact=transition.pk)


def remind_of_all():
    """Of decisions that come without a review, and of what is to be followed up.

    Each fact is told once, also when the nights before were missed.
    """
    changes = ChangeAssessment.objects.select_related("unit", "created_by")
    until = today() + BEFORE_DECISION
    unreviewed = changes.filter(
        status__in=["draft", "in_review"], decision_due_on__lte=until
    )
    for change in unreviewed.iterator(chunk_size=500):
        with by_itself(change):
            _tell_of_missing_review(change)
    due = changes.to_follow_up().filter(follow_up_on__lte=today())
    for change in due.iterator(chunk_size=500):
        with by_itself(change):
            for person in leaders(change):
                _send(person, "change_to_follow_up", change, fact=change.follow_up_on)


def _tell_of_missing_review(change):
    is_passed = change.decision_due_on < today()
    fact = f"{change.decision_due_on}{':passed' if is_passed else ''}"
    asked = reviewers(change) if change.is_in_review else set()
    for person in leaders(change) | asked:
        _send(person, "change_unreviewed", change, fact=fact)


def leaders(change):
    """Those who answer for its unit, and who began it as long as they may lead it."""
    began = change.created_by
    is_able = began.is_active and began.has_perm("organisation.handle_rounds", change)
    return {*responsible_for(change.unit), *([began] if is_able else [])}


def reviewers(change):
    """The unit's safety representatives, and those who take part and still are that."""
    asked = set(change.participants.values_list("person", flat=True))
    standing = holders(Role.SAFETY_REPRESENTATIVE, change.unit)
    return {
        *nearest([Role.SAFETY_REPRESENTATIVE], change.unit),
        *(person for person in standing if person.pk in asked),
    }


def _send(person, template, change, *, fact):
    outbox.send(
        person,
        template,
        {"change": change, "path": change.get_absolute_url()},
        about=f"{template}:{change.pk.hex}:{fact}",
    )
