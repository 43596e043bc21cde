"""Who has read a version and who has not, and which workplaces went through it."""

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from governing.models import (
    Acknowledgement,
    DocumentVersion,
    GoneThrough,
    GoverningDocument,
)
from organisation.models import Unit, UnitPermission, User
from organisation.permissions import granted_units


def readers(document):
    """Those who are to confirm it: all who work where it holds."""
    units = Unit.objects.within([document.unit_id])
    return User.objects.filter(unit__in=units, is_active=True)


def shares(version, *, user):
    """For each workplace whose year the person sees: how many have confirmed."""
    confirmed = Acknowledgement.objects.filter(document_version=version)
    units = Unit.objects.existing().within([version.document.unit_id])
    units = units.permitting(user, UnitPermission.VIEW_YEAR)
    people = User.objects.filter(unit=OuterRef("pk"), is_active=True)
    done = people.filter(Exists(confirmed.filter(person=OuterRef("pk"))))
    return units.filter(Exists(people)).annotate(
        readers=_number(people), confirmed=Coalesce(_number(done), 0)
    )


def missing(version, *, user):
    """Those who have not confirmed, in units that the person leads."""
    units = Unit.objects.permitting(user, UnitPermission.HANDLE_YEAR)
    people = readers(version.document).filter(unit__in=units)
    confirmed = Acknowledgement.objects.filter(document_version=version)
    return confirmed.lacking(people).select_related("unit").order_by("name", "pk")


def to_confirm(user):
    """Documents that the person is to read and confirm, and has not in their version."""
    documents = GoverningDocument.objects.in_force().holding_where(user)
    in_force = DocumentVersion.objects.in_force().values("pk")
    read = Acknowledgement.objects.filter(
        person=user,
        document_version__document=OuterRef("pk"),
        document_version__in=in_force,
    )
    return documents.filter(~Exists(read), is_read_by_each=True)


def with_own(documents, user):
    """With what the person and their workplace have done: the day on which they confirmed
    the version in force, and the last time they went through any."""
    in_force = DocumentVersion.objects.in_force().values("pk")
    read = Acknowledgement.objects.filter(
        person=user,
        document_version__document=OuterRef("pk"),
        document_version__in=in_force,
    )
    gone = GoneThrough.objects.standing().filter(
        document_version__document=OuterRef("pk"), unit=user.unit_id
    )
    own = Unit.objects.filter(pk=user.unit_id)
    return documents.annotate(
        holds_here=Exists(own.filter(lineage__contains=[OuterRef("unit")])),
        confirmed_on=Subquery(read.values("confirmed_on")[:1]),
        gone_through_pk=Subquery(gone.values("pk")[:1]),
        gone_through_on=Subquery(gone.values("held_on")[:1]),
    )


def units_to_lead(document, *, user):
    """Workplaces where the document holds and whose year the person leads."""
    led = granted_units(user, UnitPermission.HANDLE_YEAR)
    if not led.units:
        return Unit.objects.none()
    led_units = Unit.objects.permitting(user, UnitPermission.HANDLE_YEAR)
    units = document.workplaces().filter(pk__in=led_units.order_by().values("pk"))
    return units.select_related("parent")


def _number(people):
    counted = people.order_by().values("unit").annotate(number=Count("pk"))
    return Subquery(counted.values("number"))
