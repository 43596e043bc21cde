"""Duties to notify authorities: when they arise, and that none is dropped."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from incidents import alerts, notices
from incidents.models import Code, Details, DutySetting, Incident, Notice
from mailing.models import Message
from organisation.models import Municipality
from sam.dates import today
from sam.workflow import InvalidTransition
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def country(municipality):
    def set_country(code):
        Municipality.objects.update(country=code)

    return set_country


@pytest.fixture
def happened(school):
    """An incident, with details when some are given; saved, and no duty raised yet."""

    def _happened(*, details=None, **fields):
        incident = IncidentFactory(unit=school, **fields)
        if details:
            Details.objects.create(incident=incident, **details)
        return Incident.objects.get(pk=incident.pk)

    return _happened


def raised(incident):
    """The codes of the duties, and whether each is called for."""
    notices.raise_for(incident)
    return dict(incident.notices.values_list("rule", "is_called_for"))


def told(user, template):
    return Message.objects.filter(recipient=user, about__startswith=f"{template}:")


# Rule by rule


@pytest.mark.parametrize(
    ("code", "fields", "details", "duties"),
    [
        ("SE", {"kind": "near_miss"}, {}, set()),
        ("SE", {"kind": "near_miss", "severity": "serious"}, {}, {"av"}),
        ("SE", {"kind": "accident"}, {}, {"fk"}),
        ("SE", {"kind": "commuting_accident"}, {}, {"fk"}),
        ("SE", {"kind": "occupational_disease"}, {}, {"fk"}),
        ("SE", {"kind": "accident", "affected": "several"}, {}, {"av", "fk"}),
        ("SE", {"kind": "accident"}, {"several_injured": True}, {"av", "fk"}),
        (
            "SE",
            {"kind": "accident", "affected": "several"},
            {"several_injured": False},
            {"fk"},
        ),
        ("SE", {"kind": "near_miss"}, {"absence": "1_3"}, {"fk"}),
        ("SE", {"kind": "near_miss"}, {"absence": "none"}, set()),
        ("SE", {"kind": "death"}, {}, {"av", "fk"}),
        ("NO", {"kind": "accident"}, {}, {"nav"}),
        (
            "NO",
            {"kind": "accident", "severity": "serious"},
            {},
            {"at", "politi", "nav"},
        ),
        ("NO", {"kind": "near_miss", "severity": "serious"}, {}, set()),
        ("NO", {"kind": "death"}, {}, {"at", "politi", "nav"}),
        ("DK", {"kind": "accident"}, {}, set()),
        ("DK", {"kind": "accident"}, {"absence_days": 2, "absence": "1_3"}, set()),
        ("DK", {"kind": "accident"}, {"absence_days": 3, "absence": "1_3"}, {"easy"}),
        ("DK", {"kind": "accident"}, {"absence": "4_14"}, {"easy"}),
        ("DK", {"kind": "commuting_accident"}, {"claim_expected": True}, {"easy"}),
        ("DK", {"kind": "death"}, {}, {"easy", "aes"}),
    ],
)
def test_duties_arise_as_the_country_says(
    country, happened, code, fields, details, duties
):
    country(code)

    assert raised(happened(details=details, **fields)) == dict.fromkeys(duties, True)


def test_old_danish_limit_holds_for_what_happened_before_the_new_one(country, happened):
    country("DK")
    one_day = {"absence_days": 1, "absence": "1_3"}
    before = happened(kind="accident", occurred_on=date(2026, 6, 30), details=one_day)
    after = happened(kind="accident", occurred_on=date(2026, 7, 1), details=one_day)

    assert raised(before) == {"easy": True}
    assert raised(after) == {}


def test_municipality_changes_the_danish_limit_from_a_day_on(country, happened, hr):
    country("DK")
    DutySetting.objects.create(
        rule="easy",
        absence_days=1,
        days=9,
        valid_from=today() - timedelta(days=1),
        confirmed_by=hr,
    )
    two_days = {"absence_days": 2, "absence": "1_3", "first_absence_on": today()}
    new = happened(kind="accident", details=two_days)
    old = happened(
        kind="accident", details=two_days, occurred_on=today() - timedelta(days=2)
    )

    assert raised(new) == {"easy": True}
    due_on = timezone.localdate(new.notices.get().due_at)
    assert due_on == today() + timedelta(days=9)
    assert raised(old) == {}


def test_kind_of_injury_makes_it_an_injury(country, happened):
    kind = Code.objects.create(
        list="injury_type", code="010", labels={"sv": "Sår"}, version="1"
    )

    assert raised(happened(details={"injury_type": kind})) == {"fk": True}


# Clocks


def test_clock_runs_from_when_the_manager_knew(country, happened):
    known_at = datetime(2026, 11, 2, 14, 5, tzinfo=ZONE)
    incident = happened(severity="serious", known_at=known_at)

    notices.raise_for(incident)

    assert incident.notices.get().due_at == known_at + timedelta(hours=24)


def test_deadline_follows_the_first_day_of_absence(country, happened):
    country("DK")
    incident = happened(kind="accident", details={"claim_expected": True})
    notices.raise_for(incident)
    from_injury = timezone.localdate(incident.notices.get().due_at)

    incident.details.first_absence_on = today() + timedelta(days=5)
    notices.raise_for(incident)

    from_absence = timezone.localdate(incident.notices.get().due_at)
    assert from_injury == today() + timedelta(days=14)
    assert from_absence == today() + timedelta(days=19)


# Nothing is dropped


def test_duty_stays_when_the_severity_is_changed_back(country, happened):
    incident = happened(severity="serious")
    assert raised(incident) == {"av": True}

    incident.severity = "not_serious"
    assert raised(incident) == {"av": False}
    assert incident.notices.get().is_outstanding

    incident.severity = "serious"
    assert raised(incident) == {"av": True}


def test_waived_duty_arises_again_when_it_is_called_for_anew(
    country, happened, head_teacher, safety_representative
):
    incident = happened(severity="serious", responsible=head_teacher)
    notices.raise_for(incident)
    incident.severity = "not_serious"
    notices.raise_for(incident)
    incident.notices.get().waive(by=head_teacher, reason="It was not that high.")

    incident.severity = "serious"
    notices.raise_for(incident)

    notice = incident.notices.get()
    assert notice.is_outstanding
    assert notice.waived_because == ""
    assert told(safety_representative, "notice_raised").count() == 2
    assert [each.event for each in incident.transitions.all()] == [
        "notice_waived",
        "notice_arose_again",
    ]


def test_duty_waived_although_called_for_stays_waived(country, happened, head_teacher):
    incident = happened(severity="serious")
    notices.raise_for(incident)
    incident.notices.get().waive(by=head_teacher, reason="Told by telephone.")

    notices.raise_for(incident)

    assert not incident.notices.get().is_outstanding


def test_raising_again_changes_and_tells_nothing(
    country, happened, head_teacher, safety_representative, hr
):
    incident = happened(kind="death", responsible=head_teacher)
    notices.raise_for(incident)
    rows = list(incident.notices.values())

    notices.raise_for(incident)
    notices.raise_for_all()

    assert list(incident.notices.values()) == rows
    for person in (head_teacher, safety_representative, hr):
        assert told(person, "notice_raised").count() == 2


def test_incident_that_fails_keeps_no_other_from_its_duties(
    country, happened, monkeypatch
):
    """Two serious ones, of which the first cannot be told of."""
    country("SE")
    happened(severity="serious")
    happened(severity="serious")
    notice_raised, failed = alerts.notice_raised, []

    def fail_once(incident, duty):
        if not failed:
            failed.append(incident)
            raise ValueError
        notice_raised(incident, duty)

    monkeypatch.setattr(alerts, "notice_raised", fail_once)

    notices.raise_for_all()

    assert failed
    (incident_pk,) = Notice.objects.values_list("incident", flat=True).distinct()
    assert incident_pk != failed[0].pk


def test_sweep_raises_what_no_page_did(country, happened):
    open_one = happened(severity="serious")
    closed = happened(severity="serious", closed=True)
    imported = happened(severity="serious", external_id="A-1")

    notices.raise_for_all()

    assert list(Notice.objects.values_list("incident", "rule")) == [(open_one.pk, "av")]
    assert not Notice.objects.filter(incident__in=[closed, imported]).exists()


# What is done of it


@pytest.fixture
def notice(country, happened, head_teacher):
    incident = happened(severity="serious", responsible=head_teacher)
    notices.raise_for(incident)
    return incident.notices.get()


def test_send_keeps_who_when_and_the_reference(notice, head_teacher):
    at = timezone.now()

    notice.send(by=head_teacher, at=at, reference="2026-17")

    notice.refresh_from_db()
    assert (notice.sent_by, notice.sent_at) == (head_teacher, at)
    assert notice.reference == "2026-17"
    logged = notice.incident.transitions.get()
    assert (logged.event, logged.by, logged.note) == (
        "notice_sent",
        head_teacher,
        "AV: 2026-17",
    )
    assert str(logged.act)


def test_second_of_two_who_send_is_told(notice, head_teacher):
    same = Notice.objects.get(pk=notice.pk)
    notice.send(by=head_teacher, at=timezone.now(), reference="first")

    with pytest.raises(InvalidTransition):
        same.send(by=UserFactory(), at=timezone.now(), reference="second")

    assert Notice.objects.get(pk=notice.pk).reference == "first"
    assert notice.incident.transitions.count() == 1


def test_what_is_sent_is_not_waived(notice, head_teacher):
    same = Notice.objects.get(pk=notice.pk)
    notice.send(by=head_teacher, at=timezone.now())

    with pytest.raises(InvalidTransition):
        same.waive(by=head_teacher, reason="Not needed.")


def test_what_was_waived_can_be_sent_all_the_same(notice, head_teacher):
    notice.waive(by=head_teacher, reason="Not needed.")

    notice.send(by=head_teacher, at=timezone.now())

    assert notice.sent_by == head_teacher


def test_contact_is_recorded_once_and_only_of_what_is_sent(notice, head_teacher):
    with pytest.raises(InvalidTransition):
        notice.contacted(by=head_teacher, on=today())
    notice.send(by=head_teacher, at=timezone.now())

    notice.contacted(by=head_teacher, on=today())

    assert notice.contacted_on == today()
    with pytest.raises(InvalidTransition):
        notice.contacted(by=head_teacher, on=today())


# Who is told by the calendar


def _ago(**time):
    return timezone.now() - timedelta(**time)


def test_raised_notice_is_told_at_once_without_names(
    notice, head_teacher, hr, safety_representative
):
    head_teacher.gets_digest = True
    head_teacher.save()
    notices.raise_for(notice.incident)

    message = told(head_teacher, "notice_raised").get()
    assert message.status == Message.Status.WAITING
    assert str(notice.incident.number) in message.subject
    assert notice.incident.reported_by.name not in message.subject + message.body
    assert notice.incident.description not in message.body


def test_barred_manager_is_told_nothing_of_a_duty(
    country, happened, head_teacher, head_of_administration
):
    incident = happened(
        severity="serious",
        responsible=head_teacher,
        manager_part="involved",
        barred=[head_teacher.pk],
    )

    notices.raise_for(incident)

    assert not told(head_teacher, "notice_raised").exists()
    assert told(head_of_administration, "notice_raised").count() == 1


def test_reminder_goes_once_a_day_until_it_is_sent(notice, head_teacher, hr):
    notices.remind_all()
    assert not told(head_teacher, "notice_reminder").exists()
    # Two days on; the run of the first was missed.
    Notice.objects.update(raised_at=_ago(days=2))
    Incident.objects.update(known_at=_ago(days=2))

    notices.remind_all()
    notices.remind_all()

    assert told(head_teacher, "notice_reminder").count() == 1
    assert told(hr, "notice_reminder").count() == 1
    Notice.objects.get().send(by=head_teacher, at=timezone.now())
    Message.objects.all().delete()
    notices.remind_all()
    assert not Message.objects.exists()


def test_reminder_waits_for_its_day(country, happened, head_teacher):
    incident = happened(kind="accident", responsible=head_teacher)
    notices.raise_for(incident)
    Notice.objects.update(raised_at=_ago(days=6))
    Incident.objects.update(reported_at=_ago(days=6))

    notices.remind_all()
    assert not told(head_teacher, "notice_reminder").exists()

    Incident.objects.update(reported_at=_ago(days=8))
    notices.remind_all()
    assert told(head_teacher, "notice_reminder").count() == 1


def test_silence_of_three_weeks_is_told_once(notice, head_teacher):
    notice.send(by=head_teacher, at=_ago(days=20))
    notices.tell_of_silence()
    assert not told(head_teacher, "notice_silent").exists()
    Notice.objects.update(sent_at=_ago(days=30))

    notices.tell_of_silence()
    notices.tell_of_silence()

    assert told(head_teacher, "notice_silent").count() == 1


def test_contact_ends_the_silence(notice, head_teacher):
    notice.send(by=head_teacher, at=_ago(days=30))
    notice.contacted(by=head_teacher, on=today())

    notices.tell_of_silence()

    assert not told(head_teacher, "notice_silent").exists()
