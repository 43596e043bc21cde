from celery import shared_task

from actionplans import escalating, handing_over, plan_document, reminding
from organisation.workdays import is_workday
from sam.dates import today


@shared_task
def make_plan_document(plan_pk, language, *, annex):
    plan_document.make(plan_pk, language, annex=annex)


@shared_task
def remind_of_measures():
    """First to whom they belong now; then each person's e-mail by itself."""
    if not is_workday(today()):
        return
    try:
        handing_over.hand_over_all()
    finally:
        # What cannot be handed over keeps nobody's reminder back, night after night.
        for pk in reminding.note_all():
            tell_of_measures.delay(pk)


@shared_task
def tell_of_measures(recipient_pk):
    reminding.tell(recipient_pk)


@shared_task
def remind_of_lifted():
    if is_workday(today()):
        escalating.remind_of_untouched()
