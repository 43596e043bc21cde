"""The figures of a year's reports as rows for whoever wants to count with them.

One row for each figure of a period. What few people stand behind is hidden as in the
reports: the values come from what they say, not from what lies beneath.

Semicolons and decimal commas in UTF-8 with a byte order mark: Excel in Swedish opens it
as it is, and `pandas.read_csv(file, sep=";", decimal=",")` reads the same.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from attachments.spreadsheets import csv_of
from reports.contents import titled
from reports.layouts import of_today
from reports.metrics import SUPPRESSED
from reports.models import Metric, Section, TableRow

CONTENT_TYPE = "text/csv; charset=utf-8"
SUPPRESSED_NOTE = "suppressed"
UNKNOWN_NOTE = "unknown"
PRELIMINARY_NOTE = "preliminary"

# Each column, and what stands in it. The names are the same in every language, so that a
# program that reads the file goes on doing so.
COLUMNS = {
    "municipality": gettext_noop("The municipality's name."),
    "committee": gettext_noop("The committee; empty for the whole municipality."),
    "year": gettext_noop("The year that the report is called after."),
    "part": gettext_noop("The part of the year, where reports are of parts of it."),
    "table": gettext_noop("The table's title in the report."),
    "row": gettext_noop("The row, with the heading that it stands under."),
    "column": gettext_noop("The column's heading."),
    "sex": gettext_noop("women or men; empty for both together."),
    "age": gettext_noop("The age group; empty for all."),
    "metric": gettext_noop("The code of the metric; below it stands what each means."),
    "unit": gettext_noop(
        "count, percent, hours, days, years, index, mean (from 1 to 5) or money."
    ),
    "period_from": gettext_noop("The first day of the period, as 2023-01-31."),
    "period_to": gettext_noop("The last day of the period."),
    "value": gettext_noop("The figure as the report shows it, with a decimal comma."),
    "note": gettext_noop(
        "suppressed: of too few people to be shown. unknown: nobody has said it."
        " preliminary: the report is not approved."
    ),
    "definition": gettext_noop("What the metric is."),
}


def dictionary():
    """[(column, what stands in it)] in the reader's language."""
    return [(name, _(words)) for name, words in COLUMNS.items()]


def metrics_in(template):
    """The metrics that its reports show, by name."""
    rows = TableRow.objects.filter(section__template=template)
    return Metric.objects.filter(code__in=rows.values("metric"))


def as_csv(contents):
    """The figures of the reports with these contents, as the bytes of one file."""
    contents = [of_today(each) for each in contents]
    definitions = dict(Metric.objects.values_list("code", "definition"))
    rows = [
        row | {"definition": definitions.get(row["metric"], "")}
        for content in contents
        for row in rows_of(content)
    ]
    return csv_of([COLUMNS, *([row.get(name) for name in COLUMNS] for row in rows)])


def rows_of(content):
    """{column: value} for each figure of a period in the report's tables."""
    for section, title in titled(content["sections"]):
        # How many there were at a workplace may be enough to know of whom.
        is_by_unit = Section.By.UNIT in (section.get("down"), section.get("across"))
        if section.get("columns") and not is_by_unit:
            yield from _of_table(content, section, title)


def _of_table(content, section, title):
    heading = ""
    for row in section["rows"]:
        if row["is_heading"]:
            heading = row["label"]
            continue
        if row.get("is_total"):
            continue
        for column, text in zip(section["columns"], row["figures"], strict=True):
            # Differences and totals follow from the others.
            if column["kind"] != "figure" or column.get("is_total"):
                continue
            period = column.get("period") or content["period"]
            yield {
                "municipality": content["municipality"],
                "committee": content["committee"],
                "year": content["year"],
                "part": content["part"],
                "table": title,
                "row": f"{heading}: {row['label']}" if heading else row["label"],
                "column": column["heading"],
                "sex": row.get("sex", ""),
                "age": row.get("age", ""),
                "metric": row.get("metric", ""),
                "unit": row["scale"],
                "period_from": period[0],
                "period_to": period[1],
                "value": _value(text),
                "note": _note(content, text),
            }


def _value(text):
    return "" if text == SUPPRESSED else text.replace(".", ",")


def _note(content, text):
    if text == SUPPRESSED:
        return SUPPRESSED_NOTE
    if not text:
        return UNKNOWN_NOTE
    return "" if content["is_approved"] else PRELIMINARY_NOTE
