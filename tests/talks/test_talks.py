from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from mailing.models import Message
from organisation.models import Unit
from sam.dates import today
from talks import evidence, shares
from talks.models import OpinionCount, Talk, TalkCount
from talks.tasks import count_talks
from tests.factories import UserFactory
from tests.talks.world import employ

pytestmark = pytest.mark.usefixtures("in_english")

LIST = reverse("talks:talk_list")
LOG = reverse("talks:talk_log", args=["employee"])
YEAR = today().year


def log(people, by, kind="employee", held_on=None, **marks):
    return Talk.objects.log(
        people, by=by, kind=kind, held_on=held_on or today(), **marks
    )


def names(parse, response):
    return [row.th.get_text(strip=True) for row in parse(response).select("tbody tr")]


def test_manager_logs_talks_with_several_at_once(as_user, head_teacher, school):
    people = employ(3, school)
    said = {"people": [each.pk for each in people], "held_on": str(today())}

    response = as_user(head_teacher).post(LOG, said, follow=True)

    assert "3 talks are logged." in response.content.decode()
    assert {each.unit for each in Talk.objects.all()} == {school}


def test_a_talk_that_is_logged_already_is_left_as_it_is(head_teacher, teacher):
    log([teacher], head_teacher, asked_about_violence=True)

    assert log([teacher], head_teacher) == 0
    assert Talk.objects.get().asked_about_violence


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"people": []}, "Choose at least one person."),
        ({"held_on": str(today() + timedelta(1))}, "The day has not come yet."),
        ({"held_on": "yesterday"}, "Enter a valid date."),
    ],
)
def test_what_makes_no_sense_is_refused(as_user, head_teacher, teacher, wrong, message):
    said = {"people": [teacher.pk], "held_on": str(today())} | wrong

    response = as_user(head_teacher).post(LOG, said)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Talk.objects.exists()


def test_nobody_logs_talks_with_those_of_others(as_user, head_teacher, other_school):
    stranger = UserFactory(unit=other_school)
    said = {"people": [stranger.pk], "held_on": str(today())}

    assert as_user(head_teacher).post(LOG, said).status_code == 422
    assert not Talk.objects.exists()


def test_a_pay_talk_has_no_question_about_violence(
    as_user, head_teacher, teacher, parse
):
    url = reverse("talks:talk_log", args=["pay"])
    said = {"people": [teacher.pk], "held_on": str(today())}

    form = parse(as_user(head_teacher).get(url))
    as_user(head_teacher).post(url, said | {"asked_about_violence": "on"})

    assert form.select("[name=asked_about_violence]") == []
    assert not Talk.objects.get().asked_about_violence
    with pytest.raises(IntegrityError), transaction.atomic():
        Talk.objects.update(asked_about_violence=True)


def test_what_was_logged_in_one_act_is_undone_in_one(
    as_user, head_teacher, teacher, school, parse
):
    log([teacher], head_teacher, held_on=today() - timedelta(9))
    people = employ(2, school)
    said = {"people": [each.pk for each in people], "held_on": str(today())}
    client = as_user(head_teacher)
    client.post(LOG, said)

    undo = parse(client.get(LIST)).select_one("form.panel")
    assert "You logged 2 talks today." in undo.text
    client.post(undo["action"])

    assert [talk.employee for talk in Talk.objects.all()] == [teacher]


def test_what_was_logged_yesterday_is_not_undone(as_user, head_teacher, teacher, parse):
    log([teacher], head_teacher)
    Talk.objects.update(logged_at=timezone.now() - timedelta(2))
    url = reverse("talks:talk_undo", args=[Talk.objects.get().pk])

    assert parse(as_user(head_teacher).get(LIST)).select("form.panel") == []
    assert as_user(head_teacher).post(url).status_code == 404


def test_list_shows_whose_talk_is_left(as_user, head_teacher, teacher, school, parse):
    others = employ(2, school)
    log(others, head_teacher)
    client = as_user(head_teacher)

    assert names(parse, client.get(LIST, {"show": "employee"})) == ["Teacher"]
    assert len(names(parse, client.get(LIST, {"show": "pay"}))) == 3
    assert names(parse, client.get(LIST, {"q": "teach"})) == ["Teacher"]


def test_list_costs_the_same_for_many(
    as_user, head_teacher, teacher, school, count_queries
):
    client = as_user(head_teacher)
    one = count_queries(client, LIST)
    log(employ(9, school), head_teacher)

    assert count_queries(client, LIST) == one <= 12


def test_shares_cost_the_same_for_many(
    as_user, hr, head_teacher, school, count_queries
):
    url = reverse("talks:shares")
    one = count_queries(as_user(hr), url)
    log(employ(9, school), head_teacher)

    assert count_queries(as_user(hr), url) == one <= 12


def test_talk_is_put_right_and_its_history_kept(as_user, head_teacher, teacher):
    log([teacher], head_teacher)
    talk = Talk.objects.get()
    url = reverse("talks:talk_edit", args=[talk.pk])
    day = today() - timedelta(3)
    said = {"version": "0", "held_on": str(day), "informed_of_support": "on"}

    as_user(head_teacher).post(url, said)

    talk.refresh_from_db()
    assert (talk.held_on, talk.informed_of_support) == (day, True)
    assert [each.held_on for each in talk.events.all()] == [today()]


def test_two_who_put_it_right_lose_nothing(as_user, head_teacher, teacher):
    log([teacher], head_teacher)
    talk = Talk.objects.get()
    talk.change(by=head_teacher, version=0, held_on=today() - timedelta(1))
    url = reverse("talks:talk_edit", args=[talk.pk])
    said = {"version": "0", "held_on": str(today() - timedelta(2))}

    assert as_user(head_teacher).post(url, said).status_code == 422


def test_the_models_hold_no_words():
    """Nothing that was said has a place to be written in."""
    texts = {
        field.name
        for field in Talk._meta.get_fields()
        if field.get_internal_type() in {"TextField", "JSONField"}
        or (field.get_internal_type() == "CharField" and not field.choices)
    }

    assert texts == set()


def test_employee_reads_of_the_own_talk_that_it_was_and_when(
    as_user, head_teacher, teacher, parse
):
    log([teacher], head_teacher, asked_about_violence=True)

    page = parse(as_user(teacher).get(reverse("talks:mine"))).select_one("main")

    assert page.select_one("tbody time")["datetime"] == str(today())
    assert "violence" not in page.text


def test_opinion_is_given_once(as_user, head_teacher, teacher):
    log([teacher], head_teacher)
    url = reverse("talks:opinion", args=[Talk.objects.get().pk])
    said = {"useful": "no", "heard": "yes"}

    as_user(teacher).post(url, said)
    as_user(teacher).post(url, said)

    assert [each.number for each in OpinionCount.objects.all()] == [1, 1]
    # Nothing leads from the counts to a person, and no history tells when they grew.
    related = {field.related_model for field in OpinionCount._meta.get_fields()}
    assert related == {None, Unit}
    assert not hasattr(OpinionCount, "pgh_event_model")
    assert not Talk.pgh_event_model.objects.exists()


def test_counts_are_kept_when_the_year_is_over(head_teacher, teacher, school):
    log([teacher], head_teacher, asked_about_violence=True)
    log([teacher], head_teacher, held_on=today() - timedelta(1))

    count_talks()
    count_talks()

    kept = TalkCount.objects.get(unit=school, kind="employee", year=YEAR)
    assert (kept.employees, kept.held, kept.asked, kept.informed) == (2, 1, 1, 0)


def test_last_years_share_is_of_those_who_worked_there_then(school):
    TalkCount.objects.create(
        unit=school, year=YEAR - 1, kind="employee", employees=20, held=10
    )
    employ(5, school)

    overview = shares.Overview(YEAR)

    assert overview.before[school.pk]["employee"].held_percent == 50
    assert overview.now[school.pk]["employee"].held_percent == 0


def test_wheel_is_told_the_last_day_when_all_have_had_their_talk(
    head_teacher, teacher, school, other_school, django_assert_num_queries
):
    units, first = Unit.objects.all(), today().replace(month=1, day=1)
    log([teacher], head_teacher, held_on=today())
    with django_assert_num_queries(1):
        assert evidence.talks_held(units, first, today()) == {}

    assert evidence.talks_held(units, first, today(), share=0.5) == {school.pk: today()}
    log([head_teacher], teacher, asked_about_violence=True)
    assert evidence.talks_held(units, first, today()) == {school.pk: today()}
    assert evidence.violence_asked(units, first, today()) == {}
    assert evidence.pay_talks_held(units, first, today()) == {}


def test_head_of_another_part_reminds_nobody(
    as_user, hr, head_teacher, other_school, school, administration
):
    employ(9, school)
    url = reverse("talks:remind", args=[school.pk])

    as_user(head_teacher).post(reverse("talks:remind", args=[other_school.pk]))
    assert not Message.objects.exists()
    as_user(hr).post(url)

    assert [each.recipient for each in Message.objects.all()] == [head_teacher]


def test_unit_with_enough_talks_is_not_reminded(as_user, hr, head_teacher, school):
    log(employ(9, school), head_teacher)

    as_user(hr).post(reverse("talks:remind", args=[school.pk]))

    assert not Message.objects.exists()


def test_share_of_few_people_is_said_to_be_hidden_and_drawn_nowhere(
    as_user, head_teacher, teacher, parse
):
    page = parse(as_user(head_teacher).get(reverse("talks:shares")))

    assert page.select_one("tbody td").text == "Not shown: too few people"
    assert "None" not in page.select_one("#results").text
