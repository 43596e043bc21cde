"""Policies and routines, and that they were gone through."""

from django.db.models import Case, DateField, Exists, OuterRef, Subquery, When
from django.utils.translation import gettext_lazy as _

from governing.models import ControlReview, DocumentVersion, GoverningDocument
from sam.keeping import RecordKind, destroy, everywhere, preserve


def _when_all_are_withdrawn():
    versions = DocumentVersion.objects.filter(document=OuterRef("pk"))
    last = versions.order_by("-withdrawn_on").values("withdrawn_on")[:1]
    is_in_use = Exists(versions.filter(withdrawn_on=None))
    return Case(When(~is_in_use, then=Subquery(last, output_field=DateField())))


KEPT = [
    RecordKind(
        "documents",
        _("Policies and routines"),
        lambda: GoverningDocument.objects.all(),
        closed=_when_all_are_withdrawn(),
        persons=("owner", "created_by"),
        goes_too=(
            "governing.Acknowledgement.document_version",
            "governing.GoneThrough.document_version",
        ),
        proposed=everywhere(preserve()),
    ),
    RecordKind(
        "control_reviews",
        _("Reviews of the internal control"),
        lambda: ControlReview.objects.all(),
        closed="held_on",
        persons=("registered_by",),
        proposed=everywhere(destroy(years=10)),
    ),
]
