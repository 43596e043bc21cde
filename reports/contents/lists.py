"""Chapters that are lists of the program's own records, each a page or two long."""

from actionplans.models import Measure, RiskMatrix
from reports.contents.records import (
    BEFORE,
    INSPECTIONS,
    LATE,
    RISKS,
    listed,
    outcomes_of,
)
from ui.text import shortened

_OUTCOMES = [
    *Measure.Status.judged_states,
    Measure.Status.DONE.value,
    Measure.Status.STARTED.value,
    Measure.Status.PLANNED.value,
    LATE,
    Measure.Status.CANCELLED.value,
]


def lifted(year, report, section):
    return year.lifted.asked(report)


def lifted_before(year, report, section):
    return year.lifted.outcome(report)


def risks(year, report, section):
    """Those that were open at the end of the period, at a level that the matrix of their
    weighing calls serious or says must be told further up; the worst first."""
    found, more = listed(year, report, RISKS)
    matrices = year.once("matrices", RiskMatrix.objects.in_bulk)
    return {
        "risks": [
            {
                "unit": risk["unit_name"],
                "what": risk["risk__description"],
                "level": matrices[risk["matrix"]].level(risk["level_code"]).label,
                "measures": [
                    each | {"activity": shortened(each["activity"], 120)}
                    for each in risk["against_it"]
                ],
            }
            for risk in found
        ],
        "more": more,
    }


def measures(year, report, section):
    """What has come of the measures of the period before.

    Counted are those that were planned in the period compared with or were to be done in
    it, and those that were lifted to a committee or decided by one in it. Late are those
    whose last day came before the end of the reports' own period and that are not done.
    Listed are first those that were lifted or decided, then those against serious risks,
    then the others; but of those for incidents, which may tell of a person, only such as
    were lifted, decided or against serious risks.
    """
    found, _more = listed(year, report, BEFORE)
    counts = outcomes_of(year, report)
    return {
        "measures": [
            {
                "activity": shortened(measure["activity"], 200),
                "unit": measure["unit_name"],
                "due_on": measure["due_on"].isoformat(),
                "status": measure["outcome"],
                "effect": shortened(measure["effect_note"], 200),
            }
            for measure in found
        ],
        "counts": {each: counts[each] for each in _OUTCOMES if counts[each]},
        "more": counts.total() - len(found),
    }


def inspections(year, report, section):
    """Those carried out in the period, and earlier ones that were open when it began."""
    found, more = listed(year, report, INSPECTIONS)
    return {
        "inspections": [
            {
                "unit": each["unit_name"],
                "on": each["held_on"].isoformat(),
                "subject": each["subject"],
                "demands": each["demands"],
                "due_on": each["due_on"].isoformat() if each["due_on"] else "",
                "closed_on": each["closed_on"].isoformat() if each["closed_on"] else "",
            }
            for each in found
        ],
        "more": more,
    }
