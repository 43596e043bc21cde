import datetime

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from ui.numbers import decimal, hours, signed
from ui.text import shortened
from ui.widgets import DateInput, RadioCards


def render(source, path="/", **context):
    request = RequestFactory().get(path)
    text = Template("{% load ui %}" + source).render(RequestContext(request, context))
    return BeautifulSoup(text, "html.parser")


class ReportForm(forms.Form):
    text = forms.CharField(help_text="In your own words.")
    seen_on = forms.DateField(required=False, widget=DateInput)
    kind = forms.ChoiceField(
        choices=[("a", "Accident"), ("n", "Near miss")],
        widget=RadioCards(descriptions={"a": "Someone was hurt"}),
    )


@pytest.fixture(autouse=True)
def _swedish():
    with translation.override("sv"):
        yield


def test_text_is_cut_between_words():
    assert shortened("Halkade vid entrén", 18) == "Halkade vid entrén"
    assert shortened("Halkade vid entrén i går", 18) == "Halkade vid\N{NO-BREAK SPACE}…"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (5.94, "5,9"),
        (5.95, "6,0"),
        (-0.8, "-0,8"),
        (-0.04, "0,0"),
        (1738, "1\xa0738,0"),
        (None, ""),
    ],
)
def test_decimal_is_written_as_in_swedish(value, written):
    assert decimal(value) == written


@pytest.mark.parametrize(
    ("value", "written"), [(0.6, "+0,6"), (-0.6, "-0,6"), (0, "0,0")]
)
def test_signed_has_a_sign_unless_it_is_nothing(value, written):
    assert signed(value) == written


@pytest.mark.parametrize(
    ("value", "written"), [(8, "8 h"), (7.5, "7,5 h"), (7.04, "7 h")]
)
def test_hours_have_no_empty_decimals(value, written):
    assert hours(value) == written


def test_field_points_to_its_help_and_its_error():
    field = render("{{ form }}", form=ReportForm({})).select_one("[name=text]")

    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"].split() == ["id_text_helptext", "id_text_error"]


def test_only_what_may_be_left_out_is_marked():
    form = render("{{ form }}", form=ReportForm())

    assert [mark.parent["for"] for mark in form.select(".optional")] == ["id_seen_on"]


def test_options_are_a_group_with_its_question():
    group = render("{{ form }}", form=ReportForm()).select_one("fieldset")

    assert group.legend.text == "Kind"
    assert [each.text for each in group.select(".option-help")] == ["Someone was hurt"]
    assert len(group.select("label.option input[type=radio]")) == 2


def test_date_is_iso_for_the_browser_in_each_language():
    form = ReportForm(initial={"seen_on": datetime.date(2024, 5, 14)})

    with translation.override("da"):
        field = render("{{ form }}", form=form).select_one("[name=seen_on]")

    assert (field["type"], field["value"]) == ("date", "2024-05-14")


def test_error_of_the_whole_form_stands_in_the_summary():
    form = ReportForm({"text": "x", "kind": "a"})
    form.add_error(None, "The day is closed.")

    summary = render("{{ form }}", form=form).select_one("ds-error-summary")

    assert [line.text for line in summary.select("li")] == ["The day is closed."]


def test_tone_that_is_none_is_refused():
    with pytest.raises(ValueError, match="pink"):
        render('{% status_tag "Late" "pink" %}')


def test_summary_says_what_is_not_stated():
    row = render('{% summary_row "Cause" value "/change/" %}', value=None)

    assert row.select_one("dd.missing, dd .missing")
    assert row.select_one("a .ds-sr-only").text.strip() == "Cause"


def test_steps_mark_where_one_is():
    items = render("{% steps labels 2 %}", labels=["One", "Two", "Three"]).select("li")

    assert [item.get("aria-current") for item in items] == [None, "step", None]
    assert "done" in items[0]["class"]


def test_table_is_reached_and_named_for_the_keyboard():
    region = render('{% table "Measures" %}<tbody></tbody>{% endtable %}').div

    assert (region["role"], region["tabindex"], region["aria-label"]) == (
        "region",
        "0",
        "Measures",
    )
    assert region.caption.text == "Measures"


def test_sort_header_turns_round_and_begins_the_list_anew():
    header = render(
        '{% sort_header "Due" "due_on" %}', "/?sort=due_on&after=x&status=open"
    ).th

    assert header["aria-sort"] == "ascending"
    assert header.a["href"] == "?sort=-due_on&status=open"


def test_filter_chip_takes_its_own_filter_away():
    class FilterForm(forms.Form):
        q = forms.CharField(required=False)
        status = forms.ChoiceField(choices=[("open", "Open")], required=False)

    form = FilterForm({"q": "mat", "status": "open"})
    chips = render("{% filter_chips form %}", "/?q=mat&status=open", form=form).select(
        "a"
    )

    assert [chip["href"] for chip in chips] == ["?status=open", "?q=mat"]
    assert "Status: Open" in chips[1].text


def test_progress_says_how_far():
    bar = render('{% progress 3 10 "3 of 10" %}')

    assert (bar.progress["value"], bar.progress["max"]) == ("3", "10")
    assert bar.select_one("[aria-live=polite]").text == "3 of 10"
