import pytest
from bs4 import BeautifulSoup
from django import forms
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.test import RequestFactory

from ui.forms import SearchField
from ui.searching import render_matches

pytestmark = pytest.mark.django_db


class Groups(QuerySet):
    def search(self, text):
        return self.filter(name__icontains=text)


class PlaceForm(forms.Form):
    place = SearchField(Groups(Group).order_by("name"), url="/search/")


@pytest.fixture
def schools():
    return [Group.objects.create(name=f"School {number}") for number in range(10, 20)]


@pytest.fixture
def kitchen(schools):
    return Group.objects.create(name="Kitchen")


def test_few_are_shown_at_once():
    Group.objects.create(name="Only")

    page = BeautifulSoup(str(PlaceForm()), "html.parser")

    assert page.select("[type=search]") == []
    assert [label.text for label in page.select(".option")] == ["Only"]
    assert page.select_one("#id_place")["type"] == "radio"


def test_many_are_never_shown_whole(kitchen):
    page = BeautifulSoup(str(PlaceForm()), "html.parser")

    assert page.select(".option") == []
    assert page.select_one("#id_place")["hx-get"] == "/search/?field=place&id=id_place"


def test_choice_from_before_is_shown_chosen(kitchen):
    page = BeautifulSoup(str(PlaceForm(initial={"place": kitchen})), "html.parser")

    assert page.select_one(":checked, [checked]")["value"] == str(kitchen.pk)


def test_choice_is_taken(kitchen):
    form = PlaceForm({"place": kitchen.pk, "place_search": "kit"})

    assert form.is_valid()
    assert form.cleaned_data["place"] == kitchen


def test_typed_name_alone_is_taken_when_it_means_one(kitchen):
    form = PlaceForm({"place_search": "kitch"})

    assert form.is_valid()
    assert form.cleaned_data["place"] == kitchen


def test_whole_name_wins_over_names_that_contain_it(schools):
    longer = Group.objects.create(name="School 10 north")

    form = PlaceForm({"place_search": "school 10"})

    assert form.is_valid()
    assert form.cleaned_data["place"] == schools[0] != longer


def test_typed_text_wins_over_a_choice_it_does_not_fit(kitchen, schools):
    form = PlaceForm({"place": kitchen.pk, "place_search": "School 14"})

    assert form.is_valid()
    assert form.cleaned_data["place"] == schools[4]


def test_several_come_back_to_choose_among_with_the_text_kept(schools):
    form = PlaceForm({"place_search": "school"})
    page = BeautifulSoup(str(form), "html.parser")

    assert form.errors.as_data()["place"][0].code == "several"
    assert len(page.select(".option")) == 8
    assert page.select_one("[type=search]")["value"] == "school"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"place_search": "bakery"}, "nothing"),
        ({"place": "0", "place_search": ""}, "invalid_choice"),
        ({"place": "x'--", "place_search": "school 1"}, "several"),
        ({}, "required"),
    ],
)
def test_what_cannot_be_meant_is_refused(kitchen, data, code):
    form = PlaceForm(data)

    assert form.errors.as_data()["place"][0].code == code


def test_row_outside_the_queryset_cannot_be_chosen(kitchen, schools):
    form = PlaceForm({"place": kitchen.pk})
    form.fields["place"].queryset = Groups(Group).exclude(pk=kitchen.pk)

    assert form.errors.as_data()["place"][0].code == "invalid_choice"


def test_answer_has_what_was_found_and_says_how_many(kitchen):
    request = RequestFactory().get(
        "/search/", {"field": "place", "id": "id_place", "place_search": "kit"}
    )

    page = BeautifulSoup(render_matches(request, Groups(Group)).content, "html.parser")

    assert page.select_one("input")["name"] == "place"
    assert page.select_one("input")["value"] == str(kitchen.pk)
    assert page.select_one("#id_place_status")["hx-swap-oob"] == "innerHTML"


def test_answer_to_nothing_typed_is_nothing(kitchen):
    request = RequestFactory().get("/search/", {"field": "place", "place_search": " "})

    page = BeautifulSoup(render_matches(request, Groups(Group)).content, "html.parser")

    assert page.select("input") == []


def test_character_that_no_text_can_hold_is_left_out(kitchen):
    request = RequestFactory().get(
        "/search/", {"field": "place", "place_search": "kit\x00"}
    )

    page = BeautifulSoup(render_matches(request, Groups(Group)).content, "html.parser")

    assert page.select_one("input")["value"] == str(kitchen.pk)


def test_answer_takes_no_markup_from_the_address(kitchen):
    request = RequestFactory().get(
        "/search/",
        {"field": '"><script>', "id": '"><script>', '"><script>_search': "k"},
    )

    page = BeautifulSoup(render_matches(request, Groups(Group)).content, "html.parser")

    assert page.select("script") == []
    assert page.select_one("input")["name"] == '"><script>'


class PlaceFilter(PlaceForm):
    mark_optional = False
    place = SearchField(Groups(Group).order_by("name"), url="/search/", required=False)


@pytest.mark.parametrize(("number", "is_shown"), [(0, False), (1, False), (2, True)])
def test_filter_that_could_take_nothing_away_is_not_shown(number, is_shown):
    for name in range(number):
        Group.objects.create(name=name)

    shown = PlaceFilter({})["place"].as_field_group()

    assert bool(shown.strip()) == is_shown
