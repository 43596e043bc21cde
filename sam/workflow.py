"""States as small machines: an enum, a table of allowed moves, one conditional update,
one row in the log. And rows that nobody overwrites without having seen them."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

MOVED_ON = _("It has already moved on. Look at it again before you go further.")


class InvalidTransition(Exception):
    """The move is not allowed from the state that the row has now."""


class Stateful(models.Model):
    """A model with a `status`, a table TRANSITIONS and a log called `transitions`.

    TRANSITIONS maps each status to those that may follow it. Only `_move_to` assigns a
    status; each model gives its moves the field's names as verbs with `by=`.
    """

    class Meta:
        abstract = True

    def may_become(self, status):
        """Whether a button for this move makes sense now; says nothing of permission."""
        return status in self.TRANSITIONS[self.status]

    @transaction.atomic
    def _move_to(self, status, *, by, note="", **changes):
        """Change status once, however many people press the button, and log it."""
        rows = type(self)._base_manager.filter(pk=self.pk, status=self.status)
        if not self.may_become(status) or not rows.update(status=status, **changes):
            raise InvalidTransition(MOVED_ON)
        self.transitions.create(
            from_status=self.status, to_status=status, by=by, note=note
        )
        self.refresh_from_db()


class Stale(Exception):
    """Someone else has changed the row since it was read; `current` is how it stands now."""

    def __init__(self, current):
        super().__init__(MOVED_ON)
        self.current = current


class Versioned(models.Model):
    """A model whose `version` counts up at each change; ui.forms.Versioned is its form."""

    version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def _change(self, *, version, **changes):
        """Change what stands as it did when `version` was read, or raise Stale."""
        rows = type(self)._base_manager.filter(pk=self.pk)
        unchanged = rows.filter(version=version)
        if not unchanged.update(version=F("version") + 1, **changes):
            raise Stale(rows.get())
        self.refresh_from_db()


class Transition(models.Model):
    """One move of one row; subclasses add the foreign key with related_name `transitions`."""

    from_status = models.CharField(max_length=30)
    to_status = models.CharField(max_length=30)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]
