"""The municipality's own quantities and metrics, and the figures of others."""

from datetime import date
from decimal import Decimal

import pytest

from reports.forms.metrics import MetricForm, QuantityForm
from reports.models import (
    ComparisonFigure,
    ComparisonSeries,
    Figure,
    Metric,
    Quantity,
    ReportTemplate,
    Section,
)
from reports.shipped import load_metrics
from sam.workflow import InvalidTransition
from tests.reports import factories

pytestmark = pytest.mark.usefixtures("in_english")

OWN = {
    "label": "Sick leave over 60 days",
    "definition": "From the 60th day of each case.",
    "of": ["sick_hours_long"],
    "per": ["scheduled_hours"],
    "scale": "percent",
    "decimals": "1",
    "better": "lower",
    "group": "employees",
}


@pytest.fixture
def client_of_hr(hr, as_user):
    load_metrics()
    return as_user(hr)


def own_metric(**changed):
    values = {name: value for name, value in OWN.items() if name != "decimals"}
    return Metric.objects.create(
        code="own", is_own=True, decimals=1, **(values | changed)
    )


def shown_in_published(metric):
    template = ReportTemplate.objects.create(
        code="t", version=1, name="T", title="T", file_name="t", status="draft"
    )
    section = Section.objects.create(
        template=template, order=1, code="s", kind="metric_table"
    )
    section.rows.create(order=1, label="Row", metric=metric)
    ReportTemplate.objects.filter(pk=template.pk).update(status="published")


def row_of(page, label):
    head = next(each for each in page.select("tbody th") if each.text.strip() == label)
    return [cell.text.strip() for cell in head.parent("td")]


def test_metrics_are_listed_with_what_they_are_made_of_and_used_in(
    year, client_of_hr, parse
):
    page = parse(client_of_hr.get("/reports/figures/metrics/"))

    unit, made_of, used, whose = row_of(page, "Sick leave")
    assert unit == "per cent"
    assert "as a share of" in made_of
    assert used == str(year.template)
    assert whose == "Comes with the program"


def test_list_costs_the_same_for_many_metrics(client_of_hr, queries):
    few = queries(lambda: client_of_hr.get("/reports/figures/metrics/"))
    for number in range(5):
        Metric.objects.create(
            code=f"m{number}", label="M", scale="count", of=["employees"], is_own=True
        )

    assert queries(lambda: client_of_hr.get("/reports/figures/metrics/")) == few


def test_metric_shows_what_it_comes_to(year, client_of_hr):
    page = client_of_hr.get("/reports/figures/metrics/sick_leave/").content.decode()

    assert "R12 2023-12" in page
    assert "<strong>7.0</strong>" in page


def test_metric_of_missing_figures_is_unknown_and_never_zero(year, client_of_hr):
    Figure.objects.all().delete()

    page = client_of_hr.get("/reports/figures/metrics/sick_leave/").content.decode()

    assert "unknown" in page
    assert "<strong>" not in page.partition("R12 2023-12")[2].partition("</dd>")[0]


def test_own_metric_is_made(client_of_hr):
    response = client_of_hr.post("/reports/figures/metrics/add/", OWN)

    made = Metric.objects.get(label=OWN["label"])
    assert response.url == made.get_absolute_url()
    assert made.is_own
    assert (made.of, made.per, made.decimals) == (OWN["of"], OWN["per"], 1)


def test_metric_is_tried_without_being_saved(year, client_of_hr, parse):
    response = client_of_hr.post("/reports/figures/metrics/add/", OWN | {"try": "1"})

    assert response.status_code == 200
    assert "4.0" in parse(response).select_one("main .ds-alert[data-focus]").text
    assert not Metric.objects.filter(is_own=True).exists()


def test_share_of_nothing_chosen_comes_back_with_what_was_written(client_of_hr, parse):
    wrong = {name: value for name, value in OWN.items() if name != "per"}

    response = client_of_hr.post("/reports/figures/metrics/add/", wrong)

    assert response.status_code == 422
    assert parse(response).select_one("[name=label]")["value"] == OWN["label"]


def test_new_metric_begins_like_another(client_of_hr, parse):
    page = parse(client_of_hr.get("/reports/figures/metrics/add/?like=sick_leave"))

    checked = page.select("[name=per][checked]")
    assert [each["value"] for each in checked] == ["scheduled_hours"]


def test_metric_in_a_published_template_changes_its_words_and_not_its_formula(
    client_of_hr,
):
    metric = own_metric()
    shown_in_published(metric)
    changed = OWN | {"label": "Other", "of": ["sick_hours_short"], "version": "0"}

    response = client_of_hr.post("/reports/figures/metrics/own/edit/", changed)

    assert response.status_code == 302
    metric.refresh_from_db()
    assert (metric.label, metric.of) == ("Other", ["sick_hours_long"])


def test_metric_in_no_published_template_changes_its_formula(client_of_hr):
    metric = own_metric()
    changed = OWN | {"of": ["sick_hours_short"], "version": "0"}

    client_of_hr.post("/reports/figures/metrics/own/edit/", changed)

    metric.refresh_from_db()
    assert metric.of == ["sick_hours_short"]


def test_two_who_change_a_metric_lose_nothing(client_of_hr):
    metric = own_metric()
    first, second = (OWN | {"label": label, "version": "0"} for label in "AB")

    client_of_hr.post("/reports/figures/metrics/own/edit/", first)
    response = client_of_hr.post("/reports/figures/metrics/own/edit/", second)

    assert response.status_code == 422
    metric.refresh_from_db()
    assert metric.label == "A"
    assert 'value="B"' in response.content.decode()


def test_what_ships_is_not_changed(client_of_hr):
    assert (
        client_of_hr.get("/reports/figures/metrics/sick_leave/edit/").status_code == 404
    )
    assert client_of_hr.get("/reports/figures/quantities/employees/").status_code == 404


def test_own_quantity_is_made_and_renamed(client_of_hr):
    made = {"label": "Sick days", "over": "mean"}
    client_of_hr.post("/reports/figures/quantities/add/", made)
    quantity = Quantity.objects.get(is_own=True)

    url = f"/reports/figures/quantities/{quantity.code}/"
    renamed = {"label": "Days of sickness", "over": "mean", "version": "0"}
    client_of_hr.post(url, renamed)

    quantity.refresh_from_db()
    assert (quantity.label, quantity.over) == ("Days of sickness", "mean")


def test_quantity_of_a_published_metric_is_added_as_before(client_of_hr):
    quantity = Quantity.objects.create(code="days", label="Days", is_own=True)
    shown_in_published(own_metric(of=["days"]))

    client_of_hr.post(
        "/reports/figures/quantities/days/",
        {"label": "Days off", "over": "mean", "version": "0"},
    )

    quantity.refresh_from_db()
    assert (quantity.label, quantity.over) == ("Days off", "sum")


def test_two_who_change_a_quantity_lose_nothing(client_of_hr):
    quantity = Quantity.objects.create(code="days", label="Days", is_own=True)
    first, second = (
        {"label": label, "over": "sum", "version": "0"} for label in ("One", "Two")
    )
    client_of_hr.post("/reports/figures/quantities/days/", first)

    response = client_of_hr.post("/reports/figures/quantities/days/", second)

    quantity.refresh_from_db()
    assert (response.status_code, quantity.label) == (422, "One")
    assert 'value="Two"' in response.content.decode()


@pytest.mark.parametrize("of", ["metric", "quantity"])
def test_formula_is_fixed_when_a_template_is_published_while_somebody_writes(of, db):
    quantity = Quantity.objects.create(code="days", label="Days", is_own=True)
    metric = own_metric(of=["days"])
    data = {
        "metric": OWN | {"of": ["sick_hours_short"], "version": "0"},
        "quantity": {"label": "Days", "over": "mean", "version": "0"},
    }
    load_metrics()
    form = (
        MetricForm(data[of], metric=metric)
        if of == "metric"
        else QuantityForm(data[of], quantity=quantity)
    )
    assert form.is_valid(), form.errors
    shown_in_published(metric)

    with pytest.raises(InvalidTransition):
        form.carry_out(by=None)

    metric.refresh_from_db()
    quantity.refresh_from_db()
    assert (metric.of, quantity.over) == (["days"], "sum")


def test_two_quantities_called_the_same_get_codes_of_their_own(client_of_hr):
    for _time in range(2):
        client_of_hr.post(
            "/reports/figures/quantities/add/", {"label": "Sick days", "over": "sum"}
        )

    own = Quantity.objects.filter(is_own=True)
    assert set(own.values_list("code", flat=True)) == {"sick_days", "sick_days_2"}


# The figures of others


@pytest.fixture
def county(db):
    load_metrics()
    return ComparisonSeries.objects.create(name="The county", source="Statistics 2024")


def figures_of(series):
    rows = series.figures.order_by("-until", "sex")
    return [(row.until, row.sex, row.value.normalize()) for row in rows]


def test_series_is_added(client_of_hr):
    added = {"name": "The country", "source": "Statistics"}

    response = client_of_hr.post("/reports/figures/series/", added)

    assert response.url == ComparisonSeries.objects.get().get_absolute_url()


def test_series_of_the_same_name_comes_back(client_of_hr, county):
    response = client_of_hr.post("/reports/figures/series/", {"name": "The county"})

    assert response.status_code == 422


@pytest.mark.parametrize(
    "lines",
    ["2023; 6,6; 7,4; 4,2", "2023-12-31\t6.6\t7.4\t4.2", "\n 2023;6,6 %;7,4 %;4,2 %\n"],
)
def test_figures_are_typed_or_pasted(lines, client_of_hr, county):
    url = f"{county.get_absolute_url()}sick_leave/"

    assert client_of_hr.post(url, {"lines": lines}).status_code == 302

    last = date(2023, 12, 31)
    assert figures_of(county) == [
        (last, "", Decimal("6.6")),
        (last, "men", Decimal("4.2")),
        (last, "women", Decimal("7.4")),
    ]


def test_line_that_is_taken_away_is_deleted(client_of_hr, county, parse):
    url = f"{county.get_absolute_url()}sick_leave/"
    client_of_hr.post(url, {"lines": "2022; 7\n2023; 6"})
    seen = parse(client_of_hr.get(url)).select_one("[name=seen]")["value"]

    client_of_hr.post(url, {"lines": "2023; 6", "seen": seen})

    assert figures_of(county) == [(date(2023, 12, 31), "", Decimal(6))]


@pytest.mark.parametrize(
    "wrong", ["2023; many", "last year; 5", "2023", "2023;1;2;3;4"]
)
def test_wrong_line_is_named_and_nothing_is_lost(wrong, client_of_hr, county, parse):
    url = f"{county.get_absolute_url()}sick_leave/"
    lines = f"2022; 7\n{wrong}"

    response = client_of_hr.post(url, {"lines": lines})

    assert response.status_code == 422
    page = parse(response)
    assert "Line 2" in page.text
    assert page.select_one("textarea").text.strip() == lines
    assert not county.figures.exists()


def test_figures_that_somebody_saved_meanwhile_are_not_replaced_unseen(
    client_of_hr, county
):
    url = f"{county.get_absolute_url()}sick_leave/"
    client_of_hr.post(url, {"lines": "2023; 6"})

    response = client_of_hr.post(url, {"lines": "2023; 5", "seen": ""})

    assert response.status_code == 422
    assert figures_of(county) == [(date(2023, 12, 31), "", Decimal(6))]


@pytest.mark.parametrize(
    "address",
    ["metrics/", "metrics/sick_leave/", "metrics/add/", "series/", "targets/"],
)
def test_pages_are_for_who_writes_for_all(address, year, school_hr, as_user):
    assert as_user(school_hr).get(f"/reports/figures/{address}").status_code == 403


def test_series_is_shown_with_its_source_below_the_table(year, county):
    ComparisonFigure.objects.create(
        series=county, metric_id="sick_leave", until=date(2023, 12, 31), value="6.61"
    )
    opened = factories.year_with_table(
        rows=[{"metric_id": "sick_leave"}],
        columns=[{"kind": "figure"}, {"kind": "series", "series": county}],
    )

    content = factories.table_of(opened)

    assert content["columns"][1]["heading"] == "The county"
    assert content["rows"][0]["figures"] == ["7.0", "6.6"]
    assert "The county: Statistics 2024" in content["notes"]


def test_columns_of_unequal_length_are_named_in_a_footnote(year):
    columns = [{"kind": "figure"}, {"kind": "figure", "span": "year_to_date"}]
    rows = [{"metric_id": "overtime_hours"}]
    opened = factories.year_with_table(
        rows=rows, columns=columns, cadence="twelve_months"
    )

    notes = factories.table_of(opened)["notes"]

    assert "2023-09-01 – 2024-08-31" in notes[-1]
    assert "2024-01-01 – 2024-08-31" in notes[-1]
