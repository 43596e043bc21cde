from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan, Measure
from organisation.models import Unit
from reports.models.reports import Report
from sam.workflow import InvalidTransition
from ui.text import shortened


class CommitteeDecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(report__in=Report.objects.visible_to(user))

    def with_measures(self, user):
        """And say of each whether the person may open it (`is_visible`)."""
        measures = with_visibility(Measure.objects.select_related("unit"), user)
        return self.select_related("action_plan").prefetch_related(
            models.Prefetch("action_plan__measures", measures)
        )

    def before(self, report):
        """What was decided of the earlier reports of the same place."""
        return self.filter(
            report__level=report.level,
            report__committee=report.committee_id,
            report__unit=report.unit_id,
            report__reporting_year__period__startswith__lt=(
                report.reporting_year.period.lower
            ),
        )

    @transaction.atomic
    def note(self, report, *, by, measure=None, **said):
        """Write down what the minutes say; `measure` is what is to be done, and where.

        Raises InvalidTransition for a report that is not approved: nobody has read it.
        """
        held = Report.objects.select_for_update(no_key=True, of=["self"]).order_by()
        report = held.get(pk=report.pk)
        if not report.is_frozen:
            raise InvalidTransition(
                _("Only of an approved report can a decision be noted.")
            )
        # The sign stands before it wherever it is shown.
        said["paragraph"] = said.get("paragraph", "").removeprefix("§").strip()
        measure = dict(measure or {})
        plan = ActionPlan.objects.create(unit=measure.pop("unit", None) or home(report))
        noted = self.create(report=report, action_plan=plan, noted_by=by, **said)
        if measure:
            plan.add_measure(by=by, **measure)
        report.transitions.create(
            from_status=report.status,
            to_status=report.status,
            by=by,
            note=shortened(noted.decision, 500),
        )
        return noted


def with_visibility(measures, user):
    visible = Measure.objects.visible_to(user).filter(pk=models.OuterRef("pk"))
    return measures.annotate(is_visible=models.Exists(visible))


def home(report):
    """The unit that answers for what the report is about: the highest that there is."""
    if report.unit_id:
        return report.unit
    units = Unit.objects.existing().order_by("lineage__len", "name")
    if report.committee_id:
        units = units.filter(parent__isnull=False, committee=report.committee_id)
    return units.first() or Unit.objects.get(parent=None)


class CommitteeDecision(models.Model):
    """What a committee decided when it was informed; what is to be done is a measure."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="decisions")
    decision = models.TextField(_("decision"), max_length=5_000)
    decided_on = models.DateField(_("day of the meeting"))
    paragraph = models.CharField(
        _("paragraph of the minutes"), max_length=20, blank=True
    )
    # Of the unit that carries it out.
    action_plan = models.OneToOneField(
        ActionPlan, models.PROTECT, related_name="committee_decision"
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(_("noted"), auto_now_add=True)

    objects = CommitteeDecisionQuerySet.as_manager()

    # What `str` reads beyond itself; see actionplans.models.plans.
    TITLE_NEEDS = ("report__committee", "report__unit", "report__reporting_year")

    class Meta:
        ordering = ["-decided_on", "-pk"]
        verbose_name = _("decision of a committee")
        verbose_name_plural = _("decisions of committees")

    def __str__(self):
        return (
            f"{self.report}, § {self.paragraph}" if self.paragraph else f"{self.report}"
        )

    def get_absolute_url(self):
        meeting = reverse("reports:meeting", args=[self.report_id])
        return f"{meeting}#decision-{self.pk}"
