"""Meetings to hold, minutes to approve, and what waits in mailboxes."""

from collections.abc import Callable

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from meetings.models import Attendance, Body, GroupAgreement, MailboxMatter, Meeting
from organisation.models import UnitPermission
from organisation.permissions import granted_units
from sam.dates import today
from sam.start.columns import Rest, Todo, first_of, rows_of


def meetings(user):
    """To be called and held, and those whose minutes wait for those who lead them."""
    held = Q(status=Meeting.Status.HELD)
    waits = held & Q(
        pk__in=Attendance.objects.adjusters()
        .filter(approved_at=None)
        .exclude(person=user)
        .values("meeting")
    )
    found = Meeting.objects.at_hand_of(user).filter(
        held | Q(status__in=Meeting.Status.coming_states)
    )
    return rows_of(
        found,
        "meeting",
        todo=first_of(
            approve=held,
            hold=Q(status=Meeting.Status.CALLED) | Q(meets_on__lte=today()),
            default="call",
        ),
        what=Coalesce("body__name", "place"),
        due_on=F("meets_on"),
        waits=waits,
        by=["meets_on"],
    )


def minutes(user):
    """Minutes that the person is named to approve."""
    found = Attendance.objects.adjusters().filter(
        person=user, approved_at=None, meeting__status=Meeting.Status.HELD
    )
    return rows_of(
        found,
        "minutes",
        todo="approve",
        id="meeting",
        what=Coalesce("meeting__body__name", Value("")),
        unit="meeting__unit__name",
        by=["meeting__meets_on"],
    )


def matters(user):
    """To be treated as secretary, answered as the one who got it, told more of or read."""
    Status = MailboxMatter.Status
    handled = MailboxMatter.objects.handled_by(user).untreated().order_by()
    told = Q(sender=user, answered_at__isnull=False, read_at=None)
    found = MailboxMatter.objects.filter(
        Q(pk__in=handled.values("pk"))
        | told
        | Q(sender=user, status=Status.MORE_ASKED)
        | Q(status=Status.SENT_ON, pk__in=_handed(user))
    )
    return rows_of(
        found,
        "matter",
        todo=first_of(
            read=told,
            tell_more=Q(sender=user, status=Status.MORE_ASKED),
            answer=Q(status=Status.SENT_ON),
            default="treat",
        ),
        what="subject",
        unit="body__name",
        due_on=Case(When(answered_at=None, then=F("answer_due_on"))),
        by=["received_at"],
    )


def _handed(user):
    return MailboxMatter.handed_to.through.objects.filter(user=user).values(
        "mailboxmatter"
    )


def bodies(user):
    """Those that the person leads and that have planned too few meetings this year."""
    found = Body.objects.led_by(user).obliged().behind(today().year)
    return rows_of(
        found,
        "body",
        todo="plan",
        what="name",
        by=["name"],
    )


def agreements(user):
    """What one's own workplaces are to go through again."""
    units = granted_units(user, UnitPermission.HANDLE_YEAR).units
    found = GroupAgreement.objects.to_review().filter(unit__in=units)
    return rows_of(
        found,
        "agreement",
        todo="review",
        what=Concat("theme", Value("")),
        due_on=F("review_on"),
        by=["review_on"],
    )


KINDS: list[Callable] = [meetings, minutes, matters, bodies, agreements]
TODO = {
    ("meeting", "call"): Todo(
        _("Call to the meeting: %(what)s"), "meetings:meeting_detail", _("Meeting")
    ),
    ("meeting", "hold"): Todo(
        _("Hold the meeting: %(what)s"), "meetings:meeting_detail", _("Meeting")
    ),
    ("meeting", "approve"): Todo(
        _("Finish the minutes: %(what)s"), "meetings:meeting_detail"
    ),
    ("minutes", "approve"): Todo(
        _("Approve the minutes: %(what)s"), "meetings:meeting_detail"
    ),
    ("matter", "treat"): Todo(
        _("Decide what becomes of it: %(what)s"),
        "meetings:matter_detail",
        _("A matter in the mailbox"),
    ),
    ("matter", "answer"): Todo(
        _("Answer what was sent on to you: %(what)s"),
        "meetings:matter_detail",
        _("A matter in the mailbox"),
    ),
    ("matter", "tell_more"): Todo(
        _("Tell more of what you sent: %(what)s"), "meetings:matter_detail"
    ),
    ("matter", "read"): Todo(
        _("Read the answer to what you sent: %(what)s"), "meetings:matter_detail"
    ),
    ("body", "plan"): Todo(
        _("Plan more meetings this year: %(what)s"), "meetings:body_detail"
    ),
    ("agreement", "review"): Todo(
        _("Go through what you have agreed on: %(what)s"),
        "meetings:agreement_detail",
        _("An agreement to go through again"),
    ),
}
WAITED_FOR = {("matter", "treat"), ("matter", "answer"), ("minutes", "approve")}
RESTS = {
    "meeting": Rest(_("Meetings"), "meetings:meeting_list"),
    "minutes": Rest(_("Minutes to approve"), "meetings:meeting_list?status=held"),
    "matter": Rest(_("Matters in mailboxes"), "meetings:matter_list"),
    "body": Rest(_("Committees and groups"), "meetings:body_list"),
    "agreement": Rest(_("Agreements"), "meetings:agreement_list"),
}
