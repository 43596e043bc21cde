"""Numbers within a year, as a register has them: 2026-3."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models
from django.db.models import Exists, F, Max, OuterRef, Q

from organisation.models import (
    Unit,
    UnitBoundQuerySet,
    UnitPermission,
    UnitUserObjectPermission,
)
from organisation.permissions import granted_units
from sam.dates import today


class NumberedQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """What is of the person's units, and what the person wrote while it was theirs."""
        return self.reached_by(
            user, UnitPermission.VIEW_ROUNDS, or_own=Q(representative=user)
        )

    def handled_by(self, user):
        """What the person answers for as the employer."""
        return self.reached_by(user, UnitPermission.HANDLE_ROUNDS)

    def in_area_of(self, user):
        return self.reached_by(user, UnitPermission.REVIEW_ROUNDS)

    def written_by(self, user):
        """The person's own, or of one whose area it no longer is and now is the person's."""
        held = UnitUserObjectPermission.objects.filter(
            user=OuterRef(OuterRef("representative")),
            permission__codename=UnitPermission.REVIEW_ROUNDS,
        )
        still_theirs = Unit.objects.filter(
            pk=OuterRef("unit"),
            lineage__overlap=ArraySubquery(held.values("content_object")),
        )
        return self.in_area_of(user).filter(
            Q(representative=user) | ~Exists(still_theirs)
        )

    def at_hand_of(self, user):
        """Of the units that the person manages themselves, not of those below."""
        return self.filter(
            unit__in=granted_units(user, UnitPermission.HANDLE_ROUNDS).units
        )

    def newest(self):
        return self.order_by(F("year").desc(), F("number").desc())

    def next_number(self):
        """(year, number); whoever asks at the same time waits until this one is kept."""
        with connection.cursor() as cursor:
            table = self.model._meta.db_table
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [table])
        year = today().year
        last = self.filter(year=year).aggregate(last=Max("number"))["last"]
        return {"year": year, "number": (last or 0) + 1}


class Numbered(models.Model):
    year = models.PositiveSmallIntegerField(null=True, editable=False)
    number = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def reference(self):
        """“2026-3”; nothing while it is only a draft."""
        return f"{self.year}-{self.number}" if self.number else ""
