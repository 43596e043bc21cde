"""Opening the reports of a year or a part of it, and what can be set later."""

from datetime import date

import pytest

from organisation import roles
from organisation.models import Role
from reports.models import Report, ReportingYear, ReportLevel
from sam.dates import today
from tests.factories import UnitFactory, UserFactory
from tests.reports import flowing

pytestmark = pytest.mark.usefixtures("in_english")

OPEN = "/reports/years/open/"


def chosen(template, *, part="", year=2024):
    return f"{OPEN}?what={template.pk}:{part}&year={year}"


def days(**changed):
    return {
        "first_on": "2023-01-01",
        "last_on": "2023-12-31",
        "compared_first_on": "2022-01-01",
        "compared_last_on": "2022-12-31",
    } | changed


@pytest.fixture
def follow_up(preschool, primary):
    return flowing.template()


def test_form_begins_with_the_template_used_last(year, hr, as_user, parse):
    page = parse(as_user(hr).get(OPEN))

    template = year.template
    assert page.select_one("[name=what][checked]")["value"] == f"{template.pk}:"
    assert page.select_one("[name=year]")["value"] == str(today().year)


def test_periods_are_proposed_from_the_cadence(follow_up, hr, as_user, parse):
    page = parse(as_user(hr).get(chosen(follow_up)))

    proposed = {name: page.select_one(f"[name={name}]")["value"] for name in days()}
    assert proposed == days()


def test_each_part_of_a_year_is_opened_by_itself(preschool, hr, as_user, parse):
    statistics = flowing.template(code="statistics", cadence="quarter")
    client = as_user(hr)

    page = parse(client.get(OPEN))
    third = parse(client.get(chosen(statistics, part="q3")))

    assert len(page.select("[name=what]")) == 4
    assert third.select_one("[name=first_on]")["value"] == "2024-07-01"
    assert third.select_one("[name=last_on]")["value"] == "2024-09-30"


def test_year_is_opened_with_its_due_dates(follow_up, hr, as_user):
    due = {"units_due_on": "2024-02-01", "municipality_due_on": "2024-05-01"}

    response = as_user(hr).post(chosen(follow_up), days(**due))

    year = ReportingYear.objects.get()
    assert response.url == year.get_absolute_url()
    assert year.units_due_on == date(2024, 2, 1)
    assert year.reports.filter(level=ReportLevel.COMMITTEE).count() == 2
    assert year.reports.filter(level=ReportLevel.UNIT).count() == 2


def test_periods_may_be_of_different_lengths(follow_up, hr, as_user):
    as_user(hr).post(chosen(follow_up), days(compared_first_on="2022-07-01"))

    year = ReportingYear.objects.get()
    assert year.comparison_period.lower == date(2022, 7, 1)
    assert year.period.lower == date(2023, 1, 1)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"first_on": "2023-01-15"}, "first_on"),
        ({"last_on": "2023-12-30"}, "last_on"),
        ({"last_on": "2022-11-30"}, "last_on"),
        ({"first_on": "2003-01-01"}, "last_on"),
        ({"compared_last_on": "never"}, "compared_last_on"),
        (
            {"units_due_on": "2024-03-01", "committees_due_on": "2024-02-01"},
            "committees_due_on",
        ),
    ],
)
def test_days_that_cannot_be_come_back(changed, field, follow_up, hr, as_user):
    response = as_user(hr).post(chosen(follow_up), days(**changed))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"][field].value() == days(**changed)[field]
    assert not ReportingYear.objects.exists()


@pytest.mark.parametrize("query", ["?what=0:&year=2024", "?what=x&year=2024", "?what="])
def test_choice_that_is_none_comes_back(query, follow_up, hr, as_user):
    assert as_user(hr).get(OPEN + query).status_code == 422


def test_reports_that_are_open_are_not_opened_again(follow_up, hr, as_user):
    flowing.open_year(follow_up)

    response = as_user(hr).post(chosen(follow_up), days())

    assert response.status_code == 422
    assert ReportingYear.objects.count() == 1


def test_year_far_ahead_is_not_opened(follow_up, hr, as_user):
    response = as_user(hr).get(chosen(follow_up, year=today().year + 2))

    assert response.status_code == 422


def test_without_a_template_it_is_said(hr, as_user, parse):
    page = parse(as_user(hr).get(OPEN))

    assert page.select_one(".empty")


def test_only_who_writes_for_all_opens_a_year(follow_up, school_hr, as_user):
    assert as_user(school_hr).get(OPEN).status_code == 403
    assert as_user(school_hr).post(chosen(follow_up), days()).status_code == 403


# Once it is open


def settings_of(year):
    return f"{year.get_absolute_url()}settings/"


def test_due_dates_and_open_data_are_set_later(follow_up, hr, as_user):
    year = flowing.open_year(follow_up)
    sent = {
        "units_due_on": "2024-02-01",
        "is_open_data": "on",
        "version": year.stamp,
    }

    as_user(hr).post(settings_of(year), sent)

    year.refresh_from_db()
    assert (year.units_due_on, year.is_open_data) == (date(2024, 2, 1), True)


def test_figures_of_few_people_are_not_opened_to_anyone(primary, hr, as_user, parse):
    year = flowing.open_year(flowing.template(smallest_group=4))

    sent = {"is_open_data": "on", "version": year.stamp}
    response = as_user(hr).post(settings_of(year), sent)

    year.refresh_from_db()
    assert response.status_code == 422
    assert "fewer than 5 people" in parse(response).get_text()
    assert not year.is_open_data


def test_who_opens_figures_is_warned_of_others_of_the_same_days(
    follow_up, hr, as_user, parse
):
    year = flowing.open_year(follow_up)
    other = flowing.open_year(flowing.template(code="statistics"))
    client = as_user(hr)
    assert "Other open figures" not in parse(client.get(settings_of(year))).get_text()

    type(other).objects.filter(pk=other.pk).update(is_open_data=True)

    page = parse(client.get(settings_of(year))).get_text(" ", strip=True)
    assert "Other open figures tell of the same days: Statistics 2024." in page


def test_second_who_sets_replaces_nothing_unseen(follow_up, hr, as_user, parse):
    year = flowing.open_year(follow_up)
    client = as_user(hr)
    page = parse(client.get(settings_of(year)))
    opened = page.select_one("[name=version]")["value"]
    year.change(version=year.stamp, units_due_on=date(2024, 2, 1))

    sent = {"municipality_due_on": "2024-05-01", "version": opened}
    response = client.post(settings_of(year), sent)

    year.refresh_from_db()
    assert response.status_code == 422
    assert year.municipality_due_on is None
    form = parse(response)
    assert form.select_one("[name=units_due_on]")["value"] == "2024-02-01"
    assert form.select_one("[name=municipality_due_on]")["value"] == "2024-05-01"


def test_what_is_missing_is_added(follow_up, primary, hr, as_user):
    year = flowing.open_year(follow_up)
    new = UnitFactory(name="New school", parent=primary)

    as_user(hr).post(f"{year.get_absolute_url()}follow/")

    assert year.reports.filter(unit=new, level=ReportLevel.UNIT).exists()


# The list of years


def test_list_tells_several_templates_apart(follow_up, hr, as_user, parse):
    flowing.open_year(follow_up)
    flowing.open_year(flowing.template(code="statistics"))

    page = parse(as_user(hr).get("/reports/"))

    assert [chip.text for chip in page.select("main nav .chip")] == [
        "2024 Statistics",
        "2024 Follow-Up",
    ]


def test_list_has_only_what_is_printed(follow_up, hr, as_user, parse):
    flowing.open_year(follow_up)

    page = parse(as_user(hr).get("/reports/"))

    names = [row.th.get_text(strip=True) for row in page.select("tbody tr")]
    assert "Education" in names
    assert not {"Preschool", "Primary school"} & set(names)


def test_manager_is_led_from_the_list_to_the_own_parts(
    follow_up, primary, as_user, parse
):
    year = flowing.open_year(follow_up)
    manager = UserFactory()
    roles.appoint(manager, Role.MANAGER, primary)
    client = as_user(manager)

    page = parse(client.get("/reports/"))
    link = page.select_one(f"a[href='{year.get_absolute_url()}progress/']")
    progress = parse(client.get(link["href"] + "?show=awaited"))

    assert [row.th.text.strip() for row in progress.select("tbody tr")] == [
        "Primary school"
    ]


def test_year_without_reports_to_see_shows_no_progress(follow_up, teacher, as_user):
    year = flowing.open_year(follow_up)

    assert (
        as_user(teacher).get(f"{year.get_absolute_url()}progress/").status_code == 404
    )
    assert Report.objects.filter(reporting_year=year).exists()
