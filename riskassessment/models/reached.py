from django.db.models import Q

from organisation.models import UnitBoundQuerySet, UnitPermission
from organisation.permissions import granted_units


class RoundBoundQuerySet(UnitBoundQuerySet):
    """What goes by the rights on rounds: rounds, what plans them, changes and risks."""

    # Who began it; they lead it also in units that are not their own.
    begun_by = "created_by"

    def visible_to(self, user):
        return self.reached_by(user, UnitPermission.VIEW_ROUNDS)

    def handled_by(self, user):
        return self.reached_by(user, UnitPermission.HANDLE_ROUNDS)

    def reviewed_by(self, user):
        """Those in the person's safety area, to comment on and sign."""
        return self.reached_by(user, UnitPermission.REVIEW_ROUNDS)

    def led_by(self, user):
        """Of the person's own units, not of those below, or that they began."""
        own = granted_units(user, UnitPermission.HANDLE_ROUNDS).units
        return self.filter(Q(unit__in=own) | Q(**{self.begun_by: user}))
