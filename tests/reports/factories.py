"""A small municipality with reports to fill."""

from datetime import date
from decimal import Decimal

from reports import editing
from reports.contents import YearContents
from reports.loading import FOLDER, load
from reports.metrics import Sex
from reports.models import (
    Figure,
    FigureImport,
    ReportingYear,
    ReportTemplate,
    Section,
)
from reports.shipped import load_metrics
from tests.factories import CommitteeFactory, IncidentFactory, UnitFactory

# One month of one sex in one committee, unless a test says otherwise.
MONTH = {
    "scheduled_hours": 1000,
    "sick_hours_short": 30,
    "sick_hours_long": 40,
    "employees": 10,
    "external_leavers": 1,
    "pension_leavers": 0,
    "additional_hours": 20,
    "overtime_hours": 25,
}


def reporting_year(year=2024, *, template="huddinge-1"):
    load_metrics()
    return ReportingYear.objects.open(year, load(FOLDER / f"{template}.json"))


def months(year):
    return [date(year, month, 1) for month in range(1, 13)]


def figures(committee, *, years=(2022, 2023), sexes=Sex, only=None, **changed):
    """HR's figures of whole years, or of the months in `only`."""
    load_metrics()
    source = FigureImport.objects.create(file_name="hr.xlsx", sha256="0" * 64, rows=1)
    Figure.objects.bulk_create(
        Figure(
            committee=committee,
            month=month,
            sex=sex,
            quantity_id=quantity,
            value=Decimal(str(value)),
            source=source,
            row=2,
        )
        for month in only or [month for year in years for month in months(year)]
        for sex in sexes
        for quantity, value in (MONTH | changed).items()
    )


def figures_replaced(committee, **changed):
    Figure.objects.filter(committee=committee).delete()
    figures(committee, **changed)


def committee(name):
    return CommitteeFactory(name=name, slug=name)


def unit(**fields):
    return UnitFactory(**fields)


def incident(*, reported_at, occurred_on=None, **fields):
    fields.setdefault("kind", "accident")
    return IncidentFactory(
        reported_at=reported_at,
        occurred_on=occurred_on or reported_at.date(),
        **fields,
    )


def year_with_table(*, rows, columns, year=2024, part="", **template):
    """Reports with one table, of rows and columns given by their fields."""
    template = ReportTemplate.objects.create(
        **{"code": "t", "version": 1, "name": "T", "title": "T", "file_name": "t"}
        | {"status": "draft"}
        | template
    )
    section = Section.objects.create(
        template=template, order=1, code="table", title="Table", kind="metric_table"
    )
    for order, fields in enumerate(rows, start=1):
        section.rows.create(order=order, **{"label": f"Row {order}"} | fields)
    for order, fields in enumerate(columns, start=1):
        section.columns.create(order=order, **fields)
    ReportTemplate.objects.filter(pk=template.pk).update(status="published")
    return ReportingYear.objects.open(year, template, part=part)


def publish(draft, *, by):
    """As who has looked at the draft as it stands."""
    stamp = editing.reviewed(ReportTemplate.objects.get(pk=draft.pk))
    editing.publish(draft, by=by, stamp=stamp)


def table_of(year, committee=None):
    """What the one table says in the report of a committee, or of the municipality."""
    report = year.reports.get(
        level="committee" if committee else "municipality", committee=committee
    )
    return YearContents(year).of(report)["sections"][0]


def shown(year, committee=None):
    """The first column."""
    return [row["figures"][0] for row in table_of(year, committee)["rows"]]
