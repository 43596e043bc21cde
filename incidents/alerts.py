"""E-mail about duties to notify authorities, and about incidents that nobody takes up.

No person is named in it, nor is it sent to a manager whom the incident concerns.
"""

from django.utils import timezone

from incidents.notifying import answering, tell
from mailing.models import Message
from organisation.models import Role
from organisation.roles import nearest
from sam.dates import today


def notice_raised(incident, duty):
    """At once, unless the rule itself leaves days before anyone is reminded."""
    people = [*_employer(incident), *representatives(incident)]
    urgent = not duty.rule.remind_after
    about = _raised(duty.notice)
    _tell_of(duty, people, "notice_raised", incident, about=about, urgent=urgent)


def notice_reminder(incident, duty):
    """At most once a day, however often it is asked for."""
    about = f"notice_reminder:{duty.notice.pk}:{today()}"
    people, urgent = _employer(incident), duty.is_late or not duty.rule.remind_after
    _tell_of(duty, people, "notice_reminder", incident, about=about, urgent=urgent)


def notice_silent(incident, duty):
    about = f"notice_silent:{duty.notice.pk}"
    _tell_of(duty, _employer(incident), "notice_silent", incident, about=about)


def notice_sent(incident, duty):
    """A copy of the receipt, or of the document that confirms a telephone call."""
    copies = {
        "safety_representative": representatives(incident),
        "hr": nearest([Role.HR], incident.unit),
    }
    people = [each for name in duty.rule.copy_to for each in copies.get(name, [])]
    notice = duty.notice
    about = f"notice_sent:{notice.pk}:{notice.confirmation_id or ''}"
    others = [each for each in people if each.pk != notice.sent_by_id]
    _tell_of(duty, others, "notice_sent", incident, about=about)
    if "reporter" in duty.rule.copy_to and incident.reported_by:
        # Who only reported it reads that it was sent, and not the worksheet.
        reporter = [incident.reported_by]
        tell(reporter, "notice_sent", incident, about=about, duty=duty)


def incident_raised(incident, transition, *, before):
    """Tell the one who answers for it now, and the one who did."""
    people = [incident.responsible, *([before] if before else [])]
    about = f"incident_raised:{transition.pk}"
    tell(people, "incident_raised", incident, about=about)


def incident_lifted(incident, transition, *, before):
    """Tell who answers for it now, who did, and whoever reported it."""
    people = [incident.responsible, before, incident.reported_by]
    others = [each for each in people if each and each.pk != transition.by_id]
    about = f"incident_lifted:{transition.pk}"
    tell(others, "incident_lifted", incident, about=about)


def incident_waits(incident):
    """Nobody stands above those who have left it: HR is told, once a week."""
    hr = nearest([Role.HR], incident.unit)
    about = f"incident_waits:{incident.pk}:{today():%G-%V}"
    tell(hr, "incident_waits", incident, about=about)


def incident_without_responsible(incident):
    """There is nobody to propose: HR is told, once a month."""
    hr = nearest([Role.HR], incident.unit)
    about = f"incident_without_responsible:{incident.pk}:{today():%Y-%m}"
    tell(hr, "incident_without_responsible", incident, about=about)


def representatives(incident):
    """The safety representatives where it happened and where the person is employed."""
    units = [incident.unit, incident.employed_unit]
    found = [
        each
        for unit in units
        if unit
        for each in nearest([Role.SAFETY_REPRESENTATIVE], unit)
    ]
    return list(dict.fromkeys(found))


def representatives_told_on(incident):
    """The day that the first of them was told, of the report or of a duty."""
    facts = [f"incident_reported:{incident.pk}"]
    facts += [_raised(notice) for notice in incident.notices.all()]
    told = Message.objects.filter(
        recipient__in=representatives(incident), about__in=facts
    )
    first = told.order_by("created_at").first()
    return first and timezone.localdate(first.created_at)


def _employer(incident):
    """Whoever answers for the incident, and HR."""
    return [*answering(incident), *nearest([Role.HR], incident.unit)]


def _raised(notice):
    """A duty that arises again is told of again."""
    return f"notice_raised:{notice.pk}:{notice.raised_at.isoformat()}"


def _tell_of(duty, people, template, incident, **how):
    path = duty.get_absolute_url()
    tell(people, template, incident, duty=duty, path=path, **how)
