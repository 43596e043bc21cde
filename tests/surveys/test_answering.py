"""Answering without an account, once, and without a trace."""

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from mailing.models import Message
from organisation.models import User
from sam.dates import today
from sam.logs import LineFormatter
from sam.weblog import UNLOGGED
from sam.workflow import InvalidTransition
from surveys import answering, inviting, mixing, tasks
from surveys.closing import close_survey
from surveys.models import (
    AnswerLink,
    AnswerSheet,
    FreeText,
    Recipient,
    Survey,
    SurveyUnit,
)
from tests.factories import UnitFactory, UserFactory
from tests.surveys import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def survey(municipality, hr, school, teacher):
    factories.employ(school, 6)
    return factories.opened(municipality, hr)


@pytest.fixture
def links(survey):
    """{person: address of their own link}, as they came by e-mail."""
    inviting.invite(survey)
    return {each.recipient: path_in(each) for each in Message.objects.all()}


def path_in(message):
    return next(word for word in message.body.split() if "/s/" in word)[
        len("http://127.0.0.1:8000") :
    ]


def typed(survey, value="4", text=""):
    return {
        f"q{each.pk.hex}": text if each.is_text else value
        for each in survey.questionnaire.questions()
    }


def test_each_employee_gets_one_link_and_only_its_fingerprint_is_kept(links, survey):
    inviting.invite(survey)

    working = User.objects.filter(unit__isnull=False, is_active=True)
    assert len(links) == Message.objects.count() == working.count()
    for path in links.values():
        token = path.strip("/").split("/")[-1]
        assert not AnswerLink.objects.filter(token_hash=token).exists()
        assert answering.way_of(token)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_questions_stand_in_the_readers_language(
    client, links, teacher, language, parse
):
    client.cookies.load({"django_language": language})

    page = parse(client.get(links[teacher]))

    assert page.html["lang"] == language
    assert len(page.select("fieldset")) == 8


def test_answers_come_in_by_one_sending_and_nothing_tells_whose_they_are(
    client, links, teacher, survey, parse
):
    response = client.post(links[teacher], typed(survey, text="More time"), follow=True)

    assert "Thank you" in parse(response).h1.text
    assert "sessionid" not in response.cookies
    sheet = AnswerSheet.objects.get()
    assert set(sheet.answers.values()) == {"4"}
    assert FreeText.objects.get().text == "More time"
    names = {each.name for each in AnswerSheet._meta.get_fields()}
    assert names == {"id", "survey", "unit", "answers"}
    assert Recipient.objects.get(person=teacher).has_answered
    columns = {each.name for each in Recipient._meta.concrete_fields}
    assert columns == {"id", "survey", "unit", "person", "has_answered"}


def test_link_is_used_once(client, links, teacher, survey, parse):
    client.post(links[teacher], typed(survey))

    again = client.post(links[teacher], typed(survey, "1"))

    assert again.status_code == 410
    assert "This link has been used" in parse(again).text
    assert set(AnswerSheet.objects.get().answers.values()) == {"4"}


def test_two_who_send_at_once_with_one_link_are_one(survey, teacher):
    first, second = (answering.way_for(survey, teacher) for _ in range(2))
    answering.submit(first, answers={"a": "4"}, texts={})

    with pytest.raises(InvalidTransition, match="has been used"):
        answering.submit(second, answers={"a": "1"}, texts={})

    assert AnswerSheet.objects.count() == 1


def test_link_after_closing_says_so(client, links, teacher, survey, hr, parse):
    close_survey(survey, by=hr)

    response = client.get(links[teacher])

    assert response.status_code == 410
    assert "The survey is closed" in parse(response).text
    assert AnswerLink.objects.filter(recipient=None).count() == len(links)


def test_link_after_the_last_day_says_so(client, links, teacher, survey):
    Survey.objects.update(
        closes_on=today() - timedelta(days=1), opens_on=today() - timedelta(days=9)
    )

    assert client.get(links[teacher]).status_code == 410


def test_unknown_link_leads_nowhere(client, survey):
    response = client.get(reverse("answering:answer", args=["no-such-link"]))

    assert response.status_code == 404


def test_nothing_answered_is_refused_and_the_text_kept(
    client, links, teacher, survey, parse
):
    response = client.post(links[teacher], typed(survey, value="", text="Kept"))

    assert response.status_code == 422
    page = parse(response)
    assert "Answer at least one question." in page.text
    assert page.textarea.text.strip() == "Kept"
    assert not AnswerSheet.objects.exists()


def test_value_that_is_none_of_the_scale_is_refused(client, links, teacher, survey):
    assert client.post(links[teacher], typed(survey, value="6")).status_code == 422


def test_reminder_goes_only_to_those_who_have_not_answered(links, survey, teacher):
    factories.respond(survey, teacher)
    before = Message.objects.count()

    tasks.remind(str(survey.pk))
    tasks.remind(str(survey.pk))

    new = Message.objects.order_by("created_at")[before:]
    assert len(new) == len(links) - 1
    assert teacher not in {each.recipient for each in new}


def test_link_of_the_first_email_works_after_a_reminder(client, links, survey, teacher):
    inviting.remind(survey)

    assert client.get(links[teacher]).status_code == 200


def test_code_of_a_workplace_takes_as_many_answers_as_work_there_without_email(
    client, survey, school
):
    part = SurveyUnit.objects.get(survey=survey, unit=school)
    SurveyUnit.objects.filter(pk=part.pk).update(by_code=2)
    address = reverse("answering:answer", args=[part.code])

    answers = [client.post(address, typed(survey)).status_code for _ in range(3)]

    assert answers == [302, 302, 410]
    assert AnswerSheet.objects.filter(unit=school).count() == 2


def test_code_is_typed_with_spaces_and_capital_letters(client, survey, school):
    part = SurveyUnit.objects.get(survey=survey, unit=school)
    SurveyUnit.objects.filter(pk=part.pk).update(by_code=1)
    spaced = f"{part.code[:4]} {part.code[4:]}".upper()

    response = client.post(reverse("answering:code"), {"code": spaced})

    assert response.url == reverse("answering:answer", args=[part.code])
    wrong = client.post(reverse("answering:code"), {"code": "zzzzzzzz"})
    assert wrong.status_code == 422


def test_form_by_a_code_keeps_no_draft_on_a_device_that_many_use(
    client, survey, school, links, teacher, parse
):
    part = SurveyUnit.objects.get(survey=survey, unit=school)
    SurveyUnit.objects.filter(pk=part.pk).update(by_code=1)

    shared = parse(client.get(reverse("answering:answer", args=[part.code])))
    own = parse(client.get(links[teacher]))

    assert not shared.select("form[data-draft-key]")
    assert own.select("form[data-draft-key]")


def test_employee_answers_logged_in_from_the_start_page(
    as_user, survey, teacher, parse
):
    client = as_user(teacher)
    start = parse(client.get(reverse("start")))
    task = start.find("a", string="Answer the survey: Employee survey")

    response = client.post(task["href"], typed(survey))

    assert response.url == reverse("answering:thanks")
    start = parse(client.get(reverse("start")))
    assert not start.find("a", string="Answer the survey: Employee survey")


def test_who_works_elsewhere_is_not_asked(as_user, survey, administration):
    newcomer = UserFactory(unit=administration)

    page = reverse("surveys:answer_mine", args=[survey.pk])

    assert as_user(newcomer).get(page).status_code == 404


def test_where_few_work_the_page_says_that_they_are_shown_with_others(
    client, municipality, hr, administration, parse
):
    few = UnitFactory(name="Small unit", parent=administration)
    person = factories.employ(few, 3)[0]
    survey = factories.opened(municipality, hr)
    inviting.invite(survey)
    path = path_in(Message.objects.get(recipient=person))

    page = parse(client.get(path))

    assert "Few work in Small unit." in page.text


def test_mixing_leaves_nothing_that_joins_answers_with_those_who_gave_them(
    survey, teacher, head_teacher_answers
):
    """The database tells of each row in which transaction it was written."""
    before = written(AnswerSheet), written(Recipient)

    mixing.mix_open()

    sheets, people = written(AnswerSheet), written(Recipient)
    assert len(set(sheets) | set(people)) == 1
    assert (sheets, people) != before
    assert AnswerSheet.objects.count() == 3


@pytest.fixture
def head_teacher_answers(survey):
    for recipient in survey.recipients.all()[:3]:
        factories.respond(survey, recipient.person)


def written(model):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmin::text FROM {model._meta.db_table}")
        return [row[0] for row in cursor.fetchall()]


def test_closing_forgets_who_took_part_and_keeps_how_many(survey, school, hr):
    for recipient in survey.recipients.filter(unit=school)[:5]:
        factories.respond(survey, recipient.person)

    close_survey(survey, by=hr)

    assert not Recipient.objects.filter(survey=survey).exists()
    part = SurveyUnit.objects.get(survey=survey, unit=school)
    assert (part.answered, part.asked) == (5, 7)


def test_survey_is_closed_once(as_user, survey, hr, parse):
    client = as_user(hr)
    address = reverse("surveys:survey_act", args=[survey.pk, "close"])
    client.post(address)

    again = client.post(address)

    assert again.status_code == 422
    assert "It has already moved on." in parse(again).text


def test_answer_after_closing_is_not_kept(survey, teacher, hr):
    way = answering.way_for(survey, teacher)
    close_survey(survey, by=hr)

    with pytest.raises(InvalidTransition, match="is closed"):
        answering.submit(way, answers={"a": "4"}, texts={})

    assert not AnswerSheet.objects.exists()


def test_survey_is_not_opened_before_its_first_day(as_user, municipality, hr, parse):
    later = today() + timedelta(days=3)
    survey = factories.survey(municipality, hr, opens_on=later)

    address = reverse("surveys:survey_act", args=[survey.pk, "open"])
    response = as_user(hr).post(address)

    assert response.status_code == 422
    assert "between its first and last day" in parse(response).text
    assert not Recipient.objects.exists()


def test_logs_keep_no_links():
    said = logging.makeLogRecord({"msg": "GET /s/abc_def-123/ 200"})

    assert LineFormatter().format(said).endswith("GET /s/…/ 200")
    assert "/s/" in UNLOGGED
