"""The list of measures as a spreadsheet."""

import tracemalloc
from datetime import date, timedelta
from io import SEEK_END, BytesIO

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from actionplans import exporting
from actionplans.columns import COLUMNS, columns_of
from actionplans.models import Measure
from attachments.spreadsheets import XLSX
from sam.dates import today
from tests.factories import ActionPlanFactory, MeasureFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

EXPORT = reverse("actionplans:measure_export")


def rows(response):
    content = BytesIO(b"".join(response.streaming_content))
    return [list(row) for row in load_workbook(content).active.values]


@pytest.fixture
def measure(school, teacher):
    return MeasureFactory(
        plan__unit=school,
        responsible=teacher,
        activity="Lay out mats",
        goal="x" * 2_000,
        cost=1500,
        report_to="AMU",
        due_on=today() + timedelta(days=5),
    )


def test_file_has_what_the_list_shows(as_user, head_teacher, measure):
    MeasureFactory(plan__unit=measure.unit, status="cancelled")

    response = as_user(head_teacher).get(EXPORT)

    assert response["Content-Type"] == XLSX
    assert "no-store" in response["Cache-Control"]
    heading, only = rows(response)
    assert heading == [
        *("Measure", "Belongs to", "Unit", "Responsible", "When", "Status")
    ]
    assert only == [
        "Lay out mats",
        None,
        "North school",
        "Teacher",
        measure.when_in_words,
        "Planned",
    ]


def test_file_follows_filters_order_and_columns(as_user, head_teacher, measure):
    later = MeasureFactory(plan__unit=measure.unit, report_to="AMU")
    MeasureFactory(plan__unit=measure.unit)

    query = {"q": "AMU", "sort": "newest", "columns": ["goal", "cost", "due_on"]}
    heading, *found = rows(as_user(head_teacher).get(EXPORT, query))

    assert heading == ["Measure", "What it shall lead to", "Last day", "Cost"]
    assert [row[2].date() for row in found] == [later.due_on, measure.due_on]
    assert (found[1][1], found[1][3]) == ("x" * 2_000, 1500)


def test_file_has_every_column_that_there_is(as_user, head_teacher, measure):
    Measure.objects.update(
        control="remove", origin="goal", hours=2, effect_due_on=None, number="1a"
    )

    heading, row = rows(as_user(head_teacher).get(EXPORT, {"columns": list(COLUMNS)}))

    assert heading[1:] == [str(column.label) for column in COLUMNS.values()]
    assert "Remove the source of the risk" in row
    assert "1a" in row


def test_file_has_only_what_the_person_may_see(
    as_user, head_teacher, other_school, measure
):
    MeasureFactory(plan__unit=other_school)

    assert len(rows(as_user(head_teacher).get(EXPORT))) == 2
    assert len(rows(as_user(UserFactory()).get(EXPORT))) == 1


def test_file_hides_persons_as_the_page_does(as_user, head_teacher, measure):
    client = as_user(head_teacher)
    client.post(reverse("ui:persons"), {"hide": "yes"})

    _heading, row = rows(client.get(EXPORT))

    assert "Teacher" not in row
    assert "Hidden" in row


def test_what_was_typed_is_no_formula(as_user, head_teacher, measure):
    Measure.objects.update(activity='=HYPERLINK("http://x")\x07')

    response = as_user(head_teacher).get(EXPORT)
    content = BytesIO(b"".join(response.streaming_content))
    cell = load_workbook(content).active["A2"]

    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://x")', "s")


def test_file_costs_the_same_queries_however_long(as_user, head_teacher, measure):
    client = as_user(head_teacher)

    def count():
        with CaptureQueriesContext(connection) as queries:
            rows(client.get(EXPORT))
        return len(queries)

    for_one = count()
    for _more in range(3):
        MeasureFactory(plan__unit=measure.unit)

    assert count() == for_one <= 12 + 2


def test_long_list_is_written_in_a_little_memory(school, teacher):
    plan = ActionPlanFactory(unit=school)
    Measure.objects.bulk_create(
        Measure(
            plan=plan,
            unit=school,
            activity="x" * 1_000,
            responsible=teacher,
            created_by=teacher,
            due_on=date(2030, 1, 1),
        )
        for _each in range(6_000)
    )
    measures = Measure.objects.with_source().order_by("pk")
    request = RequestFactory().get("/")

    tracemalloc.start()
    with exporting.as_file(measures, columns_of([]), request=request) as file:
        size = file.seek(0, SEEK_END)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    # All the rows at once would be more than twice as much.
    assert size > 10_000
    assert peak < 35_000_000
