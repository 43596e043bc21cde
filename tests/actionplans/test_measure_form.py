"""What is asked of a measure, and what becomes of what was typed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from actionplans.forms.measures import MeasureChangeForm, MeasureForm, PlanRowForm
from actionplans.models import Measure
from organisation import roles
from organisation.models import Role
from riskassessment.forms.risks import RiskMeasureForm
from sam.dates import today
from tests.factories import (
    ActionPlanFactory,
    IncidentFactory,
    MeasureFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

Timing = Measure.Timing
NEXT = today().year + 1


def change_url(measure):
    return reverse("actionplans:measure_change", args=[measure.pk])


@pytest.fixture
def wanted(teacher):
    return {
        "activity": "Lay out mats",
        "responsible": str(teacher.pk),
        "due_on": str(today() + timedelta(days=7)),
    }


@pytest.fixture
def measure(school, teacher):
    return MeasureFactory(plan__unit=school, responsible=teacher)


@pytest.fixture
def typed(measure):
    """What the form to change it sends when nothing is changed in it."""

    def by(user, **changes):
        form = MeasureChangeForm(measure=measure, by=user)
        values = {
            bound.html_name: bound.field.prepare_value(bound.value()) for bound in form
        }
        return {
            name: "" if value is None else value for name, value in values.items()
        } | changes

    return by


# Time


@pytest.mark.parametrize(
    ("words", "timing", "starts_on", "due_on"),
    [
        (f"høsten {NEXT}", "period", date(NEXT, 9, 1), date(NEXT, 11, 30)),
        (
            f"Haust {NEXT} - kontinuerleg",
            "continuous",
            date(NEXT, 9, 1),
            date(NEXT, 11, 30),
        ),
        (f"1 mars {NEXT}", "day", None, date(NEXT, 3, 1)),
        ("när pengarna har kommit", "conditional", None, date(NEXT - 1, 12, 31)),
    ],
)
def test_time_in_words_is_understood_and_kept_as_written(
    school, wanted, words, timing, starts_on, due_on
):
    form = MeasureForm(wanted | {"due_on": "", "due_words": words}, unit=school)

    assert form.is_valid(), form.errors
    saved = ActionPlanFactory(unit=school).add_measure(
        by=UserFactory(), **form.cleaned_data
    )
    saved.refresh_from_db()
    assert (saved.timing, saved.starts_on, saved.due_on) == (timing, starts_on, due_on)
    assert saved.due_words == words


def test_day_alone_is_a_day_without_words(school, wanted):
    form = MeasureForm(wanted, unit=school)

    assert form.is_valid()
    assert form.cleaned_data["timing"] == Timing.DAY
    assert form.cleaned_data["starts_on"] is None


@pytest.mark.parametrize(
    ("day", "words", "wrong"),
    [
        ("", "", "due_on"),
        ("2099-12-31", "", "due_on"),
        ("0001-01-01", "", "due_on"),
        ("1999-01-01", "", "due_on"),
        ("99999", "", "due_on"),
        ("", "våren 2012", "due_words"),
        ("", "2099", "due_words"),
        ("", f"31 februari {today().year + 1}", "due_words"),
        ("", "kontinuerleg frå 1999", "due_words"),
        ("", "x" * 501, "due_words"),
        (str(today() + timedelta(days=7)), "hösten", "due_words"),
    ],
)
def test_time_that_no_plan_has_is_refused(school, wanted, day, words, wrong):
    form = MeasureForm(wanted | {"due_on": day, "due_words": words}, unit=school)

    assert list(form.errors) == [wrong]


def test_month_without_a_year_is_the_next_one(school, wanted, monkeypatch):
    monkeypatch.setattr("actionplans.forms.measures.today", lambda: date(2031, 11, 29))

    def due_on(words):
        form = MeasureForm(wanted | {"due_on": "", "due_words": words}, unit=school)
        assert form.is_valid(), form.errors
        return form.cleaned_data["due_on"]

    assert due_on("februar/mars") == date(2032, 3, 31)
    assert due_on("desember") == date(2031, 12, 31)


def test_what_goes_on_may_have_begun_before(school, wanted):
    words = f"våren {NEXT - 3} - kontinuerleg"
    form = MeasureForm(wanted | {"due_on": "", "due_words": words}, unit=school)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["timing"] == Timing.CONTINUOUS


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("words", "taken"),
    [
        ("from 1 Sep 2031", "from Sept. 1, 2031, no last day"),
        ("autumn 2031", "Sept. 1, 2031 – Nov. 30, 2031"),
        ("before summer 2031", "by May 31, 2031"),
        ("1.3.2031", "March 1, 2031"),
        ("continuously", "all the time, no last day"),
        ("autumn 2031?", "Sept. 1, 2031 – Nov. 30, 2031, uncertain"),
        (
            "when the 2031 budget is there",
            "waits for something else, looked at by Dec. 31, 2031",
        ),
    ],
)
def test_measure_says_how_its_time_is_taken(school, wanted, words, taken):
    form = MeasureForm(wanted | {"due_on": "", "due_words": words}, unit=school)
    assert form.is_valid(), form.errors

    measure = Measure(**form.cleaned_data)

    assert (measure.when_in_words, measure.understood_time) == (words, taken)


@pytest.mark.usefixtures("in_english")
def test_measure_by_a_day_says_the_day():
    measure = Measure(due_on=date(2027, 3, 1))

    assert (measure.when_in_words, measure.understood_time) == ("March 1, 2027", "")


def test_who_adds_it_is_told_how_the_time_is_taken(
    as_user, head_teacher, school, wanted, parse
):
    plan = IncidentFactory(unit=school, investigated=True).action_plan
    sent = wanted | {"due_on": "", "due_words": f"hösten {NEXT}"}

    url = reverse("actionplans:measure_add", args=[plan.pk])
    response = as_user(head_teacher).post(url, sent, follow=True)

    said = parse(response).select_one("#messages").text
    assert f"hösten {NEXT}" in said
    assert plan.measures.get().understood_time in said


# Who answers


def test_role_is_held_by_the_nearest_who_has_it(
    school, wanted, head_teacher, head_of_administration
):
    def responsible(role, **more):
        sent = wanted | {"responsible": "", "responsible_role": role} | more
        form = MeasureForm(sent, unit=school)
        assert form.is_valid(), form.errors
        return form.cleaned_data["responsible"]

    assert responsible("manager") == head_teacher
    assert responsible("head") == head_of_administration


def test_role_that_nobody_holds_asks_for_a_person(school, wanted, teacher):
    sent = wanted | {"responsible_role": "hr"}

    without = MeasureForm(sent | {"responsible": ""}, unit=school)
    with_person = MeasureForm(sent, unit=school)

    assert list(without.errors) == ["responsible_role"]
    assert with_person.is_valid()
    assert with_person.cleaned_data["responsible"] == teacher


def test_role_of_the_program_itself_is_no_choice(school, wanted):
    form = MeasureForm(wanted | {"responsible_role": "administrator"}, unit=school)

    assert list(form.errors) == ["responsible_role"]


def test_others_who_answer_are_seen_to_by_who_writes(school, wanted, head_teacher):
    sent = wanted | {"responsible": "", "responsible_words": "Arbeidsgruppe, NAV"}

    known = MeasureForm(sent, unit=school, by=head_teacher)
    unknown = MeasureForm(sent, unit=school)

    assert known.is_valid()
    assert known.cleaned_data["responsible"] == head_teacher
    assert list(unknown.errors) == ["responsible"]


def test_measure_needs_somebody_who_answers(school, wanted, head_teacher):
    form = MeasureForm(wanted | {"responsible": ""}, unit=school, by=head_teacher)

    assert list(form.errors) == ["responsible"]


@pytest.mark.usefixtures("in_english")
def test_who_answers_in_words_leaves_the_name_to_the_page(teacher):
    by_role = Measure(
        responsible=teacher, responsible_role=Role.HEAD, responsible_words="NAV"
    )

    assert by_role.responsible_in_words == "Head of administration, NAV"
    assert Measure(responsible=teacher).responsible_in_words == ""


# Folded away


def test_more_is_open_only_with_something_in_it(school, wanted):
    def is_open(data):
        return MeasureForm(data, unit=school).has_more

    assert not is_open(wanted)
    assert is_open(wanted | {"report_to": "AMU"})
    assert is_open(wanted | {"cost": "much"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("cost", "-1"), ("cost", "1e12"), ("cost", "NaN"), ("hours", "-0.5")],
        *[("repeats_every", "2"), ("repeats_every", "x"), ("watched", "weather")],
        *[
            ("focus_area", "x" * 301),
            ("report_to", "x" * 501),
            ("activity", "x" * 2_001),
        ],
    ],
)
def test_column_refuses_what_it_does_not_hold(school, wanted, field, value):
    form = MeasureForm(wanted | {field: value}, unit=school)

    assert list(form.errors) == [field]


def test_columns_are_kept(school, wanted, head_teacher):
    sent = wanted | {
        "activity": "One\r\nTwo",
        "focus_area": "Avvikssystemet",
        "report_to": "AMU",
        "cost": "1500",
        "hours": "2.5",
        "repeats_every": "12",
    }
    form = MeasureForm(sent, unit=school, by=head_teacher)
    assert form.is_valid(), form.errors

    saved = ActionPlanFactory(unit=school).add_measure(
        by=head_teacher, **form.cleaned_data
    )

    saved.refresh_from_db()
    assert (saved.activity, saved.focus_area) == ("One\nTwo", "Avvikssystemet")
    assert (saved.report_to, saved.cost) == ("AMU", Decimal(1500))
    assert (saved.hours, saved.repeats_every) == (Decimal("2.5"), 12)


def test_form_keeps_what_was_typed_when_it_is_wrong(
    as_user, head_teacher, school, wanted
):
    plan = IncidentFactory(unit=school, investigated=True).action_plan
    sent = wanted | {
        "due_on": "",
        "due_words": "våren 2012",
        "report_to": "Leiarteamet",
    }

    url = reverse("actionplans:measure_add", args=[plan.pk])
    response = as_user(head_teacher).post(url, sent)

    for text in ["Lay out mats", "våren 2012", "Leiarteamet"]:
        assertContains(response, text, status_code=422)
    assert not plan.measures.exists()


# A row of a plan


def row(school, by, *, years=(2012, 2016), **typed):
    sent = {"activity": "Gjennomføre", "due_words": "Våren 2012"} | typed
    return PlanRowForm(sent, unit=school, by=by, years=years)


def test_row_has_the_columns_of_the_table_in_their_order(school, head_teacher):
    fields = [field.name for field in row(school, head_teacher).short_fields]

    assert fields == [
        *("number", "focus_area", "goal", "activity", "due_on", "due_words"),
        *("responsible", "responsible_role", "responsible_words", "report_to"),
    ]


def test_row_is_seen_to_by_who_types_it_and_may_be_of_any_time_of_the_plan(
    school, head_teacher
):
    form = row(school, head_teacher, responsible_words="Oppnevnt jury.", number="11")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["responsible"] == head_teacher
    assert form.cleaned_data["due_on"] == date(2012, 5, 31)


def test_row_takes_a_month_without_a_year_from_its_plan(school, head_teacher):
    form = row(school, head_teacher, due_words="mai", years=(NEXT, NEXT))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["due_on"] == date(NEXT, 5, 31)


@pytest.mark.parametrize("words", ["hausten 2011", "2027", "1999"])
def test_row_is_of_no_other_time_than_its_plan(school, head_teacher, words):
    form = row(school, head_teacher, due_words=words)

    assert list(form.errors) == ["due_words"]


def test_row_keeps_lines_apart(school, head_teacher):
    form = row(school, head_teacher, goal="1) Prøve\r\n2) Måle")

    assert form.is_valid()
    assert form.cleaned_data["goal"] == "1) Prøve\n2) Måle"


# Change


def test_change_writes_all_but_the_status(as_user, head_teacher, measure, typed):
    sent = typed(head_teacher, activity="Lay out mats\nand lamps", report_to="AMU")

    response = as_user(head_teacher).post(change_url(measure), sent)

    assert response.url == measure.get_absolute_url()
    measure.refresh_from_db()
    assert (measure.activity, measure.report_to) == ("Lay out mats\nand lamps", "AMU")
    assert (measure.status, measure.timing) == ("planned", "day")
    assert not measure.transitions.exists()


def test_change_that_changes_nothing_leaves_all_as_it_was(
    as_user, head_teacher, typed, measure
):
    spring = {"starts_on": date(2012, 3, 1), "due_on": date(2012, 5, 31)}
    Measure.objects.update(
        repeats_every=5, cost=3, due_words="Våren", timing="period", **spring
    )
    measure.refresh_from_db()
    before = Measure.objects.values().get()

    response = as_user(head_teacher).post(change_url(measure), typed(head_teacher))

    assert response.status_code == 302
    assert Measure.objects.values().get() == before


def test_change_of_an_overdue_measure_needs_no_new_date(
    as_user, head_teacher, measure, typed
):
    Measure.objects.update(due_on=today() - timedelta(days=800))
    measure.refresh_from_db()
    sent = typed(head_teacher, goal="No falls")

    assert as_user(head_teacher).post(change_url(measure), sent).status_code == 302
    assert Measure.objects.get().goal == "No falls"


@pytest.mark.parametrize(
    "when",
    [
        {"due_on": str(today() + timedelta(days=60))},
        {"due_on": "", "due_words": "kontinuerlig"},
    ],
)
def test_putting_off_by_a_change_asks_why_and_keeps_it(
    as_user, head_teacher, measure, typed, when
):
    client = as_user(head_teacher)
    sent = typed(head_teacher) | when

    refused = client.post(change_url(measure), sent)
    client.post(change_url(measure), sent | {"reason": "No delivery"})

    assert list(refused.context["form"].errors) == ["reason"]
    assert "No delivery" in measure.transitions.get().note


@pytest.mark.parametrize("state", ["cancelled", "done"])
def test_what_may_be_taken_up_again_is_not_put_off_without_a_reason_either(
    as_user, head_teacher, school, typed, state
):
    done = {"done_on": today(), "effect_due_on": today()} if state == "done" else {}
    measure = MeasureFactory(plan__unit=school, status=state, **done)
    later = str(measure.due_on + timedelta(days=30))

    sent = typed(head_teacher, due_on=later)
    refused = as_user(head_teacher).post(change_url(measure), sent)

    assert list(refused.context["form"].errors) == ["reason"]


def test_earlier_day_needs_no_reason(as_user, head_teacher, measure, typed):
    sent = typed(head_teacher, due_on=str(today()))

    assert as_user(head_teacher).post(change_url(measure), sent).status_code == 302
    assert Measure.objects.get().due_on == today()


def test_who_answers_stays_though_employed_elsewhere(
    as_user, head_teacher, measure, typed
):
    gone = UserFactory(name="Elsewhere")
    Measure.objects.update(responsible=gone)
    measure.refresh_from_db()

    response = as_user(head_teacher).post(
        change_url(measure), typed(head_teacher, goal="No falls")
    )

    assert response.status_code == 302
    assert Measure.objects.get().responsible == gone


def test_two_who_change_different_things_both_get_theirs(
    as_user, head_teacher, measure, typed
):
    client = as_user(head_teacher)
    first, second = (
        typed(head_teacher, goal="No falls"),
        typed(head_teacher, report_to="AMU"),
    )

    client.post(change_url(measure), first)
    shown = client.post(change_url(measure), second)
    again = dict(shown.context["form"].data.items())
    client.post(change_url(measure), again)

    assert shown.status_code == 422
    assert [each.yours for each in shown.context["form"].conflict.differences] == [
        "AMU"
    ]
    measure.refresh_from_db()
    assert (measure.goal, measure.report_to) == ("No falls", "AMU")


def test_two_who_change_the_same_are_shown_both(as_user, head_teacher, measure, typed):
    client = as_user(head_teacher)
    second = typed(head_teacher, due_words=f"våren {NEXT}", due_on="", reason="Late")

    client.post(
        change_url(measure),
        typed(head_teacher, due_words=f"hösten {NEXT}", due_on="", reason="Late"),
    )
    shown = client.post(change_url(measure), second)

    assertContains(shown, f"hösten {NEXT}", status_code=422)
    assertContains(shown, f"våren {NEXT}", status_code=422)
    assert [each.yours for each in shown.context["form"].conflict.differences] == [
        f"våren {NEXT}"
    ]
    measure.refresh_from_db()
    assert measure.due_words == f"hösten {NEXT}"


def test_status_that_moved_on_meanwhile_is_no_conflict(
    as_user, head_teacher, measure, typed
):
    sent = typed(head_teacher, goal="No falls")
    measure.start(by=head_teacher)

    assert as_user(head_teacher).post(change_url(measure), sent).status_code == 302
    measure.refresh_from_db()
    assert (measure.status, measure.goal) == ("started", "No falls")


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40])
def test_change_without_having_seen_it_changes_nothing(
    as_user, head_teacher, measure, typed, version
):
    sent = typed(head_teacher, goal="No falls", version=version)

    assert as_user(head_teacher).post(change_url(measure), sent).status_code == 422
    assert Measure.objects.get().goal == ""


@pytest.mark.parametrize(
    ("who", "status"), [("answers", 403), ("sees", 403), ("stranger", 404)]
)
def test_change_is_for_who_handles_measures_in_the_unit(
    as_user, measure, teacher, safety_representative, who, status
):
    user = {"answers": teacher, "sees": safety_representative}.get(who) or UserFactory()

    assert as_user(user).get(change_url(measure)).status_code == status
    assert as_user(user).post(change_url(measure), {}).status_code == status


def test_change_query_count(
    as_user, head_teacher, measure, django_assert_max_num_queries
):
    client = as_user(head_teacher)

    with django_assert_max_num_queries(12):
        client.get(change_url(measure))


# Against a risk


class Level:
    label = "High"


class Risk:
    """As much of one as the form asks of it."""

    level = Level
    latest_due_on = today() + timedelta(days=30)

    def __init__(self, unit):
        self.unit = unit

    def allows(self, due_on):
        return due_on <= self.latest_due_on


def test_risk_wants_a_reason_for_a_time_in_words_that_is_later(school, wanted):
    sent = wanted | {"due_on": "", "due_words": f"hösten {NEXT}"}

    late = RiskMeasureForm(sent, risk=Risk(school))
    told = RiskMeasureForm(sent | {"late_reason": "It is built"}, risk=Risk(school))

    assert list(late.errors) == ["late_reason"]
    assert told.is_valid(), told.errors
    assert told.cleaned_data["late_reason"] == "It is built"
    assert "late_reason" in [field.name for field in told.short_fields]


def test_person_of_another_unit_is_not_offered(as_user, school, wanted):
    other = UserFactory(unit=UnitFactory())

    form = MeasureForm(wanted | {"responsible": str(other.pk)}, unit=school)

    assert list(form.errors) == ["responsible"]


def test_name_is_hidden_while_persons_are(as_user, head_teacher, school, teacher):
    roles.appoint(teacher, Role.SAFETY_REPRESENTATIVE, school)
    MeasureFactory(
        plan__unit=school,
        responsible=teacher,
        responsible_role=Role.SAFETY_REPRESENTATIVE,
    )
    MeasureFactory(plan__unit=school, responsible_words="Arne Jury")
    client = as_user(head_teacher)
    url = reverse("actionplans:measure_list")

    shown = client.get(url)
    client.post(reverse("ui:persons"), {"hide": "yes"})
    hidden = client.get(url)

    for name in ["Teacher", "Arne Jury"]:
        assertContains(shown, name)
        assertNotContains(hidden, name)
