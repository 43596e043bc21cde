"""From a figure of a report back to what it was made of."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from incidents.models import Incident
from organisation.models import UnitPermission
from reports import counting
from reports.contents import YearContents, cross_tables, tables
from reports.metrics import MONTHS_OF_A_YEAR, SUPPRESSED, Scale
from reports.models import Figure, Quantity, Section, TableColumn
from reports.periods import last_day
from reports.printing import days
from reports.rights import produces
from reports.snapshots import content_for

_Column = TableColumn.Kind


class FollowedTable:
    """A table of a report as it is shown, beside what the records of today make of it."""

    def __init__(self, report, contents, section, shown):
        self.report, self.contents, self.section = report, contents, section
        # What the report says to its reader: of an approved one, what was approved.
        self.shown = shown

    @cached_property
    def today(self):
        if not self.report.is_frozen and not self.report.standing:
            return self.shown
        return self.contents.section_of(self.report, self.section)

    @cached_property
    def changes(self):
        """The cells of which the records of today give another figure."""
        cells = (
            self.cell(row, column)
            for row, each in enumerate(self.shown["rows"], start=1)
            for column, _text in enumerate(each["figures"], start=1)
        )
        return [cell for cell in cells if cell.has_changed]

    def cell(self, row, column):
        """The cell in that row and column, counted from one; None where there is none."""
        rows, columns = self.shown["rows"], self.shown["columns"]
        is_there = 0 < row <= len(rows) and 0 < column <= len(columns)
        if not is_there or rows[row - 1]["is_heading"]:
            return None
        kind = Crossed if self.section.kind == Section.Kind.CROSS_TABLE else Cell
        return kind(self, row, column)


def table_of(report, code):
    """The table with that code; None where the report has none."""
    contents = YearContents(report.reporting_year, only=report)
    shown = [
        each
        for each in content_for(report, contents)["sections"]
        if each["code"] == code and each.get("columns")
    ]
    sections = [each for each in contents.sections if each.code == code]
    if not shown or not sections:
        return None
    return FollowedTable(report, contents, sections[0], shown[0])


@dataclass(frozen=True)
class Cell:
    """One figure: of a metric, a period, a target or something to compare with."""

    table: FollowedTable
    row: int
    column: int

    @property
    def heading(self):
        return self.table.shown["columns"][self.column - 1]["heading"]

    @property
    def kind(self):
        return self.table.shown["columns"][self.column - 1]["kind"]

    @property
    def label(self):
        return self.table.shown["rows"][self.row - 1]["label"]

    @property
    def group(self):
        """The heading among the rows that it stands under."""
        above = self.table.shown["rows"][: self.row]
        headings = [each["label"] for each in above if each["is_heading"]]
        return headings[-1] if headings else ""

    @property
    def text(self):
        return self.table.shown["rows"][self.row - 1]["figures"][self.column - 1]

    @property
    def now(self):
        """What the records of today give; empty also where the table is another by now."""
        rows = self.table.today["rows"]
        figures = rows[self.row - 1]["figures"] if self.row <= len(rows) else []
        return figures[self.column - 1] if self.column <= len(figures) else ""

    @property
    def tells_of_persons(self):
        return bool(self.sex or self.age)

    @property
    def has_changed(self):
        return self.text != self.now

    @property
    def is_suppressed(self):
        """Also when it would be today: what it is made of is today's."""
        return SUPPRESSED in (self.text, self.now)

    def may_be_followed_by(self, user):
        return not self.is_suppressed or produces(user)

    # What it is

    is_of_metric = True

    @cached_property
    def template_row(self):
        return self.table.section.read_rows[self.row - 1]

    @cached_property
    def template_column(self):
        contents, report = self.table.contents, self.table.report
        columns = tables.columns_of(contents, report, self.table.section)
        return columns[self.column - 1]

    @cached_property
    def metric(self):
        return self.table.contents.metrics[self.template_row.metric_id]

    @cached_property
    def period(self):
        return tables.period_of(self.table.contents, self.template_column)

    @property
    def sex(self):
        return self.template_row.sex

    @property
    def age(self):
        return self.template_row.age

    @property
    def has_rows(self):
        return self.kind == _Column.FIGURE

    @property
    def days(self):
        ends = self.period.lower, last_day(self.period)
        return days(each.isoformat() for each in ends)

    @property
    def committee_names(self):
        return ", ".join(map(str, self.committees))

    @property
    def compared(self):
        """The two figures that a difference is between, the newer first."""
        places = [
            (column["period"][1], place)
            for place, column in enumerate(self.table.shown["columns"], start=1)
            if column["kind"] == _Column.FIGURE
        ]
        two = sorted(places[:2], key=lambda each: each[0], reverse=True)
        return [self.table.cell(self.row, place) for _day, place in two]

    @property
    def is_own_target(self):
        """Whether the committee has a target of its own, and not the municipality's."""
        key = (self.table.report.committee_id, self.metric.code)
        return bool(key[0]) and key in self.table.contents.targets

    @property
    def series(self):
        return self.template_column.series

    @cached_property
    def committees(self):
        """Those whose amounts are in it: the report's own, or all that sat."""
        contents, report = self.table.contents, self.table.report
        if report.committee_id:
            return [report.committee]
        measured = contents.measured[self.period]
        return [
            committee
            for pk, committee in contents.committees.items()
            if measured[pk].sat
        ]

    # What it was made of

    @cached_property
    def _amounts(self):
        return self.table.contents.amounts(self.table.report, self.period)

    @cached_property
    def terms(self):
        """The quantities of the metric, each with its amount; numerator first."""
        metric, amounts = self.metric, self._amounts.of(self.sex, self.age)
        found = Quantity.objects.in_bulk(metric.quantities, field_name="code")
        return [
            Term(found[code], amounts.get(code), is_whole=place >= len(metric.of))
            for place, code in enumerate(metric.quantities)
            if code in found
        ]

    @property
    def formula(self):
        """How it comes out, in words and with the amounts put in."""
        lacking = [str(term.quantity) for term in self.terms if term.amount is None]
        if lacking:
            return _("Not known: %(quantities)s is missing.") % {
                "quantities": ", ".join(lacking)
            }
        words = _sum(term for term in self.terms if not term.is_whole)
        if self.metric.per:
            whole = _sum(term for term in self.terms if term.is_whole)
            words = _("%(sum)s, divided by %(whole)s") % {"sum": words, "whole": whole}
            if not sum(term.amount for term in self.terms if term.is_whole):
                return _("Not known: it would be a share of nothing.")
        if self.metric.per and Scale(self.metric.scale).factor != 1:
            words = _("%(so_far)s, times 100") % {"so_far": words}
        if self.metric.is_annual and self._amounts.months != MONTHS_OF_A_YEAR:
            words = _("%(so_far)s, times 12 for a whole year of %(months)s months") % {
                "so_far": words,
                "months": self._amounts.months,
            }
        return words

    def rows_are_open_to(self, user):
        """Whether the rows of the import tell of so many people each that the reader may
        see them: hidden are all, or else those that are hidden could be computed."""
        smallest = self.table.contents.template.smallest_group
        if produces(user) or not smallest or not self.metric.group:
            return True
        measured = self.table.contents.measured[self.period]
        return all(
            people is not None
            and people >= smallest
            and not self._is_hidden_beside(committee, sex, age)
            for committee in self.committees
            for sex, age, people in self._people_behind(measured[committee.pk])
        )

    def _is_hidden_beside(self, committee, sex, age):
        """Whether a report hides that part of a committee, or what it is a part of: large
        ones too are hidden, where they would give away a small one."""
        groups = self.table.contents.groups
        return any(
            groups.is_hidden(self.metric, self.period, committee.pk, *split)
            for split in {(sex, age), (sex, ""), ("", age), ("", "")}
        )

    def _people_behind(self, amounts):
        """(sex, age, of how many people it tells) of each part of a committee's amounts."""
        months = amounts.months if self.metric.group in amounts.means else 1
        for (quantity, sex, age), _total in amounts.figures.items():
            is_of = self.sex in ("", sex) and self.age in ("", age)
            if quantity in self.metric.quantities and is_of:
                people = amounts.figures.get((self.metric.group, sex, age))
                yield sex, age, None if people is None else people / months

    def records(self, quantity):
        """The program's own records that were counted."""
        found = counting.records(
            quantity.code,
            self.period,
            committees=self._places,
            sex=self.sex,
            age=self.age,
        )
        unit = counting.COUNTED[quantity.code].family.unit
        return found.select_related(unit, *getattr(found.model, "TITLE_NEEDS", ()))

    def seen_by(self, user, records):
        """Those that the person sees; where they are told by something of the persons, not
        those that the person sees only as the one who reported them."""
        seen = records.visible_to(user)
        if self.tells_of_persons:
            seen = seen.reached_by(user, UnitPermission.VIEW_INCIDENTS)
        return seen

    def import_rows(self, quantity):
        """The rows of HR's files that were added up."""
        first = self.period.lower.replace(day=1)
        within = Q(month__gte=first, month__lt=self.period.upper)
        of = {"sex": self.sex, "age": self.age}
        rows = Figure.objects.filter(
            within,
            quantity=quantity,
            committee__in=self._places,
            **{name: value for name, value in of.items() if value},
        )
        return rows.select_related("committee", "source__by")

    @property
    def _places(self):
        contents, report = self.table.contents, self.table.report
        return [report.committee_id] if report.committee_id else [*contents.committees]


class Crossed(Cell):
    """A number of incidents by two things at once. Its rows and columns are found again by
    their names: they are ordered by how many they are, which changes."""

    is_of_metric = False
    metric = None

    @property
    def terms(self):
        return []

    @property
    def period(self):
        return self.table.report.reporting_year.period

    @property
    def committees(self):
        contents, report = self.table.contents, self.table.report
        return (
            [report.committee] if report.committee_id else contents.committees.values()
        )

    @property
    def tells_of_persons(self):
        section = self.table.section
        of = (cross_tables.DIMENSIONS[each] for each in (section.down, section.across))
        return any(each.is_personal for each in of)

    @cached_property
    def _place_today(self):
        """Counted from one; None where there is none of it any more."""
        labels = [each["label"] for each in self.table.today["rows"]]
        headings = [each["heading"] for each in self.table.today["columns"]]
        if self.label in labels and self.heading in headings:
            return labels.index(self.label) + 1, headings.index(self.heading) + 1
        return None

    @property
    def now(self):
        if not self._place_today:
            return "0"
        row, column = self._place_today
        return self.table.today["rows"][row - 1]["figures"][column - 1]

    @property
    def quantity(self):
        code = self.table.section.counts or "incidents"
        return Quantity.objects.get(code=code)

    def records(self, quantity):
        if not self._place_today:
            return Incident.objects.none()
        crossed = cross_tables.crossed(self.table.contents, self.table.section)
        found = crossed.records(self.table.report, *self._place_today)
        return found.select_related("unit")


def day_of(quantity):
    """The field of a record by which it came to be counted."""
    counted = counting.COUNTED[quantity.code]
    is_incident = counted.family is counting.INCIDENTS
    return counted.field if is_incident else counted.family.day


def as_rows(records, quantity):
    """Records of any kind, as the list of what was counted shows them."""
    unit, day = counting.COUNTED[quantity.code].family.unit, day_of(quantity)
    for record in records:
        yield {
            "record": record,
            "kind": record.get_kind_display() if hasattr(record, "kind") else "",
            "unit": getattr(record, unit),
            "day": getattr(record, day),
        }


@dataclass(frozen=True)
class Term:
    """A quantity in the formula of a figure."""

    quantity: Quantity
    amount: object
    # Whether the others are a share of it.
    is_whole: bool

    def __str__(self):
        return f"{self.quantity} ({as_amount(self.amount)})"


def _sum(terms):
    words = " + ".join(map(str, terms))
    return f"({words})" if " + " in words else words


def as_amount(amount):
    """As it was counted or delivered, without decimals that are nothing."""
    if amount is None:
        return "–"
    decimals = 0 if amount == int(amount) else 2
    return number_format(amount, decimals, force_grouping=True)
