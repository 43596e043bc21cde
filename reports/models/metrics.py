"""What the tables of reports can show. HR adds its own beside those that ship."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports.metrics import MONTHS_OF_A_YEAR, Scale, rounded
from sam.workflow import Versioned


class Quantity(Versioned):
    """What is counted or delivered: hours, people, incidents. Metrics are made from it."""

    class Source(models.TextChoices):
        # Among the program's own records; see `reports.counting`.
        COUNTED = "counted", _("Counted by the program")
        IMPORTED = "imported", _("Delivered by HR")

    class Over(models.TextChoices):
        """How the months of a period are put together."""

        SUM = "sum", _("The months are added")
        MEAN = "mean", _("The mean of the months, as for heads")

    code = models.SlugField(_("code"), unique=True)
    label = models.CharField(_("name"), max_length=200)
    source = models.CharField(
        _("source"), max_length=20, choices=Source, default=Source.IMPORTED
    )
    over = models.CharField(
        _("over several months"), max_length=10, choices=Over, default=Over.SUM
    )
    is_own = models.BooleanField(_("the municipality's own"), default=False)

    class Meta:
        ordering = ["source", "label", "code"]
        verbose_name = _("quantity")
        verbose_name_plural = _("quantities")

    def __str__(self):
        return self.label

    def change(self, *, version, **changes):
        self._change(version=version, **changes)


class Metric(Versioned):
    """The sum of some quantities, as a share of others where `per` names them."""

    class Better(models.TextChoices):
        """What a change means."""

        LOWER = "lower", _("Lower is better")
        HIGHER = "higher", _("Higher is better")
        NEITHER = "neither", _("Neither is better")

    code = models.SlugField(_("code"), unique=True)
    label = models.CharField(_("name"), max_length=200)
    # Printed as a footnote below the tables that show it.
    definition = models.TextField(_("definition"), max_length=1_000, blank=True)
    scale = models.CharField(_("unit"), max_length=10, choices=Scale)
    decimals = models.PositiveSmallIntegerField(_("decimals"), null=True, blank=True)
    # Codes of quantities.
    of = ArrayField(models.SlugField(), verbose_name=_("the sum of"))
    per = ArrayField(
        models.SlugField(), verbose_name=_("as a share of"), blank=True, default=list
    )
    # What was counted in a part of a year is told as if it went on for a whole one.
    is_annual = models.BooleanField(_("counted up to a whole year"), default=False)
    better = models.CharField(
        _("what is better"), max_length=10, choices=Better, default=Better.NEITHER
    )
    # The quantity that says of how many people it tells; empty when it tells of none.
    group = models.SlugField(_("the people it tells of"), blank=True)
    is_own = models.BooleanField(_("the municipality's own"), default=False)

    # What makes another figure of the same quantities; fixed where a published template
    # shows the metric.
    FORMULA = ("scale", "decimals", "of", "per", "is_annual", "group")

    class Meta:
        ordering = ["label", "code"]
        verbose_name = _("metric")
        verbose_name_plural = _("metrics")
        constraints = [
            models.CheckConstraint(
                condition=Q(of__len__gt=0), name="metric_of_something"
            ),
            models.CheckConstraint(
                condition=Q(decimals=None) | Q(decimals__lte=3),
                name="metric_at_most_three_decimals",
            ),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("reports:metric", args=[self.code])

    @property
    def quantities(self):
        return [*self.of, *self.per]

    @property
    def shown_decimals(self):
        return Scale(self.scale).decimals if self.decimals is None else self.decimals

    def figure(self, amounts, *, months=MONTHS_OF_A_YEAR):
        """The figure as it is shown, from {quantity: amount} of so many months.

        None where it is unknown, and for a share of nothing.
        """
        if any(amounts.get(quantity) is None for quantity in self.quantities):
            return None
        value = sum(Decimal(amounts[quantity]) for quantity in self.of)
        if self.per:
            whole = sum(Decimal(amounts[quantity]) for quantity in self.per)
            if not whole:
                return None
            value = Scale(self.scale).factor * value / whole
        if self.is_annual:
            value = value * MONTHS_OF_A_YEAR / months
        return rounded(value, self.shown_decimals)

    def change(self, *, version, **changes):
        self._change(version=version, **changes)


class ComparisonSeries(models.Model):
    """Figures of others, such as the county or the whole country, to compare with."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    # Printed below the tables that show it.
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("comparison series")
        verbose_name_plural = _("comparison series")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reports:series", args=[self.pk])


class ComparisonFigure(models.Model):
    """What a metric was among the others in the twelve months of a year, or in a part."""

    series = models.ForeignKey(ComparisonSeries, models.CASCADE, related_name="figures")
    metric = models.ForeignKey(
        Metric, models.PROTECT, to_field="code", related_name="+"
    )
    # The last day of the period, which tells it from others.
    until = models.DateField(_("period until"))
    sex = models.CharField(_("sex"), max_length=10, blank=True)
    age = models.CharField(_("age"), max_length=20, blank=True)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=3)

    class Meta:
        ordering = ["series", "metric", "-until"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "metric", "until", "sex", "age"],
                name="comparisonfigure_once",
            )
        ]

    def __str__(self):
        return f"{self.series_id} {self.metric_id} {self.until}"
