from celery import shared_task
from django.utils import translation

from incidents import confirming, exporting, notices, proof, raising
from incidents.models import Export


@shared_task
def confirm_notice(notice_pk):
    confirming.confirm(notice_pk)


@shared_task
def raise_duties():
    notices.raise_for_all()


@shared_task
def remind_of_duties():
    notices.remind_all()
    notices.tell_of_silence()
    for notice in notices.unconfirmed():
        confirm_notice.delay(notice.pk)


@shared_task
def keep_the_chain():
    """First who answers, then what they have left too long."""
    raising.propose_anew()
    raising.raise_untouched()


@shared_task
def make_export(export_pk, language):
    """In the words of the one who asked for it."""
    with translation.override(language):
        exporting.make_or_fail(Export.objects.select_related("user").get(pk=export_pk))


@shared_task
def clear_exports():
    exporting.clear()


@shared_task
def make_proof(incident_pk, language):
    proof.make(incident_pk, language)
