import uuid

import pghistory
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition


class AllocationTaskQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """Those that could be allocated on the day, in the list's order."""
        on = on or today()
        ended = Q(withdrawn_on=None) | Q(withdrawn_on__gt=on)
        return self.filter(ended, since__lte=on)

    @transaction.atomic
    def add(self, *, text, explanation=""):
        last = self.select_for_update().order_by("order").last()
        return self.create(
            order=last.order + 1 if last else 1, text=text, explanation=explanation
        )


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class AllocationTask(models.Model):
    """A task of the work environment that can be allocated, in one wording.

    A wording that somebody has signed never changes: a new one takes its place, under the
    same key, and those who hold the task hold it still.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The task itself, whatever its wording.
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    order = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("task"), max_length=300)
    explanation = models.TextField(_("what it means"), max_length=2_000, blank=True)
    since = models.DateField(_("in the list since"), default=today)
    # The first day on which it cannot be allocated any more.
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects = AllocationTaskQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("task of the work environment")
        verbose_name_plural = _("tasks of the work environment")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version"], name="allocationtask_version"
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(withdrawn_on=None),
                name="allocationtask_one_wording",
                violation_error_message=_("The task has a newer wording already."),
            ),
        ]

    def __str__(self):
        return self.text

    @transaction.atomic
    def reword(self, *, text, explanation):
        """Put a new wording in its place; what nobody has been given is written anew."""
        current = self._hold()
        if not current.allocated.exists():
            current.text, current.explanation = text, explanation
            current.save(update_fields=["text", "explanation"])
            return current
        current.withdraw()
        return AllocationTask.objects.create(
            key=current.key,
            version=current.version + 1,
            order=current.order,
            text=text,
            explanation=explanation,
        )

    @transaction.atomic
    def withdraw(self):
        """Offer it no more; those who hold it hold it still."""
        current = self._hold()
        current.withdrawn_on = today()
        current.save(update_fields=["withdrawn_on"])

    def _hold(self):
        rows = AllocationTask.objects.select_for_update()
        current = rows.filter(pk=self.pk, withdrawn_on=None).first()
        if current is None:
            raise InvalidTransition(MOVED_ON)
        return current
