"""What was lifted to committees: what they are asked this year, what came of the last."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from actionplans.models import Escalation, Measure
from riskassessment.models import Risk
from ui.text import shortened

_THEMES = Escalation.Theme.values
_OPEN = Measure.Status.open_states


class Lifted:
    """Reads the matters of a year's two periods once, whichever reports ask for them."""

    def __init__(self, reporting_year):
        periods = reporting_year.comparison_period, reporting_year.period
        steps = _sent_within(periods)
        steps.sort(key=lambda each: _THEMES.index(each.theme))
        self.before, self.now = (
            [
                (step.committee_id, step.origin_unit.lineage, _matter(step))
                for step in steps
                if _is_within(period, step)
            ]
            for period in periods
        )

    def asked(self, report):
        """What the committee has been asked in the report's own period."""
        return {"matters": _of(report, self.now)}

    def outcome(self, report):
        """What came of what it was asked the year before, and who has closed nothing."""
        matters = _of(report, self.before)
        closed = {each["from"] for each in matters if each["is_closed"]}
        senders = {each["from"] for each in matters}
        return {"matters": matters, "without_closed": sorted(senders - closed)}


def _sent_within(periods):
    """Those that were sent to a committee and not taken back."""
    steps = Escalation.objects.filter(
        committee__isnull=False,
        sent_on__gte=min(each.lower for each in periods),
        sent_on__lt=max(each.upper for each in periods),
    ).exclude(status=Escalation.Status.WITHDRAWN)
    of_risks = Risk.measures.through.objects.filter(risk__escalations=OuterRef("pk"))
    named = of_risks.order_by("measure__due_on", "measure").values(
        json=JSONObject(
            pk="measure", activity="measure__activity", status="measure__status"
        )
    )
    steps = steps.with_places().select_related("measure")
    steps = steps.annotate(of_risks=ArraySubquery(named))
    return list(steps.order_by("sent_on", "created_at", "pk"))


def _is_within(period, step):
    return period.lower <= step.sent_on < period.upper


def _matter(step):
    measures = _measures(step)
    is_answered = step.status == Escalation.Status.ANSWERED
    left = [each for each in measures if each["status"] in _OPEN]
    return {
        "theme": step.theme,
        "matter": step.matter,
        "unit": step.origin_unit.name,
        "from": step.from_unit.name,
        "committee": step.committee.name,
        "wanted": step.wanted or step.reason,
        "measures": measures,
        "status": step.status,
        "decision": step.decision,
        "answer": step.answer,
        "answered_on": step.answered_on.isoformat() if step.answered_on else "",
        "paragraph": step.paragraph,
        "is_closed": is_answered and not left,
    }


def _measures(step):
    """What was lifted itself, and what the risks that were lifted have."""
    lifted = step.measure
    rows = [(str(lifted.pk), lifted.activity, lifted.status)] if lifted else []
    rows += [(each["pk"], each["activity"], each["status"]) for each in step.of_risks]
    return [
        {"activity": shortened(activity, 120), "status": status}
        # Once, however many risks it is for.
        for _pk, activity, status in dict.fromkeys(rows)
    ]


def _of(report, matters):
    """The committee's own; in the summary those of all, in the part of a workplace or an
    administration those that come from there."""
    return [
        matter
        for committee, lineage, matter in matters
        if report.is_summary
        or (
            committee == report.committee_id
            and (not report.unit_id or report.unit_id in lineage)
        )
    ]
