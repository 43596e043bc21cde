import re

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from organisation.models import Role

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.ui.urls"),
    pytest.mark.usefixtures("municipality"),
]


def test_style_page_shows_every_part(client, parse):
    page = parse(client.get(reverse("style:page")))

    assert page.select("ds-error-summary") == []
    assert len(page.select("svg.chart")) == 4
    assert len(page.select(".tasks > li")) == 3


def test_no_page_has_style_or_script_inline(client, parse):
    page = parse(client.get(reverse("style:page") + "?errors=1"))

    assert page.select("style, script:not([src]), [style], [onclick]") == []


def test_title_and_summary_tell_of_errors(client, parse):
    page = parse(client.get(reverse("style:page") + "?errors=1"))

    links = page.select("ds-error-summary a")
    assert page.title.text.startswith(("Error:", "Fel:"))
    assert len(links) == 6
    assert all(page.select_one(link["href"]) for link in links)


def test_what_was_typed_is_kept(client, parse):
    page = parse(client.get(reverse("style:page") + "?errors=1"))

    assert page.select_one("textarea[name=text]").text.strip() == "Kept"


def test_visitor_is_offered_no_menu(client, parse):
    page = parse(client.get(reverse("ui:help")))

    assert page.select("nav, #account") == []
    assert page.select_one(".brand").contents[0].strip() == "Testinge kommun"


@pytest.mark.parametrize("name", ["help", "accessibility"])
def test_page_for_all_is_open_without_login(client, parse, name):
    page = parse(client.get(reverse(f"ui:{name}")))

    assert len(page.select("h1")) == 1


def test_person_sees_own_role_and_where_one_is(as_user, head_teacher, parse):
    page = parse(as_user(head_teacher).get(reverse("incidents:list")))

    assert [link["href"] for link in page.select(".main-nav [aria-current]")] == [
        reverse("incidents:list")
    ]
    with translation.override("sv"):
        assert page.select_one("#account .detail").text == Role.MANAGER.label


@pytest.mark.parametrize(
    "page", ["plans:plan_list", "escalations:list", "examples:list"]
)
def test_plans_lifted_matters_and_examples_lie_under_measures(
    as_user, head_teacher, parse, page
):
    shown = parse(as_user(head_teacher).get(reverse(page)))

    assert [link["href"] for link in shown.select(".main-nav [aria-current]")] == [
        reverse("actionplans:measure_list")
    ]


def test_language_is_changed_by_the_button(client, parse):
    page = parse(client.get(reverse("ui:help")))
    button = page.select_one(".languages button")

    answer = client.post(
        reverse("ui:language"),
        {"language": button["value"], "next": reverse("ui:help")},
        follow=True,
    )

    assert page.html["lang"] == "sv"
    assert parse(answer).html["lang"] == button["value"] == "en"


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_page_of_trouble_needs_neither_database_nor_request(
    name, django_assert_num_queries
):
    with django_assert_num_queries(0):
        page = BeautifulSoup(render_to_string(f"{name}.html"), "html.parser")

    assert page.h1.text == page.title.text


@pytest.mark.parametrize(
    "name", ["account_login", "account_reset_password", "account_reset_password_done"]
)
def test_page_of_account_stands_in_the_shell(client, parse, name):
    page = parse(client.get(reverse(name)))

    assert page.select_one("main#main h1")
    assert not page.select(f'a[href*="{reverse("account_signup")}"]')


def test_account_cannot_be_made_by_oneself(client, parse):
    page = parse(client.get(reverse("account_signup")))

    assert page.select("main form") == []


def test_messages_can_come_with_a_swap():
    request = RequestFactory().get("/")

    text = render_to_string("ui/messages.html", {"hx_swap_oob": True}, request)

    assert re.search(r'id="messages"[^>]*hx-swap-oob="true"', text)
