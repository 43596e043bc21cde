from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from organisation import bounces, history, roles, vacancies
from organisation.models import Appointment
from sam.dates import today


@shared_task
@transaction.atomic
def refresh_organisation():
    """Bring into force what begins or ends by date; a week back, so a missed run is harmless."""
    week_ago = today() - timedelta(days=7)
    history.refresh(history.changed_since(week_ago))
    days = (week_ago, today() + timedelta(days=1))
    turning = Appointment.objects.filter(
        valid__startswith__range=days
    ) | Appointment.objects.filter(valid__endswith__range=days)
    people = turning.order_by().values_list("user", flat=True)
    roles.sync_all(user__in=set(people))


@shared_task
def tell_of_vacancies():
    vacancies.tell_of_vacancies()


@shared_task
def clear_sessions():
    """Sessions that have run out are rows of no use."""
    call_command("clearsessions")


@shared_task
def take_bounces():
    """E-mails that came back, where there is a mailbox for them."""
    if settings.BOUNCE_URL:
        bounces.take_from_mailbox()
