"""What the work environment authority has looked at."""

from datetime import date

from annualcycle.models import AuthorityInspection

# (workplace, day, case, subject, demands, to be met by, closed on): as a yearly report
# tells of four inspections in schools and preschools, of which all are closed.
_INSPECTIONS = [
    (
        "Näckrosens förskola",
        date(2023, 2, 14),
        "2023/004512",
        "Lokalvård och ventilation i förskolan",
        "Se till att lokalvården räcker till och att ventilationen kontrolleras.",
        date(2023, 6, 1),
        date(2023, 6, 19),
    ),
    (
        "Granängsskolan",
        date(2023, 3, 22),
        "2023/008107",
        "Hot och våld i grundskolan",
        "Undersök riskerna för hot och våld och ta fram skriftliga rutiner.",
        date(2023, 8, 31),
        date(2023, 9, 14),
    ),
    (
        "Granängsskolan",
        date(2023, 10, 4),
        "2023/031990",
        "Köksinventarier och belastning i skolköket",
        "Byt ut uttjänta inventarier som ger tunga lyft.",
        date(2023, 12, 15),
        date(2023, 12, 20),
    ),
]
_OPEN = "Ensamarbete kvällstid och larm"
_DEMANDS = "Beskriv hur larmet prövas och vem som kommer när det går."


def inspect(tree, people, *, until):
    for name, on, case, subject, demands, due_on, closed_on in _INSPECTIONS:
        inspection = _register(
            tree, people, name, on, case_number=case, subject=subject,
            demands=demands, due_on=due_on,
        )  # fmt: skip
        inspection.close(by=people.hr, closed_on=closed_on)
    _register(
        tree,
        people,
        "Vaktmästeri och transport",
        date(until.year, 1, 15) if until.month > 1 else date(until.year - 1, 10, 15),
        subject=_OPEN,
        demands=_DEMANDS,
    )


def _register(tree, people, name, on, **what):
    unit = tree.workplace(name).unit
    return AuthorityInspection.objects.register(
        by=people.hr, unit=unit, held_on=on, **what
    )
