"""Chapters that are lists of the program's own records."""

# What a measure that was not done in time is, beside its states.
LATE = "late"


def lifted(year, report, section):
    return year.lifted.asked(report)


def lifted_before(year, report, section):
    return year.lifted.outcome(report)
