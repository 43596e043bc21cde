"""Which reports each one is put together from, among those that were read of a year."""

from reports.models import ReportLevel


def is_below(report, above, *, template):
    """Whether the other, one level up and not a combined one, is put together from it.

    Costs no query for reports read with their units.
    """
    if is_left_behind(report):
        return False
    match above.level:
        case ReportLevel.MUNICIPALITY:
            return report.level == ReportLevel.COMMITTEE
        case ReportLevel.COMMITTEE:
            return (
                report.level == template.below_committees
                and report.committee_id == above.committee_id
            )
        case ReportLevel.ADMINISTRATION:
            return report.level == ReportLevel.UNIT and is_within(report, above)
    return False


def is_left_behind(report):
    """Whether nobody submits it any more: its unit is closed."""
    return bool(report.unit and report.unit.closed_on and report.is_written)


def is_within(report, above):
    """Whether the report tells of a place that the other, higher up, tells of as well."""
    if above.committee_id and report.committee_id != above.committee_id:
        return False
    return not above.unit_id or above.unit_id in report.unit.lineage


def parts_with(year, report, section):
    """The nearest reports below that have the section too."""
    if report.level == ReportLevel.UNIT:
        return []
    key = report.pk, section.pk
    if key not in year.parts_with_section:
        found = []
        for part in year.parts_of(report):
            has_it = part.level in section.levels
            found += [part] if has_it else parts_with(year, part, section)
        year.parts_with_section[key] = found
    return year.parts_with_section[key]


def groups_of(year, report, section):
    """The lowest reports below that have the section: those who judge for themselves."""
    found = []
    for part in parts_with(year, report, section):
        found += groups_of(year, part, section) or [part]
    return found


def counts(report):
    """Whether the level above hears it: a committee's draft is read as it is written."""
    return report.level == ReportLevel.COMMITTEE or not report.is_written
