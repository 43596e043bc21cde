from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from actionplans.models import ActionPlan, Measure
from organisation import roles
from organisation.models import Role
from sam.dates import today
from tests.factories import (
    ActionPlanFactory,
    IncidentFactory,
    InspectionRoundFactory,
    MeasureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = reverse("actionplans:measure_list")


def act_url(measure, name):
    return reverse("actionplans:measure_act", args=[measure.pk, name])


def add_url(plan):
    return reverse("actionplans:measure_add", args=[plan.pk])


@pytest.fixture
def measure(school, teacher):
    return MeasureFactory(plan__unit=school, responsible=teacher)


@pytest.fixture
def plan(school):
    incident = IncidentFactory(unit=school, investigated=True)
    return incident.action_plan


@pytest.fixture
def wanted(teacher):
    return {
        "activity": "Lay out mats",
        "responsible": str(teacher.pk),
        "due_on": str(today() + timedelta(days=7)),
    }


# List


def test_list_shows_own_units_and_what_one_answers_for(
    as_user, head_teacher, school, other_school
):
    ours = MeasureFactory(plan__unit=school)
    mine = MeasureFactory(plan__unit=other_school, responsible=head_teacher)
    MeasureFactory(plan__unit=other_school, activity="Change the lamps")

    response = as_user(head_teacher).get(LIST)

    assert set(response.context["page"]) == {ours, mine}
    assertNotContains(response, "Change the lamps")


def test_list_filters(as_user, head_teacher, school):
    overdue = MeasureFactory(plan__unit=school, due_on=today() - timedelta(days=1))
    judged_today = MeasureFactory(
        plan__unit=school, done=True, effect_due_on=today(), responsible=head_teacher
    )
    client = as_user(head_teacher)

    def found(**query):
        return list(client.get(LIST, query).context["page"])

    assert found(when="overdue") == [overdue]
    assert found(when="effect_due") == [judged_today]
    assert found(whose="mine") == [judged_today]
    assert found(status="planned") == [overdue]


def test_list_shows_what_is_finished_only_on_demand(as_user, head_teacher, school):
    open_ = MeasureFactory(plan__unit=school)
    finished = MeasureFactory(plan__unit=school, status="cancelled")
    client = as_user(head_teacher)

    shown = client.get(LIST).context["page"]
    every = client.get(LIST, {"when": ""}).context["page"]
    cancelled = client.get(LIST, {"status": "cancelled"}).context["page"]

    assert (list(shown), set(every)) == ([open_], {open_, finished})
    assert list(cancelled) == [finished]


def test_list_filters_by_unit_and_what_hangs_below(
    as_user, head_of_administration, administration, school, other_school
):
    measure = MeasureFactory(plan__unit=school)
    other = MeasureFactory(plan__unit=other_school)
    client = as_user(head_of_administration)

    below = client.get(LIST, {"unit": administration.pk}).context["page"]
    only = client.get(LIST, {"unit": school.pk}).context["page"]

    assert (set(below), list(only)) == ({measure, other}, [measure])


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"when": "coming"}, {"soon"}),
        ({"show": "without_reporting_line"}, {"soon", "waits"}),
        ({"show": "without_fixed_time"}, {"waits", "doubted"}),
        ({"control": "remove"}, {"soon"}),
        ({"origin": "survey"}, {"waits"}),
        ({"q": "amu LAMPS"}, {"doubted"}),
        ({"q": "100 %"}, set()),
        ({"q": "styringsgruppe"}, {"waits"}),
        ({"source": "incident"}, {"doubted"}),
        ({"source": "nothing"}, {"soon", "waits", "doubted"}),
    ],
)
def test_list_narrows_by_what_is_written(
    as_user, head_teacher, school, plan, query, told
):
    measures = {
        "soon": MeasureFactory(plan__unit=school, control="remove"),
        "waits": MeasureFactory(
            plan__unit=school,
            origin="survey",
            timing="conditional",
            due_words="efter beslut",
            responsible_words="Styringsgruppe",
        ),
        "doubted": MeasureFactory(
            plan=plan,
            activity="Lamps",
            report_to="AMU",
            is_uncertain=True,
            due_on=today() + timedelta(days=15),
        ),
    }

    page = as_user(head_teacher).get(LIST, query).context["page"]

    assert set(page) == {measures[name] for name in told}


def test_what_goes_on_or_waits_is_neither_late_nor_coming(
    as_user, head_teacher, school
):
    for timing in ["continuous", "conditional"]:
        for days in [-5, 5]:
            MeasureFactory(
                plan__unit=school,
                timing=timing,
                due_words="…",
                due_on=today() + timedelta(days=days),
            )
    client = as_user(head_teacher)

    for when in ["overdue", "coming"]:
        assert not client.get(LIST, {"when": when}).context["page"].rows


def test_list_is_in_the_order_that_is_asked_for(
    as_user, head_of_administration, school, other_school
):
    north = MeasureFactory(plan__unit=school, status="started")
    south = MeasureFactory(plan__unit=other_school, due_on=today())
    client = as_user(head_of_administration)

    def order(sort):
        return list(client.get(LIST, {"sort": sort}).context["page"])

    assert order("") == order("nonsense") == [south, north]
    assert order("unit") == [north, south]
    assert order("status") == [south, north]
    assert order("newest") == [south, north]


@pytest.mark.usefixtures("in_english")
def test_list_has_the_columns_of_its_address(as_user, head_teacher, school, parse):
    MeasureFactory(plan__unit=school, cost=1500, report_to="AMU", goal="No falls")
    client = as_user(head_teacher)

    def heads(**query):
        page = parse(client.get(LIST, query))
        return [head.text for head in page.select("thead th")]

    usual = ["Measure", "Belongs to", "Unit", "Responsible", "When", "Status"]
    assert heads() == heads(columns="nonsense") == usual
    chosen = {"columns": ["goal", "cost", "report_to"]}
    assert heads(**chosen) == [
        "Measure",
        "What it shall lead to",
        "Reported to",
        "Cost",
    ]
    page = parse(client.get(LIST, chosen))
    assert [cell.text.strip() for cell in page.select("td")] == [
        *("No falls", "AMU", "1,500"),
    ]
    assert "columns=goal" in page.select_one("#results .links a")["href"]


@pytest.mark.usefixtures("in_english")
def test_list_shows_a_time_in_words_and_how_it_is_taken(
    as_user, head_teacher, school, parse
):
    MeasureFactory(
        plan__unit=school,
        timing="continuous",
        due_words="Haust 2031 - kontinuerleg",
        starts_on="2031-09-01",
        due_on="2031-11-30",
    )

    page = parse(as_user(head_teacher).get(LIST))

    cells = [" ".join(cell.text.split()) for cell in page.select("td")]
    assert "Haust 2031 - kontinuerleg from Sept. 1, 2031, no last day" in cells


def test_list_shows_of_what_is_done_both_its_days(
    as_user, head_teacher, school, parse, in_english
):
    """They stand in the order of the first."""
    due_on, judged_on = today() - timedelta(days=20), today() + timedelta(days=40)
    MeasureFactory(plan__unit=school, done=True, due_on=due_on, effect_due_on=judged_on)
    MeasureFactory(plan__unit=school, due_on=due_on + timedelta(days=1))

    page = parse(as_user(head_teacher).get(LIST))

    done, planned = page.select("#results tbody tr")
    assert [day["datetime"] for day in done.select("time")] == [
        due_on.isoformat(),
        judged_on.isoformat(),
    ]
    assert "Effect can be judged on" in done.text
    assert len(planned.select("time")) == 1


def test_long_activities_are_cut_short_in_the_list(
    as_user, head_teacher, school, parse
):
    plan, person = ActionPlanFactory(unit=school), UserFactory()
    for _each in range(50):
        MeasureFactory(
            plan=plan, responsible=person, activity="mats " * 400, goal="falls " * 300
        )

    response = as_user(head_teacher).get(LIST, {"columns": ["goal"]})

    link = parse(response).select_one("tbody th a").text
    assert len(link) <= 160
    assert link.endswith("…")
    assert len(response.content) < 80_000


@pytest.mark.parametrize("sort", ["", "unit", "status", "newest"])
def test_five_thousand_measures_of_one_plan_are_paged(
    as_user, head_teacher, school, parse, sort, django_assert_max_num_queries
):
    plan = ActionPlanFactory(unit=school)
    Measure.objects.bulk_create(
        Measure(
            plan=plan,
            unit=school,
            activity=f"Measure {number}",
            responsible=head_teacher,
            created_by=head_teacher,
            due_on=today() + timedelta(days=number % 7),
        )
        for number in range(5_000)
    )
    client = as_user(head_teacher)
    # What the first visit of a session costs is not the page's.
    client.get(LIST)

    with django_assert_max_num_queries(12):
        first = client.get(LIST, {"sort": sort})
    then = client.get(LIST + parse(first).select_one("a[rel=next]")["href"])
    back = client.get(LIST + parse(then).select_one("a[rel=prev]")["href"])

    shown, after = list(first.context["page"]), list(then.context["page"])
    assert (len(shown), len(after)) == (50, 50)
    assert not set(shown) & set(after)
    assert list(back.context["page"]) == shown


@pytest.mark.usefixtures("in_english")
def test_empty_list_says_whether_a_filter_makes_it_so(as_user, head_teacher):
    client = as_user(head_teacher)

    assertContains(client.get(LIST), "No measures here")
    assertContains(client.get(LIST, {"q": "mats"}), "No measure matches")


def test_list_leads_to_the_other_places_of_its_part(as_user, head_teacher, parse):
    page = parse(as_user(head_teacher).get(LIST))

    links = [link["href"] for link in page.select("nav.places a")]
    assert links[0] == LIST
    assert page.select_one("nav.places [aria-current=page]")["href"] == LIST


def test_list_leaves_out_a_unit_that_is_not_theirs(
    as_user, head_teacher, other_school, measure
):
    response = as_user(head_teacher).get(LIST, {"unit": other_school.pk})

    assert list(response.context["page"]) == [measure]
    assertNotContains(response, "South school")


def test_list_swaps_in_what_a_reload_would_show(
    as_user, head_teacher, measure, htmx, parse
):
    client = as_user(head_teacher)

    swapped = parse(client.get(LIST, {"when": "overdue"}, headers=htmx))
    reloaded = parse(client.get(LIST, {"when": "overdue"}))

    assert swapped.find("html") is None
    assert swapped.select_one("#results") == reloaded.select_one("#results")


def test_list_query_count(as_user, head_teacher, school, count_queries):
    client = as_user(head_teacher)

    def plan_measure():
        round = InspectionRoundFactory(unit=school)
        MeasureFactory(plan=round.plan_of_measures())

    plan_measure()
    for_one = count_queries(client, LIST)
    plan_measure()
    plan_measure()

    # Twelve at most in a request, and the savepoint in the test's own transaction.
    assert count_queries(client, LIST) == for_one <= 12 + 2


def test_list_pages_by_due_date(as_user, head_teacher, school, parse):
    plan = ActionPlanFactory(unit=school)
    person = UserFactory()
    for day in range(60):
        MeasureFactory(
            plan=plan, responsible=person, due_on=today() + timedelta(days=day)
        )
    client = as_user(head_teacher)

    first = client.get(LIST)
    second = client.get(LIST + parse(first).select_one("a[rel=next]")["href"])

    assert len(first.content) < 60_000
    assert [measure.due_on for measure in second.context["page"]] == [
        today() + timedelta(days=day) for day in range(50, 60)
    ]


# Detail


def test_detail_is_not_for_strangers(as_user, measure):
    assert as_user(UserFactory()).get(measure.get_absolute_url()).status_code == 404


def test_detail_links_to_a_source_that_the_person_may_see(
    as_user, head_teacher, teacher, plan
):
    measure = MeasureFactory(plan=plan, responsible=teacher)
    link = f'href="{plan.source.get_absolute_url()}"'

    by_manager = as_user(head_teacher).get(measure.get_absolute_url())
    by_responsible = as_user(teacher).get(measure.get_absolute_url())

    assertContains(by_manager, link)
    assertContains(by_responsible, str(plan.source))
    assertNotContains(by_responsible, link)


def test_buttons_follow_the_table_of_moves(as_user, teacher, school):
    offered = {
        status: set(
            as_user(teacher).get(measure.get_absolute_url()).context["acts"] or ()
        )
        for status, measure in {
            "planned": MeasureFactory(plan__unit=school, responsible=teacher),
            "done": MeasureFactory(plan__unit=school, responsible=teacher, done=True),
            "cancelled": MeasureFactory(
                plan__unit=school, responsible=teacher, status="cancelled"
            ),
        }.items()
    }

    assert offered == {
        "planned": {"start", "finish", "postpone", "wait", "cancel"},
        "done": {"judge", "watch", "reopen"},
        "cancelled": {"resume"},
    }


def test_who_may_only_look_gets_no_button(as_user, safety_representative, measure):
    response = as_user(safety_representative).get(measure.get_absolute_url())

    assertContains(response, measure.activity)
    assertNotContains(response, act_url(measure, "finish"))


def test_detail_query_count(as_user, head_teacher, plan, django_assert_max_num_queries):
    measure = MeasureFactory(plan=plan)
    client = as_user(head_teacher)

    # Twelve at most in a request, and the savepoint in the test's own transaction.
    with django_assert_max_num_queries(12 + 2):
        client.get(measure.get_absolute_url())


# Acts


def test_responsible_person_finishes(as_user, teacher, measure):
    response = as_user(teacher).post(
        act_url(measure, "finish"),
        {
            "done_on": today(),
            "done_note": "Mats lie there",
            "effect_due_on": today() + timedelta(days=90),
        },
    )

    assert response.url == measure.get_absolute_url()
    measure.refresh_from_db()
    assert measure.status == Measure.Status.DONE


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("effect_due_on", ""),
        ("effect_due_on", today() - timedelta(days=1)),
        ("done_on", today() + timedelta(days=1)),
        ("done_note", ""),
    ],
)
def test_finish_refuses_what_makes_no_sense(as_user, teacher, measure, field, value):
    finished = {
        "done_on": today(),
        "done_note": "Mats lie there",
        "effect_due_on": today() + timedelta(days=90),
    }

    response = as_user(teacher).post(
        act_url(measure, "finish"), finished | {field: value}
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    if field != "done_note":
        assertContains(response, "Mats lie there", status_code=422)
    measure.refresh_from_db()
    assert measure.status == Measure.Status.PLANNED


def test_insufficient_effect_offers_a_new_measure(as_user, head_teacher, school):
    measure = MeasureFactory(plan__unit=school, done=True)

    response = as_user(head_teacher).post(
        act_url(measure, "judge"),
        {"is_sufficient": "no", "effect_note": "Still slippery"},
        follow=True,
    )

    assertContains(response, reverse("actionplans:measure_follow", args=[measure.pk]))


def test_what_waited_for_something_gets_any_day_when_that_has_come(
    as_user, school, teacher
):
    later = today() + timedelta(days=300)
    waiting = MeasureFactory(
        plan__unit=school,
        responsible=teacher,
        timing="conditional",
        due_words="when the money has come",
        starts_on=later,
        due_on=later,
    )
    soon = today() + timedelta(days=14)

    url = act_url(waiting, "postpone")
    as_user(teacher).post(url, {"due_on": soon, "reason": "It has come"})

    waiting.refresh_from_db()
    assert (waiting.timing, waiting.due_on) == ("day", soon)
    note = waiting.transitions.get().note
    assert note == f"when the money has come → {soon}: It has come"


def test_postpone_wants_a_later_date(as_user, teacher, measure):
    client = as_user(teacher)

    earlier = client.post(
        act_url(measure, "postpone"), {"due_on": measure.due_on, "reason": "Late"}
    )
    later = measure.due_on + timedelta(days=7)
    client.post(act_url(measure, "postpone"), {"due_on": later, "reason": "Late"})

    assert earlier.status_code == 422
    measure.refresh_from_db()
    assert measure.due_on == later


@pytest.mark.parametrize("name", ["cancel", "postpone"])
def test_reason_is_required(as_user, teacher, measure, name):
    due_on = measure.due_on + timedelta(days=7)

    response = as_user(teacher).post(act_url(measure, name), {"due_on": due_on})

    assert list(response.context["form"].errors) == ["reason"]
    assert not measure.transitions.exists()


def test_cancelled_measure_is_taken_up_again(as_user, teacher, measure):
    client = as_user(teacher)

    client.post(act_url(measure, "cancel"), {"reason": "Moved out"})
    client.post(act_url(measure, "resume"), {"reason": "Moved in"})

    assert [move.note for move in measure.transitions.all()] == [
        "Moved out",
        "Moved in",
    ]
    measure.refresh_from_db()
    assert measure.status == Measure.Status.PLANNED


def test_who_comes_second_is_told(as_user, teacher, measure):
    client = as_user(teacher)
    client.post(act_url(measure, "cancel"), {"reason": "Moved out"})

    response = client.post(act_url(measure, "start"), follow=True)

    assert [str(message.level_tag) for message in response.context["messages"]] == [
        "success",
        "error",
    ]
    measure.refresh_from_db()
    assert measure.status == Measure.Status.CANCELLED


def test_act_answers_htmx_with_what_a_reload_would_show(
    as_user, teacher, measure, htmx, parse
):
    client = as_user(teacher)

    swapped = parse(client.post(act_url(measure, "start"), headers=htmx))
    messages = swapped.select_one("#messages").extract()
    reloaded = parse(client.get(measure.get_absolute_url()))

    assert messages["hx-swap-oob"] == "true"
    # Each answer masks the token anew, and only leaves the place of the messages empty.
    for token in swapped.select("[name=csrfmiddlewaretoken]") + reloaded.select(
        "[name=csrfmiddlewaretoken]"
    ):
        token.extract()
    assert (
        swapped.select_one("#measure").text.split()
        == reloaded.select_one("#measure").text.split()
    )
    assert swapped.select("form") == reloaded.select("#measure form")


@pytest.mark.parametrize(("who", "status"), [("sees", 403), ("stranger", 404)])
def test_acts_are_for_those_who_handle(
    as_user, safety_representative, measure, who, status
):
    user = safety_representative if who == "sees" else UserFactory()

    response = as_user(user).post(act_url(measure, "start"))

    assert response.status_code == status
    assert not measure.transitions.exists()


def test_act_that_does_not_exist(as_user, teacher, measure):
    assert as_user(teacher).post(act_url(measure, "explode")).status_code == 404


# Add


def test_add_puts_the_measure_in_the_plan_and_goes_back(
    as_user, head_teacher, plan, wanted
):
    response = as_user(head_teacher).post(add_url(plan), wanted)

    assert response.url == plan.source.get_absolute_url()
    assert plan.measures.get().created_by == head_teacher


def test_add_finds_a_person_by_typed_name_without_scripts(
    as_user, head_teacher, teacher, plan, wanted
):
    wanted |= {"responsible": "", "responsible_search": "teach"}
    UserFactory(name="Teacher elsewhere")

    refused = as_user(head_teacher).post(add_url(plan), wanted)
    as_user(head_teacher).post(add_url(plan), wanted | {"responsible": teacher.pk})

    assert list(refused.context["form"].errors) == ["responsible"]
    assertContains(refused, "Lay out mats", status_code=422)
    assert plan.measures.get().responsible == teacher


def test_closed_incident_takes_no_measure(as_user, head_teacher, school, wanted, parse):
    incident = IncidentFactory(unit=school, closed=True)
    client = as_user(head_teacher)

    response = client.post(add_url(incident.action_plan), wanted, follow=True)

    assert parse(response).select_one("#messages [data-color=danger]")
    assert response.redirect_chain == [(incident.get_absolute_url(), 302)]
    assert not incident.action_plan.measures.exists()


def test_measure_of_a_closed_incident_offers_no_more(as_user, head_teacher, school):
    incident = IncidentFactory(unit=school, closed=True)
    measure = MeasureFactory(
        plan=incident.action_plan,
        done=True,
        status=Measure.Status.EFFECT_INSUFFICIENT,
        effect_judged_on=today(),
    )

    response = as_user(head_teacher).get(measure.get_absolute_url())

    assertNotContains(
        response, reverse("actionplans:measure_follow", args=[measure.pk])
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [("due_on", today() - timedelta(days=1)), ("activity", ""), ("responsible", "")],
)
def test_add_refuses_what_makes_no_sense(
    as_user, head_teacher, plan, wanted, field, value
):
    response = as_user(head_teacher).post(add_url(plan), wanted | {field: value})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not plan.measures.exists()


def test_add_does_not_take_a_person_from_elsewhere(
    as_user, head_teacher, plan, wanted, other_school
):
    stranger = UserFactory(unit=other_school)

    as_user(head_teacher).post(add_url(plan), wanted | {"responsible": stranger.pk})

    assert not plan.measures.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_add_is_for_those_who_handle_measures(
    as_user, safety_representative, plan, wanted, method
):
    sees = getattr(as_user(safety_representative), method)(add_url(plan), wanted)
    stranger = getattr(as_user(UserFactory()), method)(add_url(plan), wanted)

    assert (sees.status_code, stranger.status_code) == (403, 404)
    assert not ActionPlan.objects.get(pk=plan.pk).measures.exists()


def test_people_are_found_among_the_unit_and_its_managers(
    as_user, head_teacher, head_of_administration, school, other_school
):
    UserFactory(name="Head of kitchen", unit=school)
    UserFactory(name="Head of nothing", unit=other_school)
    substitute = UserFactory(name="Head for a day")
    roles.appoint(substitute, Role.SUBSTITUTE, school)

    url = reverse("actionplans:responsible_options", args=[school.pk])
    query = {"field": "responsible", "id": "id_responsible", "responsible_search": "he"}
    response = as_user(head_teacher).get(url, query)

    for name in [
        "Head of kitchen",
        "Head for a day",
        "Head teacher",
        "Head of schools",
    ]:
        assertContains(response, name)
    assertNotContains(response, "Head of nothing")


def test_people_of_a_unit_are_not_for_strangers(as_user, teacher, school):
    url = reverse("actionplans:responsible_options", args=[school.pk])

    assert as_user(teacher).get(url).status_code == 404
