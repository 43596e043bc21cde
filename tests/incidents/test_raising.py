"""No incident lies where nobody answers for it or nobody begins with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents import raising
from incidents.models import Incident, IncidentTransition
from mailing.models import Message
from organisation import roles
from organisation.models import Role
from sam.dates import today
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def left(school, head_teacher):
    """A report that its manager has left for so many days."""

    def _left(*, days=8, **fields):
        fields = {"unit": school, "responsible": head_teacher, **fields}
        reported_at = timezone.now() - timedelta(days=days)
        return IncidentFactory(reported_at=reported_at, **fields)

    return _left


def responsible_of(incident):
    return Incident.objects.get(pk=incident.pk).responsible


def told(user, template):
    return Message.objects.filter(recipient=user, about__startswith=f"{template}:")


def days_pass(days):
    """As if all that has happened had happened so many days earlier."""
    for row in IncidentTransition.objects.all():
        at = row.at - timedelta(days=days)
        IncidentTransition.objects.filter(pk=row.pk).update(at=at)


# Left too long


def test_untouched_incident_goes_to_the_level_above(
    left, head_teacher, head_of_administration
):
    incident = left()

    raising.raise_untouched()

    incident.refresh_from_db()
    assert incident.responsible == head_of_administration
    assert incident.raised_at
    logged = incident.transitions.get()
    assert (logged.event, logged.by) == ("raised", None)
    assert told(head_teacher, "incident_raised").count() == 1
    assert told(head_of_administration, "incident_raised").count() == 1


def test_raising_twice_raises_one_level(left, head_of_administration, municipality):
    incident = left()
    roles.appoint(UserFactory(), Role.HEAD, municipality)

    raising.raise_untouched()
    raising.raise_untouched()

    assert responsible_of(incident) == head_of_administration


def test_each_further_wait_raises_one_more_level(
    left, head_of_administration, municipality
):
    incident = left()
    director = UserFactory()
    roles.appoint(director, Role.HEAD, municipality)
    raising.raise_untouched()
    days_pass(8)

    raising.raise_untouched()

    assert responsible_of(incident) == director
    assert incident.transitions.count() == 2


def test_run_that_was_missed_for_a_month_raises_one_level(
    left, head_of_administration, municipality
):
    incident = left(days=40)
    roles.appoint(UserFactory(), Role.HEAD, municipality)

    raising.raise_untouched()

    assert responsible_of(incident) == head_of_administration


def test_nothing_is_raised_early_or_when_someone_has_begun(
    left, head_teacher, head_of_administration
):
    early = left(days=6)
    begun = left(status=Incident.Status.INVESTIGATING)
    handed_over = left()
    handed_over.hand_over(by=head_teacher, responsible=head_teacher)

    raising.raise_untouched()

    for incident in (early, begun, handed_over):
        assert responsible_of(incident) == head_teacher


def test_days_of_waiting_are_a_setting(left, settings, head_of_administration):
    settings.RAISE_AFTER_DAYS = 2
    incident = left(days=3)

    raising.raise_untouched()

    assert responsible_of(incident) == head_of_administration


def test_raising_passes_by_a_manager_whom_it_concerns(
    left, head_teacher, head_of_administration, municipality
):
    director = UserFactory()
    roles.appoint(director, Role.HEAD, municipality)
    incident = left(
        manager_part=Incident.ManagerPart.INVOLVED, barred=[head_of_administration.pk]
    )

    raising.raise_untouched()

    assert responsible_of(incident) == director
    assert not Message.objects.filter(recipient=head_of_administration).exists()


def test_hr_is_told_once_a_week_when_no_level_is_left(left, head_teacher, hr):
    incident = left()

    raising.raise_untouched()
    raising.raise_untouched()

    assert responsible_of(incident) == head_teacher
    assert told(hr, "incident_waits").count() == 1


# Nobody answers


def test_manager_is_proposed_where_nobody_answers(left, head_teacher):
    incident = left(responsible=None)

    raising.propose_anew()

    assert responsible_of(incident) == head_teacher
    logged = incident.transitions.get()
    assert (logged.event, logged.by) == ("proposed", None)
    assert told(head_teacher, "incident_handed_over").count() == 1


def test_responsible_who_left_the_role_is_replaced(left, school, head_teacher):
    incident = left()
    roles.dismiss(head_teacher.appointments.get())
    successor = UserFactory()
    roles.appoint(successor, Role.MANAGER, school)

    raising.propose_anew()

    assert responsible_of(incident) == successor


def test_responsible_who_may_not_log_in_is_replaced(
    left, head_teacher, head_of_administration
):
    incident = left()
    head_teacher.is_active = False
    head_teacher.save()

    raising.propose_anew()

    assert responsible_of(incident) == head_of_administration


def test_substitute_whose_time_is_over_is_replaced(left, school, head_teacher):
    substitute = UserFactory()
    roles.appoint(
        substitute, Role.SUBSTITUTE, school, until=today() + timedelta(days=1)
    )
    incident = left(responsible=substitute)
    raising.propose_anew()
    assert responsible_of(incident) == substitute
    roles.dismiss(substitute.appointments.get())

    raising.propose_anew()

    assert responsible_of(incident) == head_teacher


def test_barred_manager_is_never_proposed(left, head_teacher, head_of_administration):
    incident = left(
        manager_part=Incident.ManagerPart.INVOLVED, barred=[head_teacher.pk]
    )

    raising.propose_anew()

    assert responsible_of(incident) == head_of_administration


def test_who_may_handle_it_keeps_it(left, head_teacher):
    incident = left()

    raising.propose_anew()

    assert responsible_of(incident) == head_teacher
    assert not incident.transitions.exists()


def test_hr_is_told_once_where_nobody_can_be_proposed(school, hr):
    incident = IncidentFactory(unit=school, responsible=None)

    raising.propose_anew()
    raising.propose_anew()

    assert responsible_of(incident) is None
    assert told(hr, "incident_without_responsible").count() == 1


def test_incident_that_moved_on_meanwhile_is_left_alone(left, head_teacher):
    incident = left()
    Incident.objects.get(pk=incident.pk).start_investigation(by=head_teacher)

    logged = incident.pass_on(responsible=UserFactory(), event="raised")

    assert logged is None
    assert responsible_of(incident) == head_teacher


# An investigation that lies still


def test_investigation_that_lies_still_goes_to_the_level_above(
    left, head_of_administration
):
    incident = left(days=31, status="investigating")

    raising.raise_untouched()

    assert responsible_of(incident) == head_of_administration


def test_investigation_that_somebody_writes_in_stays(
    left, head_teacher, head_of_administration
):
    incident = left(days=31, status="investigating")
    Incident.objects.filter(pk=incident.pk).update(findings="Wet.", version=2)

    raising.raise_untouched()

    assert responsible_of(incident) == head_teacher


def test_investigation_of_a_few_weeks_stays(left, head_teacher, head_of_administration):
    incident = left(days=29, status="investigating")

    raising.raise_untouched()

    assert responsible_of(incident) == head_teacher
