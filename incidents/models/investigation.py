import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from actionplans.models import RiskMatrix
from incidents.models.incident import Incident

MOST_WHYS = 7


def _on_the_scale(verbose_name):
    """Likelihood or consequence from one to five; empty while the risk is not weighed."""
    return models.PositiveSmallIntegerField(
        verbose_name,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        null=True,
        blank=True,
    )


def _both_or_neither(when):
    likelihood, consequence = f"likelihood_{when}", f"consequence_{when}"
    neither = Q(**{likelihood: None}) & Q(**{consequence: None})
    both = Q(**{f"{likelihood}__range": (1, 5)}) & Q(
        **{f"{consequence}__range": (1, 5)}
    )
    return models.CheckConstraint(
        condition=neither | both, name=f"investigation_risk_{when}_is_whole"
    )


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Investigation(models.Model):
    """Why it happened: the chain of whys, the factors, the risk before and after.

    What it showed in the end, the cause and the severity stand on the incident, for they
    are what others read, search and count.
    """

    class Factor(models.TextChoices):
        """Man, technology and organisation (MTO): what lay behind."""

        KNOWLEDGE = "knowledge", _("Knowledge or experience")
        STRESS = "stress", _("Haste or stress")
        FATIGUE = "fatigue", _("Tiredness or health")
        ATTENTION = "attention", _("Attention")
        EQUIPMENT = "equipment", _("Machine, tool or aid")
        PREMISES = "premises", _("Premises, floor or lighting")
        PROTECTION = "protection", _("Protective device or equipment")
        ALARM = "alarm", _("Alarm or computer system")
        STAFFING = "staffing", _("Staffing or workload")
        ROUTINES = "routines", _("Routines or instructions")
        INTRODUCTION = "introduction", _("Introduction or training")
        COMMUNICATION = "communication", _("Communication or handover")
        PLANNING = "planning", _("Planning or leadership")

    FACTORS = {
        _("Human"): (Factor.KNOWLEDGE, Factor.STRESS, Factor.FATIGUE, Factor.ATTENTION),
        _("Technology"): (
            Factor.EQUIPMENT,
            Factor.PREMISES,
            Factor.PROTECTION,
            Factor.ALARM,
        ),
        _("Organisation"): (
            Factor.STAFFING,
            Factor.ROUTINES,
            Factor.INTRODUCTION,
            Factor.COMMUNICATION,
            Factor.PLANNING,
        ),
    }

    class Part(models.TextChoices):
        """The safety representative's part in the investigation."""

        TOOK_PART = "took_part", _("Took part")
        WAS_INFORMED = "was_informed", _("Was informed")
        DECLINED = "declined", _("Was asked and declined")
        NONE_ELECTED = "none_elected", _("There is no safety representative")

    incident = models.OneToOneField(
        Incident, models.CASCADE, primary_key=True, related_name="investigation"
    )
    # Each answer asks the next why; the last can be acted on.
    whys = ArrayField(
        models.TextField(max_length=2_000),
        verbose_name=_("answers to why"),
        default=list,
        blank=True,
        size=MOST_WHYS,
    )
    factors = ArrayField(
        models.CharField(max_length=20, choices=Factor),
        verbose_name=_("what lay behind"),
        default=list,
        blank=True,
    )
    # That the risk was weighed by; none for the one that ships, before it could be another.
    matrix = models.ForeignKey(
        RiskMatrix, models.PROTECT, related_name="+", null=True, blank=True
    )
    likelihood_before = _on_the_scale(_("likelihood before"))
    consequence_before = _on_the_scale(_("consequence before"))
    likelihood_after = _on_the_scale(_("likelihood after"))
    consequence_after = _on_the_scale(_("consequence after"))
    representative = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("safety representative"),
        related_name="+",
        null=True,
        blank=True,
    )
    representative_part = models.CharField(
        _("the safety representative's part"), max_length=20, choices=Part, blank=True
    )
    # Written by the representative, whom nobody else may put words into the mouth of; from
    # then on it is they who stand as the representative.
    representative_comment = models.TextField(
        _("the safety representative's comment"), max_length=5_000, blank=True
    )
    representative_commented_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("investigation")
        verbose_name_plural = _("investigations")
        constraints = [
            _both_or_neither("before"),
            _both_or_neither("after"),
        ]

    def __str__(self):
        return str(self.incident)

    def takes_comment_of(self, user):
        """Nobody writes over the words of another."""
        return not self.representative_comment or self.representative_id == user.pk

    @property
    def risk_before(self):
        """(likelihood, consequence), or nothing while it is not assessed."""
        return self.likelihood_before and (
            self.likelihood_before,
            self.consequence_before,
        )

    @property
    def risk_after(self):
        return self.likelihood_after and (
            self.likelihood_after,
            self.consequence_after,
        )

    @cached_property
    def weighed_by(self):
        """The matrix that the risk was weighed by; the present one while it is not."""
        if not self.risk_before:
            return RiskMatrix.objects.current()
        return self.matrix or RiskMatrix.objects.get(version=1)

    @property
    def level_before(self):
        return self.risk_before and self.weighed_by.level_of(*self.risk_before)

    @property
    def level_after(self):
        return self.risk_after and self.weighed_by.level_of(*self.risk_after)

    @property
    def grid(self):
        """The risk before and after in its matrix; nothing while it is not weighed."""
        return self.risk_before and self.weighed_by.grid(self.marks)

    @property
    def marks(self):
        """What stands where in the risk matrix; a risk that stayed has both words."""
        if self.risk_before == self.risk_after:
            return {self.risk_before: _("Before and after")}
        marks = {self.risk_before: _("Before"), self.risk_after: _("After")}
        return {cell: mark for cell, mark in marks.items() if cell}

    @property
    def factors_in_words(self):
        """[(group, its factors that lay behind)], without groups that have none."""
        found = [
            (group, [factor.label for factor in factors if factor in self.factors])
            for group, factors in self.FACTORS.items()
        ]
        return [(group, labels) for group, labels in found if labels]
