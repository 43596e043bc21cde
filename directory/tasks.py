from celery import shared_task
from django.utils import timezone

from directory import leaving
from directory.models import Run
from directory.models.calls import KEPT


@shared_task
def let_leavers_go():
    leaving.carry_out_all()


@shared_task
def forget_runs():
    """What the directory changed more than a year ago."""
    Run.objects.filter(last_at__lt=timezone.now() - KEPT).delete()
