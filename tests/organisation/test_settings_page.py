"""What a person decides for themselves: how e-mail comes, and who stands in."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mailing.models import Message
from organisation import roles
from organisation.models import Appointment, Role, UnitPermission
from sam.dates import today
from tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

SETTINGS = "/organisation/settings/"
ADD = "/organisation/substitutes/add/"

# Asked for by each test anew: a run may go on beyond midnight.


def tomorrow():
    return today() + timedelta(days=1)


def next_week():
    return today() + timedelta(days=7)


@pytest.fixture
def colleague(other_school):
    return UserFactory(name="Colleague", unit=other_school)


@pytest.fixture
def named(school, colleague):
    """The form as it is sent: from tomorrow, a week."""
    return {
        "unit": str(school.pk),
        "user": str(colleague.pk),
        "since": str(tomorrow()),
        "last_day": str(next_week()),
    }


@pytest.fixture
def substitute(school, colleague):
    def _substitute(since, until):
        return roles.appoint(
            colleague, Role.SUBSTITUTE, school, since=since, until=until
        )

    return _substitute


def end(client, appointment):
    return client.post(
        reverse("organisation:substitute_end", args=[appointment.pk]), follow=True
    )


CHOSEN = {"gets_digest": "True", "reminders": "weekly"}


def test_person_chooses_how_email_and_reminders_come(as_user, teacher):
    response = as_user(teacher).post(SETTINGS, CHOSEN)

    teacher.refresh_from_db()
    assert response.url == SETTINGS
    assert (teacher.gets_digest, teacher.reminders) == (True, "weekly")


def test_page_shows_what_was_chosen(as_user, parse, teacher):
    teacher.gets_digest, teacher.reminders = True, "never"
    teacher.save()

    page = parse(as_user(teacher).get(SETTINGS))

    assert page.select_one("[name=gets_digest][checked]")["value"] == "True"
    assert page.select_one("[name=reminders][checked]")["value"] == "never"
    assert len(page.select("[name=reminders]")) == 3


@pytest.mark.parametrize(
    "wrong", [{"gets_digest": "weekly"}, {"reminders": "hourly"}, {"reminders": ""}]
)
def test_unknown_choice_is_refused(as_user, teacher, wrong):
    response = as_user(teacher).post(SETTINGS, CHOSEN | wrong)

    teacher.refresh_from_db()
    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)
    assert (teacher.gets_digest, teacher.reminders) == (False, "daily")


def test_one_without_a_unit_is_offered_no_substitutes(as_user, parse, teacher):
    assert not parse(as_user(teacher).get(SETTINGS)).select_one("#substitutes")


def test_manager_names_a_substitute_who_is_told(
    as_user, head_teacher, school, colleague, named
):
    response = as_user(head_teacher).post(ADD, named)

    appointment = Appointment.objects.get(role=Role.SUBSTITUTE)
    message = Message.objects.get()
    assert response.url == SETTINGS
    assert (appointment.user, appointment.unit) == (colleague, school)
    assert (appointment.first_day, appointment.last_day) == (tomorrow(), next_week())
    assert message.recipient == colleague
    assert colleague.name not in message.subject
    assert head_teacher.name not in message.subject


def test_substitute_named_from_today_may_act_at_once(
    as_user, head_teacher, school, colleague, named
):
    as_user(head_teacher).post(ADD, named | {"since": str(today())})

    assert colleague.has_perm(f"organisation.{UnitPermission.HANDLE_INCIDENTS}", school)
    assert roles.responsible_for(school) == [colleague, head_teacher]


def test_substitute_from_today_is_told_at_once_though_wanting_a_digest(
    as_user, head_teacher, colleague, named
):
    colleague.gets_digest = True
    colleague.save()
    client = as_user(head_teacher)

    client.post(ADD, named)
    client.post(ADD, named | {"since": str(today()), "last_day": str(today())})

    statuses = Message.objects.order_by("created_at").values_list("status", flat=True)
    assert list(statuses) == [Message.Status.FOR_DIGEST, Message.Status.WAITING]


def test_head_names_a_substitute_in_a_unit_below(
    as_user, head_of_administration, named
):
    as_user(head_of_administration).post(ADD, named)

    assert Appointment.objects.filter(role=Role.SUBSTITUTE).exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"since": str(today() - timedelta(days=1))}, "since"),
        ({"last_day": str(today())}, "last_day"),
        ({"last_day": ""}, "last_day"),
        ({"last_day": "9999-12-31"}, "last_day"),
        ({"since": "2026-02-30"}, "since"),
        ({"user": "nobody"}, "user"),
        ({"unit": "nowhere"}, "unit"),
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_typed_stays(
    as_user, head_teacher, named, wrong, field
):
    response = as_user(head_teacher).post(ADD, named | wrong)

    form = response.context["form"]
    assert response.status_code == 422
    assert list(form.errors) == [field]
    assert form["since"].value() == (named | wrong)["since"]
    assert not Appointment.objects.filter(role=Role.SUBSTITUTE).exists()


def test_unit_of_somebody_else_is_refused(as_user, head_teacher, other_school, named):
    response = as_user(head_teacher).post(ADD, named | {"unit": str(other_school.pk)})

    assert list(response.context["form"].errors) == ["unit"]


@pytest.mark.parametrize("who", ["oneself", "someone who has left"])
def test_one_who_cannot_stand_in_is_refused(as_user, head_teacher, named, who):
    gone = UserFactory(is_active=False)
    user = head_teacher if who == "oneself" else gone

    response = as_user(head_teacher).post(ADD, named | {"user": str(user.pk)})

    assert list(response.context["form"].errors) == ["user"]


def test_double_click_names_one_substitute_and_says_so(as_user, head_teacher, named):
    client = as_user(head_teacher)

    first, second = client.post(ADD, named), client.post(ADD, named)

    assert (first.status_code, second.status_code) == (302, 422)
    assert second.context["form"].non_field_errors()
    assert Appointment.objects.filter(role=Role.SUBSTITUTE).count() == 1
    assert Message.objects.count() == 1


def test_same_moment_from_two_windows_names_one_substitute(
    as_user, head_teacher, named, monkeypatch
):
    client = as_user(head_teacher)
    client.post(ADD, named)
    # As for the one who asked before the other had written.
    monkeypatch.setattr(Appointment, "validate_constraints", lambda self: None)

    response = client.post(ADD, named)

    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    assert Appointment.objects.filter(role=Role.SUBSTITUTE).count() == 1


def test_substitute_names_no_substitute(as_user, substitute, colleague, named):
    substitute(today(), next_week())

    assert as_user(colleague).post(ADD, named).status_code == 403


def test_substitute_who_began_earlier_ends_with_yesterday(
    as_user, head_teacher, school, colleague, substitute
):
    appointment = substitute(today() - timedelta(days=2), next_week())

    end(as_user(head_teacher), appointment)

    appointment.refresh_from_db()
    assert appointment.last_day == today() - timedelta(days=1)
    assert roles.responsible_for(school) == [head_teacher]
    assert Message.objects.get().recipient == colleague


def test_substitute_who_has_not_begun_is_taken_back(as_user, head_teacher, substitute):
    appointment = substitute(tomorrow(), next_week())

    end(as_user(head_teacher), appointment)

    assert not Appointment.objects.filter(role=Role.SUBSTITUTE).exists()


def test_what_was_over_is_not_made_longer(as_user, head_teacher, substitute):
    appointment = substitute(date(2025, 1, 1), date(2025, 2, 1))

    response = end(as_user(head_teacher), appointment)

    appointment.refresh_from_db()
    assert appointment.last_day == date(2025, 1, 31)
    assert not Message.objects.exists()
    assert list(response.context["messages"])


def test_page_tells_past_present_and_coming_apart(
    as_user, parse, head_teacher, substitute
):
    substitute(date(2025, 1, 1), date(2025, 2, 1))
    substitute(today(), tomorrow())
    substitute(next_week(), None)

    page = parse(as_user(head_teacher).get(SETTINGS))

    rows = page.select(".tasks > li")
    assert [row.select_one(".ds-tag")["data-color"] for row in rows] == [
        "info",
        "success",
        "neutral",
    ]
    assert [len(row.select("form")) for row in rows] == [1, 1, 0]


def test_page_costs_the_same_for_one_and_three_substitutes(
    as_user, head_teacher, school, substitute, count_queries
):
    client = as_user(head_teacher)
    substitute(today(), tomorrow())
    one = count_queries(client, SETTINGS)
    for _number in range(2):
        roles.appoint(UserFactory(unit=UnitFactory()), Role.SUBSTITUTE, school)

    three = count_queries(client, SETTINGS)

    assert three == one <= 12


def test_people_are_found_by_name_with_their_workplace(
    as_user, parse, head_teacher, colleague, other_school
):
    response = as_user(head_teacher).get(
        "/organisation/substitutes/people/",
        {"field": "user", "id": "id_user", "user_search": "coll"},
    )

    [found] = parse(response).select(".option")
    assert found.select_one("input")["value"] == str(colleague.pk)
    assert other_school.name in found.text
