from datetime import timedelta

import pytest
from django.urls import reverse

from mailing.models import Message
from organisation import roles
from organisation.models import Role
from sam.dates import today
from talks.models import AgreedGoal, Preparation, TalkSettings, TalkTemplate
from talks.tasks import delete_outdated
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def shared(teacher, head_teacher):
    preparation = Preparation.objects.begin(teacher)
    preparation.share(by=teacher, leader=head_teacher)
    return preparation


def page_of(preparation, name=""):
    return reverse(f"talks:preparation{name}", args=[preparation.pk])


def goal_of(teacher, head_teacher):
    return AgreedGoal.objects.create(
        employee=teacher,
        leader=head_teacher,
        unit=teacher.unit,
        text="A course",
        delete_on=today() + timedelta(9),
    )


def test_manager_asks_employees_to_prepare(as_user, head_teacher, teacher, parse):
    day = today() + timedelta(7)
    said = {"people": [teacher.pk], "planned_on": str(day)}

    as_user(head_teacher).post(reverse("talks:invite"), said)

    told = Message.objects.get()
    assert told.recipient == teacher
    assert teacher.name not in told.subject
    preparation = Preparation.objects.get()
    start = parse(as_user(teacher).get(reverse("start")))
    assert start.select(f'main a[href="{page_of(preparation)}"]')
    assert as_user(head_teacher).get(page_of(preparation)).status_code == 404


def test_it_is_shared_with_the_own_manager_alone(as_user, teacher, head_teacher, hr):
    preparation = Preparation.objects.begin(teacher)
    url = page_of(preparation, "_share")

    assert as_user(teacher).post(url, {"leader": hr.pk}).status_code == 422
    preparation.refresh_from_db()
    assert not preparation.is_shared


def test_manager_does_not_read_it_any_longer_when_it_is_taken_back(
    as_user, teacher, head_teacher, shared
):
    assert as_user(head_teacher).get(page_of(shared)).status_code == 200

    as_user(teacher).post(page_of(shared, "_unshare"))

    assert as_user(head_teacher).get(page_of(shared)).status_code == 404


def test_manager_who_has_moved_on_does_not_read_it(
    as_user, teacher, head_teacher, shared
):
    roles.dismiss(head_teacher.appointments.get())

    assert as_user(head_teacher).get(page_of(shared)).status_code == 404
    delete_outdated()
    assert not Preparation.objects.exists()


@pytest.mark.parametrize("leaves", [True, False])
def test_it_is_deleted_when_the_employee_moves_on(
    teacher, head_teacher, shared, other_school, leaves
):
    goal_of(teacher, head_teacher)
    delete_outdated()
    assert (Preparation.objects.count(), AgreedGoal.objects.count()) == (1, 1)

    if leaves:
        teacher.is_active = False
    else:
        teacher.unit = other_school
    teacher.save()
    delete_outdated()

    assert (Preparation.objects.count(), AgreedGoal.objects.count()) == (0, 0)


def test_it_is_deleted_after_the_months_that_the_municipality_sets(
    as_user, hr, teacher, monkeypatch
):
    url = reverse("talks:settings")
    wrong = as_user(hr).post(url, {"version": "0", "months_kept": "0"})
    assert wrong.status_code == 422
    as_user(hr).post(url, {"version": "0", "months_kept": "2"})
    assert not TalkSettings.objects.current().asks_opinion
    preparation = Preparation.objects.begin(teacher)
    assert timedelta(58) < preparation.delete_on - today() < timedelta(63)

    monkeypatch.setattr("talks.models.preparing.today", lambda: preparation.delete_on)
    delete_outdated()

    assert not Preparation.objects.exists()


def test_nothing_is_left_of_what_is_deleted(as_user, teacher, shared):
    as_user(teacher).post(page_of(shared, "_remove"))

    assert not Preparation.objects.exists()
    assert not hasattr(Preparation, "pgh_event_model")
    assert not hasattr(AgreedGoal, "pgh_event_model")


def test_what_is_begun_keeps_its_sections_when_hr_writes_others(as_user, hr, teacher):
    begun = Preparation.objects.begin(teacher)
    first = begun.parts[0]["title"]
    url = reverse("talks:template")

    as_user(hr).post(url, {"version": "0", "title_1": "Health", "title_3": "Goals"})

    titles = [each["title"] for each in TalkTemplate.objects.current().sections]
    assert titles == ["Health", "Goals"]
    begun.refresh_from_db()
    assert begun.parts[0]["title"] == first
    other = Preparation.objects.begin(UserFactory(unit=teacher.unit))
    assert [each["title"] for each in other.parts] == titles


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({}, "Keep at least one section."),
        ({"questions_1": "What?"}, "The section needs a title."),
    ],
)
def test_template_without_sense_is_refused(as_user, hr, said, message):
    response = as_user(hr).post(reverse("talks:template"), {"version": "0"} | said)

    assert response.status_code == 422
    assert message in response.content.decode()


def test_two_windows_of_one_employee_lose_nothing(as_user, teacher):
    preparation = Preparation.objects.begin(teacher)
    url = page_of(preparation, "_edit")
    client = as_user(teacher)
    client.post(url, {"version": "0", "part_0": "First"})

    response = client.post(url, {"version": "0", "part_0": "Second"})

    assert response.status_code == 422
    assert "Second" in response.content.decode()


def test_goal_is_read_and_written_by_the_two(
    as_user, teacher, head_teacher, hr, head_of_administration
):
    url = reverse("talks:goal_add", args=[teacher.pk])
    as_user(head_teacher).post(url, {"text": "A course"})
    goal = AgreedGoal.objects.get()
    page = reverse("talks:goal_edit", args=[goal.pk])

    said = {"text": "A course in March", "outcome": "reached", "version": "0"}
    as_user(teacher).post(page, said)

    goal.refresh_from_db()
    assert (goal.text, goal.outcome) == ("A course in March", "reached")
    for other in (hr, head_of_administration, UserFactory(unit=teacher.unit)):
        assert as_user(other).get(page).status_code == 404


def test_new_manager_does_not_read_what_the_one_before_agreed_on(
    as_user, teacher, head_teacher, school
):
    goal = goal_of(teacher, head_teacher)
    roles.dismiss(head_teacher.appointments.get())
    new = UserFactory(unit=school)
    roles.appoint(new, Role.MANAGER, school)

    page = reverse("talks:goal_edit", args=[goal.pk])

    assert as_user(new).get(page).status_code == 404
    assert as_user(head_teacher).get(page).status_code == 404


def test_somebody_without_a_workplace_is_told_so(as_user, db):
    response = as_user(UserFactory()).post(
        reverse("talks:preparation_begin"), follow=True
    )

    assert "You have no workplace in the program." in response.content.decode()
