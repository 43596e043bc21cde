"""Who meets: committees and groups of the employer and the employees, and their members."""

import uuid
from enum import nonmember

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit, UnitBoundQuerySet, UnitPermission, User
from sam.dates import today


class BodyQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """Bodies of the person's own units and of those above, and where one sits."""
        own = Q(unit__in=lineage_of(user)) | Q(
            Exists(Membership.objects.in_force().of(user, OuterRef("pk")))
        )
        return self.reached_by(user, UnitPermission.VIEW_YEAR, or_own=own)

    def managed_by(self, user):
        """HR sets bodies up and says who sits in them."""
        return self.reached_by(user, UnitPermission.MANAGE_YEAR)

    def led_by(self, user):
        """Those of which the person is chair or secretary today."""
        leading = Membership.objects.in_force().leading()
        return self.filter(Exists(leading.of(user, OuterRef("pk"))))

    def existing(self):
        return self.filter(closed_on=None)

    def for_unit(self, unit):
        """Bodies of the unit and of those above it, the nearest first."""
        bodies = self.existing().filter(unit__in=unit.lineage)
        return bodies.order_by("-unit__lineage__len", "name", "pk")

    def open_to(self, user):
        """To whose mailboxes the person may send: of the own unit and all above it, those
        where one sits, and those of units whose year one sees."""
        return self.existing().visible_to(user)

    def obliged(self):
        """Those that the law or an agreement asks to meet so many times a year."""
        return self.existing().filter(meetings_a_year__isnull=False)

    def behind(self, year):
        """Those for which fewer meetings are held or planned in the year than they must."""
        Meeting = self.model.meetings.rel.related_model
        meetings = Meeting.objects.filter(body=OuterRef("pk"), meets_on__year=year)
        meetings = meetings.exclude(status=Meeting.Status.CANCELLED).order_by()
        number = meetings.values("body").values(number=Count("pk"))
        counted = self.alias(number_planned=Coalesce(Subquery(number), 0))
        return counted.filter(number_planned__lt=F("meetings_a_year"))


def lineage_of(user):
    """Ids of the person's unit and of those above it, for a query."""
    return Unit.objects.filter(pk=user.unit_id).values_list(
        Func(F("lineage"), function="unnest")
    )


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Body(models.Model):
    """A group of the employer's and the employees' representatives that meets."""

    class Kind(models.TextChoices):
        LOCAL = "local", _("Local co-operation group")
        CENTRAL = "central", _("Central co-operation group")
        SAFETY = "safety", _("Safety committee")
        AMU = "amu", _("Work environment committee (AMU)")
        JOINT = "joint", _("Joint committee of the parties")
        MED_CENTRAL = "med_central", _("Central MED committee")
        MED_ADMINISTRATION = (
            "med_administration",
            _("MED committee of an administration"),
        )
        MED_LOCAL = "med_local", _("Local MED committee")
        GROUP = "group", _("Work environment group")
        OTHER = "other", _("Another group")

        # What normally meets four times a year: a Swedish safety committee at least every
        # third month (AMF 8 a §), a Norwegian AMU by practice. A Swedish co-operation
        # group does so where it serves as the committee.
        four_times = nonmember(("safety", "amu", "local", "central"))
        # Those that yearly state what they have done (AML § 7-2, 6).
        stating = nonmember(("amu",))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="bodies"
    )
    # None where neither law nor agreement says how often.
    meetings_a_year = models.PositiveSmallIntegerField(
        _("meetings that it must hold a year"), null=True, blank=True
    )
    closed_on = models.DateField(_("ended on"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        indexes = [models.Index(fields=["unit", "kind"], name="body_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="body_name_once_in_a_unit",
                violation_error_message=_("The unit already has one of that name."),
            ),
            models.CheckConstraint(
                condition=Q(meetings_a_year=None) | Q(meetings_a_year__range=(1, 52)),
                name="body_meets_so_often",
                violation_error_message=_("Between 1 and 52 meetings a year."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("meetings:body_detail", args=[self.pk])

    @property
    def search_hint(self):
        return str(self.unit)

    def members_on(self, day):
        return self.memberships.in_force(day).select_related("person").in_order()

    def seats(self, user):
        """Whether the person sits in it today, and so reads what is closed to others."""
        return self.memberships.in_force().filter(person=user).exists()

    def people(self, *functions):
        """Those with one of the functions today who may still log in."""
        members = self.memberships.in_force().filter(function__in=functions)
        return list(
            User.objects.filter(pk__in=members.values("person"), is_active=True)
        )

    @property
    def secretaries(self):
        """To whom the mailbox goes: the secretary, else the chair."""
        Function = Membership.Function
        return self.people(Function.SECRETARY) or self.people(Function.CHAIR)

    @transaction.atomic
    def seat(self, *, person=None, name="", function, side="", since=None, until=None):
        """Give somebody a place from `since` (today) until the day before `until`."""
        valid = DateRange(since or today(), until)
        member = Membership(
            body=self,
            person=person,
            name=name,
            function=function,
            side=side,
            valid=valid,
        )
        member.full_clean(exclude=["body"])
        member.save()
        return member


class MembershipQuerySet(models.QuerySet):
    def in_force(self, on=None):
        return self.filter(valid__contains=on or today())

    def leading(self):
        return self.filter(function__in=Membership.Function.leading)

    def of(self, user, body):
        """The person's place in the body, which may be one of another query."""
        return self.filter(person=user, body=body)

    def in_order(self):
        """The chair first, then as the functions are named."""
        places = [
            When(function=value, then=Value(place))
            for place, value in enumerate(Membership.Function.values)
        ]
        return self.order_by(Case(*places), "side", "person__name", "name", "pk")

    def during(self, first, last):
        return self.filter(valid__overlap=DateRange(first, last, bounds="[]"))


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Membership(models.Model):
    """A place in a body while it lasts, of somebody here or of one without an account."""

    class Function(models.TextChoices):
        CHAIR = "chair", _("Chair")
        SECRETARY = "secretary", _("Secretary")
        MEMBER = "member", _("Member")
        DEPUTY = "deputy", _("Deputy member")

        leading = nonmember(("chair", "secretary"))

    class Side(models.TextChoices):
        EMPLOYER = "employer", _("For the employer")
        EMPLOYEES = "employees", _("For the employees")
        HEALTH_SERVICE = (
            "health_service",
            _("Occupational health service, without vote"),
        )

        voting = nonmember(("employer", "employees"))

    body = models.ForeignKey(Body, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("person"),
        related_name="memberships",
        null=True,
        blank=True,
    )
    # Of one without an account, as from the occupational health service.
    name = models.CharField(_("name"), max_length=200, blank=True)
    function = models.CharField(
        _("function"), max_length=20, choices=Function, default=Function.MEMBER
    )
    # Empty for a secretary who represents nobody.
    side = models.CharField(_("represents"), max_length=20, choices=Side, blank=True)
    valid = DateRangeField(_("valid"))

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["body", "pk"]
        verbose_name = _("member")
        indexes = [models.Index(fields=["person", "body"], name="membership_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="")
                | (Q(person=None) & ~Q(name="")),
                name="membership_person_or_name",
                violation_error_message=_("Choose a person, or write a name."),
            ),
            models.CheckConstraint(
                condition=Q(function="secretary") | ~Q(side=""),
                name="membership_says_for_whom",
                violation_error_message=_("Say whom the member represents."),
            ),
            models.CheckConstraint(
                condition=~Q(function="chair") | ~Q(side="health_service"),
                name="membership_chair_has_a_vote",
                violation_error_message=_(
                    "The occupational health service has no vote and takes no chair."
                ),
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False),
                name="membership_lasts_a_day",
                violation_error_message=_("The last day comes before the first."),
            ),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The person already sits there then."),
            ),
            ExclusionConstraint(
                name="membership_one_leads",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("function", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(function__in=["chair", "secretary"]),
                violation_error_message=_(
                    "It has one already then. End that one first."
                ),
            ),
        ]

    def __str__(self):
        return self.name or str(self.person)

    @property
    def votes(self):
        return self.side in self.Side.voting

    @transaction.atomic
    def end(self, *, on=None):
        """The last day is the day before `on` (today)."""
        last = on or today()
        if self.valid.lower >= last:
            self.delete()
        else:
            self.valid = DateRange(self.valid.lower, last)
            self.save(update_fields=["valid"])
