from celery import shared_task

from riskassessment import announcing, protocol, raising, scheduling


@shared_task
def make_protocol(round_pk, language):
    protocol.make(round_pk, language)


@shared_task
def plan_due_rounds():
    scheduling.plan_due_rounds()


@shared_task
def remind_of_rounds():
    scheduling.remind_all()


@shared_task
def remind_of_changes():
    announcing.remind_of_all()


@shared_task
def forget_sendings():
    scheduling.forget_sendings()


@shared_task
def tell_of_risks():
    raising.tell_of_all()
