"""What is done with a request or a stop that others are told about."""

from django.db import transaction

from attachments import files, photos
from representatives import notifying, tasks
from representatives.models import RepRequest, StopWork


@transaction.atomic
def draft(*, by, photos=(), document=None, **what):
    request = RepRequest.objects.create(representative=by, **what)
    _attach(request, photos, document, by=by)
    return request


@transaction.atomic
def rewrite(request, *, by, photos=(), document=None, taken_out=(), **what):
    request.write(**what)
    for file in request.attachments.filter(pk__in=[each.pk for each in taken_out]):
        request.attachments.remove(file)
        file.discard()
    _attach(request, photos, document, by=by)


def _attach(request, new_photos, document, *, by):
    kept = [photos.keep(photo, by) for photo in new_photos]
    if document:
        kept.append(files.keep(document, by))
    request.attachments.add(*kept)


@transaction.atomic
def send(request, *, by):
    """Hand it over and confirm it at once; the document follows from a job."""
    request.send(by=by, to=notifying.answering(request.unit, besides=[by.pk]))
    notifying.request_sent(request)
    tasks.make_confirmation.delay_on_commit(str(request.pk))


@transaction.atomic
def answer(request, *, by, **said):
    request.reply(by=by, **said)
    notifying.request_answered(request)


@transaction.atomic
def be_satisfied(request, *, by, **said):
    request.be_satisfied(by=by, **said)
    notifying.request_settled(request)


@transaction.atomic
def turn_to_authority(request, *, by, **said):
    request.turn_to_authority(by=by, **said)
    notifying.request_settled(request)


@transaction.atomic
def withdraw(request, *, by, **said):
    request.withdraw(by=by, **said)
    notifying.request_settled(request)


@transaction.atomic
def stop(*, by, **what):
    registered, is_new = StopWork.objects.register(by=by, **what)
    if is_new:
        notifying.stop_registered(registered)
    return registered


@transaction.atomic
def lift(stop, *, by, **said):
    stop.lift(by=by, **said)
    notifying.stop_lifted(stop)
