"""Talks, early action and sick leave as people do them, page by page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mailing.models import Message
from organisation import roles
from organisation.models import Municipality, Role
from sam.dates import today
from talks.models import (
    EarlySupport,
    OpinionCount,
    Preparation,
    SickLeave,
    Talk,
    TalkCount,
)
from tests.factories import UserFactory
from tests.talks.world import employ

pytestmark = pytest.mark.usefixtures("in_english")

LIST = reverse("talks:talk_list")
SHARES = reverse("talks:shares")
MINE = reverse("talks:mine")
LOG = reverse("talks:talk_log", args=["employee"])
START = reverse("start")


def log(client, *people, kind="employee", **marks):
    url = reverse("talks:talk_log", args=[kind])
    said = {"people": [each.pk for each in people], "held_on": str(today())}
    return client.post(url, said | marks)


def row_of(page, name):
    """The cells of a row in a table, as one reads them."""
    for row in page.select("tbody tr"):
        cells = [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
        if cells[0] == name:
            return cells
    return None


def test_n8_manager_opens_an_early_action_that_only_she_and_one_of_hr_can_read(
    as_user, head_teacher, head_of_administration, hr, school, teacher, parse
):
    employ(20, school)
    due_on = today() + timedelta(7)

    form = parse(as_user(head_teacher).get(reverse("talks:early_add")))
    assert form.select("main textarea, main input[type=text]") == []
    response = as_user(head_teacher).post(
        reverse("talks:early_add"),
        {
            "employee": teacher.pk,
            "reason": "short_absence",
            "hr_contact": hr.pk,
            "step": "talk",
            "due_on": str(due_on),
        },
    )
    page = EarlySupport.objects.get().get_absolute_url()

    assert response.url == page
    tasks = parse(as_user(head_teacher).get(START)).select(f'main a[href="{page}"]')
    assert [each.text for each in tasks] == ["Take the next step of an early action"]
    assert as_user(hr).get(page).status_code == 200
    others = UserFactory(unit=school), head_of_administration
    for other in others:
        assert as_user(other).get(page).status_code == 404
    figures = parse(as_user(hr).get(reverse("talks:early_figures")))
    assert row_of(figures, "North school")[1] == "1"
    assert teacher.name not in figures.text


def test_n14_two_marks_and_no_text_when_a_talk_is_logged(
    as_user, head_teacher, teacher, hr, school, parse
):
    colleagues = employ(5, school)

    form = parse(as_user(head_teacher).get(LOG, {"people": [teacher.pk]}))
    marks = form.select("main input[type=checkbox]:not([name=people])")
    assert [each["name"] for each in marks] == [
        "asked_about_violence",
        "informed_of_support",
    ]
    assert form.select("main textarea, main input[type=text]") == []
    log(as_user(head_teacher), *colleagues, asked_about_violence="on")
    log(as_user(head_teacher), teacher)

    shown = row_of(parse(as_user(hr).get(SHARES, {"unit": school.pk})), "North school")
    # Seven with the manager, who has a talk with the level above.
    assert shown[1:4] == ["7", "86 %", "71 %"]
    own = parse(as_user(teacher).get(MINE))
    assert row_of(own, "Employee talk") == ["Employee talk", own.time.text]
    assert "violence" not in own.select_one("main").text


def test_n14_units_of_fewer_than_five_are_hidden(
    as_user, head_teacher, hr, school, other_school, teacher, parse
):
    employ(9, other_school)
    log(as_user(head_teacher), teacher)

    small = row_of(parse(as_user(hr).get(SHARES, {"unit": school.pk})), "North school")

    assert small == ["North school", "Not shown: too few people"]


def test_m4_preparation_is_read_by_the_manager_from_when_it_is_shared(
    as_user, head_teacher, hr, head_of_administration, safety_representative, teacher
):
    as_user(teacher).post(reverse("talks:preparation_begin"))
    own = Preparation.objects.get()
    page = own.get_absolute_url()
    edit = reverse("talks:preparation_edit", args=[own.pk])
    as_user(teacher).post(edit, {"part_0": "My wishes", "version": "0"})

    assert as_user(head_teacher).get(page).status_code == 404
    share = reverse("talks:preparation_share", args=[own.pk])
    as_user(teacher).post(share, {"leader": head_teacher.pk})

    assert "My wishes" in as_user(head_teacher).get(page).content.decode()
    for other in (hr, head_of_administration, safety_representative):
        assert as_user(other).get(page).status_code == 404


def test_m5_hr_sees_both_kinds_of_talks_per_administration(
    as_user, hr, municipality, administration, school, head_teacher, parse
):
    people = employ(9, school)
    client = as_user(head_teacher)
    log(client, *people)
    log(client, *people[:5], kind="pay")

    shown = row_of(parse(as_user(hr).get(SHARES)), "Schools")

    # Ten with the manager.
    assert (shown[2], shown[5]) == ("90 %", "50 %")


@pytest.mark.parametrize("first_day", [date(2026, 10, 1)])
def test_b1b_milestones_of_a_sick_leave_stand_on_the_managers_page(
    as_user, head_teacher, hr, school, teacher, parse, monkeypatch, first_day
):
    Municipality.objects.update(country="NO")
    employ(20, school)
    for module in ("talks.forms.early", "talks.support_figures", "sam.start.agenda"):
        monkeypatch.setattr(f"{module}.today", lambda: date(2026, 10, 20))

    as_user(head_teacher).post(
        reverse("talks:leave_add"),
        {"employee": teacher.pk, "first_day": str(first_day)},
    )
    leave = SickLeave.objects.get()

    start = parse(as_user(head_teacher).get(START))
    tasks = start.select(f'main a[href="{leave.get_absolute_url()}"]')
    days = [each.find_next("time")["datetime"] for each in tasks]
    assert dict(zip([each.text for each in tasks], days, strict=True)) == {
        "Follow-up plan": "2026-10-29",
        "Dialogue meeting": "2026-11-19",
    }
    plan = leave.milestones.get(code="no_plan")
    done = reverse("talks:milestone_done", args=[leave.pk, plan.pk])
    as_user(head_teacher).post(done, {"done_on": "2026-10-20"})
    assert as_user(hr).get(leave.get_absolute_url()).status_code == 404
    figures = parse(as_user(hr).get(reverse("talks:early_figures")))
    assert row_of(figures, "North school")[3:] == ["1", "0"]


def test_b4_head_reminds_the_leaders_with_less_than_half_of_the_talks_held(
    as_user, administration, school, other_school, head_teacher,
    head_of_administration, parse,
):  # fmt: skip
    people, others = employ(9, school), employ(9, other_school)
    south = UserFactory(name="Southern head", unit=other_school)
    roles.appoint(south, Role.MANAGER, other_school)
    year = today().year
    for unit, held in ((school, 8), (other_school, 2)):
        TalkCount.objects.create(
            unit=unit, year=year - 1, kind="employee", employees=10, held=held
        )
    log(as_user(head_teacher), *people)
    log(as_user(south), *others[:2])

    page = parse(as_user(head_of_administration).get(SHARES))

    # 9 + 2 of 20, the head being counted with the level above; last year 8 + 2.
    assert row_of(page, "Schools")[2] == "55 % (50 %)"
    assert row_of(page, "South school")[2] == "20 % (20 %)"
    (little,) = page.select("section[aria-labelledby=little] tbody tr")
    assert little.td.text == "Southern head"
    assert not any(each.name in page.text for each in (*people, *others))
    for _twice in range(2):
        as_user(head_of_administration).post(little.form["action"])
    (told,) = Message.objects.filter(about__startswith="talks_left")
    assert told.recipient == south


def test_b4_answers_on_the_talk_are_counted_and_joined_to_nobody(
    as_user, hr, head_teacher, school, parse
):
    people = employ(5, school)
    last_year = today().replace(year=today().year - 1, month=6, day=1)
    log(as_user(head_teacher), *people)
    for each in people:
        talk = Talk.objects.get(employee=each)
        url = reverse("talks:opinion", args=[talk.pk])
        as_user(each).post(url, {"useful": "yes", "heard": "partly"})

    hidden = parse(as_user(hr).get(SHARES, {"unit": school.pk}))
    assert hidden.select("#opinions") == []
    OpinionCount.objects.update(year=last_year.year)
    asked = {"unit": school.pk, "year": last_year.year}
    shown = row_of(parse(as_user(hr).get(SHARES, asked)), "Was the talk useful to you?")

    assert shown[1:] == ["5", "100 %", "0 %", "0 %"]
