from celery import shared_task

from governing import control, paper, reminding


@shared_task
def make_document(text_pk, addition_pks, language):
    paper.make(text_pk, addition_pks, language)


@shared_task
def make_control(unit_pk, language):
    control.make(unit_pk, language)


@shared_task
def remind_of_documents():
    reminding.remind_all()
