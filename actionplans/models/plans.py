import uuid

from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from organisation.permissions import granted_units
from sam.workflow import MOVED_ON, InvalidTransition


class ActionPlanQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        return self.reached_by(user, UnitPermission.VIEW_MEASURES)

    def handled_by(self, user):
        return self.reached_by(user, UnitPermission.HANDLE_MEASURES)

    def with_source(self):
        return self.select_related("unit", *paths_to_source())

    def unfinished(self):
        """With a measure still to be carried out, or to be judged for its effect."""
        measures = self.model.measures.rel.related_model.objects.unfinished()
        return self.filter(Exists(measures.filter(plan=OuterRef("pk"))))

    def with_number_left(self):
        return self.annotate(number_left=Count("measures", filter=self._is_left()))

    def in_closed_units(self):
        """Unfinished, in units that are no more: they wait to be moved."""
        return self.unfinished().filter(unit__closed_on__isnull=False)

    def moved_by(self, user):
        """Of closed units: those that the person handles, and HR all that it manages."""
        handled = self.handled_by(user).values("pk")
        managed = self.reached_by(user, UnitPermission.MANAGE_ROUNDS).values("pk")
        either = Q(pk__in=handled) | Q(pk__in=managed)
        return self.in_closed_units().filter(either)

    def closed_units(self):
        """[{"unit", "unit__name", "number"}] of closed units, with how much is left."""
        rows = self.in_closed_units().order_by("unit__name", "unit")
        left = Count("measures", filter=self._is_left())
        return rows.values("unit", "unit__name").annotate(number=left)

    def left_to(self, user):
        """Those that wait for the person: who led the unit, or leads the level above."""
        own = granted_units(user, UnitPermission.HANDLE_MEASURES).units
        nearest = Q(unit__in=own) | Q(unit__parent__in=own)
        return self.in_closed_units().filter(nearest)

    def _is_left(self):
        measure = self.model.measures.rel.related_model
        return Q(measures__status__in=measure.Status.unfinished_states)

    def hold(self, pk):
        """The plan as it is now; others wait to add to it or to end its source."""
        return self.select_for_update().get(pk=pk)


def paths_to_source(prefix=""):
    """What to join so that naming a plan's source costs no query.

    A model that owns plans lists in TITLE_NEEDS what its `str` reads beyond itself.
    """
    return [
        f"{prefix}{path}"
        for relation in ActionPlan.owners()
        for path in [
            relation.name,
            *(
                f"{relation.name}__{need}"
                for need in getattr(relation.related_model, "TITLE_NEEDS", ())
            ),
        ]
    ]


class ActionPlan(models.Model):
    """What is going to be done about one incident, round or other source in a unit.

    The source points down here, one to one; `source` finds it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="action_plans"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        constraints = [
            # What the measures' own unit refers to.
            models.UniqueConstraint(fields=["id", "unit"], name="actionplan_unit")
        ]

    def __str__(self):
        return f"{capfirst(self._meta.verbose_name)}: {self.source or self.unit}"

    @classmethod
    def owners(cls):
        """The relations from what may own a plan, without knowing what that is."""
        return [
            relation for relation in cls._meta.related_objects if relation.one_to_one
        ]

    @property
    def source(self):
        """The incident, round or other record that owns the plan."""
        for relation in self.owners():
            if owner := getattr(self, relation.name, None):
                return owner
        return None

    @property
    def takes_measures(self):
        """Whether its source still does; one that ends, such as an incident, says so."""
        return getattr(self.source, "takes_measures", True)

    def may_move_to(self, unit):
        """Whether its source lets it go there; one that must stay out of somebody's
        reach says so."""
        may_move_to = getattr(self.source, "may_move_to", None)
        return may_move_to is None or may_move_to(unit)

    @transaction.atomic
    def add_measure(self, *, by, **what):
        self.hold_open()
        measure = self.measures.create(unit_id=self.unit_id, created_by=by, **what)
        # A source that stands in the register as a risk does so with its measures.
        if risk := getattr(self.source, "risk", None):
            risk.measures.add(measure)
        return measure

    def hold_open(self):
        """Keep the source from ending until the transaction does.

        Raises InvalidTransition when it has ended.
        """
        if not ActionPlan.objects.hold(self.pk).takes_measures:
            raise InvalidTransition(MOVED_ON)


class OwnsPlan(models.Model):
    """A Stateful model with a `unit` and an `action_plan`, made when it is first needed."""

    class Meta:
        abstract = True

    @transaction.atomic
    def plan_of_measures(self):
        """Its action plan, made when the first measure needs it."""
        self.hold()
        if self.action_plan is None:
            self.action_plan = ActionPlan.objects.create(unit=self.unit)
            self.save(update_fields=["action_plan"])
        return self.action_plan

    def hold(self, *statuses):
        """Keep others from moving it on until the transaction ends.

        Raises InvalidTransition when it has none of the statuses any more, if any is named.
        """
        rows = type(self)._base_manager.select_for_update(no_key=True)
        self.refresh_from_db(from_queryset=rows, fields=["status", "action_plan"])
        if statuses and self.status not in statuses:
            raise InvalidTransition(MOVED_ON)


def plans_with(measures):
    """For querysets of what owns a plan: whether the plan has any of the measures."""
    return Exists(measures.filter(plan=OuterRef("action_plan")))
