from celery import shared_task

from sam.at_work import at_work
from surveys import inviting, mixing, reminding
from surveys.models import Survey


@shared_task
def invite(pk):
    survey = Survey.objects.get(pk=pk)
    with at_work(survey):
        inviting.invite(survey)


@shared_task
def remind(pk):
    inviting.remind(Survey.objects.get(pk=pk))


@shared_task
def mix_answers():
    mixing.mix_open()


@shared_task
def remind_of_follow_ups():
    reminding.remind_all()
