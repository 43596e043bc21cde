"""Reminders of reports to submit, and the page of who is late."""

from datetime import date, timedelta

import pytest

from mailing.models import Message
from organisation import history, roles
from organisation.models import Appointment, Role, User
from reports import tasks
from reports.models import ReportReminder
from reports.snapshots import submit
from tests.factories import UnitFactory, UserFactory
from tests.reports import flowing

pytestmark = pytest.mark.usefixtures("in_english")

# A Thursday.
DUE = date(2024, 2, 1)
Step = ReportReminder.Step


@pytest.fixture
def manager(primary):
    user = UserFactory(name="Mona Manager", reminders=User.Reminders.DAILY)
    roles.appoint(user, Role.MANAGER, primary, since=date(2020, 1, 1))
    return user


@pytest.fixture
def head(education):
    user = UserFactory(name="Hedda Head", reminders=User.Reminders.DAILY)
    roles.appoint(user, Role.HEAD, education, since=date(2020, 1, 1))
    return user


@pytest.fixture
def year(primary, manager, head):
    """One workplace, whose part is due on the first of February."""
    return flowing.open_year(flowing.template(collects=["unit"]), units_due_on=DUE)


@pytest.fixture
def part(year, primary):
    return flowing.part_of(year, primary)


@pytest.fixture
def on(monkeypatch):
    """Makes it another day."""

    def turn(day):
        monkeypatch.setattr("sam.dates.timezone.localdate", lambda timezone: day)

    return turn


@pytest.fixture
def night(on, monkeypatch):
    """What happens in the night to a day, and in the worker after it."""
    monkeypatch.setattr(tasks.tell_of_reports, "delay", tasks.tell_of_reports)

    def pass_(day):
        on(day)
        tasks.remind_of_reports()

    return pass_


def told():
    return [
        (message.recipient.name, message.subject) for message in Message.objects.all()
    ]


def test_writer_is_told_a_week_before(night, part, manager):
    night(DUE - timedelta(days=8))
    assert told() == []

    night(DUE - timedelta(days=7))

    assert told() == [("Mona Manager", "Reminder: 1 report to submit")]
    message = Message.objects.get()
    assert part.get_absolute_url() in message.body
    assert message.unsubscribe_path in message.body
    assert part.get_absolute_url() in message.html


def test_writer_is_told_the_day_after(night, part):
    night(DUE + timedelta(days=1))

    assert ReportReminder.objects.get().step == Step.LATE
    assert "Late reports" in Message.objects.get().body


def test_level_above_is_told_a_week_after(night, part, manager, head):
    night(DUE + timedelta(days=1))
    night(DUE + timedelta(days=7))

    steps = ReportReminder.objects.values_list("recipient__name", "step")
    assert list(steps) == [("Mona Manager", Step.LATE), ("Hedda Head", Step.LATE_ABOVE)]


def test_nobody_is_told_twice_of_the_same(night, part):
    for days in range(-7, 0):
        night(DUE + timedelta(days=days))

    assert Message.objects.count() == 1


def test_what_is_submitted_reminds_nobody(night, part, manager):
    submit(part, by=manager)

    night(DUE + timedelta(days=1))

    assert told() == []


def test_who_gets_more_time_is_reminded_anew(night, part, year):
    night(DUE - timedelta(days=7))
    year.change(version=year.stamp, units_due_on=DUE + timedelta(days=14))

    night(DUE + timedelta(days=7))

    days = ReportReminder.objects.values_list("for_day", flat=True)
    assert set(days) == {DUE, DUE + timedelta(days=14)}


def test_unit_without_manager_falls_to_the_level_above(night, year, primary, head):
    UnitFactory(name="New school", parent=primary.parent, committee=primary.committee)
    year.add_reports()

    night(DUE + timedelta(days=1))

    assert sorted(name for name, _subject in told()) == ["Hedda Head", "Mona Manager"]


def test_one_email_tells_of_all_of_the_same_day(night, year, primary, manager):
    UnitFactory(name="New school", parent=primary)
    year.add_reports()

    night(DUE + timedelta(days=1))

    assert told() == [("Mona Manager", "Reminder: 2 reports to submit")]


def test_who_wants_no_email_gets_none(night, part, manager):
    User.objects.filter(pk=manager.pk).update(reminders=User.Reminders.NEVER)

    night(DUE + timedelta(days=1))

    assert told() == []


def test_who_wants_it_weekly_is_told_on_the_first_day_of_work(night, part, manager):
    User.objects.filter(pk=manager.pk).update(reminders=User.Reminders.WEEKLY)

    night(date(2024, 2, 2))
    assert told() == []
    night(date(2024, 2, 5))

    assert len(told()) == 1


def test_former_manager_is_told_no_more(night, on, part, manager, primary):
    User.objects.filter(pk=manager.pk).update(reminders=User.Reminders.WEEKLY)
    night(date(2024, 2, 2))
    on(date(2024, 2, 3))
    roles.dismiss(Appointment.objects.get(user=manager))

    night(date(2024, 2, 5))

    assert [name for name, _subject in told()] == ["Hedda Head"]


def test_closed_unit_reminds_nobody(night, on, part, primary):
    on(date(2024, 1, 15))
    history.close(primary, on=date(2024, 1, 15))

    night(DUE + timedelta(days=1))

    assert told() == []


@pytest.mark.parametrize("day", [date(2024, 2, 3), date(2024, 2, 4)])
def test_on_days_without_work_the_night_tells_nobody(night, day, part):
    night(day)

    assert not ReportReminder.objects.exists()


def test_committee_reminds_the_hr_nearest_to_it(night, year, school_hr, hr, schools):
    User.objects.update(reminders=User.Reminders.DAILY)
    Appointment.objects.update(valid=(date(2020, 1, 1), None))
    year.change(
        version=year.stamp, units_due_on=None, committees_due_on=date(2024, 2, 1)
    )

    night(DUE + timedelta(days=1))
    night(DUE + timedelta(days=7))

    rows = ReportReminder.objects.filter(report__committee=schools)
    assert sorted(rows.values_list("recipient__name", "step")) == [
        (hr.name, Step.LATE_ABOVE),
        (school_hr.name, Step.LATE),
    ]


# Who is late


def progress(year, query=""):
    return f"{year.get_absolute_url()}progress/{query}"


@pytest.fixture
def late(year, part):
    year.change(version=year.stamp, units_due_on=date(2020, 1, 1))
    return part


def test_page_lists_who_is_late_and_who_writes_it(late, year, hr, as_user, parse):
    page = parse(as_user(hr).get(progress(year)))

    (row,) = page.select("tbody tr")
    assert row.th.text.strip() == "Primary school"
    assert "Mona Manager" in row.text
    assert "0 of 1 are submitted." in page.select_one(".progress").text


def test_page_is_narrowed_to_an_administration(late, year, municipality, hr, as_user):
    other = UnitFactory(name="Care", level="administration", parent=municipality)
    client = as_user(hr)

    all_ = client.get(progress(year, f"?administration={late.unit.parent_id}"))
    none = client.get(progress(year, f"?administration={other.pk}"))

    assert [report for report, _writers in all_.context["rows"]] == [late]
    # One without workplaces is no choice.
    assert "administration" in none.context["filter_form"].errors


def test_late_are_reminded_at_once_and_only_once_a_day(late, year, hr, as_user):
    client = as_user(hr)

    client.post(f"{year.get_absolute_url()}remind/")
    client.post(f"{year.get_absolute_url()}remind/")

    assert [name for name, _subject in told()] == ["Mona Manager"]


def test_head_reminds_those_below(late, year, head, as_user):
    response = as_user(head).post(f"{year.get_absolute_url()}remind/")

    assert response.status_code == 302
    assert [name for name, _subject in told()] == ["Mona Manager"]


def test_manager_reminds_nobody(late, year, manager, as_user):
    response = as_user(manager).post(f"{year.get_absolute_url()}remind/")

    assert response.status_code == 403
    assert told() == []


def test_page_costs_the_same_for_many(late, year, primary, hr, as_user, queries):
    client = as_user(hr)
    few = queries(lambda: client.get(progress(year)))

    for number in range(5):
        UnitFactory(name=f"School {number}", parent=primary)
    year.add_reports()

    assert queries(lambda: client.get(progress(year))) == few <= 12
