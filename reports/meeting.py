"""A report at the committee's meeting: the few figures that changed, what the committee is
asked, and what it can ask."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.models import Escalation, Measure
from actionplans.models.plans import paths_to_source
from reports.highlights import changed
from reports.lifted import Lifted
from reports.lines import lines_of, most_changed, pairs, targets_of, with_targets
from reports.models import CommitteeDecision, Metric
from reports.models.decisions import with_visibility
from reports.snapshots import content_for
from ui import charts
from ui.text import shortened

# A page that is read in a minute.
_FIGURES = 5
_QUESTIONS = 3
# A change by less of what it was is not asked about.
_NOTABLE = Decimal("0.05")


@dataclass(frozen=True)
class Changed:
    """A figure that changed, in words and as a line through the periods of its table."""

    line: object

    @property
    def words(self):
        return changed(self.line)

    @property
    def trend(self):
        known = [figure for figure in self.line.figures if figure is not None]
        # Read from left to right as time goes.
        return charts.trend(self.line.name, [float(each) for each in known[::-1]]).svg


class Meeting:
    def __init__(self, report, user):
        self.report, self.user = report, user

    @cached_property
    def content(self):
        return content_for(self.report)

    @cached_property
    def lines(self):
        sections = self.content["sections"]
        codes = {
            row.get("metric") for section in sections for row in section.get("rows", [])
        }
        metrics = Metric.objects.filter(code__in=codes - {None, ""})
        periods = self.content["period"], self.content["comparison_period"]
        return lines_of(sections, {metric.code: metric for metric in metrics}, periods)

    @cached_property
    def changes(self):
        return [Changed(line) for line in most_changed(self.lines, _FIGURES)]

    @cached_property
    def matters(self):
        """What the committee has been asked; as approved, where the report says it."""
        for section in self.content["sections"]:
            if section["kind"] == "lifted":
                return section["matters"]
        return Lifted(self.report.reporting_year).asked(self.report)["matters"]

    @cached_property
    def late(self):
        """What the committee decided of earlier reports, and is late."""
        earlier = CommitteeDecision.objects.before(self.report)
        measures = with_visibility(
            Measure.objects.overdue().select_related(
                "unit", *paths_to_source("plan__")
            ),
            self.user,
        )
        late = measures.filter(plan__committee_decision__in=earlier)
        return list(late.order_by("due_on", "pk"))

    @cached_property
    def decisions(self):
        return list(self.report.decisions.with_measures(self.user))

    @cached_property
    def questions(self):
        """At most three, the most pressing first; one of each kind before a second one."""
        kinds = [
            iter(self._of_worse()),
            iter(self._of_late()),
            iter(self._of_targets()),
            iter(self._of_matters()),
            iter(self._of_gaps()),
            iter(self._of_better()),
        ]
        found = []
        while kinds and len(found) < _QUESTIONS:
            asked = [next(kind, None) for kind in kinds]
            kinds = [k for k, each in zip(kinds, asked, strict=True) if each]
            found += filter(None, asked)
        return list(islice(dict.fromkeys(found), _QUESTIONS))

    @property
    def _notable(self):
        return [each for each in self.lines if each.share_of_change >= _NOTABLE]

    def _of_worse(self):
        worse = [each for each in self._notable if each.is_worse]
        for line in most_changed(worse, None):
            yield _("%(said)s What is it due to, and what is done about it?") % {
                "said": changed(line)
            }

    def _of_better(self):
        others = [each for each in self._notable if not each.is_worse]
        for line in most_changed(others, None):
            yield _("%(said)s What lies behind it, and what can be learnt from it?") % {
                "said": changed(line)
            }

    def _of_late(self):
        if self.late:
            yield ngettext(
                "%(number)s measure that we have decided is late. What stands in its way?",
                "%(number)s measures that we have decided are late. What stands in their"
                " way?",
                len(self.late),
            ) % {"number": len(self.late)}

    def _of_targets(self):
        for line in with_targets(self.lines, targets_of(self.report)):
            if line.meets_target is False:
                yield _(
                    "%(what)s is %(now)s and the target is %(target)s. What is planned so"
                    " that it is met, and when?"
                ) % {
                    "what": line.name,
                    "now": line.shown(line.now),
                    "target": line.shown(line.target),
                }

    def _of_matters(self):
        for matter in self.matters:
            if matter["status"] != Escalation.Status.ANSWERED:
                yield _(
                    "“%(matter)s” has been lifted to us. What does it take to do what is"
                    " asked for, and what happens if we wait?"
                ) % {"matter": shortened(matter["matter"], 120)}

    def _of_gaps(self):
        """The widest differences between women and men first."""
        wide = [
            (abs(women.now - men.now) / max(women.now, men.now), women, men)
            for women, men in pairs(self.lines)
        ]
        for share, women, men in sorted(wide, key=lambda each: -each[0]):
            if share:
                yield _(
                    "%(what)s is %(women)s among women and %(men)s among men. Why, and"
                    " what is done about it?"
                ) % {
                    "what": women.label,
                    "women": women.shown(women.now),
                    "men": men.shown(men.now),
                }
