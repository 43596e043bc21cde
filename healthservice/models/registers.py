from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisation.models.units import COLLATION
from sam.dates import today


class ServiceKindQuerySet(models.QuerySet):
    def offered(self):
        return self.filter(is_offered=True)


class ServiceKind(models.Model):
    """What can be ordered, in the municipality's words; HR edits the list."""

    class Topic(models.TextChoices):
        """What annual reports count it as, whatever it is called."""

        STRESS = "stress", _("Stress and exhaustion")
        ERGONOMICS = "ergonomics", _("Ergonomics")
        REHABILITATION = "rehabilitation", _("Rehabilitation")
        MEASUREMENT = "measurement", _("Measurements")
        CRISIS = "crisis", _("Crisis support")
        TRAINING = "training", _("Training")
        OTHER = "other", _("Other")

    name = models.CharField(
        _("name"), max_length=100, unique=True, db_collation=COLLATION
    )
    topic = models.CharField(_("counted as"), max_length=20, choices=Topic)
    # One that is not offered stays with the orders that have it.
    is_offered = models.BooleanField(_("can be ordered"), default=True)
    order = models.PositiveSmallIntegerField(_("place in the list"), default=1)

    objects = ServiceKindQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("kind of service")
        verbose_name_plural = _("kinds of services")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("healthservice:kind_edit", args=[self.pk])


class SupplierQuerySet(models.QuerySet):
    def with_agreement(self):
        """Whose agreement holds today."""
        day = today()
        begun = Q(agreed_from=None) | Q(agreed_from__lte=day)
        return self.filter(begun, Q(agreed_until=None) | Q(agreed_until__gte=day))


class Supplier(models.Model):
    """An occupational health service with which the municipality has an agreement."""

    name = models.CharField(
        _("name"), max_length=200, unique=True, db_collation=COLLATION
    )
    # Of the company, not of a person.
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    agreement = models.CharField(_("agreement's number"), max_length=50, blank=True)
    agreed_from = models.DateField(_("agreement from"), null=True, blank=True)
    agreed_until = models.DateField(_("agreement until"), null=True, blank=True)
    note = models.TextField(
        _("what the agreement covers"), max_length=2_000, blank=True
    )

    objects = SupplierQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_from=None)
                | Q(agreed_until=None)
                | Q(agreed_until__gte=F("agreed_from")),
                name="supplier_agreement_ends_after_it_begins",
                violation_error_message=_("The agreement ends before it begins."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("healthservice:supplier_edit", args=[self.pk])

    @property
    def has_agreement(self):
        begun = not self.agreed_from or self.agreed_from <= today()
        return begun and (not self.agreed_until or self.agreed_until >= today())
