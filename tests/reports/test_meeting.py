"""The report at the committee's meeting, and what was decided there."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from actionplans.models import ActionPlan, Measure
from organisation import roles
from organisation.models import Role
from reports.loading import FOLDER, load
from reports.meeting import Meeting
from reports.models import CommitteeDecision, Report, ReportingYear, Target
from reports.snapshots import approve
from sam.dates import today
from sam.workflow import InvalidTransition
from tests.factories import UserFactory
from tests.reports import factories
from tests.reports.factories import figures_replaced

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def approved(report, hr):
    report.submit(by=hr)
    approve(report, by=hr)
    return Report.objects.get(pk=report.pk)


@pytest.fixture
def decided_on(report, hr):
    """The report, approved, of which decisions can be noted."""
    return approved(report, hr)


@pytest.fixture
def manager(primary):
    user = UserFactory(name="Manager", unit=primary)
    roles.appoint(user, Role.MANAGER, primary)
    return user


@pytest.fixture
def reader(primary):
    user = UserFactory(name="Reader")
    roles.appoint(user, Role.READER, primary)
    return user


def told_to(user, report):
    return Meeting(Report.objects.as_read_by(user).get(pk=report.pk), user)


def url_of(report):
    return f"{report.get_absolute_url()}meeting/"


SOON = today() + timedelta(days=60)
DECISION = {
    "decision": "The committee wants a plan for the long sick leave.",
    "decided_on": today().isoformat(),
    "paragraph": "§ 12",
    "activity": "Write a plan",
    "due_on": SOON.isoformat(),
}


# What changed, and what to ask


def test_page_tells_of_the_figures_that_changed_most(
    report, schools, hr, as_user, parse
):
    figures_replaced(schools, years=(2022,), sick_hours_long=60)
    factories.figures(schools, years=(2023,))

    page = parse(as_user(hr).get(url_of(report)))

    changes = page.select(".changed li")
    assert changes[0].span.get_text(strip=True) == (
        "Long sick leave has fallen by 2.0 percentage points, from 6.0\xa0% to 4.0\xa0%."
    )
    assert changes[0].select_one("svg")
    assert len(changes) == 2


def test_at_most_five_figures_are_told_of(report, schools, hr):
    figures_replaced(
        schools,
        years=(2022,),
        sick_hours_short=60,
        sick_hours_long=10,
        external_leavers=3,
        additional_hours=5,
        overtime_hours=9,
    )
    factories.figures(schools, years=(2023,))

    assert len(told_to(hr, report).changes) == 5


def test_page_says_when_nothing_has_changed(report, hr, as_user, parse):
    page = parse(as_user(hr).get(url_of(report)))

    assert not page.select(".changed")
    assert "No figure has changed" in page.get_text()


def test_unknown_figures_have_not_changed(report, schools, hr):
    figures_replaced(schools, years=(2022,))

    assert told_to(hr, report).changes == []


def test_three_questions_are_asked_the_most_pressing_first(report, schools, hr):
    figures_replaced(schools, years=(2022,), sick_hours_long=10)
    factories.figures(schools, years=(2023,))
    Target.objects.create(year=2023, metric_id="sick_leave", value=Decimal("5.5"))

    asked = told_to(hr, report).questions

    assert len(asked) == 3
    assert asked[0] == (
        "Long sick leave has risen by 3.0 percentage points, from 1.0\xa0% to 4.0\xa0%. What is"
        " it due to, and what is done about it?"
    )


def test_questions_come_from_figures_alone(report, schools, hr):
    figures_replaced(schools, years=(2022,))

    assert told_to(hr, report).questions == []


# Who sees it and who notes


def test_page_is_not_found_by_those_who_may_not_see_the_report(
    report, head_teacher, as_user
):
    assert as_user(head_teacher).get(url_of(report)).status_code == 404
    assert as_user(head_teacher).post(url_of(report), DECISION).status_code == 404


def test_reader_sees_the_page_without_the_form_and_may_not_note(
    decided_on, reader, as_user, parse
):
    client = as_user(reader)

    assert not parse(client.get(url_of(decided_on))).select("form#note")
    assert client.post(url_of(decided_on), DECISION).status_code == 403


def test_decision_is_noted_with_what_is_to_be_done_as_a_measure(
    decided_on, hr, manager, primary, as_user
):
    response = as_user(hr).post(url_of(decided_on), DECISION)

    noted = CommitteeDecision.objects.get()
    measure = Measure.objects.get()
    assert response.url == url_of(decided_on)
    assert (noted.report, noted.paragraph, noted.noted_by) == (decided_on, "12", hr)
    assert (measure.plan, measure.activity) == (noted.action_plan, "Write a plan")
    assert (measure.unit, measure.due_on) == (primary, SOON)
    assert measure.responsible == manager
    assert measure.plan.source == noted


def test_noting_stands_in_the_log_of_the_report(decided_on, hr, manager, as_user):
    as_user(hr).post(url_of(decided_on), DECISION)

    last = decided_on.transitions.last()
    assert (last.by, last.note) == (hr, DECISION["decision"])
    assert last.from_status == last.to_status == "approved"


def test_decision_without_anything_to_do_is_noted_alone(decided_on, hr, as_user):
    nothing = DECISION | {"activity": "", "due_on": ""}

    as_user(hr).post(url_of(decided_on), nothing)

    assert CommitteeDecision.objects.count() == 1
    assert not Measure.objects.exists()


def test_noted_decision_stands_on_the_page_with_its_measure(
    decided_on, hr, manager, as_user, parse
):
    client = as_user(hr)
    client.post(url_of(decided_on), DECISION)

    found = parse(client.get(url_of(decided_on))).select_one("#decisions article")

    assert DECISION["decision"] in found.get_text()
    assert found.a["href"] == Measure.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"decision": ""}, "decision"),
        ({"decided_on": (today() + timedelta(days=1)).isoformat()}, "decided_on"),
        ({"due_on": ""}, "due_on"),
        ({"due_on": "2020-01-01"}, "due_on"),
        ({"activity": ""}, "activity"),
        ({"decided_on": "2024-02-31"}, "decided_on"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    decided_on, hr, manager, as_user, parse, changed, field
):
    response = as_user(hr).post(url_of(decided_on), DECISION | changed)

    page = parse(response)
    assert response.status_code == 422
    assert page.select(f"#id_{field}_error")
    kept = page.select_one("textarea[name=decision]").text.strip()
    assert kept == (DECISION | changed)["decision"]
    assert not CommitteeDecision.objects.exists()


def test_where_nobody_manages_somebody_is_to_be_chosen(decided_on, hr, as_user):
    response = as_user(hr).post(url_of(decided_on), DECISION)

    assert response.status_code == 422
    assert "The unit has no manager. Choose a person." in response.content.decode()
    assert not ActionPlan.objects.exists()


def test_of_a_draft_no_decision_is_noted(report, hr, manager, as_user):
    response = as_user(hr).post(url_of(report), DECISION)

    assert response.status_code == 422
    assert not ActionPlan.objects.exists()
    with pytest.raises(InvalidTransition):
        CommitteeDecision.objects.note(
            report, by=hr, decision="Yes", decided_on=today(), paragraph=""
        )


# The measure


def test_measures_page_names_the_decision_as_its_source(
    decided_on, hr, manager, as_user, parse
):
    as_user(hr).post(url_of(decided_on), DECISION)
    noted, measure = CommitteeDecision.objects.get(), Measure.objects.get()

    of_hr = parse(as_user(hr).get(measure.get_absolute_url()))
    assert of_hr.select_one(".crumb a")["href"] == noted.get_absolute_url()
    assert str(noted) == f"{decided_on}, § 12"

    # Who manages the unit does not see the report, and has the measure all the same.
    of_manager = parse(as_user(manager).get(measure.get_absolute_url()))
    assert of_manager.select_one(".crumb a")["href"] == "/measures/"


def test_lists_of_measures_can_be_narrowed_to_decisions(
    decided_on, hr, manager, as_user, parse
):
    as_user(hr).post(url_of(decided_on), DECISION)

    page = parse(as_user(hr).get("/measures/?source=committee_decision"))

    assert "Write a plan" in page.select_one("table").get_text()


# The year after


@pytest.fixture
def year_after(decided_on, hr, manager, schools):
    """The next year's report, when something of what was decided is late."""
    noted = CommitteeDecision.objects.note(
        decided_on,
        by=hr,
        decision="A plan is to be written.",
        decided_on=date(2024, 9, 1),
        measure={
            "activity": "Write a plan",
            "due_on": date(2024, 12, 1),
            "responsible": manager,
        },
    )
    template = load(FOLDER / "huddinge-1.json")
    after = ReportingYear.objects.open(2025, template).reports.get(committee=schools)
    return after, noted


def test_what_is_late_of_earlier_decisions_is_told_the_year_after(
    year_after, decided_on, hr, as_user, parse
):
    report, noted = year_after

    late = parse(as_user(hr).get(url_of(report))).select_one("#late")

    assert "Write a plan" in late.parent.get_text()
    assert list(CommitteeDecision.objects.before(report)) == [noted]
    assert not CommitteeDecision.objects.before(decided_on).exists()


def test_what_is_late_is_asked_about(year_after, hr):
    report, _noted = year_after

    assert (
        "1 measure that we have decided is late. What stands in its way?"
        in told_to(hr, report).questions
    )


def test_what_is_done_is_not_late(year_after, manager, hr):
    report, noted = year_after
    noted.action_plan.measures.get().finish(
        by=manager, done_on=today(), effect_due_on=today()
    )

    assert told_to(hr, report).late == []


def test_page_costs_the_same_for_many_decisions(
    decided_on, hr, manager, reader, client, queries
):
    def note():
        CommitteeDecision.objects.note(
            decided_on,
            by=hr,
            decision="A plan",
            decided_on=today(),
            measure={"activity": "Write", "due_on": SOON, "responsible": manager},
        )

    def cost(user):
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        return queries(lambda: client.get(url_of(decided_on)))

    note()
    few = [cost(reader), cost(hr)]
    for _each in range(4):
        note()

    assert [cost(reader), cost(hr)] == few
    # To note costs more: the form proposes units and people.
    assert few[0] <= 12 < few[1] <= 14
