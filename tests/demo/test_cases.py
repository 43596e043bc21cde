"""What belongs to the demo's incidents: details, investigations, notices, dialogues."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from demo import links
from demo.people import DEMO_WORKPLACE
from demo.turns import AWAY
from incidents import notices
from incidents.models import (
    Details,
    Incident,
    Investigation,
    Notice,
    Remark,
    ReportingLink,
    SavedFilter,
)
from organisation.models import Unit, User
from organisation.roles import responsible_for
from sam.dates import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

OF_THE_DEMO = Incident.objects.filter(unit__name=DEMO_WORKPLACE)


def person(name):
    return User.objects.get(email=f"{name}@example.org")


def test_every_injury_and_all_violence_has_details():
    violent = Incident.objects.filter(is_violence=True)

    assert not Incident.objects.injuries().filter(details=None).exists()
    assert not violent.filter(details__violence="").exists()
    assert not violent.filter(details=None).exists()
    injured = Details.objects.filter(incident__kind__in=Incident.Kind.injuries)
    assert not injured.filter(body_part=None).exists()


def test_absence_lies_within_the_time_that_has_passed():
    absent = Details.objects.filter(absence_days__gt=0)

    assert absent.count() > 1000
    assert not absent.filter(first_absence_on__gt=today()).exists()
    assert not absent.filter(first_absence_on__lte=F("incident__occurred_on")).exists()


def test_everything_concluded_has_whys_and_what_is_closed_a_summary():
    concluded = Incident.objects.exclude(investigated_on=None)

    assert not concluded.filter(investigation=None).exists()
    assert not Investigation.objects.filter(whys=[]).exists()
    assert not Incident.objects.closed().filter(summary="").exists()
    assert not Incident.objects.closed().filter(feedback_to="").exists()


def test_summaries_name_nobody():
    names = set(User.objects.values_list("name", flat=True))
    summaries = set(Incident.objects.closed().values_list("summary", flat=True))

    assert not [each for each in summaries if any(name in each for name in names)]


def test_each_kind_is_there():
    kinds = set(Incident.objects.order_by().values_list("kind", flat=True).distinct())

    # Nobody dies at work in the demo.
    assert kinds == set(Incident.Kind.values) - {"death"}


def test_no_duty_is_missing():
    before = Notice.objects.count()

    notices.raise_for_all()

    assert Notice.objects.count() == before


def test_most_notices_are_sent_with_a_reference():
    sent = Notice.objects.exclude(sent_at=None)

    assert sent.count() > 0.98 * Notice.objects.count()
    assert not sent.filter(reference="").exists()
    assert not sent.filter(sent_at__lt=F("incident__reported_at")).exists()
    assert not sent.filter(sent_at__gt=timezone.now()).exists()


def test_the_demos_workplace_has_a_clock_that_runs_and_one_that_has_run_out():
    of_demo = Notice.objects.filter(incident__in=OF_THE_DEMO, rule="av")

    running, late = of_demo.outstanding().order_by("-raised_at")
    assert late.due_at < timezone.now() < running.due_at
    assert late.incident.reported_at.date() == today() - timedelta(days=2)


def test_the_demos_workplace_waits_in_vain_for_the_authority():
    sent = Notice.objects.unanswered().filter(incident__in=OF_THE_DEMO, rule="av")

    assert sent.filter(sent_at__lt=timezone.now() - timedelta(days=21)).exists()


def test_the_demos_employee_is_asked_something(as_user):
    question = Remark.objects.get(
        incident__in=OF_THE_DEMO.open(), incident__reported_by=person("medarbetare")
    )

    page = as_user(person("medarbetare")).get(question.incident.get_absolute_url())

    assert not question.is_from_reporter
    assert question.by == person("chef")
    assert question.text in page.content.decode()


def test_a_report_without_a_name_opens_with_the_demos_words(client):
    report = links.nameless_report()
    words = " ".join(links.demo_words())

    page = client.post(
        reverse("public:follow"),
        {"number": report.number, "words": words},
        follow=True,
    )

    assert report.dialogue.first().text in page.content.decode()


def test_every_workplace_has_a_poster_and_the_demos_opens(client):
    units = Unit.objects.filter(level="unit", closed_on=None)

    assert ReportingLink.objects.open().count() == units.count()
    page = client.get(reverse("public:report", args=[links.DEMO_TOKEN]))
    assert DEMO_WORKPLACE in page.content.decode()


def test_reports_without_an_account_came_by_the_workplaces_poster():
    by_poster = Incident.objects.exclude(reported_through=None)

    assert by_poster.exclude(reporter_name="").exists()
    assert not by_poster.exclude(reported_through__unit=F("unit")).exists()
    without_account = Incident.objects.filter(reported_by=None)
    assert set(by_poster) == set(without_account.filter(is_anonymous=False))


def test_one_was_raised_to_the_head():
    incident = Incident.objects.exclude(raised_at=None).get()

    assert incident.status == Incident.Status.REPORTED
    assert incident.responsible == person("forvaltningschef")
    assert [each.event for each in incident.transitions.all()] == ["raised", "raised"]


def test_one_is_kept_from_the_manager_whom_it_concerns():
    incident = Incident.objects.exclude(manager_part="").get()
    (manager,) = User.objects.filter(pk__in=incident.barred)

    assert incident in Incident.objects.handled_by(person("forvaltningschef"))
    assert incident not in Incident.objects.visible_to(manager)
    assert manager in responsible_for(incident.unit)


def test_one_manager_has_a_substitute_by_calendar():
    first, *others = responsible_for(Unit.objects.get(name=AWAY))

    assert first.unit.name == AWAY
    assert others


def test_nobody_talks_to_themselves():
    asked = Remark.objects.filter(is_from_reporter=False)

    assert asked.count() > 50
    assert not asked.filter(by=F("incident__reported_by")).exists()


def test_saved_filters_find_something(as_user):
    saved = SavedFilter.objects.select_related("user")

    assert {each.user for each in saved} == {person("chef"), person("hr")}
    for each in saved:
        page = as_user(each.user).get(f"{reverse('incidents:list')}?{each.query}")
        assert list(page.context["page"])
