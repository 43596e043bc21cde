import uuid

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models import Measure
from healthservice.models.registers import ServiceKind, Supplier
from organisation.models import IsAnyOf, Unit, UnitBoundQuerySet, UnitPermission
from organisation.permissions import granted_units
from sam.dates import today
from sam.workflow import InvalidTransition, Stateful, Transition, Versioned


class OrderQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """Those of a group or a workplace for all who follow the unit's year; of a single
        person for those alone who order, and HR."""
        followed = _in_reach(user, UnitPermission.VIEW_YEAR)
        of_one = Q(about=HealthServiceOrder.About.INDIVIDUAL)
        return self.filter(_ordering(user) | (followed & ~of_one))

    def handled_by(self, user):
        """Who leads the unit, and HR."""
        return self.filter(_ordering(user))

    def standing(self):
        return self.exclude(status=HealthServiceOrder.Status.CANCELLED)

    def going_on(self):
        """Not followed up yet."""
        return self.standing().exclude(status=HealthServiceOrder.Status.FOLLOWED_UP)

    def in_year(self, year):
        return self.filter(ordered_on__year=year)

    @transaction.atomic
    def place(self, *, by, **what):
        order = self.create(ordered_by=by, **what)
        order.log(by=by)
        return order


def _ordering(user):
    led = _in_reach(user, UnitPermission.HANDLE_YEAR)
    return led | _in_reach(user, UnitPermission.MANAGE_YEAR)


def _in_reach(user, permission):
    granted = granted_units(user, permission)
    # An empty condition would be lost beside another.
    return (
        Q(pk__isnull=False) if granted.everywhere else Q(IsAnyOf("unit", granted.reach))
    )


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class HealthServiceOrder(Stateful, Versioned):
    """Something that is ordered from the occupational health service, and whether it
    helped. For whom it is stands nowhere: only whether for one person, a group or the
    workplace."""

    class About(models.TextChoices):
        INDIVIDUAL = "individual", _("One person")
        GROUP = "group", _("A group")
        WORKPLACE = "workplace", _("The workplace")

    class Status(models.TextChoices):
        ORDERED = "ordered", _("Ordered")
        UNDER_WAY = "under_way", _("Under way")
        DELIVERED = "delivered", _("Delivered")
        FOLLOWED_UP = "followed_up", _("Followed up")
        CANCELLED = "cancelled", _("Called off")

    class Helped(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")

    TRANSITIONS = {
        Status.ORDERED: {Status.UNDER_WAY, Status.DELIVERED, Status.CANCELLED},
        Status.UNDER_WAY: {Status.DELIVERED, Status.CANCELLED},
        Status.DELIVERED: {Status.FOLLOWED_UP},
        Status.FOLLOWED_UP: set(),
        Status.CANCELLED: set(),
    }
    WRITTEN = ["service", "about", "aim", "supplier", "cost", "ordered_on", "measure"]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("unit"),
        related_name="health_service_orders",
    )
    service = models.ForeignKey(
        ServiceKind, models.PROTECT, verbose_name=_("what"), related_name="orders"
    )
    about = models.CharField(_("for whom"), max_length=20, choices=About)
    aim = models.CharField(_("aim"), max_length=500)
    supplier = models.ForeignKey(
        Supplier,
        models.PROTECT,
        verbose_name=_("supplier"),
        related_name="orders",
        null=True,
        blank=True,
    )
    # In whole kronor; unknown until the invoice or the offer.
    cost = models.PositiveIntegerField(_("cost"), null=True, blank=True)
    ordered_on = models.DateField(_("ordered on"), default=today)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    # What it carries out, where it is a measure of an action plan.
    measure = models.ForeignKey(
        Measure,
        models.PROTECT,
        verbose_name=_("measure that it carries out"),
        related_name="health_service_orders",
        null=True,
        blank=True,
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.ORDERED
    )
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    helped = models.CharField(
        _("did it help?"), max_length=10, choices=Helped, blank=True
    )
    effect = models.CharField(_("what it led to"), max_length=500, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-ordered_on", "-pk"]
        verbose_name = _("order from the occupational health service")
        verbose_name_plural = _("orders from the occupational health service")
        indexes = [
            models.Index(fields=["-ordered_on", "-id"], name="health_order_newest"),
            models.Index(fields=["unit", "-ordered_on"], name="health_order_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(status__in=["delivered", "followed_up"])
                    & Q(delivered_on__isnull=False)
                )
                | (
                    Q(status__in=["ordered", "under_way", "cancelled"])
                    & Q(delivered_on=None)
                ),
                name="health_order_delivered_says_when",
            ),
            models.CheckConstraint(
                condition=(Q(status="followed_up") & ~Q(helped=""))
                | (~Q(status="followed_up") & Q(helped="", effect="")),
                name="health_order_followed_up_says_how",
            ),
            models.CheckConstraint(
                condition=Q(delivered_on=None) | Q(delivered_on__gte=F("ordered_on")),
                name="health_order_delivered_after_it_was_ordered",
                violation_error_message=_(
                    "It cannot be delivered before it was ordered."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.service}, {self.unit}"

    def get_absolute_url(self):
        return reverse("healthservice:order", args=[self.pk])

    @property
    def tone(self):
        match self.status:
            case self.Status.FOLLOWED_UP:
                return "success"
            case self.Status.CANCELLED:
                return "neutral"
        return "warning" if self.status == self.Status.DELIVERED else "info"

    @property
    def may_be_changed(self):
        return bool(self.TRANSITIONS[self.status])

    @transaction.atomic
    def change(self, *, by, version, **what):
        self._change(version=version, **what)
        self.log(by=by, note=str(_("Changed")))

    def begin(self, *, by):
        self._turn(self.Status.UNDER_WAY, by=by)

    @transaction.atomic
    def deliver(self, *, by, delivered_on):
        current = HealthServiceOrder.objects.select_for_update().get(pk=self.pk)
        if delivered_on < current.ordered_on:
            raise InvalidTransition(_("It cannot be delivered before it was ordered."))
        self._turn(self.Status.DELIVERED, by=by, delivered_on=delivered_on)

    def follow_up(self, *, by, helped, effect=""):
        self._turn(self.Status.FOLLOWED_UP, by=by, helped=helped, effect=effect)

    def cancel(self, *, by):
        self._turn(self.Status.CANCELLED, by=by)

    def _turn(self, status, **what):
        """Whoever writes it anew meanwhile is told."""
        self._move_to(status, version=F("version") + 1, **what)

    def log(self, *, by, note=""):
        self.transitions.create(
            from_status=self.status, to_status=self.status, by=by, note=note
        )


class OrderTransition(Transition):
    order = models.ForeignKey(
        HealthServiceOrder, models.CASCADE, related_name="transitions"
    )

    @property
    def words(self):
        return HealthServiceOrder.Status(self.to_status).label
