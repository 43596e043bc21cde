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
        unit=school,
        closed=True,
        closed_at=moment(today() - _AGO),
        occurred_on=today() - _AGO,
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
    Item.objects.create(
        run=carried_out,
        rule=in_force,
        kind="near_misses",
        unit=school,
        first_on=today(),
        last_on=today(),
        status="left",
        why="failed",
        attempts=12,
        reference="K7QF-2MXR",
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
    named = {
        "kind_detail": "near_misses",
        "rule_add": "near_misses",
        "due_list": "near_misses",
        "due_file": "near_misses",
        "hold_detail": hold.pk,
        "hold_lift": hold.pk,
        "unit_warnings": school.pk,
        "warning_keep": warning.pk,
        "run_confirm": proposed.pk,
        "run_call_off": proposed.pk,
        "run_try_again": carried_out.pk,
        "run_detail": carried_out.pk,
        "run_certificate": carried_out.pk,
        "run_certificate_file": carried_out.pk,
        "item_restore": item.pk,
        "archive_detail": package.pk,
        "archive_file": package.pk,
        "archive_receipt": package.pk,
    }
    return {f"retention:{name}": [key] for name, key in named.items()}
