"""Stops of dangerous work: registered at once, never in the future, lifted with a reason."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from representatives.models import StopWork
from sam.dates import today, zone
from tests.representatives.factories import StopWorkFactory

pytestmark = pytest.mark.django_db
LIST = reverse("representatives:stop_list")
ADD = reverse("representatives:stop_add")
START = reverse("start")


def typed(school, **changes):
    return {
        "unit": school.pk,
        "scope": "Work on the roof.",
        "danger": "The railing is loose.",
        "is_lone_work": "no",
        "when": "now",
        "form_key": uuid4(),
        **changes,
    }


def clock(**delta):
    """The day and the time so long from now, as they are typed."""
    at = timezone.localtime(timezone=zone()) + timedelta(**delta)
    return at.date(), at.strftime("%H:%M")


@pytest.fixture
def stop(school, safety_representative):
    return StopWorkFactory(unit=school, representative=safety_representative)


def lift_url(stop):
    return reverse("representatives:stop_lift", args=[stop.pk])


def lifting(how="representative", **delta):
    on, time = clock(**delta)
    return {"lifting": how, "on": on, "time": time, "reason": "It is fixed."}


def test_stop_is_registered_at_once_and_told(
    as_user,
    school,
    safety_representative,
    head_teacher,
    head_of_administration,
    hr,
    told,
):
    response = as_user(safety_representative).post(
        ADD, typed(school, is_lone_work="yes")
    )

    stop = StopWork.objects.get()
    assert response.url == stop.get_absolute_url()
    assert stop.reference == f"{today().year}-1"
    assert (stop.is_in_force, stop.is_lone_work) == (True, True)
    assert stop.representative == safety_representative
    assert timezone.now() - stop.stopped_at < timedelta(minutes=1)
    assert told("stop_registered") == ["HR", "Head of schools", "Head teacher"]


def test_two_taps_make_one_stop_and_other_words_another(
    as_user, school, safety_representative
):
    on, time = clock(hours=-2)
    other = {"when": "other", "stopped_on": on, "stopped_time": time}
    data = typed(school, **other)
    client = as_user(safety_representative)

    client.post(ADD, data)
    client.post(ADD, data)
    client.post(ADD, data | {"scope": "Work on the stairs."})

    scopes = StopWork.objects.newest().values_list("number", "scope")
    assert list(scopes) == [(2, "Work on the stairs."), (1, "Work on the roof.")]


def test_two_taps_on_now_make_one_stop(as_user, school, safety_representative):
    data = typed(school)
    client = as_user(safety_representative)

    client.post(ADD, data)
    client.post(ADD, data)

    assert StopWork.objects.count() == 1


def test_another_time_and_who_was_told_are_kept(as_user, school, safety_representative):
    on, time = clock(days=-1)
    data = typed(
        school,
        when="other",
        stopped_on=on,
        stopped_time=time,
        told="The caretaker",
        told_time=time,
    )

    as_user(safety_representative).post(ADD, data)

    stop = StopWork.objects.get()
    assert timezone.localtime(stop.stopped_at, zone()).date() == on
    assert (stop.told, stop.told_at) == ("The caretaker", stop.stopped_at)


@pytest.mark.parametrize(
    ("name", "field"),
    [("stopped_time", "stopped_time"), ("told_time", "told_time")],
)
def test_time_to_come_is_refused_and_the_text_stays(
    as_user, school, safety_representative, parse, name, field
):
    on, time = clock(hours=2)
    data = typed(
        school,
        when="other",
        stopped_on=on,
        stopped_time=clock(hours=-1)[1],
        told="The caretaker",
        told_time=clock(hours=-1)[1],
    )

    response = as_user(safety_representative).post(ADD, data | {name: time})

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert parse(response).select_one("#id_scope").text.strip() == "Work on the roof."
    assert not StopWork.objects.exists()


def test_database_refuses_a_stop_to_come(school):
    with pytest.raises(IntegrityError), transaction.atomic():
        StopWorkFactory(unit=school, stopped_at=timezone.now() + timedelta(hours=1))

    assert not StopWork.objects.exists()


def test_other_area_and_empty_fields_are_refused(
    as_user, other_school, safety_representative
):
    data = typed(other_school, danger="")

    response = as_user(safety_representative).post(ADD, data)

    assert set(response.context["form"].errors) == {"unit", "danger"}


def test_manager_registers_no_stop(as_user, head_teacher):
    assert as_user(head_teacher).post(ADD, {}).status_code == 403


def test_representative_lifts_it(
    as_user, stop, safety_representative, head_teacher, told
):
    response = as_user(safety_representative).post(lift_url(stop), lifting("removed"))

    stop.refresh_from_db()
    assert response.url == stop.get_absolute_url()
    assert (stop.status, stop.lifting) == ("lifted", "removed")
    assert stop.lifted_because == "It is fixed."
    assert stop.transitions.get().by == safety_representative
    assert told("stop_lifted") == ["Head teacher", "Safety representative"]


def test_employer_keeps_only_what_the_authority_decided(as_user, stop, head_teacher):
    client = as_user(head_teacher)

    refused = client.post(lift_url(stop), lifting("removed"))
    client.post(lift_url(stop), lifting("authority"))

    stop.refresh_from_db()
    assert set(refused.context["form"].errors) == {"lifting"}
    assert (stop.status, stop.lifting) == ("lifted", "authority")


@pytest.mark.parametrize("hours", [-5, 2])
def test_lifting_lies_between_the_stop_and_now(
    as_user, stop, safety_representative, hours
):
    response = as_user(safety_representative).post(lift_url(stop), lifting(hours=hours))

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"time"}


def test_it_is_lifted_once(as_user, stop, safety_representative):
    client = as_user(safety_representative)

    client.post(lift_url(stop), lifting())
    second = client.post(lift_url(stop), lifting("removed"))

    stop.refresh_from_db()
    assert (stop.lifting, stop.transitions.count()) == ("representative", 1)
    assert second.status_code == 422
    assert second.context["form"]["reason"].value() == lifting()["reason"]


def test_representative_who_has_left_is_not_told_that_it_is_lifted(
    as_user, stop, safety_representative, head_teacher, told
):
    safety_representative.is_active = False
    safety_representative.save()

    as_user(head_teacher).post(lift_url(stop), lifting("authority"))

    assert "Head teacher" in told("stop_lifted")
    assert "Safety representative" not in told("stop_lifted")


def test_hr_reads_and_does_not_lift(as_user, stop, hr):
    client = as_user(hr)

    assert client.get(stop.get_absolute_url()).status_code == 200
    assert client.get(lift_url(stop)).status_code == 403


def test_what_was_registered_stays(stop):
    with pytest.raises(DatabaseError), transaction.atomic():
        StopWork.objects.filter(pk=stop.pk).update(scope="Nothing")

    stop.refresh_from_db()
    assert stop.scope == "Work on the roof."


def test_start_page_warns_managers_until_it_is_lifted(
    as_user, stop, head_teacher, teacher, safety_representative, parse
):
    def warned(user):
        return len(parse(as_user(user).get(START)).select(".ds-alert[role=region]"))

    before = [warned(head_teacher), warned(teacher)]
    as_user(safety_representative).post(lift_url(stop), lifting())

    assert before == [1, 0]
    assert warned(head_teacher) == 0


def test_stop_is_a_task_for_manager_and_representative(
    as_user, stop, head_teacher, safety_representative
):
    for person in [head_teacher, safety_representative]:
        agenda = as_user(person).get(START).context["agenda"]
        assert [task.url for task in agenda["soon"]] == [stop.get_absolute_url()]


def test_list_filters_and_costs_the_same_for_more_rows(
    as_user, stop, school, head_teacher, count_queries
):
    client = as_user(head_teacher)
    one = count_queries(client, LIST)
    lifted = StopWorkFactory(unit=school, lifted=True)
    StopWorkFactory(unit=school)

    assert count_queries(client, LIST) == one <= 12
    assert set(client.get(f"{LIST}?status=lifted").context["page"]) == {lifted}


def test_page_says_all_of_it(as_user, stop, head_teacher, count_queries):
    client = as_user(head_teacher)
    page = client.get(stop.get_absolute_url()).content.decode()

    assert "The railing is loose." in page
    assert "Safety representative" in page
    assert count_queries(client, stop.get_absolute_url()) <= 12
