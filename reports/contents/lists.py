"""Chapters that are lists of the program's own records."""


def lifted(year, report, section):
    return year.lifted.asked(report)


def lifted_before(year, report, section):
    return year.lifted.outcome(report)
