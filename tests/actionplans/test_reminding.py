"""Reminders of measures by e-mail: who is told what, once, on days when people work."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans import reminding, tasks
from actionplans.models import Measure, Reminder
from mailing import outbox
from mailing.models import Message
from organisation import roles
from organisation.models import Role, User
from tests.factories import MeasureFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

Step = Reminder.Step
MONDAY = date(2027, 3, 1)
WEDNESDAY = MONDAY + timedelta(days=2)
FRIDAY = MONDAY + timedelta(days=4)


def days(number):
    return timedelta(days=number)


@pytest.fixture(autouse=True)
def on(monkeypatch):
    """Makes it another day; Wednesday to begin with."""

    def _on(day):
        monkeypatch.setattr("sam.dates.timezone.localdate", lambda timezone: day)

    _on(WEDNESDAY)
    return _on


@pytest.fixture
def night(on, monkeypatch):
    """The nightly run, carried out at once; gives the messages of the day."""
    monkeypatch.setattr(tasks.tell_of_measures, "delay", tasks.tell_of_measures)

    def _night(day=WEDNESDAY):
        on(day)
        tasks.remind_of_measures()
        return Message.objects.filter(about=f"measures:{day}")

    return _night


@pytest.fixture
def measure(school, teacher):
    def _measure(**fields):
        return MeasureFactory(
            **{"plan__unit": school, "responsible": teacher, "due_on": WEDNESDAY}
            | fields
        )

    return _measure


def wants(person, reminders):
    User.objects.filter(pk=person.pk).update(reminders=reminders)


def noted():
    return {
        (reminder.recipient.name, Step(reminder.step))
        for reminder in Reminder.objects.select_related("recipient")
    }


TEACHER, MANAGER, HEAD = "Teacher", "Head teacher", "Head of schools"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (-8, set()),
        (-7, {(TEACHER, Step.COMING)}),
        (0, {(TEACHER, Step.COMING)}),
        (1, {(TEACHER, Step.LATE)}),
        (6, {(TEACHER, Step.LATE)}),
        (7, {(TEACHER, Step.LATE), (MANAGER, Step.LATE_MANAGER)}),
        (
            21,
            {
                (TEACHER, Step.LATE),
                (MANAGER, Step.LATE_MANAGER),
                (HEAD, Step.LATE_ABOVE),
            },
        ),
        # As after a long time without a run.
        (
            400,
            {
                (TEACHER, Step.LATE),
                (MANAGER, Step.LATE_MANAGER),
                (HEAD, Step.LATE_ABOVE),
            },
        ),
    ],
)
def test_open_measure_is_told_higher_up_the_longer_it_takes(
    measure, head_teacher, head_of_administration, after, expected
):
    measure(due_on=WEDNESDAY - days(after))

    reminding.note_all()

    assert noted() == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (-1, set()),
        (0, {(TEACHER, Step.EFFECT)}),
        (13, {(TEACHER, Step.EFFECT)}),
        (14, {(TEACHER, Step.EFFECT), (MANAGER, Step.EFFECT_MANAGER)}),
    ],
)
def test_done_measure_is_told_when_its_effect_can_be_judged(
    measure, head_teacher, head_of_administration, after, expected
):
    effect_due_on = WEDNESDAY - days(after)
    measure(
        done=True,
        due_on=WEDNESDAY - days(90),
        done_on=WEDNESDAY - days(90),
        effect_due_on=effect_due_on,
    )

    reminding.note_all()

    assert noted() == expected
    assert all(each.for_day == effect_due_on for each in Reminder.objects.all())


@pytest.mark.parametrize("timing", ["continuous", "conditional"])
def test_measure_without_a_last_day_reminds_nobody(measure, head_teacher, timing):
    measure(due_on=WEDNESDAY - days(30), timing=timing, due_words="som det faller sig")

    reminding.note_all()

    assert noted() == set()


def test_measure_of_a_period_is_late_after_its_last_day(measure):
    measure(due_on=WEDNESDAY - days(1), timing="period", due_words="februari")

    reminding.note_all()

    assert noted() == {(TEACHER, Step.LATE)}


@pytest.mark.parametrize("status", ["cancelled", "effect_sufficient"])
def test_measure_that_is_over_reminds_nobody(measure, head_teacher, status):
    over = measure(done=True, done_on=MONDAY, effect_due_on=MONDAY)
    Measure.objects.filter(pk=over.pk).update(status=status, effect_judged_on=MONDAY)

    reminding.note_all()

    assert noted() == set()


def test_manager_who_answers_for_it_is_told_the_highest_step_alone(
    measure, head_teacher, head_of_administration
):
    measure(responsible=head_teacher, due_on=WEDNESDAY - days(30))

    reminding.note_all()

    assert noted() == {(MANAGER, Step.LATE_MANAGER), (HEAD, Step.LATE_ABOVE)}


def test_substitute_by_calendar_is_told_with_the_manager(
    measure, school, head_teacher, head_of_administration
):
    substitute = UserFactory(name="Substitute")
    roles.appoint(substitute, Role.SUBSTITUTE, school, until=WEDNESDAY + days(9))
    measure(due_on=WEDNESDAY - days(7))

    reminding.note_all()

    assert noted() == {
        (TEACHER, Step.LATE),
        ("Substitute", Step.LATE_MANAGER),
        (MANAGER, Step.LATE_MANAGER),
    }


def test_one_who_has_left_is_not_told_and_the_manager_is(
    measure, teacher, head_teacher
):
    measure(due_on=WEDNESDAY - days(7))
    User.objects.filter(pk=teacher.pk).update(is_active=False)

    reminding.note_all()

    assert noted() == {(MANAGER, Step.LATE_MANAGER)}


def test_each_step_is_told_once_though_the_night_comes_again(measure, night):
    measure(due_on=MONDAY)

    counts = [night(WEDNESDAY + days(number)).count() for number in [0, 0, 1, 2]]

    assert counts == [1, 1, 0, 0]
    assert Reminder.objects.count() == 1


def test_missed_week_loses_nothing(measure, night, teacher, head_teacher):
    night(WEDNESDAY)
    measure(due_on=WEDNESDAY + days(10))

    told = night(WEDNESDAY + days(21))

    assert {message.recipient for message in told} == {teacher, head_teacher}
    assert noted() == {(TEACHER, Step.LATE), (MANAGER, Step.LATE_MANAGER)}


def test_postponed_measure_is_reminded_anew(measure, night, teacher):
    late = measure(due_on=MONDAY)
    night(WEDNESDAY)
    late.postpone(by=teacher, due_on=WEDNESDAY + days(1), reason="No delivery")

    told = night(WEDNESDAY + days(2))

    assert told.count() == 1
    assert [each.for_day for each in Reminder.objects.all()] == [
        MONDAY,
        WEDNESDAY + days(1),
    ]


def test_one_email_tells_everything_in_three_groups(measure, night, teacher, settings):
    settings.SITE_ADDRESS = "https://sam.example.org"
    late = measure(activity="Mend the lamp", due_on=MONDAY)
    coming = measure(activity="Lay out <mats>", due_on=WEDNESDAY + days(3))
    effect = measure(
        activity="Train all", done=True, done_on=MONDAY, effect_due_on=MONDAY
    )

    [message] = night()

    groups = [
        [link["href"] for link in group.select("a")]
        for group in BeautifulSoup(message.html, "html.parser").select("h2 + ul")
    ]
    assert groups == [
        [f"https://sam.example.org{each.get_absolute_url()}"]
        for each in [late, coming, effect]
    ]
    for each in [late, coming, effect]:
        assert f"- {each.activity}\n  North school · " in message.body
        assert f"https://sam.example.org{each.get_absolute_url()}" in message.body
    assert "Lay out &lt;mats&gt;" in message.html
    assert "3" in message.subject
    assert set(Reminder.objects.values_list("message", "told_on")) == {
        (message.pk, WEDNESDAY)
    }


def test_manager_sees_whose_it_is_and_no_subject_names_anybody(
    measure, night, teacher, head_teacher
):
    measure(due_on=WEDNESDAY - days(7))

    told = {message.recipient: message for message in night()}

    assert TEACHER in told[head_teacher].body
    assert TEACHER in told[head_teacher].html
    assert TEACHER not in told[teacher].body
    assert TEACHER not in told[head_teacher].subject + told[teacher].subject


@pytest.mark.parametrize(("number", "more"), [(50, None), (51, "1"), (60, "10")])
def test_long_email_shows_fifty_and_how_many_more(
    measure, night, in_english, number, more
):
    for place in range(number):
        measure(activity=f"Number {place}", due_on=MONDAY)

    [message] = night()

    assert message.body.count("\n- Number") == 50
    assert message.html.count("<li>") == 50
    assert (f"And {more} more" in message.body) == bool(more)
    assert str(number) in message.subject
    assert not Reminder.objects.untold().exists()


def test_list_is_not_longer_for_what_was_late_before(measure, night):
    measure(activity="Old", due_on=MONDAY)
    night(WEDNESDAY)
    measure(activity="New", due_on=WEDNESDAY)

    [message] = night(WEDNESDAY + days(1))

    assert ("New" in message.body, "Old" in message.body) == (True, False)


def test_nothing_is_sent_at_the_weekend_and_monday_tells_it(measure, night):
    measure(due_on=FRIDAY)
    night(FRIDAY)
    Message.objects.all().delete()

    at_weekend = [night(FRIDAY + days(number)).count() for number in [1, 2]]

    assert at_weekend == [0, 0]
    assert night(FRIDAY + days(3)).count() == 1


def test_nothing_is_sent_on_a_holiday(measure, night):
    epiphany = date(2028, 1, 6)
    measure(due_on=epiphany - days(1))

    assert night(epiphany).count() == 0
    assert night(epiphany + days(1)).count() == 1


def test_one_who_wants_it_weekly_is_told_on_the_first_workday(measure, night, teacher):
    wants(teacher, "weekly")
    measure(due_on=MONDAY)

    counts = [
        night(WEDNESDAY + days(number)).count() for number in [0, 1, 2, 3, 4, 5, 6]
    ]

    assert counts == [0, 0, 0, 0, 0, 1, 0]


def test_one_who_wants_it_weekly_is_told_on_tuesday_when_monday_was_missed(
    measure, night, teacher
):
    wants(teacher, "weekly")
    measure(due_on=MONDAY)
    night(WEDNESDAY)

    assert night(MONDAY + days(8)).count() == 1


def test_one_who_wants_it_weekly_reads_only_how_it_stands_now(measure, night, teacher):
    wants(teacher, "weekly")
    measure(activity="Has become late", due_on=FRIDAY)
    done = measure(activity="Is done since", due_on=FRIDAY)
    night(WEDNESDAY)
    done.finish(by=teacher, done_on=WEDNESDAY, effect_due_on=WEDNESDAY + days(60))

    [message] = night(MONDAY + days(7))

    assert [(each.measure.activity, each.step) for each in Reminder.objects.all()] == [
        ("Has become late", Step.LATE)
    ]
    assert "Is done since" not in message.body


def test_measure_stands_once_in_an_email_that_was_missed(
    measure, night, head_teacher, on
):
    """What was noted and not told, and then what came after it."""
    measure(responsible=head_teacher, due_on=WEDNESDAY - days(6))
    reminding.note_all()

    [message] = night(WEDNESDAY + days(1))

    assert Reminder.objects.filter(message=message).count() == 2
    assert message.html.count("<li>") == 1


def test_one_who_wants_none_gets_none_and_no_heap_later(
    measure, night, teacher, head_teacher
):
    wants(teacher, "never")
    measure(due_on=WEDNESDAY - days(7))

    told = night(WEDNESDAY)
    wants(teacher, "daily")
    later = night(WEDNESDAY + days(1))

    assert [message.recipient for message in told] == [head_teacher]
    assert later.count() == 0
    assert Reminder.objects.get(recipient=teacher).message is None


def test_one_who_says_no_after_the_night_began_is_not_told(measure, teacher):
    measure()
    [waiting] = reminding.note_all()
    wants(teacher, "never")

    assert reminding.tell(waiting) is None
    assert not Message.objects.exists()


def test_measure_done_after_the_night_began_is_not_told(measure, teacher):
    done = measure()
    [waiting] = reminding.note_all()
    done.finish(by=teacher, done_on=MONDAY, effect_due_on=WEDNESDAY + days(60))

    assert reminding.tell(waiting) is None


def test_measure_that_changed_hands_reminds_the_new_one_alone(
    measure, night, school, teacher
):
    new = UserFactory(unit=school)
    given = measure()
    reminding.note_all()
    Measure.objects.filter(pk=given.pk).update(responsible=new)

    told = night(WEDNESDAY + days(1))

    assert [message.recipient for message in told] == [new]


def test_email_leaves_by_itself_also_to_one_who_wants_digests(measure, night, teacher):
    User.objects.filter(pk=teacher.pk).update(gets_digest=True)
    measure()

    [message] = night()

    assert message.status == Message.Status.WAITING


def test_what_comes_after_the_days_email_waits_for_the_next(measure, night):
    measure(activity="First")
    night(WEDNESDAY)
    measure(activity="Second")

    again, next_day = night(WEDNESDAY).count(), night(WEDNESDAY + days(1)).get()

    assert again == 1
    assert "Second" in next_day.body


def test_email_and_its_reminders_are_written_together_or_not_at_all(
    measure, teacher, monkeypatch
):
    measure()
    reminding.note_all()
    monkeypatch.setattr(outbox, "post", _write_and_die)

    with pytest.raises(ZeroDivisionError):
        reminding.tell(teacher.pk)

    assert not Message.objects.exists()
    assert Reminder.objects.untold().count() == 1


def _write_and_die(message):
    message.save()
    raise ZeroDivisionError


def test_email_can_be_unsubscribed_from(measure, night, client, teacher):
    measure()
    [message] = night()

    client.post(message.unsubscribe_path)

    teacher.refresh_from_db()
    assert teacher.reminders == User.Reminders.NEVER
    assert message.unsubscribe_path in message.body
    assert message.unsubscribe_path in message.html


def test_night_costs_the_same_for_many_units(administration, head_of_administration):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            reminding.note_all()
        return len(queries)

    def late():
        unit = UnitFactory(parent=administration)
        roles.appoint(UserFactory(), Role.MANAGER, unit)
        MeasureFactory(plan__unit=unit, due_on=MONDAY - days(30))

    late()
    one = cost()
    for _number in range(5):
        late()

    assert cost() == one <= 12


def test_telling_costs_the_same_for_many_measures(measure, teacher):
    def cost():
        reminding.note_all()
        Message.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            assert reminding.tell(teacher.pk)
        return len(queries)

    measure()
    one = cost()
    for _number in range(5):
        measure()

    assert cost() == one <= 8


def test_who_manages_no_more_is_not_told_what_waited(
    night, on, measure, school, head_teacher, head_of_administration
):
    """They read the unit's measures no more; whoever manages now is told instead."""
    wants(head_teacher, User.Reminders.WEEKLY)
    measure(due_on=WEDNESDAY - days(7))
    night(WEDNESDAY)
    on(FRIDAY)
    roles.dismiss(head_teacher.appointments.get())
    new = UserFactory(name="New head")
    roles.appoint(new, Role.MANAGER, school)

    messages = night(MONDAY + days(7))

    assert not messages.filter(recipient=head_teacher)
    assert messages.filter(recipient=new).exists()


def test_what_cannot_be_handed_over_keeps_no_reminder_back(
    night, measure, teacher, monkeypatch
):
    measure()

    def fail():
        raise ZeroDivisionError

    monkeypatch.setattr(tasks.handing_over, "hand_over_all", fail)

    with pytest.raises(ZeroDivisionError):
        night()

    assert Message.objects.get().recipient == teacher
