"""What happens around a request: its extract is ordered, and people are told."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from mailing import outbox
from organisation.models import UnitPermission, UnitUserObjectPermission, User
from privacy import tasks
from privacy.models import Extract
from sam.workflow import MOVED_ON, InvalidTransition


@transaction.atomic
def order_extract(request, *, chosen=None):
    """Gather anew what is held. One that is on its way is waited for, unless it is to be of
    other records."""
    if not request.is_open:
        raise InvalidTransition(MOVED_ON)
    extract, _is_new = Extract.objects.select_for_update().get_or_create(
        request=request, defaults={"status": Extract.Status.FAILED}
    )
    if extract.is_on_its_way and chosen is None:
        return
    extract.status, extract.begun_at = Extract.Status.WAITING, timezone.now()
    extract.done = extract.total = 0
    if chosen is not None:
        extract.chosen = chosen
    extract.save()
    tasks.gather.delay_on_commit(str(request.pk), get_language())


@transaction.atomic
def come_from_person(request):
    """A person's own request: those who answer such are told, and it is gathered at once."""
    for user in _answering().exclude(pk=request.person_id):
        _tell(user, "data_request_came", request, request.get_absolute_url())
    if request.has_extract:
        order_extract(request)


def tell_person(request, template):
    """By e-mail, where the person has an account to read the answer with."""
    if request.person and request.person.is_active:
        path = reverse("privacy:own_request", args=[request.pk])
        _tell(request.person, template, request, path)


def _answering():
    held = UnitUserObjectPermission.objects.filter(
        permission__codename=UnitPermission.ANSWER_REQUESTS, content_object__parent=None
    )
    return User.objects.filter(pk__in=held.values("user"), is_active=True)


def _tell(user, template, request, path):
    outbox.send(user, template, {"path": path}, about=f"{template} {request.pk}")
