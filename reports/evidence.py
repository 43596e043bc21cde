"""What the program itself knows of a report's questions, so that nobody types it.

A question names its evidence in the report template. The writer sees it beside
the question and can say something else; what was said is what is printed.
"""

from collections import Counter
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import ngettext, ngettext_lazy

from actionplans.models import Measure
from allocation import gaps
from allocation.models import TaskAllocation
from annualcycle.models import AuthorityInspection
from healthservice.models import HealthServiceOrder
from incidents.models import Incident
from knowledge.models import Certificate, Course
from organisation.models import Placement
from reports.models import ReportLevel
from riskassessment.coverage import Coverage, State, took_part
from riskassessment.models import InspectionRound
from sam.dates import moment

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
    found = {
        question.code: EVIDENCE[question.evidence](report)
        for question in questions
        if question.evidence in EVIDENCE
    }
    return {code: evidence for code, evidence in found.items() if evidence}


def rounds_carried_out(report):
    """Whether the workplaces have made the rounds that they should, in the period."""
    until = _last_day(report)
    coverage = Coverage(until, reached=lambda lineage: _is_within(report, lineage))
    if report.committee_id and report.level != ReportLevel.UNIT:
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
        rounds = rounds.filter(unit__in=_places(report))
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


def reported_back(report):
    """Whether those who work there were told of what was closed and done in the period.

    Of an incident it is told when it is closed, its measures along with it; of other
    measures when somebody has written down that the employees were told.
    """
    period, until = report.reporting_year.period, _last_day(report)
    incidents = Incident.objects.filter(
        closed_at__gte=moment(period.lower), closed_at__lt=moment(period.upper)
    )
    measures = Measure.objects.filter(
        done_on__gte=period.lower, done_on__lte=until
    ).exclude(status=Measure.Status.CANCELLED)
    if report.committee_id:
        incidents = incidents.filter(unit__in=_places(report))
        measures = measures.filter(unit__in=_places(report))
    told = Incident.objects.filter(feedback_on__isnull=False, action_plan__isnull=False)
    untold = measures.without_feedback().exclude(plan__in=told.values("action_plan"))
    left = _by_unit(incidents.filter(feedback_on=None)) + _by_unit(untold)
    all_ = (_by_unit(incidents) + _by_unit(measures)).total()
    if not all_:
        return None
    done = all_ - left.total()
    sentence = ngettext(
        "%(done)s of %(all)s closed incident and finished measure is reported back.",
        "%(done)s of %(all)s closed incidents and finished measures are reported back.",
        all_,
    ) % {"done": done, "all": all_}
    state = State.YES if done == all_ else State.PARTLY if done else State.NO
    url = f"{reverse('actionplans:measure_list')}?when=&show=without_feedback"
    return _evidence(state, sentence, sorted(left), url)


def expert_help_used(report):
    """Whether anything was ordered of the occupational health service in the period.

    Where nothing was nobody knows whether there was a need of it.
    """
    orders = HealthServiceOrder.objects.standing().filter(
        ordered_on__gte=report.reporting_year.period.lower,
        ordered_on__lte=_last_day(report),
    )
    if report.committee_id:
        orders = orders.filter(unit__in=_places(report))
    if not (number := orders.count()):
        return None
    sentence = ngettext(
        "%(number)s order was placed with the occupational health service.",
        "%(number)s orders were placed with the occupational health service.",
        number,
    ) % {"number": number}
    return _evidence(State.YES, sentence, [], reverse("healthservice:order_list"))


def inspected(report):
    """Whether the authority has inspected a workplace in the period.

    Where no inspection was ever registered nothing is known of it.
    """
    if not AuthorityInspection.objects.exists():
        return None
    period = report.reporting_year.period
    inspections = AuthorityInspection.objects.during(period)
    if report.committee_id:
        inspections = inspections.filter(unit__in=_places(report))
    number = inspections.count()
    sentence = ngettext(
        "%(number)s inspection by the authority is registered in the period.",
        "%(number)s inspections by the authority are registered in the period.",
        number,
    ) % {"number": number}
    state = State.YES if number else State.NO
    url = f"{reverse('annualcycle:inspection_list')}?year={_last_day(report).year}"
    return _evidence(state, sentence, [], url)


def allocated_in_writing(report):
    """Whether all who lead a unit on the period's last day have tasks in writing."""
    on = _last_day(report)
    managers = _of(report, gaps.managers(on))
    lacking = managers.exclude(gaps.has_allocation(on))
    # Where nobody was ever given a task in writing nothing is known of it.
    if not TaskAllocation.objects.filter(signed_at__isnull=False).exists():
        return None
    return _of_managers(
        managers,
        lacking,
        ngettext_lazy(
            "%(done)s of %(all)s manager has a written allocation.",
            "%(done)s of %(all)s managers have a written allocation.",
            "all",
        ),
        reverse("allocation:gap_list"),
    )


def stand_on_three_legs(report):
    """Whether those with an allocation have mandate, resources and knowledge for it."""
    on = _last_day(report)
    managers = _of(report, gaps.managers(on)).filter(gaps.has_allocation(on))
    return _of_managers(
        managers,
        managers.exclude(gaps.has_allocation(on, is_complete=True)),
        ngettext_lazy(
            "%(done)s of %(all)s manager with an allocation has confirmed mandate,"
            " resources and knowledge.",
            "%(done)s of %(all)s managers with an allocation have confirmed mandate,"
            " resources and knowledge.",
            "all",
        ),
        f"{reverse('allocation:gap_list')}?show=legs",
    )


def managers_certified(report):
    """Whether all who lead a unit have a certificate for managers that holds that day.

    Where no such course is kept nothing is known of it.
    """
    on = _last_day(report)
    courses = Course.objects.offered().filter(kind=Course.Kind.MANAGER)
    if not courses.exists():
        return None
    valid = Certificate.objects.valid(on).filter(
        course__in=courses, person=OuterRef("user")
    )
    managers = _of(report, gaps.managers(on))
    return _of_managers(
        managers,
        managers.exclude(Exists(valid)),
        ngettext_lazy(
            "%(done)s of %(all)s manager has a valid certificate.",
            "%(done)s of %(all)s managers have a valid certificate.",
            "all",
        ),
        f"{reverse('knowledge:certificate_list')}?show=missing",
    )


def _of(report, appointments):
    """Those of the units that the report tells of; all for the whole municipality."""
    if report.committee_id or report.level == ReportLevel.UNIT:
        return appointments.filter(unit__in=_places(report))
    if report.unit_id:
        return appointments.filter(unit__lineage__contains=[report.unit_id])
    return appointments


def _of_managers(managers, lacking, sentence, url):
    """N of M appointments, and the units of those that lack it by name."""
    names = list(lacking.order_by("unit__name").values_list("unit__name", flat=True))
    number = managers.count()
    if not number:
        return None
    done = number - len(names)
    state = State.YES if not names else State.PARTLY if done else State.NO
    words = sentence % {"done": done, "all": number}
    return _evidence(state, words, list(dict.fromkeys(names)), url)


def _places(report):
    """Ids of the units that a report tells of, as they stood on the period's last day."""
    if report.level == ReportLevel.UNIT:
        return [report.unit_id]
    placed = Placement.objects.on(_last_day(report))
    if report.unit_id:
        placed = placed.filter(lineage__contains=[report.unit_id])
    return placed.filter(answers_to=report.committee_id).values("unit")


def _is_within(report, lineage):
    """Whether a report tells of the unit with that lineage; a workplace's of itself alone."""
    if report.level == ReportLevel.UNIT:
        return lineage[-1] == report.unit_id
    return not report.unit_id or report.unit_id in lineage


def _by_unit(rows):
    return Counter(
        dict(rows.order_by().values_list("unit__name").annotate(Count("pk")))
    )


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
    "allocated-in-writing": allocated_in_writing,
    "allocations-stand-on-three-legs": stand_on_three_legs,
    "managers-certified": managers_certified,
    "expert-help-used": expert_help_used,
    "inspected": inspected,
    "reported-back": reported_back,
    "rounds-carried-out": rounds_carried_out,
    "safety-representatives-took-part": representatives_took_part,
}
