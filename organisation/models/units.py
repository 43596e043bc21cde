import uuid
from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    DateRangeField,
    RangeOperators,
)
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from organisation.permissions import CONFIDENTIAL, UnitPermission, granted_units
from organisation.reading import reader

# Sorts å ä ö right; a migration makes it from the best that the server has.
COLLATION = "swedish"


class Country(models.TextChoices):
    """Whose law the installation follows."""

    SE = "SE", _("Sweden")
    NO = "NO", _("Norway")
    DK = "DK", _("Denmark")


class MunicipalityQuerySet(models.QuerySet):
    def current(self):
        """The one there is, or none until `establish` has said which.

        Read once for whoever's page is made, as permissions are.
        """
        if not (user := reader()):
            return self.first()
        if not hasattr(user, "_municipality"):
            user._municipality = self.first()
        return user._municipality

    def country(self):
        """The default until `establish` has said which."""
        municipality = self.current()
        return municipality.country if municipality else Country.SE


def _logo_path(_municipality, filename):
    return f"logo/{uuid.uuid4().hex}/{filename}"


class Municipality(models.Model):
    """The one municipality of this installation."""

    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(
        _("country"), max_length=2, choices=Country, default=Country.SE
    )
    is_demo = models.BooleanField(_("invented data"), default=False)
    # On the covers of documents. What was uploaded is written anew as PNG.
    logo = models.FileField(_("logo"), upload_to=_logo_path, blank=True)
    # Of headings and lines in documents; dark enough to be read on white.
    colour = models.CharField(
        _("colour of documents"),
        max_length=7,
        default="#14505c",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}\Z")],
    )

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="municipality_only_one"),
            models.CheckConstraint(
                condition=Q(colour__regex=r"^#[0-9a-fA-F]{6}$"),
                name="municipality_colour_is_one",
            ),
        ]

    def __str__(self):
        return self.name


class CommitteeQuerySet(models.QuerySet):
    def sitting_in(self, period):
        """Committees that some unit answers to on a day of the period (a pair of dates)."""
        days = DateRange(*period, bounds="[]")
        placements = Placement.objects.filter(valid__overlap=days)
        return self.filter(pk__in=placements.values("answers_to"))

    def all_of_whose_units_permit(self, user, permission):
        """Committees of which the person holds the permission on all that answers today.

        The root of the tree is no workplace, and does not count.
        """
        if not granted_units(user, permission).units:
            # Most people: nothing to build, and nothing to ask the database.
            return self.none()
        units = Unit.objects.existing().filter(
            committee=OuterRef("pk"), parent__isnull=False
        )
        permitted = Unit.objects.permitting(user, permission)
        return self.filter(Exists(units)).exclude(
            Exists(units.exclude(pk__in=permitted.values("pk")))
        )


class Committee(models.Model):
    """A political committee (nämnd) that answers for the units beneath it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(
        _("name"), max_length=200, unique=True, db_collation=COLLATION
    )
    slug = models.SlugField(_("short name in addresses and files"), unique=True)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("committee")
        verbose_name_plural = _("committees")

    def __str__(self):
        return self.name


class Level(models.TextChoices):
    MUNICIPALITY = "municipality", _("Municipality")
    ADMINISTRATION = "administration", _("Administration")
    DEPARTMENT = "department", _("Department")
    UNIT = "unit", _("Unit")


class UnitQuerySet(models.QuerySet):
    def within(self, units):
        """The units with the given ids and everything that hangs below them today."""
        return self.filter(lineage__overlap=list(units))

    def permitting(self, user, permission):
        """Units where the user holds the permission, there or in a unit above."""
        granted = granted_units(user, permission)
        if granted.everywhere:
            return self.all()
        if permission in CONFIDENTIAL:
            return self.filter(pk__in=granted.units)
        return self.within(granted.units)

    def search(self, text):
        """Units whose name has every word that was typed; the shortest names first."""
        words = Q(*(Q(name__icontains=word) for word in text.split()))
        found = self.filter(words | Q(code=text)).select_related("parent")
        return found.order_by(Length("name"), "name", "pk")

    def existing(self):
        return self.filter(closed_on=None)


class Unit(models.Model):
    """An identity that lives through reorganisations.

    Name, parent, level, committee and lineage here are today's; `organisation.history`
    alone writes them, from the dated `Placement` rows that hold the truth.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(
        _("code"),
        max_length=50,
        unique=True,
        help_text=_("What other systems call the unit."),
    )
    name = models.CharField(_("name"), max_length=200, db_collation=COLLATION)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("part of"),
        related_name="children",
        null=True,
        blank=True,
    )
    # Ids from the root down to this unit, so that one index answers both
    # "what is below this unit?" and "what is above it?".
    lineage = ArrayField(models.UUIDField(), editable=False, default=list)
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        verbose_name=_("committee that the unit answers to"),
        related_name="units",
        null=True,
        blank=True,
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    # What it went into when it was closed: reaches and answers for what stays in it.
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("taken over by"),
        related_name="predecessors",
        null=True,
        blank=True,
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [GinIndex(fields=["lineage"], name="organisation_unit_lineage")]
        constraints = [
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("id")),
                name="unit_not_its_own_successor",
            )
        ]
        permissions = UnitPermission.choices  # type: ignore[assignment]
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self):
        return self.name

    @property
    def search_hint(self):
        """What tells two units of one name apart where units are searched."""
        return self.parent.name if self.parent else ""


class IsAnyOf(Func):
    """The row's id is in an array of ids, as the database writes it or of another row."""

    template = "%(expressions)s::uuid[])"
    arg_joiner = " = ANY("
    output_field = models.BooleanField()

    def __init__(self, path, ids):
        super().__init__(F(path), Value(ids) if isinstance(ids, str) else ids)


class UnitBoundQuerySet(models.QuerySet):
    """For models that belong to a unit; `unit_path` leads there."""

    unit_path = "unit"

    def reached_by(self, user, permission, *, or_own=None):
        """Rows in units where the user holds the permission, or that match `or_own`.

        Someone who holds it everywhere pays for no condition.
        """
        granted = granted_units(user, permission)
        if granted.everywhere:
            return self.all()
        own = or_own or Q()
        return self.filter(own | Q(IsAnyOf(self.unit_path, granted.reach)))

    def reached_by_either(self, user, permission, other):
        """Rows in units where the user holds the one permission or the other."""
        by_other = type(self)(self.model, using=self.db).reached_by(user, other)
        return self.reached_by(
            user, permission, or_own=Q(pk__in=by_other.order_by().values("pk"))
        )

    def holding_for(self, user, permission):
        """Rows where the user holds the permission, and those of the user's own unit and
        of all above: what holds there comes from them."""
        granted = granted_units(user, permission)
        own = Unit.objects.filter(Q(pk=user.unit_id) | Q(pk__in=granted.units))
        above = own.values_list(Func(F("lineage"), function="unnest"))
        return self.reached_by(
            user, permission, or_own=Q(**{f"{self.unit_path}__in": above})
        )


class PlacementQuerySet(models.QuerySet):
    def on(self, date):
        return self.filter(valid__contains=date)


class Placement(models.Model):
    """What a unit was called, where it hung and which committee it answered to, when."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="placements")
    name = models.CharField(_("name"), max_length=200)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    parent = models.ForeignKey(
        Unit, models.PROTECT, related_name="placements_below", null=True, blank=True
    )
    lineage = ArrayField(models.UUIDField(), editable=False)
    # Named for this unit itself; empty where it follows the unit above.
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", null=True, blank=True
    )
    # The committee in force: the unit's own, else the nearest above.
    answers_to = models.ForeignKey(
        Committee, models.PROTECT, related_name="placements", null=True, blank=True
    )
    valid = DateRangeField(_("valid"))

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "valid"]
        indexes = [GinIndex(fields=["lineage"], name="placement_lineage")]
        constraints = [
            ExclusionConstraint(
                name="placement_one_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The unit already has a place on that date."),
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False), name="placement_lasts_a_day"
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.valid}"

    @property
    def last_day(self):
        """None of the place where the unit is now."""
        return self.valid.upper and self.valid.upper - timedelta(days=1)
