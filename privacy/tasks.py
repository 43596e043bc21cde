from celery import shared_task
from django.utils import translation

from privacy import gathering, letters, overseeing, packing, register_document
from privacy.models import DataRequest


@shared_task
def gather(request_pk, language):
    """In the words of the one who reads the extract."""
    with translation.override(language):
        gathering.gather(request_pk)


@shared_task
def pack(request_pk, language):
    packing.make(request_pk, language)


@shared_task
def make_letter(request_pk, language):
    letters.make(request_pk, language)


@shared_task
def make_register(language):
    register_document.make(language)


@shared_task
def erase_extracts():
    for request in DataRequest.objects.to_erase().select_related("extract"):
        request.extract.erase()


@shared_task
def look_for_what_stands_out():
    overseeing.look_back()
