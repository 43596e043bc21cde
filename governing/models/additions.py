import uuid

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from governing.models.documents import GoverningDocument
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from sam.workflow import Versioned


class AdditionQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """Of the person's own unit and those above it, and of units whose year they see."""
        theirs = Unit.objects.filter(pk=user.unit_id)
        own = Exists(theirs.filter(lineage__contains=[OuterRef("unit")]))
        return self.reached_by(user, UnitPermission.VIEW_YEAR, or_own=Q(own))

    def written_by(self, user):
        either = UnitPermission.HANDLE_YEAR, UnitPermission.MANAGE_YEAR
        return self.reached_by_either(user, *either)

    def with_ours(self, user):
        """`is_ours` where the person may write it anew."""
        ours = LocalAddition.objects.written_by(user).filter(pk=OuterRef("pk"))
        return self.annotate(is_ours=Exists(ours.order_by()))


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class LocalAddition(Versioned):
    """What a document means in one administration or unit, and where that was discussed.

    It stands on the document's page for those who work there; others see the document
    alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(
        GoverningDocument, models.CASCADE, related_name="additions"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="document_additions"
    )
    body = models.TextField(_("what holds here"), max_length=20_000)
    # The cooperation group or MED body, and the matter there.
    discussed_in = models.CharField(_("discussed in"), max_length=200)
    discussed_on = models.DateField(_("discussed on"))
    case_number = models.CharField(_("case number"), max_length=50, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(auto_now=True)

    objects = AdditionQuerySet.as_manager()

    class Meta:
        ordering = ["unit__lineage__len", "unit__name", "pk"]
        verbose_name = _("local addition")
        verbose_name_plural = _("local additions")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "unit"],
                name="addition_once_in_a_unit",
                violation_error_message=_(
                    "The unit has an addition already. Change that one."
                ),
            )
        ]

    def __str__(self):
        return f"{self.document}, {self.unit}"

    def get_absolute_url(self):
        return self.document.get_absolute_url()

    @transaction.atomic
    def change(self, *, by, version, **said):
        """Raises Stale, see Versioned; what it said before stays in the history."""
        self._change(version=version, written_by=by, **said)
