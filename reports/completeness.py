"""What is still wrong in a draft of a report template, and what may be meant otherwise."""

from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from reports.contents.cross_tables import ALL_INCIDENTS as ALL
from reports.contents.cross_tables import persons_in
from reports.contents.groups import incidents_in
from reports.counting import COUNTED, kinds_of
from reports.models import (
    Figure,
    Metric,
    Quantity,
    ReportLevel,
    Section,
    TableColumn,
    levels_of,
)
from reports.models.templates import PRINTED_LEVELS

Kind = Section.Kind
WITH_ABSENCE = "injuries_with_absence"


class Finding(NamedTuple):
    """`section` is where to put it right; None for the head."""

    what: str
    section: Section | None


class Review(NamedTuple):
    # What must be put right before the draft can be published.
    wrong: list
    # What can be meant, but seldom is.
    doubts: list


def review(draft):
    sections = list(draft.sections.prefetch_related("rows", "columns", "questions"))
    metrics = _metrics_of(draft, sections)
    wrong = _wrong(draft, sections, metrics)
    return Review(wrong, _doubts(draft, sections, metrics))


def _wrong(draft, sections, metrics):
    if not sections:
        return [Finding(_("The template has no sections yet."), None)]
    writing = levels_of(draft)
    found = [
        Finding(what, section)
        for section in sections
        for what in _wrong_in(section, writing)
    ]
    return [*_said_twice(sections), *found, *_divided_twice(draft, sections, metrics)]


def _doubts(draft, sections, metrics):
    found = [Finding(*each) for each in _out_of_step(sections)]
    for level in levels_of(draft) if sections else []:
        if not any(level in section.levels for section in sections):
            what = _("No section is in the reports of: %(level)s.")
            found.append(Finding(what % {"level": level.label}, None))
    undelivered = _undelivered(draft, sections, metrics)
    for section, labels in undelivered:
        what = _("Nobody has delivered figures for “%(metric)s” yet.")
        found += [Finding(what % {"metric": label}, section) for label in labels]
    for section, labels in _people_unknown(sections, metrics):
        what = _(
            "Nobody has delivered of how many people “%(metric)s” tells, divided as in the"
            " table. Its figures are not shown until then."
        )
        without = dict(undelivered)[section]
        found += [
            Finding(what % {"metric": label}, section)
            for label in labels
            if label not in without
        ]
    return found


def _wrong_in(section, writing):
    if section.kind != Kind.NARRATIVE and not section.title:
        yield _("It has no title.")
    if section.kind == Kind.HEADING and not section.number:
        yield _("A heading needs a number to be seen.")
    if not set(section.levels) & set(writing):
        yield _("It is in nobody's reports.")
    if "rows" in section.parts:
        yield from _wrong_in_table(section)
        if not set(section.levels) <= {*PRINTED_LEVELS}:
            yield _(
                "Its figures are those of a whole committee. Let it stand in the reports of"
                " committees and of the municipality only."
            )
    if "questions" in section.parts and not section.questions.all():
        yield _("It asks nothing. Add a question, or remove the section.")
    if section.kind == Kind.CROSS_TABLE and not section.is_by_two_things:
        yield _("Say by which two things its incidents are counted.")


def _wrong_in_table(section):
    rows, columns = list(section.rows.all()), list(section.columns.all())
    if not any(row.metric_id for row in rows):
        yield _("The table has no row with a metric.")
    if section.kind == Kind.INDICATOR_TABLE and (not rows or rows[0].metric_id):
        yield _("It begins with no indicator: a row with a name but no metric.")
    for level in section.levels:
        kinds = Counter(
            column.kind
            for column in columns
            if not column.levels or level in column.levels
        )
        has_two = kinds[TableColumn.Kind.FIGURE] > 1
        if kinds[TableColumn.Kind.DIFFERENCE] and not has_two:
            yield _("A difference needs two columns with figures of periods.")
            return


def _said_twice(sections):
    numbers = Counter(section.number for section in sections if section.number)
    for section in sections:
        if numbers[section.number] > 1:
            what = _("The number %(number)s is used twice.")
            yield Finding(what % {"number": section.number}, section)
            numbers[section.number] = 0
    covers = [each for each in sections if each.kind == Kind.COVER_REPORT]
    for section in covers[1:]:
        yield Finding(_("There is another cover report already."), section)


def _divided_twice(draft, sections, metrics):
    """Sections that tell of the persons behind the same incidents: what one of them hides
    could be found by holding another against it. Rows of metrics are hidden alike."""
    if not draft.smallest_group:
        return
    divided = _divided_in_rows(sections, metrics)
    for section in sections:
        if section.kind != Kind.CROSS_TABLE or not section.is_by_two_things:
            continue
        if not persons_in(section):
            continue
        by, kinds = {section.down, section.across}, kinds_of(section.counts or ALL)
        for other, other_by, other_kinds in divided:
            if kinds & other_kinds and (not other_by or by & other_by):
                what = _(
                    "It tells of the persons behind the same incidents as “%(section)s”:"
                    " what one of them hides could be computed from the other. Leave one"
                    " of them out, or count other incidents in it."
                )
                yield Finding(what % {"section": other}, section)
                break
        divided.append((section, set(), kinds))


def _divided_in_rows(sections, metrics):
    """[(section, by what, kinds of incidents)] of rows that divide incidents by sex or age,
    for which all else tells of the same, or count those with absence."""
    return [
        (section, set() if row.sex or row.age else {Section.By.ABSENCE}, kinds_of(code))
        for section in sections
        for row in section.rows.all()
        if row.metric_id
        for code in incidents_in(metrics[row.metric_id])
        if row.sex or row.age or code == WITH_ABSENCE
    ]


def _people_unknown(sections, metrics):
    """(section, names of metrics) of which nobody has delivered how many people they tell
    of, divided as the rows are."""
    shown = {row.metric_id for section in sections for row in section.rows.all()}
    groups = {metrics[code].group for code in shown - {None}} - {""}
    figures = Figure.objects.filter(quantity__in=groups).order_by()
    there = set(figures.values_list("quantity", "sex", "age").distinct())
    for section in sections:
        lacking = {
            metrics[row.metric_id].label
            for row in section.rows.all()
            if row.metric_id
            for group in [metrics[row.metric_id].group]
            if group
            and not any(
                quantity == group and row.sex in ("", sex) and row.age in ("", age)
                for quantity, sex, age in there
            )
        }
        if lacking:
            yield section, sorted(lacking)


def _metrics_of(draft, sections):
    """{code: metric} of the rows and the key figures."""
    codes = {row.metric_id for section in sections for row in section.rows.all()}
    codes = (codes | set(draft.key_metrics)) - {None}
    return Metric.objects.in_bulk(codes, field_name="code")


def _out_of_step(sections):
    """Numbers that jump over a level, and cover reports that no committee gets."""
    numbered = [section for section in sections if section.number]
    if numbered and numbered[0].level > 1:
        yield _("The first number is not of the first level."), numbered[0]
    for before, section in pairwise(numbered):
        if section.level > before.level + 1:
            what = _("The number %(number)s jumps over a level.")
            yield what % {"number": section.number}, section
    for section in sections:
        is_cover = section.kind == Kind.COVER_REPORT
        if is_cover and ReportLevel.COMMITTEE not in section.levels:
            yield _("A cover report goes with a committee's report."), section


def _undelivered(draft, sections, metrics):
    """(section, names of its metrics without figures); None for the key figures."""
    named = [
        (section, {row.metric_id for row in section.rows.all()} - {None})
        for section in sections
    ]
    named.append((None, set(draft.key_metrics)))
    quantities = {each for metric in metrics.values() for each in metric.quantities}
    delivered = quantities - {*COUNTED}
    figures = Figure.objects.filter(quantity=OuterRef("code"))
    there = Quantity.objects.filter(Exists(figures), code__in=delivered)
    lacking = delivered - set(there.values_list("code", flat=True))
    return [
        (
            section,
            sorted(
                metric.label
                for metric in metrics.values()
                if metric.code in codes and lacking.intersection(metric.quantities)
            ),
        )
        for section, codes in named
    ]
