"""Minutes, statements, matters of the mailbox and what groups agreed on."""

from django.utils.translation import gettext_lazy as _

from meetings.models import (
    Body,
    GroupAgreement,
    MailboxMatter,
    MatterTransition,
    Meeting,
    MeetingTransition,
    YearlyStatement,
)
from sam.keeping import SET_UP, RecordKind, destroy, everywhere, moved_to, preserve

KEPT = [
    RecordKind(
        "minutes",
        _("Minutes of meetings"),
        lambda: Meeting.objects.all(),
        closed=moved_to(MeetingTransition, "meeting", "approved", "cancelled"),
        dated="meets_on",
        persons=("leader", "planned_by"),
        variants="kind",
        goes_too=("meetings.Ruling.item",),
        lets_go=("meetings.AgendaItem.previous",),
        proposed=everywhere(preserve()),
    ),
    RecordKind(
        "statements",
        _("Yearly statements of committees"),
        lambda: YearlyStatement.objects.all(),
        closed="approved_on",
        unit="body__unit",
        persons=("created_by",),
        proposed=everywhere(preserve()),
    ),
    RecordKind(
        "mailbox",
        _("Matters of committees' mailboxes"),
        lambda: MailboxMatter.objects.all(),
        closed=moved_to(MatterTransition, "matter", "answered", "archived"),
        dated="received_at",
        known_as="year/number",
        persons=("sender", "answered_by"),
        proposed=everywhere(destroy(years=10)),
    ),
    RecordKind(
        "agreements",
        _("What groups have agreed on"),
        lambda: GroupAgreement.objects.all(),
        closed="ended_on",
        persons=("written_by",),
        proposed=everywhere(destroy(years=2)),
    ),
    RecordKind(
        "bodies",
        _("Committees that have ended, and their members"),
        lambda: Body.objects.all(),
        closed="closed_on",
        proposed=everywhere(preserve()),
    ),
]
STAYS = {
    "meetings.AgendaTemplate": SET_UP,
    "meetings.StandingItem": SET_UP,
    "meetings.DialogTool": SET_UP,
    "meetings.MeetingSeries": SET_UP,
}
