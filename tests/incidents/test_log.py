"""Who has read, who has changed, and HR's access with a reason."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from incidents import history
from incidents.models import EmergencyAccess, Incident, Notice, Reading
from mailing.models import Message
from organisation import roles
from organisation.models import Role
from sam.dates import today
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db


def url(incident, page="log"):
    return reverse(f"incidents:{page}", args=[incident.pk])


@pytest.fixture
def incident(school, head_teacher):
    return IncidentFactory(
        unit=school,
        affected="employee",
        affected_person="Kim Testsson",
        responsible=head_teacher,
    )


@pytest.fixture
def edit(manager, incident, school):
    def edit_(**changes):
        incident.refresh_from_db()
        report = {
            "version": incident.version,
            "kind": "near_miss",
            "unit": school.pk,
            "occurred_on": str(today()),
            "affected": "employee",
            "affected_person": "Kim Testsson",
        }
        assert manager.post(url(incident, "edit"), report | changes).status_code == 302

    return edit_


# What has been changed


def lines(incident, **kwargs):
    changes = history.changes_of(incident, **{"sees_persons": True} | kwargs)
    return [(each.old, each.new, each.by) for each in changes]


def test_change_says_field_old_new_and_who(edit, incident, head_teacher):
    edit(kind="accident")

    incident.refresh_from_db()
    [change] = history.changes_of(incident, sees_persons=True)
    assert change.field == Incident._meta.get_field("kind").verbose_name.capitalize()
    old, new = Incident.Kind("near_miss").label, Incident.Kind("accident").label
    assert (change.old, change.new, change.by) == (old, new, head_teacher)


def test_changes_come_one_after_the_other_the_newest_first(edit, incident):
    edit(place="The hall")
    edit(place="The kitchen")

    incident.refresh_from_db()
    assert [each[:2] for each in lines(incident)] == [
        ("The hall", "The kitchen"),
        ("", "The hall"),
    ]


def test_rows_that_are_pointed_to_are_named(edit, incident, school, other_school):
    edit(unit=other_school.pk)

    incident.refresh_from_db()
    assert [each[:2] for each in lines(incident)] == [("North school", "South school")]


def test_details_are_in_the_log(manager, incident):
    for version, seniority in [(1, "1_4"), (2, "5_over")]:
        told = {"version": version, "seniority": seniority}
        manager.post(url(incident, "details"), told)

    incident.refresh_from_db()
    [change] = history.changes_of(incident, sees_persons=True)
    assert change.new == incident.details.get_seniority_display()


def test_notice_in_the_log_is_called_by_its_authority(manager, incident, head_teacher):
    for rule in ["fk", "former"]:
        notice = Notice.objects.create(incident=incident, rule=rule)
        notice.sent_at, notice.sent_by = timezone.now(), head_teacher
        notice.save()

    subjects = {
        each.subject.partition(": ")[2]
        for each in history.changes_of(incident, sees_persons=True)
    }
    assert subjects == {"Försäkringskassan", "former"}


def test_name_in_the_log_is_for_those_who_see_it(
    edit, incident, as_user, head_of_administration, head_teacher
):
    edit(affected_person="Lo Testsson")

    shown = as_user(head_teacher).get(url(incident))
    hidden = as_user(head_of_administration).get(url(incident))

    assertContains(shown, "Lo Testsson")
    for name in ["Lo Testsson", "Kim Testsson"]:
        assertNotContains(hidden, name)
    assert len(hidden.context["changes"]) == len(shown.context["changes"]) > 0


def test_long_log_goes_on_on_the_next_page(manager, incident, parse):
    for number in range(1, 61):
        incident.edit(version=number, place=f"Place {number}")

    first = manager.get(url(incident))
    older = parse(first).select_one('a[href*="changes="]')["href"]
    incident.edit(version=61, place="Meanwhile")
    second = manager.get(url(incident) + older)

    seen = [*first.context["changes"], *second.context["changes"]]
    assert [each.new for each in seen] == [f"Place {n}" for n in range(60, 0, -1)]


# Who has read it


def test_log_shows_who_has_opened_what(manager, incident, hr, as_user, head_teacher):
    as_user(hr).get(incident.get_absolute_url())

    response = as_user(head_teacher).get(url(incident))

    readings = [(each.by, each.what) for each in response.context["page"]]
    assert readings == [(head_teacher, "log"), (hr, "page")]


@pytest.mark.parametrize(
    ("reader", "status"),
    [
        ("head_teacher", 200),
        ("head_of_administration", 200),
        ("hr", 200),
        ("safety_representative", 403),
        ("teacher", 404),
    ],
)
def test_log_is_for_those_who_handle_it_and_hr(
    as_user, request, incident, reader, status
):
    client = as_user(request.getfixturevalue(reader))

    assert client.get(url(incident)).status_code == status
    assert Reading.objects.exists() == (status == 200)


def test_log_costs_the_same_for_one_and_for_many(
    manager, incident, count_queries, edit
):
    edit(place="Here")
    Reading.objects.create(incident=incident, by=UserFactory())
    one = count_queries(manager, url(incident))
    edit(place="There", immediate_action="A mat")
    for _number in range(3):
        Reading.objects.create(incident=incident, by=UserFactory())

    assert count_queries(manager, url(incident)) == one
    assert one <= 12 + 2


# Who was affected, for a reason


def test_hr_sees_who_was_affected_for_a_reason_and_the_manager_is_told(
    as_user, hr, incident, head_teacher
):
    client = as_user(hr)
    before = client.get(incident.get_absolute_url())

    client.post(url(incident, "persons"), {"reason": "Rehabilitation begins."})

    after = client.get(incident.get_absolute_url())
    assertNotContains(before, "Kim Testsson")
    assertContains(before, url(incident, "persons"))
    assertContains(after, "Kim Testsson")
    assert incident.readings.filter(by=hr, what="persons").count() == 1
    message = Message.objects.get()
    assert message.recipient == head_teacher
    for personal in ["Kim", "Rehabilitation", hr.email]:
        assert personal not in message.subject + message.body
    assertContains(as_user(head_teacher).get(url(incident)), "Rehabilitation begins.")


def test_access_ends_after_a_day(as_user, hr, incident):
    access = EmergencyAccess.objects.create(incident=incident, by=hr, reason="Why not")
    assertContains(as_user(hr).get(incident.get_absolute_url()), "Kim Testsson")

    access.opened_at = timezone.now() - timedelta(hours=24, minutes=1)
    access.save()

    assertNotContains(as_user(hr).get(incident.get_absolute_url()), "Kim Testsson")


def test_access_is_only_for_the_one_who_gave_the_reason(
    as_user, hr, incident, municipality
):
    EmergencyAccess.objects.create(incident=incident, by=hr, reason="Rehabilitation")
    other = UserFactory()
    roles.appoint(other, Role.HR, municipality)

    response = as_user(other).get(incident.get_absolute_url())

    assertNotContains(response, "Kim Testsson")


def test_access_needs_a_reason(as_user, hr, incident):
    response = as_user(hr).post(url(incident, "persons"), {"reason": " "})

    assert response.status_code == 422
    assert not EmergencyAccess.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("reader", "status"),
    [
        ("safety_representative", 403),
        ("head_of_administration", 403),
        ("teacher", 404),
    ],
)
def test_nobody_but_hr_breaks_the_glass(as_user, request, incident, reader, status):
    client = as_user(request.getfixturevalue(reader))

    response = client.post(url(incident, "persons"), {"reason": "Curious."})

    assert response.status_code == status
    assert not EmergencyAccess.objects.exists()


def test_hidden_personal_data_hides_the_name_also_here(manager, incident):
    assertContains(manager.get(incident.get_absolute_url()), "Kim Testsson")

    manager.post(reverse("ui:persons"), {"hide": "yes"})

    response = manager.get(incident.get_absolute_url())
    assertNotContains(response, "Kim Testsson")
    assertNotContains(response, incident.reported_by.name)
