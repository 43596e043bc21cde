"""What municipalities told us that they do for new employees, page by page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from introductions import editing, reminding
from introductions.models import Introduction, SurveyAnswer
from mailing.models import Message
from sam.dates import today
from tests.factories import UnitFactory, UserFactory
from tests.introductions.factories import asked, introduction, step, template

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def home_care(municipality, hr):
    """Eleven steps: nine on the first day and two within two weeks."""
    made = template(municipality, by=hr, titles=(), draft=True, languages=["en"])
    words = ["Alarm at threats", "Lifting aid", "Evacuation"]
    words += [f"Step {number}" for number in range(6)]
    for each in words:
        step(made, by=hr, sv=f"sv {each}", en=each)
    for each in ["Lone work", "Chemicals"]:
        step(made, by=hr, sv=f"sv {each}", en=each, after_days=13, risk="lone_work")
    made.publish(by=hr)
    return made


@pytest.fixture
def substitute(school):
    return UserFactory(name="Substitute", unit=school, employed_on=today())


def test_n4_substitute_has_the_steps_on_a_page_in_the_language_of_choice(
    as_user, parse, head_teacher, substitute, home_care
):
    client = as_user(head_teacher)
    start = parse(client.get(reverse("start")))
    begin = start.find(
        "a", string=lambda text: text and "Begin an introduction" in text
    )
    said = {"template": home_care.pk, "starts_on": str(today())}
    client.post(begin["href"], said)
    client = as_user(substitute)
    url = Introduction.objects.get().get_absolute_url()

    client.post(reverse("ui:language"), {"language": "en"})
    english = parse(client.get(url)).text
    client.post(reverse("ui:language"), {"language": "sv"})
    swedish = parse(client.get(url)).text

    for each in ["Alarm at threats", "Lifting aid", "Evacuation"]:
        assert each in english
        assert f"sv {each}" not in english
        assert f"sv {each}" in swedish


def test_n4b_on_day_fourteen_two_are_open_both_are_reminded_and_nine_of_eleven_are_done(
    as_user, parse, head_teacher, school, substitute, home_care
):
    begun = introduction(
        school,
        by=head_teacher,
        person=substitute,
        template=home_care,
        starts_on=today() - timedelta(days=13),
    )
    for each in begun.steps.all()[:9]:
        url = reverse("introductions:tick", args=[begun.pk, each.pk])
        as_user(head_teacher).post(url)
        as_user(substitute).post(url)

    reminding.remind_all()
    reminding.remind_all()

    told = Message.objects.filter(about__startswith="introduction_steps")
    assert {each.recipient for each in told} == {head_teacher, substitute}
    assert told.count() == 2
    page = parse(as_user(head_teacher).get(reverse("introductions:introduction_list")))
    assert "9 of 11 done" in page.text


def test_n4c_a_step_is_done_when_both_have_said_so(
    as_user, head_teacher, school, substitute
):
    begun = introduction(
        school, person=substitute, template=template(school, titles=["Alarm"])
    )
    only = begun.steps.get()
    url = reverse("introductions:tick", args=[begun.pk, only.pk])

    as_user(substitute).post(url)
    only.refresh_from_db()
    half = only.is_done
    as_user(head_teacher).post(url)

    only.refresh_from_db()
    begun.refresh_from_db()
    assert (half, only.is_done, begun.status) == (False, True, "done")


def test_n4d_who_has_no_introduction_stands_on_the_managers_list_and_in_hrs(
    as_user, parse, head_teacher, hr, substitute
):
    manager = parse(
        as_user(head_teacher).get(reverse("introductions:introduction_list"))
    )
    of_hr = parse(as_user(hr).get(reverse("introductions:overview")))

    assert "Substitute" in manager.select_one("section.panel").text
    assert "Substitute" in of_hr.text


def test_n4e_template_changed_while_an_introduction_runs_leaves_it_as_it_was(
    as_user, parse, hr, substitute, school, home_care
):
    begun = introduction(school, person=substitute, template=home_care)
    draft = editing.make_version(home_care, by=hr)
    step(draft, by=hr, sv="A new step")
    draft.publish(by=hr)

    page = parse(as_user(substitute).get(begun.get_absolute_url())).text

    assert "A new step" not in page
    assert begun.steps.count() == 11


def test_b8_hr_sees_how_many_answered_and_knew_the_plan_and_small_units_are_hidden(
    as_user, parse, hr, administration, school, other_school
):
    small = UnitFactory(name="Small school", parent=administration)
    asked(school, answered=30, yes=20, without=12)
    asked(other_school, answered=25, yes=16)
    asked(small, answered=3, yes=1)

    page = parse(as_user(hr).get(reverse("introductions:survey")))

    lead = page.select_one("p.lead").text
    shown = [row.th.text for row in page.select("tbody tr")]
    assert "58 of 70 answered." in lead
    assert "64 % knew the plan." in lead
    assert "Small school" not in shown
    # With both large ones shown the small one would be the rest of the sum.
    assert ("North school" in shown) + ("South school" in shown) == 1


def test_b8b_manager_is_told_that_the_probation_ends_and_by_when_to_talk(
    as_user, parse, head_teacher, school, substitute, monkeypatch
):
    ends_on = today() + timedelta(days=40)
    introduction(
        school,
        person=substitute,
        starts_on=today() - timedelta(days=140),
        probation_ends_on=ends_on,
    )
    talk_by = ends_on - timedelta(days=17)

    reminding.remind_all()
    start = parse(as_user(head_teacher).get(reverse("start")))

    assert Message.objects.filter(about__startswith="introduction_probation_end").get()
    task = start.find(
        "a", string=lambda text: text and "Talk before the probation" in text
    )
    assert task.find_parent("li").find("time")["datetime"] == talk_by.isoformat()


def test_b8c_talk_before_fifteenth_of_january_when_the_probation_ends_in_february():
    begun = Introduction(probation_ends_on=date(2027, 2, 1))

    assert begun.talk_by == date(2027, 1, 15)


def test_b8d_new_employee_is_asked_after_three_months_and_answers_once_without_a_name(
    as_user, parse, school, substitute
):
    begun = introduction(
        school, person=substitute, starts_on=today() - timedelta(days=100)
    )
    reminding.remind_all()
    client = as_user(substitute)
    start = parse(client.get(reverse("start")))
    task = start.find(
        "a", string=lambda text: text and "how your introduction was" in text
    )
    said = {
        "knew_plan": "yes",
        "was_used": "partly",
        "knows_risks": "yes",
        "knew_whom_to_ask": "no",
        "rating": "4",
    }

    client.post(task["href"], said)
    again = client.post(task["href"], said)

    assert Message.objects.filter(about=f"introduction_survey_first:{begun.pk}").get()
    assert again.status_code == 404
    answer = SurveyAnswer.objects.get()
    assert answer.unit == school
    names = {field.name for field in SurveyAnswer._meta.get_fields()}
    assert not names & {"person", "introduction", "invitation", "created_at"}


def test_b8e_employment_that_ends_before_is_not_asked(school, substitute):
    begun = introduction(
        school, person=substitute, ends_on=today() + timedelta(days=30)
    )

    assert not hasattr(begun, "invitation")


def test_mails_name_nobody_in_their_subject(school, substitute, head_teacher):
    introduction(school, person=substitute, starts_on=today() - timedelta(days=100))

    with translation.override("en"):
        reminding.remind_all()

    subjects = " ".join(Message.objects.values_list("subject", flat=True))
    assert subjects
    assert "Substitute" not in subjects
