import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.models import Committee
from reports.metrics import Sex
from reports.models.metrics import Metric, Quantity


class ImportMapping(models.Model):
    """What the columns of a file from HR mean; found again by the file's own headings."""

    name = models.CharField(_("name"), max_length=100)
    # The headings as they stood in the first file, in order.
    headings = models.JSONField(default=list)
    # See `reports.importing.meaning`.
    meanings = models.JSONField(default=dict)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = _("meaning of a file's columns")
        verbose_name_plural = _("meanings of files' columns")

    def __str__(self):
        return self.name


def _import_path(figure_import, _filename):
    return f"figures/{figure_import.sha256}"


class FigureImport(models.Model):
    """A spreadsheet from HR; once taken in its rows say so, so each can be followed."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Its columns are to be named")
        CHECKED = "checked", _("Checked, not yet taken in")
        DONE = "done", _("Taken in")
        TAKEN_BACK = "taken_back", _("Taken back")

    TONES = {
        Status.WAITING: "warning",
        Status.CHECKED: "warning",
        Status.DONE: "success",
        Status.TAKEN_BACK: "neutral",
    }

    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DONE
    )
    # Its rows as JSON, kept until they are taken in.
    file = models.FileField(upload_to=_import_path, blank=True)
    mapping = models.ForeignKey(
        ImportMapping, models.SET_NULL, related_name="+", null=True, blank=True
    )
    # Empty when the command imported it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("imported by"),
        related_name="+",
        null=True,
        blank=True,
    )
    # When it was sent; from then on when it was taken in.
    at = models.DateTimeField(_("imported"), default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("import of figures")
        verbose_name_plural = _("imports of figures")

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("reports:figure_import", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Figure(models.Model):
    """One base quantity of one committee and month; a later import replaces it.

    Of women and men, or of ages, apart where HR delivers it so. A quantity of a committee
    and month is divided in one way only, so that its parts can be added.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="figures")
    month = models.DateField(_("month"))
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, blank=True)
    # A span as HR has it: "–29", "30–49".
    age = models.CharField(_("age"), max_length=20, blank=True)
    quantity = models.ForeignKey(
        Quantity,
        models.PROTECT,
        to_field="code",
        related_name="figures",
        verbose_name=_("quantity"),
    )
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    source = models.ForeignKey(FigureImport, models.PROTECT, related_name="figures")
    row = models.PositiveIntegerField(_("row in the file"))

    class Meta:
        ordering = ["committee", "month", "sex", "age", "quantity"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "month", "sex", "age", "quantity"],
                name="figure_once",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0), name="figure_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="figure_month_is_its_first_day"
            ),
        ]
        indexes = [models.Index(fields=["month"], name="figure_month")]

    def __str__(self):
        return f"{self.committee_id} {self.month:%Y-%m} {self.quantity_id}"


class Target(models.Model):
    """What a metric is to be in a year; without a committee, for the municipality.

    A committee without a target of its own has the municipality's.
    """

    year = models.PositiveIntegerField(_("year"))
    committee = models.ForeignKey(
        Committee, models.CASCADE, related_name="+", null=True, blank=True
    )
    metric = models.ForeignKey(
        Metric, models.PROTECT, to_field="code", related_name="+"
    )
    value = models.DecimalField(_("target"), max_digits=14, decimal_places=3)

    class Meta:
        ordering = ["-year", "metric"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "committee", "metric"],
                name="target_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self):
        return f"{self.year} {self.metric_id}: {self.value}"
