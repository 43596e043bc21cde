"""Series with one meeting for each leader, and the report of one."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from meetings import calling, mailbox
from meetings.models import Link, MailboxMatter, MeetingSeries
from organisation.models import Appointment, Unit
from organisation.roles import MANAGERS


def leaders_in(unit):
    """(person, unit) of all who lead units there, each person once, by name."""
    appointments = Appointment.objects.in_force().filter(
        role__in=MANAGERS,
        unit__in=Unit.objects.existing().within([unit.pk]),
        user__is_active=True,
    )
    found = {}
    for each in appointments.select_related("user", "unit").order_by(
        "user__name", "unit__lineage__len"
    ):
        found.setdefault(each.user, each.unit)
    return list(found.items())


@transaction.atomic
def begin(*, by, leaders, days, **what):
    """A meeting with each of the leaders, spread over the days, by the series' agenda."""
    series = MeetingSeries.objects.create(created_by=by, **what)
    for meeting in series.plan_with(leaders, by=by, days=days):
        if meeting.template:
            calling.take_standing_items(meeting)
        calling.ask(meeting)
    return series


def meetings_of(series):
    meetings = series.meetings.exclude(status="cancelled").select_related(
        "leader", "unit"
    )
    return meetings.order_by("meets_on", "leader__name")


@transaction.atomic
def report(series, *, by, body, remark=""):
    """Send the body how far the series has come: the figures, and each meeting with its day."""
    meetings = list(meetings_of(series))
    held = [each for each in meetings if each.is_held]
    with override(settings.LANGUAGE_CODE):
        lines = [
            _("%(held)s of %(all)s meetings are held.")
            % {"held": len(held), "all": len(meetings)},
            remark,
            *(
                f"{each.unit}: {each.meets_on.isoformat()}, {each.get_status_display()}"
                for each in meetings
            ),
        ]
        subject = _("Report: %(series)s") % {"series": series}
    return mailbox.send(
        body,
        by=by,
        subject=subject[:200],
        text="\n".join(filter(None, lines)),
        unit=series.unit,
        kind=MailboxMatter.Kind.CASE,
        link=Link.to(series, str(series)),
    )
