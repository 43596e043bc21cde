"""Documents to read and confirm, to go through with the group, and to look over."""

from datetime import timedelta

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from governing.matrix import last_day
from governing.models import DocumentVersion, GoverningDocument
from governing.models.reading import to_go_through
from governing.reading import to_confirm
from organisation.models import Appointment, Level, Role, Unit, UnitPermission
from organisation.permissions import granted_units
from sam.dates import today
from sam.start.columns import Rest, Todo, rows_of

# So long before its day the owner has it among the tasks.
AHEAD = timedelta(days=30)


def to_read(user):
    """What is decided and not yet confirmed by the person in this version."""
    return rows_of(
        to_confirm(user),
        "document_to_read",
        todo="read",
        what="title",
        by=["title"],
    )


def to_take_up(user):
    """One task for a document, however many of the person's workplaces lack it."""
    own = granted_units(user, UnitPermission.HANDLE_YEAR).units
    managed = Appointment.objects.in_force().filter(
        unit=OuterRef("pk"), role=Role.MANAGER
    )
    # Where a workplace has a manager, it is not for the level above.
    units = Unit.objects.within(own).filter(
        Q(pk__in=own) | ~Exists(managed), level=Level.UNIT
    )
    return rows_of(
        to_go_through(units),
        "document_to_go_through",
        todo="go_through",
        what="title",
        unit=F("lacking_unit"),
        due_on=_last_day_of_the_round(),
        by=["gone_through_by"],
    )


def to_review(user):
    in_force = DocumentVersion.objects.in_force().filter(document=OuterRef("pk"))
    due = GoverningDocument.objects.filter(owner=user).to_review(before=today() + AHEAD)
    return rows_of(
        due,
        "document_to_review",
        todo="review",
        what="title",
        due_on=Subquery(in_force.values("review_on"), output_field=DateField()),
        by=["title"],
    )


def _last_day_of_the_round():
    year = today().year
    months = [
        When(gone_through_by=month, then=Value(last_day(year, month)))
        for month in range(1, 13)
    ]
    return Case(*months, output_field=DateField())


KINDS = [to_read, to_take_up, to_review]
TODO = {
    ("document_to_read", "read"): Todo(
        _("Read and confirm: %(what)s"), "governing:document_detail#read"
    ),
    ("document_to_go_through", "go_through"): Todo(
        _("Go through with the group: %(what)s"),
        "governing:go_through",
        _("Go through a document with the group"),
    ),
    ("document_to_review", "review"): Todo(
        _("Look over your document: %(what)s"),
        "governing:document_detail",
        _("Look over a document"),
    ),
}
WAITED_FOR: set[tuple[str, str]] = set()
RESTS = {
    "document_to_read": Rest(_("Documents to read"), "governing:document_list"),
    "document_to_go_through": Rest(
        _("Documents to go through with the group"), "governing:matrix"
    ),
    "document_to_review": Rest(
        _("Documents to look over"), "governing:document_list?show=to_review"
    ),
}
