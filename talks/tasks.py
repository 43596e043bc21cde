from celery import shared_task

from sam.dates import today
from talks import shares
from talks.models import AgreedGoal, Preparation


@shared_task
def count_talks():
    """How many have had their talks, also last year's while January lasts.

    Talks that are held late in December are logged after New Year.
    """
    day = today()
    shares.keep(day.year)
    if day.month == 1:
        shares.keep(day.year - 1)


@shared_task
def delete_outdated():
    """What employees have prepared and agreed on, when its time is over."""
    Preparation.objects.delete_outdated()
    AgreedGoal.objects.delete_outdated()
