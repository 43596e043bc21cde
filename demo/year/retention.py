"""What the archivist has decided, one destruction that can still be restored, and a hold."""

from datetime import timedelta

from demo.people import DEMO_WORKPLACE
from organisation.models import Role
from organisation.roles import holders
from retention import destroying, proposing
from retention.due import Decided
from retention.models import Action, Hold, Rule, Warning
from sam.dates import today
from sam.keeping import kinds

_PLAN = "Informationshanteringsplan 2026, avsnitt 4.2 Arbetsmiljö"
_BOARD = "Kommunstyrelsen"
# (kind, what, months, why) of what is decided; the rest waits for a decision.
_DECIDED = [
    ("injuries", Action.PRESERVE, 0, "Bevaras enligt arkivmyndighetens råd."),
    ("near_misses", Action.DESTROY_TEXTS, 12, "Siffrorna behövs för statistiken."),
    ("observations", Action.DESTROY, 12, "Av tillfällig och ringa betydelse."),
    ("rounds", Action.DESTROY, 120, "Tio år räcker för att följa utvecklingen."),
    ("changes", Action.PRESERVE, 0, "Riskbedömningar inför beslut bevaras."),
    ("reports", Action.PRESERVE, 0, "Nämndens handlingar bevaras."),
    ("rep_requests", Action.PRESERVE, 0, "Framställningar enligt 6 kap. 6 a §."),
    ("sick_leave", Action.DESTROY, 24, "Känsliga uppgifter, behövs inte längre."),
    ("talks", Action.DESTROY, 18, "Uppföljningen av året är då klar."),
    ("emails", Action.DESTROY, 12, "Kopior av liten betydelse."),
]
# So many of the oldest have gone.
_GONE = 4


def work(municipality, staff, *, until):
    unit = municipality.workplace(DEMO_WORKPLACE).unit
    archivist = holders(Role.ARCHIVIST, municipality.root)[0]
    for kind, action, months, why in _DECIDED:
        Rule(
            kind=kind,
            action=action,
            months=months,
            basis=f"{_PLAN}. {why}",
            case_number="KS 2026/114",
            decided_on=min(until, today()),
            decided_by=_BOARD,
        ).decide(by=archivist)
    _destroy_some(archivist)
    _warn_the_manager(unit)
    _hold(unit, archivist, until)


def _destroy_some(archivist):
    """Through the program itself, so that log, parcels and certificate are as they are."""
    kind = kinds()["talks"]
    told = today() - timedelta(days=40)
    oldest = Decided(today()).due(kind).order_by("kept_closed", "pk")[:_GONE]
    Warning.objects.bulk_create(_warnings(kind, oldest, told_on=told))
    run = proposing.propose(
        by=archivist, on=today(), codes=["talks"], case_number="KS 2026/221"
    )
    proposing.confirm(run, by=archivist)
    run.refresh_from_db()
    destroying.carry_out(run)


def _warn_the_manager(unit):
    kind = kinds()["near_misses"]
    due = Decided(today()).due(kind).filter(kept_unit=unit.pk)
    Warning.objects.bulk_create(_warnings(kind, due[:6], told_on=today()))


def _warnings(kind, rows, *, told_on):
    return [
        Warning(
            kind=kind.code,
            record_key=row.kept_key,
            unit_id=row.kept_unit,
            closed_on=row.kept_closed,
            due_on=told_on + timedelta(days=30),
            told_on=told_on,
        )
        for row in rows
    ]


def _hold(unit, archivist, until):
    Hold.objects.create(
        unit=unit,
        first_on=until - timedelta(days=90),
        last_on=until,
        reason="Arbetsmiljöverket har begärt in handlingar från hösten.",
        case_number="KS 2026/198",
        placed_by=archivist,
    )
