import datetime
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from ui.comparing import differences
from ui.forms import Versioned


class StoryForm(Versioned):
    text = forms.CharField(widget=forms.Textarea)
    place = forms.CharField(required=False)
    kind = forms.ChoiceField(
        choices=[("a", "Accident"), ("More", [("n", "Near miss")])], required=False
    )
    on = forms.DateField(required=False)
    is_violence = forms.BooleanField(required=False)
    thing = forms.ModelChoiceField(ContentType.objects.none(), required=False)


def row(**changes):
    saved = {
        "version": 4,
        "text": "The ladder fell.",
        "place": "",
        "kind": "a",
        "on": None,
        "is_violence": False,
        "thing": None,
    }
    return SimpleNamespace(**saved | changes)


def met(current, **typed):
    data = {"version": 3, "text": "The ladder fell.", "kind": "a", **typed}
    form = StoryForm(MultiValueDict({k: [v] for k, v in data.items()}))
    assert form.is_valid()
    form.meet(current)
    return form


def shown(form):
    return {each.label: (each.saved, each.yours) for each in form.conflict.differences}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_only_what_differs_is_shown_in_the_words_of_the_field():
    form = met(
        row(place="Kitchen", kind="n", on=datetime.date(2024, 5, 14), is_violence=True),
        place="Hall",
    )

    assert shown(form) == {
        "Place": ("Kitchen", "Hall"),
        "Kind": ("Near miss", "Accident"),
        "On": ("May 14, 2024", ""),
        "Is violence": ("Yes", "No"),
    }


def test_long_text_is_compared_word_by_word():
    form = met(row(text="The tall ladder fell."), text="The ladder\r\nfell.")

    difference = form.conflict.differences[0]
    assert ("new", "tall ") in difference.words


def test_line_ends_and_nothing_are_no_differences():
    form = met(row(text="One.\nTwo.", place=None), text="One.\r\nTwo.")

    assert form.conflict.differences == []


@pytest.mark.django_db
def test_row_that_was_chosen_is_shown_by_its_name():
    first, second = ContentType.objects.order_by("pk")[:2]
    form = StoryForm({"version": 3, "text": "x", "thing": second.pk})
    form.fields["thing"].queryset = ContentType.objects.all()
    assert form.is_valid()

    form.meet(row(text="x", kind="", thing=first))

    assert shown(form) == {"Thing": (first, second)}


def test_form_keeps_what_was_typed_and_has_now_seen_the_other():
    form = met(row(text="Theirs.", version=7), text="Mine.")

    assert form["text"].value() == "Mine."
    assert form["version"].value().startswith("7 ")


def test_page_says_who_and_shows_both():
    form = met(row(place="Kitchen", text="The tall ladder fell."), place="Hall")
    form.conflict = form.conflict._replace(by="Anna <A>")

    page = BeautifulSoup(
        render_to_string("ui/conflict.html", {"form": form}), "html.parser"
    )

    assert page.h2.text == "Anna <A> has changed this while you wrote"
    assert [each.text for each in page.select("dd")] == ["Kitchen", "Hall"]
    assert page.ins.text.strip() == "tall"


def test_page_without_a_conflict_shows_nothing():
    text = render_to_string("ui/conflict.html", {"form": StoryForm()})

    assert text.strip() == ""


def test_form_that_never_saw_a_version_is_refused():
    assert "version" in StoryForm({"text": "x"}).errors


def test_texts_too_long_to_compare_are_shown_whole(monkeypatch):
    monkeypatch.setattr("ui.comparing._COMPARED_CHARACTERS", 10)

    assert differences("Once upon", "A time") == [
        ("gone", "Once upon"),
        ("new", "A time"),
    ]


def opened(**changes):
    """What a browser sends back of the form as it was when it was opened."""
    saved = vars(row(version=3, **changes))
    form = StoryForm(initial=saved)
    sent = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in sent.items() if value not in (None, False)}


def test_what_was_left_alone_is_taken_over_from_the_other():
    form = met(
        row(place="Kitchen", on=datetime.date(2024, 5, 14), is_violence=True),
        **opened() | {"text": "Mine."},
    )

    again = StoryForm(form.data)
    assert again.is_valid()
    assert again.cleaned_data["text"] == "Mine."
    assert again.cleaned_data["place"] == "Kitchen"
    assert again.cleaned_data["on"] == datetime.date(2024, 5, 14)
    assert again.cleaned_data["is_violence"] is True
    assert again.cleaned_data["version"] == 4
    assert list(shown(form)) == ["Text"]


def test_what_both_changed_keeps_what_was_typed():
    form = met(row(place="Kitchen"), **opened() | {"place": "Hall"})

    assert form["place"].value() == "Hall"
    assert shown(form) == {"Place": ("Kitchen", "Hall")}


def test_second_conflict_goes_by_what_was_seen_in_the_first():
    form = met(row(place="Kitchen"), **opened() | {"text": "Mine."})

    again = StoryForm(form.data)
    assert again.is_valid()
    again.meet(row(place="Hall", version=5))

    assert again["place"].value() == "Hall"
