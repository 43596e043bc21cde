from celery import shared_task

from introductions import reminding


@shared_task
def remind_of_introductions():
    reminding.remind_all()
