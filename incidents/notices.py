"""The duty to tell an authority of an incident: when it arises, and who is reminded."""

from django.db import transaction

from incidents import alerts
from incidents.duty import Duty, DutyRules, facts_of
from incidents.models import Incident, Notice
from organisation.models import UnitPermission
from organisation.permissions import holds_everywhere
from sam.dates import today
from sam.nightly import by_itself


@transaction.atomic
def raise_for(incident, rules=None):
    """Let each duty arise that what is recorded asks for; none that arose goes away.

    Running it again changes nothing. What was found not to be needed arises again when
    what is recorded had stopped asking for it and now asks anew.
    """
    facts, rules = facts_of(incident), (rules or DutyRules()).of(incident)
    called_for = {code for code, rule in rules.items() if rule.applies_to(facts)}
    notices = {each.rule: each for each in incident.notices.all()}
    for code in sorted(called_for - notices.keys()):
        notice, is_new = Notice.objects.get_or_create(
            incident=incident, rule=code, defaults={"due_at": rules[code].due_at(facts)}
        )
        if is_new:
            alerts.notice_raised(incident, Duty(notice, rules[code], facts))
    for code in notices.keys() & rules.keys():
        duty = Duty(notices[code], rules[code], facts)
        _keep_up(incident, duty, is_called_for=code in called_for)


def _keep_up(incident, duty, *, is_called_for):
    """Let a notice that was there say what is recorded now."""
    notice = duty.notice
    asks_anew = is_called_for and not notice.is_called_for
    if asks_anew and notice.waived_at and not notice.sent_at:
        notice.arise_again()
        alerts.notice_raised(incident, duty)
    due_at = duty.due_at if notice.is_outstanding else notice.due_at
    if (notice.is_called_for, notice.due_at) != (is_called_for, due_at):
        notice.is_called_for, notice.due_at = is_called_for, due_at
        notice.save(update_fields=["is_called_for", "due_at"])


def raise_for_all():
    """Each open incident again, so that no way of changing one drops a duty.

    What an older system handed over was notified from there.
    """
    rules = DutyRules()
    incidents = Incident.objects.open().filter(external_id="").order_by()
    incidents = incidents.select_related("details", "unit", "employed_unit")
    for incident in incidents.prefetch_related("notices").iterator(chunk_size=500):
        with by_itself(incident):
            raise_for(incident, rules)


def shown(user, incident):
    """What templates/incidents/notices.html shows of an incident to who may follow it."""
    if not user.has_perm("organisation.view_incidents", incident):
        return {"duties": []}
    duties = duties_of(incident)
    return {
        "duties": duties,
        "not_by_absence": [] if duties else _not_by_absence(incident),
        "can_notify": user.has_perm("organisation.handle_incidents", incident),
        "can_set_duties": may_set_duties(user),
    }


def may_set_duties(user):
    """The administrator and HR of the whole municipality."""
    asked = (UnitPermission.MANAGE_ORGANISATION, UnitPermission.EDIT_REPORTS)
    return holds_everywhere(user, *asked)


def _not_by_absence(incident):
    """Rules that an injury does not fall under for as long as the absence is short."""
    facts = facts_of(incident)
    if not facts["is_injury"]:
        return []
    rules = DutyRules().of(incident).values()
    return [rule for rule in rules if rule.absence_days is not None]


def duties_of(incident):
    notices = incident.notices.select_related("sent_by", "waived_by", "receipt")
    found = list(notices.select_related("confirmation"))
    return DutyRules().duties(incident, found) if found else []


# By the calendar


def remind_all():
    """Tell of each duty that is due, once a day until it is done."""
    # What arose today has been told already.
    notices = Notice.objects.outstanding().exclude(raised_at__date=today())
    for incident, duty in _with_duties(notices):
        with by_itself(incident):
            if duty.is_due_for_reminder:
                alerts.notice_reminder(incident, duty)


def tell_of_silence():
    """Say once that an authority has not been in touch for as long as it normally takes."""
    for incident, duty in _with_duties(Notice.objects.unanswered()):
        with by_itself(incident):
            if duty.is_silent:
                alerts.notice_silent(incident, duty)


def unconfirmed():
    """Notices whose document a lost task never made."""
    found = _with_duties(Notice.objects.unconfirmed())
    return [duty.notice for _incident, duty in found if duty.lacks_confirmation]


def _with_duties(notices):
    notices = notices.select_related(
        *("incident__details", "incident__unit", "incident__employed_unit"),
        "incident__responsible",
    )
    return with_duties(notices.order_by("pk").iterator(chunk_size=500))


def with_duties(notices):
    """Each notice's incident and duty; the country's rules are read once, if at all."""
    rules = None
    for notice in notices:
        rules = rules or DutyRules()
        for duty in rules.duties(notice.incident, [notice]):
            yield notice.incident, duty
