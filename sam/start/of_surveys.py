"""Surveys: to answer, to work on the result, to sign, to read, to close."""

from collections.abc import Callable

from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from organisation.models import UnitPermission
from organisation.permissions import granted_units
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
    """Of the own units to write, of the safety area to sign, of those below to read."""
    found = FollowUp.objects
    own = granted_units(user, UnitPermission.HANDLE_YEAR).units
    writes = Q(status__in=FollowUp.Status.written_states, unit__in=own)
    signs = Q(pk__in=_signed_by(user))
    sent = found.filter(status=FollowUp.Status.SENT, unit__parent__in=own)
    reads = Q(pk__in=sent.order_by().values("pk"))
    return rows_of(
        found.filter(writes | signs | reads),
        "follow_up",
        todo=first_of(
            read=Q(status=FollowUp.Status.SENT),
            sign=signs,
            put_right=Q(status=FollowUp.Status.RETURNED),
            default="work_on",
        ),
        what="survey__name",
        due_on=Case(
            When(~Q(status=FollowUp.Status.SENT), then=F("survey__follow_up_due_on"))
        ),
        by=["survey__follow_up_due_on"],
    )


def _signed_by(user):
    if not granted_units(user, UnitPermission.REVIEW_ROUNDS).units:
        return Value(None)
    return FollowUp.objects.signed_by(user).to_sign().order_by().values("pk")


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
