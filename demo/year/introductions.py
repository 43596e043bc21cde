"""New employees: templates, introductions in several states, and what they thought."""

import random
from datetime import timedelta

from introductions import editing
from introductions.models import (
    Introduction,
    IntroductionStep,
    SurveyAnswer,
    SurveyInvitation,
)
from organisation.models import User

# (Swedish, English, who, after how many days, risk)
_FOR_ALL = [
    ("Visning av arbetsplatsen och kollegerna", "The workplace and colleagues", "supervisor", 0, ""),
    ("Larm vid hot", "Alarm at threats", "supervisor", 0, "violence"),
    ("Utrymning och brand", "Evacuation and fire", "supervisor", 0, "fire"),
    ("Arbetstider, raster och frånvaro", "Hours, breaks and absence", "manager", 0, ""),
    ("Så rapporterar du en händelse", "How to report an incident", "manager", 6, ""),
    ("Vem som är skyddsombud", "Who the safety representative is", "manager", 6, ""),
    ("Läs arbetsmiljöpolicyn", "Read the work environment policy", "newcomer", 13, ""),
    ("Rutin mot kränkande särbehandling", "Routine against victimisation", "manager", 13, ""),
    ("Samtal efter en månad", "Talk after a month", "manager", 30, ""),
    ("Samtal efter tre månader", "Talk after three months", "manager", 90, ""),
]  # fmt: skip
_FOR_CARE = [
    ("Lyfthjälpmedel", "Lifting aids", "supervisor", 0, "lifting"),
    ("Ensamarbete kvällar och nätter", "Working alone in evenings", "supervisor", 6, "lone_work"),
    ("Kemikalier och städning", "Chemicals and cleaning", "supervisor", 6, "chemicals"),
]  # fmt: skip
_OCCUPATIONS = ["undersköterska", "vårdbiträde"]
# Of those who began so many days ago so many steps in ten are done.
_STATES = [(2, 0), (20, 6), (45, 8), (100, 9), (120, 10), (150, 10), (170, 10)]
_ANSWERED = 0.83
_KNEW = 0.64


def work(municipality, staff, *, until):
    chance = random.Random("introductions")
    general = _template(municipality, staff, "Ny hos oss", _FOR_ALL)
    _template(
        municipality,
        staff,
        "Ny i vård och omsorg",
        _FOR_ALL[:4] + _FOR_CARE + _FOR_ALL[4:],
        occupations=_OCCUPATIONS,
    )
    places = chance.sample(
        municipality.workplaces, k=min(42, len(municipality.workplaces))
    )
    for number, place in enumerate(places):
        days, done = _STATES[number % len(_STATES)]
        _introduce(place, staff, general, until - timedelta(days=days), done, chance)
    _let_somebody_have_none(municipality, staff, chance, until=until)
    _let_the_accounts_meet_it(municipality, staff, general, until=until)
    _answer(chance)


def _template(municipality, staff, name, steps, **head):
    draft = editing.begin(
        by=staff.hr, unit=municipality.root, name=name, languages=["en"], **head
    )
    for swedish, english, who, days, risk in steps:
        editing.add_step(
            draft,
            by=staff.hr,
            titles={"sv": swedish, "en": english},
            who=who,
            after_days=days,
            risk=risk,
        )
    draft.publish(by=staff.hr)
    return draft


def _introduce(place, staff, template, day, done, chance):
    """One of the workplace's employees, with so many steps in ten done."""
    person, *others = chance.sample(staff.employees[place.unit.pk], k=2)
    manager = staff.managers[place.unit.pk]
    User.objects.filter(pk=person.pk).update(employed_on=day)
    introduction = Introduction.objects.begin(
        by=manager,
        person=person,
        unit=place.unit,
        template=template,
        supervisor=others[0],
        starts_on=day,
        probation_ends_on=day + timedelta(days=182),
    )
    steps = list(introduction.steps.values_list("pk", flat=True))
    IntroductionStep.objects.filter(pk__in=steps[: len(steps) * done // 10]).update(
        shown_on=day, shown_by=others[0], confirmed_on=day
    )
    introduction.settle(by=manager)


def _let_somebody_have_none(municipality, staff, chance, *, until):
    for place in chance.sample(municipality.workplaces, k=5):
        people = [person.pk for person in staff.employees[place.unit.pk]]
        new = (
            User.objects.filter(pk__in=people, employed_on=None).order_by("pk").first()
        )
        if new:
            new.employed_on = until - timedelta(days=chance.randint(1, 12))
            new.save(update_fields=["employed_on"])


def _let_the_accounts_meet_it(municipality, staff, template, *, until):
    """The demo's own employee is being introduced, so that both accounts see it."""
    employee = User.objects.select_related("unit").get(email="medarbetare@example.org")
    if employee.introductions.exists():
        return
    day = until - timedelta(days=20)
    User.objects.filter(pk=employee.pk).update(employed_on=day)
    manager = staff.managers[employee.unit_id]
    introduction = Introduction.objects.begin(
        by=manager,
        person=employee,
        unit=employee.unit,
        template=template,
        starts_on=day,
        probation_ends_on=day + timedelta(days=182),
    )
    first = introduction.steps.values_list("pk", flat=True)[:5]
    IntroductionStep.objects.filter(pk__in=list(first)).update(
        shown_on=day, shown_by=manager, confirmed_on=day
    )


def _answer(chance):
    """Those who have been asked, most of them; nobody sees who said what."""
    waiting = list(SurveyInvitation.objects.waiting().select_related("introduction"))
    answering = [each for each in waiting if chance.random() < _ANSWERED]
    SurveyInvitation.objects.filter(pk__in=[each.pk for each in answering]).update(
        has_answered=True
    )
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(
            unit_id=each.introduction.unit_id,
            year=each.due_on.year,
            knew_plan="yes" if chance.random() < _KNEW else "no",
            was_used=chance.choice(["yes", "yes", "partly"]),
            knows_risks=chance.choice(["yes", "yes", "yes", "partly"]),
            knew_whom_to_ask=chance.choice(["yes", "yes", "no"]),
            rating=chance.choice([3, 4, 4, 5]),
        )
        for each in answering
    )
