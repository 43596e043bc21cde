from celery import shared_task

from riskassessment import protocol


@shared_task
def make_protocol(round_pk, language):
    protocol.make(round_pk, language)
