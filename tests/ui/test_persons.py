import pytest
from bs4 import BeautifulSoup
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from actionplans.models import ActionPlan
from tests.factories import MeasureFactory, UserFactory
from ui.persons import personal

PERSONS = reverse("ui:persons")


@pytest.fixture
def measure(school):
    plan = ActionPlan.objects.create(unit=school)
    return MeasureFactory(plan=plan, responsible=UserFactory(name="Responsible Person"))


def test_names_are_hidden_and_shown_again(as_user, head_teacher, measure, parse):
    client = as_user(head_teacher)
    url = measure.get_absolute_url()
    assert "Responsible Person" in parse(client.get(url)).main.text

    client.post(PERSONS, {"hide": "yes"})
    hidden = parse(client.get(url)).main
    client.post(PERSONS, {"hide": "no"})
    shown = parse(client.get(url)).main

    assert "Responsible Person" not in hidden.text
    assert hidden.select(".hidden-person[title]")
    assert "Responsible Person" in shown.text


@pytest.mark.parametrize(
    "page", ["x", "start", "00000000-0000", "//x.se/", "https://["]
)
def test_what_is_no_page_of_ours_leads_to_the_start_page(as_user, teacher, page):
    answer = as_user(teacher).post(PERSONS, {"next": page})

    assert answer["Location"] == reverse("start")


def test_names_are_hidden_in_what_htmx_swaps(as_user, head_teacher, measure, parse):
    client = as_user(head_teacher)
    client.post(PERSONS, {"hide": "yes"})
    url = reverse("actionplans:measure_list")

    swapped = parse(client.get(url, headers={"HX-Request": "true"}))

    assert measure.activity in swapped.text
    assert "Responsible Person" not in swapped.text
    assert swapped.select(".hidden-person")


def test_page_says_that_it_hides_and_offers_to_show(as_user, head_teacher, parse):
    client = as_user(head_teacher)
    url = reverse("actionplans:measure_list") + "?when=overdue"
    before = parse(client.get(url))

    answer = client.post(PERSONS, {"hide": "yes", "next": url})

    after = parse(client.get(answer.url))
    assert answer.url == url
    assert not before.select(".hidden-persons")
    assert before.select_one("[name=hide]")["aria-pressed"] == "false"
    assert after.select_one("#account [name=hide]")["aria-pressed"] == "true"
    assert after.select_one(".hidden-persons [name=hide]")["value"] == "no"
    assert after.select_one(".hidden-persons [name=next]")["value"] == url


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org", "", "x:y"])
def test_switch_leads_nowhere_else(away, as_user, head_teacher):
    answer = as_user(head_teacher).post(PERSONS, {"hide": "yes", "next": away})

    assert answer.url == reverse("start")


def test_switch_is_no_link(as_user, head_teacher):
    assert as_user(head_teacher).get(PERSONS).status_code == 405


def render(source, context):
    return Template("{% load ui %}" + source).render(context)


def test_name_is_shown_where_there_is_no_session():
    person = UserFactory.build(name="<Anna>")
    request = RequestFactory().get("/")

    assert render("{% person p %}", Context({"p": person})) == "&lt;Anna&gt;"
    assert render("{% person p %}", RequestContext(request, {"p": person})) == (
        "&lt;Anna&gt;"
    )
    assert render("{% person p %}", Context({"p": None})) == ""


def test_what_was_never_stated_is_not_called_hidden():
    request = RequestFactory().get("/")
    request.session = {"hides_persons": True}

    with translation.override("en"):
        assert personal(request, "") == ""
        assert BeautifulSoup(personal(request, "0701"), "html.parser").text == "Hidden"
