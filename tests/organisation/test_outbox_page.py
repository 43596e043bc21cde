"""The administrator's page of what was sent to whom, without what it says."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mailing.models import Message
from organisation import roles
from organisation.models import Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

OUTBOX = "/organisation/outbox/"


@pytest.fixture
def administrator(municipality):
    user = UserFactory(name="Administrator")
    roles.appoint(user, Role.ADMINISTRATOR, municipality)
    return user


@pytest.fixture
def message():
    def _message(subject="New incident 7", **fields):
        if "address" not in fields:
            fields.setdefault("recipient", UserFactory(name="Chef Chefsson"))
        about = f"fact {Message.objects.count()}"
        return Message.objects.create(
            subject=subject, body="A secret.", about=about, **fields
        )

    return _message


def shown(parse, response):
    return [row.select_one("th").text for row in parse(response).select("tbody tr")]


def again(message):
    return reverse("organisation:send_again", args=[message.pk])


def test_page_shows_to_whom_and_how_it_went_and_never_the_text(
    as_user, parse, administrator, message
):
    message(
        status=Message.Status.FAILED,
        attempts=9,
        problem=Message.Problem.ADDRESS,
        error="550 5.1.1 user unknown",
    )

    response = as_user(administrator).get(OUTBOX)

    row = parse(response).select_one("tbody tr").text
    for text in ["New incident 7", "Chef Chefsson", "9 "]:
        assert text in row
    assert str(Message.Problem.ADDRESS.label) in row
    assert "secret" not in response.text
    assert "user unknown" not in response.text


def test_address_without_an_account_is_masked(as_user, administrator, message):
    message(address="reporter@example.org")

    response = as_user(administrator).get(OUTBOX)

    assert "r…@example.org" in response.text
    assert "reporter@" not in response.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Third", "Second", "First"]),
        ({"status": "failed"}, ["Second"]),
        ({"status": "unknown"}, ["Third", "Second", "First"]),
        ({"q": "chefsson"}, ["Second", "First"]),
        ({"q": "chef@example.org"}, ["Second", "First"]),
        ({"q": "third"}, ["Third"]),
        ({"q": "reporter@example.org"}, ["Third"]),
        ({"q": "reporter"}, []),
        ({"q": "chefsson chef"}, ["Second", "First"]),
        ({"q": "chefsson other"}, []),
        ({"q": "first"}, ["First"]),
        ({"q": "a\x00b"}, ["Third", "Second", "First"]),
    ],
)
def test_filters_find(as_user, parse, administrator, message, query, found):
    chef = UserFactory(name="Chef Chefsson", email="chef@example.org")
    message("First", recipient=chef)
    message("Second", recipient=chef, status=Message.Status.FAILED)
    message("Third", address="reporter@example.org")

    assert shown(parse, as_user(administrator).get(OUTBOX, query)) == found


def test_htmx_answer_equals_what_a_reload_shows(
    as_user, parse, htmx, administrator, message
):
    message()
    client = as_user(administrator)

    swapped = parse(client.get(OUTBOX, {"q": "incident"}, headers=htmx))
    reloaded = parse(client.get(OUTBOX, {"q": "incident"}))

    for page in (swapped, reloaded):
        page.select_one("[name=csrfmiddlewaretoken]").decompose()
    table = swapped.select_one("#results tbody")
    assert table == reloaded.select_one("#results tbody")


@pytest.mark.parametrize("status", ["failed", "sent"])
def test_message_is_sent_again(as_user, parse, administrator, message, status):
    row = message(status=status)
    client = as_user(administrator)
    button = parse(client.get(OUTBOX)).select_one("button[name=due_at]")

    response = client.post(button["formaction"], {"due_at": button["value"]})

    row.refresh_from_db()
    assert response.url.startswith(OUTBOX)
    assert row.status == Message.Status.WAITING


def test_answer_goes_back_to_the_same_filter(as_user, parse, administrator, message):
    message(status="failed")
    client = as_user(administrator)
    page = parse(client.get(OUTBOX, {"status": "failed"}))
    button = page.select_one("button[name=due_at]")

    response = client.post(button["formaction"], {"due_at": button["value"]})

    assert response.url == f"{OUTBOX}?status=failed"


@pytest.mark.parametrize("status", ["waiting", "for_digest", "digested"])
def test_message_that_cannot_go_again_has_no_button_and_stays(
    as_user, parse, administrator, message, status
):
    row = message(status=status)
    client = as_user(administrator)

    client.post(again(row), {"due_at": row.due_at.isoformat()})

    row.refresh_from_db()
    assert row.status == status
    assert not parse(client.get(OUTBOX)).select("button[name=due_at]")


@pytest.mark.parametrize("due_at", ["", "yesterday", "2020-01-01T00:00:00+00:00"])
def test_message_that_moved_on_is_not_sent_again(
    as_user, administrator, message, due_at
):
    row = message(status="failed")

    response = as_user(administrator).post(again(row), {"due_at": due_at}, follow=True)

    row.refresh_from_db()
    assert row.status == "failed"
    assert len(response.context["messages"]) == 1


def test_administrator_of_a_part_sees_no_outbox(as_user, parse, administration):
    user = UserFactory()
    roles.appoint(user, Role.ADMINISTRATOR, administration)
    client = as_user(user)

    assert client.get(OUTBOX).status_code == 403
    assert not parse(client.get("/")).select(f".account [href='{OUTBOX}']")


def test_menu_leads_the_administrator_to_the_outbox(as_user, parse, administrator):
    page = parse(as_user(administrator).get("/"))

    assert page.select(f".account [href='{OUTBOX}']")


def test_page_costs_the_same_for_one_and_three_messages(
    as_user, administrator, message, count_queries
):
    client = as_user(administrator)
    message()
    one = count_queries(client, OUTBOX)
    message()
    message(address="reporter@example.org")

    assert count_queries(client, OUTBOX) == one <= 12


def test_full_page_is_small_and_the_next_begins_where_it_ended(
    as_user, parse, administrator, message
):
    for number in range(51):
        row = message(f"Report number {number:02}", status="failed", attempts=9)
        earlier = timezone.now() - timedelta(minutes=number)
        Message.objects.filter(pk=row.pk).update(created_at=earlier)
    client = as_user(administrator)

    first = client.get(OUTBOX)
    second = client.get(OUTBOX + parse(first).select_one("[rel=next]")["href"])

    assert len(shown(parse, first)) == 50
    assert shown(parse, second) == ["Report number 50"]
    assert len(first.content) <= 60_000
