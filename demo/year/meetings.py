"""Workplace meetings everywhere, one safety committee with its cases, and its mailbox."""

from datetime import timedelta

from demo.people import DEMO_ADMINISTRATION, DEMO_WORKPLACE
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

# Days before the end of the demo's time, of the meetings of each workplace.
_WORKPLACE = (190, 130, 70, 12)
_COMMITTEE = (250, 160, 75, -20)
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
        ("Årets ronder", "information", "rounds", "Planen gås igenom vid nästa möte."),
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


def _meet_at_workplaces(municipality, staff, tools, until):
    agenda = AgendaTemplate.objects.get(code="apt")
    meetings = []
    for number, found in enumerate(municipality.workplaces):
        manager = staff.managers[found.unit.pk]
        # Some hold fewer than others, and some use no tool.
        for place, ago in enumerate(_WORKPLACE[number % 3 == 2 :]):
            has_tool = (number + place) % 4 != 0
            meetings.append(
                Meeting(
                    kind=Kind.WORKPLACE,
                    unit=found.unit,
                    meets_on=until - timedelta(days=ago - number % 5),
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
    coming = Meeting.objects.create(
        kind=Kind.WORKPLACE,
        unit=unit,
        meets_on=until + timedelta(days=9),
        place="Personalrummet",
        template=agenda,
        planned_by=manager,
        tool=tools[0],
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=coming,
            order=order,
            title=each.title,
            background=each.background,
            feed=each.feed,
        )
        for order, each in enumerate(agenda.items.all(), start=1)
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
    committee = Body.objects.create(
        name="Skyddskommittén",
        kind=Body.Kind.SAFETY,
        unit=administration,
        meetings_a_year=4,
    )
    since = (until - timedelta(days=500), None)
    function, side = Membership.Function, Membership.Side
    seats = [
        (staff.managers[administration.pk], function.CHAIR, side.EMPLOYER),
        (staff.hr, function.SECRETARY, ""),
        (staff.managers[unit.pk], function.MEMBER, side.EMPLOYER),
        (staff.representatives[unit.pk], function.MEMBER, side.EMPLOYEES),
        (staff.employees[unit.pk][2], function.MEMBER, side.EMPLOYEES),
    ]
    Membership.objects.bulk_create(
        Membership(body=committee, person=person, function=what, side=of, valid=since)
        for person, what, of in {seat[0]: seat for seat in seats}.values()
    )
    number: dict[int, int] = {}
    for ago, cases in zip(_COMMITTEE, _CASES, strict=True):
        _meet(committee, staff.hr, until - timedelta(days=ago), cases, number, until)
    return committee


def _meet(committee, secretary, day, cases, number, until):
    is_held = day <= until
    meeting = Meeting.objects.create(
        kind=Kind.BODY,
        unit=committee.unit,
        body=committee,
        meets_on=day,
        place="Kommunhuset",
        planned_by=secretary,
    )
    for order, (title, kind, topic, decision) in enumerate(cases, start=1):
        number[day.year] = number.get(day.year, 0) + 1
        AgendaItem.objects.create(
            meeting=meeting,
            body=committee,
            order=order,
            year=day.year,
            number=number[day.year] if is_held else None,
            title=title,
            kind=kind,
            topic=topic,
            decision=decision,
            status=AgendaItem.Status.TREATED if is_held else AgendaItem.Status.PLANNED,
        )
    if is_held:
        status = Meeting.Status.APPROVED
        Meeting.objects.filter(pk=meeting.pk).update(status=status)


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
