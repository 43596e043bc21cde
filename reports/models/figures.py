import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisation.models import Committee
from reports.metrics import Quantity, Sex


class FigureImport(models.Model):
    """A spreadsheet from HR that was taken in; its rows say so, so each can be followed."""

    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(_("rows"))
    # Empty when the command imported it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("imported by"),
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("imported"), auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.file_name


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Figure(models.Model):
    """One base quantity of one committee, month and sex; a later import replaces it."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="figures")
    month = models.DateField(_("month"))
    sex = models.CharField(_("sex"), max_length=10, choices=Sex)
    quantity = models.CharField(_("quantity"), max_length=30, choices=Quantity)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    source = models.ForeignKey(FigureImport, models.PROTECT, related_name="figures")
    row = models.PositiveIntegerField(_("row in the file"))

    class Meta:
        ordering = ["committee", "month", "sex", "quantity"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "month", "sex", "quantity"], name="figure_once"
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
        return f"{self.committee_id} {self.month:%Y-%m} {self.quantity}"
