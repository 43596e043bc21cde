"""What a body made of a matter that came from a survey is seen at the matter again."""

import pytest
from django.urls import reverse

from meetings.models import AgendaItem, MailboxMatter
from sam.dates import today
from surveys import matters
from surveys.models import Matter
from tests.factories import UserFactory
from tests.meetings.factories import BodyFactory, MeetingFactory
from tests.surveys import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def survey(municipality, school, hr):
    return factories.closed(municipality, hr, answers={school: ["4"] * 7})


@pytest.fixture
def amu(municipality):
    return BodyFactory(
        name="AMU", unit=municipality, kind="amu", secretary=UserFactory()
    )


@pytest.fixture
def sent(as_user, survey, amu, hr):
    """In the mailbox of the committee, by HR's hand."""
    matter = matters.draft(survey, Matter.Kind.MEASURES, by=hr)
    url = reverse("surveys:matter_send", args=[survey.pk, "measures"])
    assert as_user(hr).post(url, {"body": amu.pk}).status_code == 302
    return matter


@pytest.fixture
def item(sent, amu):
    """On the agenda of a meeting that is held, with a decision."""
    (secretary,) = amu.secretaries
    meeting = MeetingFactory(body=amu, meets_on=today(), planned_by=secretary)
    found = MailboxMatter.objects.get().put_on_agenda(by=secretary, meeting=meeting)
    found.give_number()
    found.minute(by=secretary, version=0, decision="Rebuild it.", is_treated=True)
    type(meeting).objects.filter(pk=meeting.pk).update(status="held")
    return AgendaItem.objects.get(pk=found.pk)


def page(client, matter, parse):
    answer = client.get(matter.get_absolute_url())
    assert answer.status_code == 200
    return parse(answer)


def test_matter_says_where_it_lies(as_user, parse, hr, sent):
    assert "AMU, " in page(as_user(hr), sent, parse).select_one("aside").text
    assert "Received" in page(as_user(hr), sent, parse).select_one("aside").text


def test_decision_of_the_body_is_read_at_the_matter(
    as_user, parse, hr, sent, item, head_of_administration
):
    (secretary,) = item.body.secretaries
    item.plan_of_measures().add_measure(
        by=secretary, activity="New windows", responsible=hr, due_on=today()
    )

    shown = page(as_user(hr), sent, parse).select_one("main")

    assert "Rebuild it." in shown.text
    assert shown.select_one(f'a[href="{item.get_absolute_url()}"]')
    assert "New windows" in shown.text


def test_decision_behind_closed_doors_is_not_told(as_user, parse, hr, sent, item):
    AgendaItem.objects.filter(pk=item.pk).update(is_closed=True)

    shown = page(as_user(hr), sent, parse).select_one("main")

    assert "AMU, " in shown.text
    assert "Rebuild it." not in shown.text


def test_noting_the_decision_begins_with_what_the_minutes_say(
    as_user, parse, hr, survey, sent, item
):
    client = as_user(hr)
    url = reverse("surveys:matter_decide", args=[survey.pk, "measures"])

    form = parse(client.get(url))

    assert form.select_one("[name=decision]")["value"] == f"AMU {item.reference}"
    assert form.select_one("[name=decided_on]")["value"] == today().isoformat()
    client.post(url, {"decision": "AMU 1", "decided_on": today().isoformat()})
    sent.refresh_from_db()
    assert sent.is_decided


def test_matter_of_another_survey_is_not_taken_for_it(
    as_user, parse, hr, municipality, school, sent, item
):
    other = factories.closed(
        municipality,
        hr,
        answers={school: ["4"] * 7},
        questionnaire=sent.survey.questionnaire,
    )
    matter = matters.draft(other, Matter.Kind.MEASURES, by=hr)

    assert "Rebuild it." not in page(as_user(hr), matter, parse).text


def test_matter_costs_the_same_for_few_measures_and_many(
    as_user, count_queries, hr, survey, sent, item
):
    (secretary,) = item.body.secretaries
    client = as_user(hr)
    client.get(sent.get_absolute_url())
    item.plan_of_measures().add_measure(
        by=secretary, activity="One", responsible=hr, due_on=today()
    )
    few = count_queries(client, sent.get_absolute_url())
    for number in range(3):
        item.plan_of_measures().add_measure(
            by=secretary, activity=f"No {number}", responsible=hr, due_on=today()
        )

    assert count_queries(client, sent.get_absolute_url()) == few
    assert few <= 19
