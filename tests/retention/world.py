"""A near miss of the north school that is soon to go, runs at each step, and a package."""

from datetime import timedelta

from django.core.files.base import ContentFile

from retention.models import Hold, Item, Package, Rule, Run, Warning
from sam.dates import moment, today
from tests.factories import IncidentFactory

_AGO = timedelta(days=3 * 366)


def rule(*, by, **said):
    said = {"basis": "Plan 12", "decided_by": "Board", "months": 24} | said
    said = {"kind": "near_misses", "action": "destroy"} | said
    return Rule(decided_on=today() - _AGO, **said).decide(by=by)


def run(*, by, **said):
    return Run.objects.create(on=today(), proposed_by=by, **said)


def addresses(people, school):
    archivist = people["archivist"]
    incident = IncidentFactory(
        unit=school, closed=True, closed_at=moment(today() - _AGO)
    )
    in_force = rule(by=archivist)
    warning = Warning.objects.create(
        kind="near_misses",
        record_key=incident.pk,
        unit=school,
        closed_on=today() - _AGO,
        due_on=today(),
        told_on=today() - timedelta(days=40),
    )
    hold = Hold.objects.create(unit=school, reason="A trial", placed_by=archivist)
    # Of another time, so that something can go.
    Hold.objects.update(first_on=today(), last_on=today())
    IncidentFactory(unit=school)
    proposed = run(by=archivist)
    until = today() + timedelta(days=30)
    carried_out = run(
        by=archivist,
        status="restorable",
        confirmed_by=archivist,
        restorable_until=until,
    )
    item = Item.objects.create(
        run=carried_out,
        rule=in_force,
        kind="near_misses",
        unit=school,
        first_on=today(),
        last_on=today(),
        status="gone",
    )
    package = Package(
        kind="near_misses",
        unit=school,
        first_on=today() - _AGO,
        last_on=today(),
        status="done",
        total=1,
        made_by=archivist,
    )
    package.file.save("package.zip", ContentFile(b"a package"))
    named = dict.fromkeys(
        ["kind_detail", "rule_add", "due_list", "due_file"], ["near_misses"]
    )
    named |= dict.fromkeys(["hold_detail", "hold_lift"], [hold.pk])
    named |= dict.fromkeys(["run_confirm", "run_call_off"], [proposed.pk])
    named |= dict.fromkeys(
        ["run_detail", "run_certificate", "run_certificate_file"], [carried_out.pk]
    )
    named |= dict.fromkeys(
        ["archive_detail", "archive_file", "archive_receipt"], [package.pk]
    )
    named |= {
        "unit_warnings": [school.pk],
        "warning_keep": [warning.pk],
        "item_restore": [item.pk],
    }
    return {f"retention:{name}": args for name, args in named.items()}
