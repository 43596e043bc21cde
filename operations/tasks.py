"""What keeps the program running by itself."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from operations import unfinished


@shared_task
def look_for_left():
    """Ask for it at the end of the queue: when its turn comes, all orders before have had
    theirs, and what still waits for one has lost it."""
    take_up_left.delay(timezone.now().isoformat())


@shared_task
def take_up_left(before):
    unfinished.take_up(datetime.fromisoformat(before))
