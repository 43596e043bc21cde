"""What the program does by itself with the year: each may be repeated."""

from celery import shared_task

from actionplans import goal_figures
from actionplans.models import Goal
from annualcycle import evidence, planning, reminding
from organisation.workdays import is_workday
from sam.dates import today


@shared_task
def gather():
    """What is done since, and how the measured goals stand."""
    evidence.gather()
    goal_figures.fetch(Goal.objects.of_year(today().year))
    goal_figures.alert()


@shared_task
def plan_years():
    planning.plan_all()


@shared_task
def remind_of_activities():
    """Each person's e-mail by itself: one that fails keeps no other back."""
    if is_workday(today()):
        for pk in reminding.note_all():
            tell_of_activities.delay(pk)


@shared_task
def tell_of_activities(recipient_pk):
    reminding.tell(recipient_pk)
