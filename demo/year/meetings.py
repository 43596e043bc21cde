"""Workplace meetings everywhere, one safety committee with its cases, and its mailbox."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from demo.people import DEMO_ADMINISTRATION, DEMO_WORKPLACE
from meetings import calling
from meetings.models import (
    AgendaItem,
    AgendaTemplate,
    Attendance,
    Body,
    DialogTool,
    GroupAgreement,
    Kind,
    MailboxMatter,
    Meeting,
    Membership,
)

# (month, day) of the meetings of each workplace, and of a committee: one each quarter.
_WORKPLACE = ((2, 10), (5, 11), (9, 14), (11, 16))
_COMMITTEE = ((3, 17), (6, 9), (9, 22), (12, 8))
_CENTRAL = ((3, 24), (6, 16), (9, 29), (12, 15))
_FUNCTION, _SIDE = Membership.Function, Membership.Side
_TOOLS = [
    ("Prata om arbetsbelastning", "arbetsbelastning", 30),
    ("Organisatorisk och social arbetsmiljö i dialog", "samarbete", 45),
    ("Återhämtning i vardagen", "återhämtning", 20),
    ("Hot och våld: vad gör vi?", "hot och våld", 45),
]
_AGREED = "Vi säger till när något blir för mycket.\nVi börjar mötena i tid."
# (title, kind of item, topic, decision)
_CASES = [
    [
        ("Årets ronder", "reference", "rounds", "Planen gås igenom vid nästa möte."),
        (
            "Avtal med företagshälsovården",
            "decision",
            "health_service",
            "Kommittén ställer sig bakom förslaget.",
        ),
    ],
    [
        (
            "Medarbetarenkäten",
            "reference",
            "survey",
            "Enheterna redovisar sina åtgärder i höst.",
        ),
        ("Ombyggnad av köken", "decision", "buildings", "Riskbedömning före beslut."),
    ],
    [
        (
            "Sjukfrånvaro första halvåret",
            "reference",
            "sick_leave",
            "Noteras. Ny redovisning i vår.",
        )
    ],
    [("Utbildning för nya skyddsombud", "decision", "training", "")],
]
_CENTRAL_CASES = [
    [("Sjukfrånvaro föregående år", "reference", "sick_leave", "Noteras.")],
    [
        (
            "Medarbetarenkäten för hela kommunen",
            "reference",
            "survey",
            "Förvaltningarna redovisar i höst vad enheterna har valt att arbeta med.",
        )
    ],
    [
        (
            "Ny rutin vid hot och våld",
            "decision",
            "training",
            "Rutinen gäller från 1 oktober.",
        )
    ],
    [("Nästa års mål för arbetsmiljön", "decision", "", "")],
]
_MATTERS = [
    ("proposal", "Tyst rum i personalutrymmet", "Ett rum där man får vila öronen.", 5),
    (
        "problem",
        "Buller i matsalen",
        "Vi har mätt, men får inte medel till plattor.",
        40,
    ),
    (
        "question",
        "När kommer ventilationen?",
        "Den skulle vara klar före sommaren.",
        18,
    ),
]


def work(municipality, staff, *, until):
    tools = DialogTool.objects.bulk_create(
        DialogTool(
            name=name,
            publisher="Suntarbetsliv",
            url="https://www.suntarbetsliv.se/",
            theme=theme,
            minutes=minutes,
            target_group="Arbetsgrupper",
        )
        for name, theme, minutes in _TOOLS
    )
    _meet_at_workplaces(municipality, staff, tools, until)
    committee = _sit(municipality, staff, until)
    _fill_mailbox(committee, municipality, staff, until)
    _sit_centrally(municipality, staff, until)


def _days_before(day, of_year):
    """The days of this year and the one before that have been, the first of them first."""
    years = (day.year - 1, day.year)
    found = [
        date(year, month, of_month) for year in years for month, of_month in of_year
    ]
    return [each for each in found if each < day]


def _next_day(day, of_year):
    years = (day.year, day.year + 1)
    found = [
        date(year, month, of_month) for year in years for month, of_month in of_year
    ]
    return next(each for each in found if each >= day)


def _meet_at_workplaces(municipality, staff, tools, until):
    agenda = AgendaTemplate.objects.get(code="apt")
    # Some meet a few days later.
    days = _days_before(until - timedelta(days=4), _WORKPLACE)[-4:]
    meetings = []
    for number, found in enumerate(municipality.workplaces):
        manager = staff.managers[found.unit.pk]
        # Some hold fewer than others, and some use no tool.
        for place, day in enumerate(days[number % 3 == 2 :]):
            has_tool = (number + place) % 4 != 0
            meetings.append(
                Meeting(
                    kind=Kind.WORKPLACE,
                    unit=found.unit,
                    meets_on=day + timedelta(days=number % 4),
                    status=Meeting.Status.APPROVED,
                    template=agenda,
                    planned_by=manager,
                    number_present=5 + (number + place) % 9,
                    tool=tools[(number + place) % len(tools)] if has_tool else None,
                    agreed=_AGREED if has_tool else "",
                )
            )
    Meeting.objects.bulk_create(meetings, batch_size=1000)
    _have_been_there(meetings, staff)
    _plan_at_demo_workplace(municipality, staff, tools, agenda, until)


def _have_been_there(meetings, staff):
    """The manager each time, the safety representative most times."""
    # The minutes of meetings that are approved take nobody more: they are written first.
    pks = [meeting.pk for meeting in meetings]
    Meeting.objects.filter(pk__in=pks).update(status=Meeting.Status.HELD)
    roles = Attendance.Role
    rows = []
    for number, meeting in enumerate(meetings):
        manager = staff.managers[meeting.unit_id]
        representative = staff.representatives[meeting.unit_id]
        rows.append(_row(meeting, manager, roles.MANAGER))
        if number % 5 and representative != manager:
            rows.append(_row(meeting, representative, roles.SAFETY_REPRESENTATIVE))
    Attendance.objects.bulk_create(rows, batch_size=1000)
    Meeting.objects.filter(pk__in=pks).update(status=Meeting.Status.APPROVED)


def _row(meeting, person, role):
    return Attendance(meeting=meeting, person=person, role=role, is_present=True)


def _plan_at_demo_workplace(municipality, staff, tools, agenda, until):
    unit = municipality.workplace(DEMO_WORKPLACE).unit
    manager = staff.managers[unit.pk]
    calling.plan(
        by=manager,
        kind=Kind.WORKPLACE,
        unit=unit,
        days=[until + timedelta(days=9)],
        place="Personalrummet",
        template=agenda,
        tool=tools[0],
    )
    GroupAgreement.objects.create(
        unit=unit,
        theme="Öppet klimat",
        text="Vi hälsar på varandra.\nVi frågar innan vi tror.\nVi tackar för hjälp.",
        agreed_on=until - timedelta(days=70),
        review_on=until + timedelta(days=40),
        written_by=manager,
    )


def _sit(municipality, staff, until):
    administration = municipality.administrations[DEMO_ADMINISTRATION]
    unit = municipality.workplace(DEMO_WORKPLACE).unit
    seats = [
        (staff.managers[administration.pk], _FUNCTION.CHAIR, _SIDE.EMPLOYER),
        (staff.hr, _FUNCTION.SECRETARY, ""),
        (staff.managers[unit.pk], _FUNCTION.MEMBER, _SIDE.EMPLOYER),
        (staff.representatives[unit.pk], _FUNCTION.MEMBER, _SIDE.EMPLOYEES),
        (staff.employees[unit.pk][2], _FUNCTION.MEMBER, _SIDE.EMPLOYEES),
    ]
    committee = _inaugurate(
        "Skyddskommittén", Body.Kind.SAFETY, administration, seats, until
    )
    _meet_each_quarter(committee, staff.hr, _COMMITTEE, _CASES, until)
    return committee


def _sit_centrally(municipality, staff, until):
    """The group of the whole municipality, a week after the committees."""
    root = municipality.root
    unit = municipality.workplace(DEMO_WORKPLACE).unit
    seats = [
        (staff.managers[root.pk], _FUNCTION.CHAIR, _SIDE.EMPLOYER),
        (staff.hr, _FUNCTION.SECRETARY, ""),
        (staff.representatives[unit.pk], _FUNCTION.MEMBER, _SIDE.EMPLOYEES),
    ]
    group = _inaugurate(
        "Centrala samverkansgruppen", Body.Kind.CENTRAL, root, seats, until
    )
    _meet_each_quarter(group, staff.hr, _CENTRAL, _CENTRAL_CASES, until)


def _inaugurate(name, kind, unit, seats, until):
    body = Body.objects.create(name=name, kind=kind, unit=unit, meetings_a_year=4)
    since = (until - timedelta(days=700), None)
    Membership.objects.bulk_create(
        Membership(body=body, person=person, function=what, side=of, valid=since)
        for person, what, of in {seat[0]: seat for seat in seats}.values()
    )
    return body


def _meet_each_quarter(body, secretary, days_of_year, cases, until):
    """Three meetings that have been, with their minutes, and the one that comes."""
    number: dict[int, int] = {}
    for day, treated in zip(
        _days_before(until, days_of_year)[-3:], cases[:-1], strict=True
    ):
        _have_met(body, secretary, day, treated, number)
    [coming] = calling.plan(
        by=secretary,
        kind=Kind.BODY,
        unit=body.unit,
        body=body,
        days=[_next_day(until, days_of_year)],
        place="Kommunhuset",
    )
    for title, kind, topic, _decision in cases[-1]:
        coming.add_item(title=title, kind=kind, topic=topic)


def _have_met(body, secretary, day, cases, number):
    meeting = Meeting.objects.create(
        kind=Kind.BODY,
        unit=body.unit,
        body=body,
        meets_on=day,
        place="Kommunhuset",
        planned_by=secretary,
    )
    calling.ask(meeting)
    meeting.attendances.update(is_present=True)
    # The chair and somebody of the employees put their names to the minutes.
    roles = Attendance.Role
    for role in (roles.EMPLOYER_SIDE, roles.EMPLOYEE_SIDE):
        adjuster = meeting.attendances.filter(role=role).first()
        Attendance.objects.filter(pk=adjuster.pk).update(
            is_adjuster=True,
            approved_at=timezone.make_aware(
                datetime.combine(day + timedelta(days=7), time(10))
            ),
        )
    for order, (title, kind, topic, decision) in enumerate(cases, start=1):
        number[day.year] = number.get(day.year, 0) + 1
        AgendaItem.objects.create(
            meeting=meeting,
            body=body,
            order=order,
            year=day.year,
            number=number[day.year],
            title=title,
            kind=kind,
            topic=topic,
            decision=decision,
            status=AgendaItem.Status.TREATED,
        )
    Meeting.objects.filter(pk=meeting.pk).update(status=Meeting.Status.APPROVED)


def _fill_mailbox(committee, municipality, staff, until):
    unit = municipality.workplace(DEMO_WORKPLACE).unit
    senders = staff.employees[unit.pk]
    for number, (kind, subject, text, ago) in enumerate(_MATTERS, start=1):
        day = until - timedelta(days=ago)
        MailboxMatter.objects.create(
            body=committee,
            sender=senders[0] if kind != "problem" else staff.representatives[unit.pk],
            unit=unit,
            kind=kind,
            subject=subject,
            text=text,
            year=until.year,
            number=number,
            answer_due_on=day + timedelta(days=14) if kind == "proposal" else None,
        )
