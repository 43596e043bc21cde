"""Surveys: to answer, to work on the result, to sign, to read, to close."""

from collections.abc import Callable

from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from organisation.models import UnitPermission
from organisation.permissions import granted_units
from organisation.roles import nearest_managed
from sam.dates import today
from sam.start.columns import Rest, Todo, first_of, rows_of
from surveys.models import FollowUp, Survey


def surveys(user):
    """To answer, and for HR to close when the last day has passed."""
    now = today()
    to_answer = Q(
        opens_on__lte=now,
        closes_on__gte=now,
        recipients__person=user,
        recipients__has_answered=False,
    )
    open_now = Survey.objects.open()
    mine = open_now.filter(to_answer).order_by().values("pk")
    ended = (
        open_now.managed_by(user).filter(closes_on__lt=now)
        if granted_units(user, UnitPermission.MANAGE_YEAR).units
        else open_now.none()
    )
    return rows_of(
        open_now.filter(Q(pk__in=mine) | Q(pk__in=ended.order_by().values("pk"))),
        "survey",
        todo=first_of(close=Q(closes_on__lt=now), default="answer"),
        what="name",
        due_on="closes_on",
        by=["closes_on"],
    )


def follow_ups(user):
    """Of the own units to write, of the safety area to sign, of those below to read.

    What nobody leads falls to the nearest level above.
    """
    own = granted_units(user, UnitPermission.HANDLE_YEAR).units
    Status = FollowUp.Status
    writes = Q(status__in=Status.written_states, writer__in=own)
    reads = Q(status=Status.SENT, reader__in=own)
    signs = _signs(user)
    found = FollowUp.objects.annotate(
        writer=nearest_managed("unit"), reader=nearest_managed("unit__parent")
    )
    return rows_of(
        found.filter(writes | signs | reads),
        "follow_up",
        todo=first_of(
            read=Q(status=Status.SENT),
            sign=signs,
            put_right=Q(status=Status.RETURNED),
            default="work_on",
        ),
        what="survey__name",
        due_on=Case(When(~Q(status=Status.SENT), then=F("survey__follow_up_due_on"))),
        by=["survey__follow_up_due_on"],
    )


def _signs(user):
    """Whether it is the person's to sign."""
    if not granted_units(user, UnitPermission.REVIEW_ROUNDS).units:
        return Q(pk=None)
    mine = FollowUp.objects.signed_by(user).to_sign().order_by()
    return Q(pk__in=mine.values("pk"))


KINDS: list[Callable] = [surveys, follow_ups]
TODO = {
    ("survey", "answer"): Todo(
        _("Answer the survey: %(what)s"), "surveys:answer_mine", _("Answer a survey")
    ),
    ("survey", "close"): Todo(_("Close the survey: %(what)s"), "surveys:survey_detail"),
    ("follow_up", "work_on"): Todo(
        _("Work on the result: %(what)s"),
        "surveys:follow_up",
        _("Work on the result of a survey"),
    ),
    ("follow_up", "put_right"): Todo(
        _("Sent back to you: %(what)s"),
        "surveys:follow_up",
        _("Work on the result of a survey"),
    ),
    ("follow_up", "sign"): Todo(_("Sign: %(what)s"), "surveys:follow_up"),
    ("follow_up", "read"): Todo(
        _("Read what was sent to you: %(what)s"), "surveys:follow_up"
    ),
}
WAITED_FOR = {("follow_up", "sign"), ("follow_up", "read")}
RESTS = {
    "survey": Rest(_("Surveys"), "surveys:survey_list"),
    "follow_up": Rest(_("Surveys"), "surveys:survey_list"),
}
