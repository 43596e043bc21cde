"""What the program itself knows of a report's questions, so that nobody types it.

A question finds its evidence by its code in the report template. The writer sees it beside
the question and can say something else; what was said is what is printed.
"""

from datetime import timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import ngettext

from organisation.models import Placement
from riskassessment.coverage import Coverage, State, took_part
from riskassessment.models import InspectionRound

# So many names are printed; the page that the evidence leads to has them all.
MOST_NAMES = 12


class Evidence(NamedTuple):
    """A proposed answer, why, the units that keep it from yes, and where all of it stands."""

    value: str
    sentence: str
    lacking: list
    more: int
    url: str


def evidence_for(report, questions):
    """{question code: Evidence} for the questions that the program can answer."""
    wanted = [code for code in EVIDENCE if code in questions]
    found = {code: EVIDENCE[code](report) for code in wanted}
    return {code: evidence for code, evidence in found.items() if evidence}


def rounds_carried_out(report):
    """Whether the workplaces have made the rounds that they should, in the period."""
    until = _last_day(report)
    coverage = Coverage(until)
    if report.committee_id:
        coverage = coverage.of_committee(report.committee_id)
    if not coverage.workplaces:
        return None
    share = coverage.share()
    sentence = ngettext(
        "%(done)s of %(all)s workplace has made its rounds.",
        "%(done)s of %(all)s workplaces have made their rounds.",
        share.all,
    ) % {"done": share.done, "all": share.all}
    names = [each.name for each in coverage.lacking]
    url = f"{reverse('riskassessment:coverage')}?year={until.year}"
    return _evidence(coverage.state, sentence, names, url)


def representatives_took_part(report):
    """Whether a safety representative came to the rounds that were made in the period."""
    until = _last_day(report)
    rounds = InspectionRound.objects.filter(
        carried_out_on__gte=report.reporting_year.period.lower,
        carried_out_on__lte=until,
    )
    if report.committee_id:
        placed = Placement.objects.on(until).filter(answers_to=report.committee_id)
        rounds = rounds.filter(unit__in=placed.values("unit"))
    share = took_part(rounds)
    if not share.all:
        return None
    sentence = ngettext(
        "A safety representative took part in %(done)s of %(all)s round.",
        "A safety representative took part in %(done)s of %(all)s rounds.",
        share.all,
    ) % {"done": share.done, "all": share.all}
    state = State.YES if share.is_whole else State.PARTLY if share.done else State.NO
    return _evidence(state, sentence, [], reverse("riskassessment:round_list"))


def _evidence(state, sentence, names, url):
    return Evidence(
        state.value,
        sentence,
        names[:MOST_NAMES],
        max(0, len(names) - MOST_NAMES),
        url,
    )


def _last_day(report):
    return report.reporting_year.period.upper - timedelta(days=1)


EVIDENCE = {
    "rounds-carried-out": rounds_carried_out,
    "safety-representatives-took-part": representatives_took_part,
}
