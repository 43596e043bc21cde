"""What is destroyed, what is not, and that it can be put back."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from healthservice.models import HealthServiceOrder, ServiceKind
from incidents.models import Incident
from mailing.models import Message
from retention import condition, destroying, proposing
from retention.due import Decided
from retention.models import Action, Entry, Hold, Item, Leftover, Run, Thinned, Warning
from sam.dates import today
from sam.keeping import kinds
from tests.factories import IncidentFactory
from tests.retention.given import attached

pytestmark = pytest.mark.django_db


def everything():
    """Every row of every table but this room's own, as the database writes it."""
    rows = {}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        # Views of all trails in one, which no table stands behind.
        if model._meta.app_label != "retention" and "Events" not in model.__name__:
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT t::text FROM "{table}" AS t')
                rows[table] = sorted(row for (row,) in cursor.fetchall())
    return rows


def texts_with(words):
    return [
        (table, row)
        for table, rows in everything().items()
        for row in rows
        if words in row
    ]


def test_without_a_rule_nothing_is_due(old_incident):
    old_incident()

    counted = Decided(today()).counted()

    assert counted["near_misses"].closed == 1
    assert sum(row.due for row in counted.values()) == 0


@pytest.mark.parametrize(("months", "number"), [(35, 1), (37, 0)])
def test_due_is_what_was_closed_long_enough_ago(old_incident, decided, months, number):
    old_incident(closed_at=timezone.now() - timedelta(days=36 * 30.5))
    decided("near_misses", months=months)

    assert Decided(today()).due(kinds()["near_misses"]).count() == number


def test_what_is_open_is_never_due(school, decided):
    IncidentFactory(unit=school, reported_at=timezone.now() - timedelta(days=4000))
    decided("near_misses")

    assert not Decided(today()).due(kinds()["near_misses"]).exists()


def test_a_variant_goes_by_its_own_rule_and_no_other(old_incident, decided):
    old_incident(kind="death")
    old_incident(kind="accident")
    decided("injuries", months=12)
    decided("injuries", Action.PRESERVE, months=0, variant="death")

    due = Decided(today()).due(kinds()["injuries"])

    assert [each.kind for each in due] == ["accident"]


def test_nothing_is_destroyed_unwarned(old_incident, decided, carried_out):
    incident = old_incident()
    decided("near_misses")
    Warning.objects.update(told_on=today() - timedelta(days=29))

    run = carried_out("near_misses")

    assert not run.items.exists()
    assert Incident.objects.filter(pk=incident.pk).exists()


def test_a_record_goes_whole_with_files_trail_mail_and_readings(
    old_incident, decided, carried_out
):
    incident = old_incident()
    [name] = [photo.file.name for photo in incident.photos.all()]
    decided("near_misses")

    run = carried_out("near_misses")

    item = run.items.get()
    assert (item.status, run.status) == ("gone", "restorable")
    assert item.rows > 8
    assert not texts_with(str(incident.pk))
    assert not texts_with("Ole fell")
    assert not texts_with("Lay out mats")
    assert not default_storage.exists(name)
    assert not Leftover.objects.exists()


def test_what_was_destroyed_is_restored_as_it_was(
    old_incident, decided, carried_out, archivist, django_capture_on_commit_callbacks
):
    incident = old_incident()
    [name] = [photo.file.name for photo in incident.photos.all()]
    decided("near_misses")
    before = everything()
    run = carried_out("near_misses")
    assert everything() != before

    with django_capture_on_commit_callbacks(execute=True):
        destroying.restore(run.items.get(), by=archivist)

    assert everything() == before
    with default_storage.open(name) as photo:
        assert photo.read() == b"a photo"
    assert not default_storage.exists(f"parcels/{run.items.get().pk}")
    assert run.items.get().status == "restored"


def test_texts_go_and_the_figures_stay(
    old_incident, decided, carried_out, archivist, django_capture_on_commit_callbacks
):
    incident = old_incident()
    decided("near_misses", Action.DESTROY_TEXTS, case_number="KS 12/3")
    before = everything()

    run = carried_out("near_misses")

    incident.refresh_from_db()
    assert incident.kind == "near_miss"
    assert incident.closed_at
    assert incident.reported_by is incident.responsible is incident.action_plan is None
    assert "KS 12/3" in incident.description
    assert not incident.photos.exists()
    assert not incident.events.exists()
    assert not texts_with("Ole fell")
    # It is not due again.
    assert not Decided(today()).due(kinds()["near_misses"]).exists()
    with django_capture_on_commit_callbacks(execute=True):
        destroying.restore(run.items.get(), by=archivist)
    assert everything() == before
    assert not Thinned.objects.exists()


def test_a_file_that_another_record_shows_stays(
    old_incident, decided, carried_out, head_teacher
):
    shared = attached(by=head_teacher)
    old_incident().photos.add(shared)
    IncidentFactory().photos.add(shared)
    decided("near_misses")

    carried_out("near_misses")

    assert default_storage.exists(shared.file.name)


@pytest.mark.parametrize("what", ["record", "unit", "person"])
def test_what_is_held_is_not_destroyed(
    old_incident, decided, carried_out, archivist, administration, what
):
    incident = old_incident()
    decided("near_misses")
    on = {
        "record": {"kind": "near_misses", "record_key": incident.pk},
        # Above its unit, at its time.
        "unit": {"unit": administration, "first_on": incident.occurred_on},
        "person": {"person": incident.reported_by},
    }[what]
    hold = Hold.objects.create(placed_by=archivist, reason="A trial", **on)

    assert not carried_out("near_misses").items.exists()

    hold.lift(by=archivist, because="It is over.")
    assert carried_out("near_misses").items.get().status == "gone"


def test_a_hold_on_another_time_holds_nothing(
    old_incident, decided, carried_out, archivist, school
):
    incident = old_incident()
    decided("near_misses")
    later = incident.occurred_on + timedelta(days=1)
    Hold.objects.create(placed_by=archivist, reason="?", unit=school, first_on=later)

    assert carried_out("near_misses").items.get().status == "gone"


def test_a_hold_placed_after_the_proposal_is_heard(old_incident, decided, archivist):
    incident = old_incident()
    decided("near_misses")
    run = proposing.propose(by=archivist, on=today(), codes=["near_misses"])
    proposing.confirm(run, by=archivist)
    Hold.objects.create(
        placed_by=archivist, reason="?", kind="near_misses", record_key=incident.pk
    )

    destroying.carry_out(run)

    assert (run.items.get().status, run.items.get().why) == ("left", "held")
    assert Incident.objects.filter(pk=incident.pk).exists()


def test_the_database_itself_refuses_what_is_held(old_incident, decided, archivist):
    incident = old_incident()
    decided("near_misses")
    proposing.propose(by=archivist, on=today(), codes=["near_misses"])
    Hold.objects.create(placed_by=archivist, reason="?", unit=incident.unit)

    with pytest.raises(IntegrityError, match="legal hold"), transaction.atomic():
        Item.objects.update(status="gone")


def test_when_the_time_is_over_nothing_can_be_read(
    old_incident, decided, carried_out, django_capture_on_commit_callbacks
):
    old_incident()
    decided("near_misses")
    run = carried_out("near_misses")
    assert default_storage.exists(f"parcels/{run.items.get().pk}/rows")
    Run.objects.update(restorable_until=today() - timedelta(days=1))

    with django_capture_on_commit_callbacks(execute=True):
        destroying.go_on()

    item = run.items.get()
    assert (item.status, item.keys, bytes(item.parcel_key)) == ("for_good", [], b"")
    assert not default_storage.exists(f"parcels/{item.pk}")
    assert Run.objects.get().status == "finished"
    assert [entry.event for entry in Entry.objects.all()] == ["for_good", "destroyed"]


def test_what_is_held_meanwhile_stays_in_its_parcel(
    old_incident, decided, carried_out, archivist
):
    incident = old_incident()
    decided("near_misses")
    run = carried_out("near_misses")
    Hold.objects.create(placed_by=archivist, reason="?", person=incident.reported_by)
    Run.objects.update(restorable_until=today() - timedelta(days=1))

    destroying.go_on()

    assert run.items.get().status == "gone"
    assert Run.objects.get().status == "restorable"


def test_what_was_broken_off_is_gone_on_with(
    old_incident, decided, archivist, monkeypatch
):
    for _each in range(3):
        old_incident()
    decided("near_misses")
    run = proposing.propose(by=archivist, on=today(), codes=["near_misses"])
    proposing.confirm(run, by=archivist)
    done = []

    def dies_in_the_second(*args, **kwargs):
        done.append(args)
        if len(done) == 2:
            raise KeyboardInterrupt
        return take_away(*args, **kwargs)

    take_away = destroying.take_away
    monkeypatch.setattr(destroying, "take_away", dies_in_the_second)
    with pytest.raises(KeyboardInterrupt):
        destroying.carry_out(run)
    assert Incident.objects.count() == 2
    assert Entry.objects.count() == 1

    destroying.go_on()

    assert not Incident.objects.exists()
    assert Entry.objects.count() == 3
    assert Run.objects.get().status == "restorable"


def test_on_a_full_disk_records_wait_and_nothing_is_lost(
    old_incident, decided, carried_out, monkeypatch
):
    old_incident()
    decided("near_misses")
    with monkeypatch.context() as full:

        def refuse(*args, **kwargs):
            raise OSError("No space left on device")

        full.setattr(destroying.parcels, "pack", refuse)
        run = carried_out("near_misses")
    assert (run.status, run.items.get().status) == ("confirmed", "waiting")
    assert Incident.objects.count() == 1

    destroying.go_on()

    assert run.items.get().status == "gone"
    assert Run.objects.get().status == "restorable"


def test_what_always_fails_is_left_told_of_and_tried_again_when_somebody_says_so(
    old_incident,
    decided,
    carried_out,
    monkeypatch,
    as_user,
    archivist,
    in_english,
    django_capture_on_commit_callbacks,
):
    old_incident()
    decided("near_misses")
    with monkeypatch.context() as broken:

        def refuse(*args, **kwargs):
            raise OSError("Input/output error")

        broken.setattr(destroying.parcels, "pack", refuse)
        broken.setattr("sam.references.current", lambda: "K7QF-2MXR")
        run = carried_out("near_misses")
        for _time in range(destroying.MOST_ATTEMPTS):
            destroying.go_on()

    item = run.items.get()
    assert (item.why, item.attempts) == ("failed", destroying.MOST_ATTEMPTS)
    assert Run.objects.get().status == "restorable"
    finding = condition.destruction()
    assert (finding.state, "K7QF-2MXR" in finding.words) == ("warning", True)
    client, again = (
        as_user(archivist),
        reverse("retention:run_try_again", args=[run.pk]),
    )
    assert "records could not be destroyed" in client.get("/").text
    page = client.get(run.get_absolute_url()).text
    assert "K7QF-2MXR" in page
    assert again in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(again)
        destroying.go_on()
    assert run.items.get().status == "gone"
    assert Run.objects.get().status == "restorable"
    assert condition.destruction().state == "well"
    assert again not in client.get(run.get_absolute_url()).text


def test_files_of_a_process_that_ended_are_found_again(
    old_incident, decided, archivist
):
    [photo] = old_incident().photos.all()
    decided("near_misses")
    run = proposing.propose(by=archivist, on=today(), codes=["near_misses"])
    proposing.confirm(run, by=archivist)
    # What happens after the transaction never happens here.
    destroying.carry_out(run)
    assert default_storage.exists(photo.file.name)

    destroying.clear_files()

    assert not default_storage.exists(photo.file.name)


def test_what_another_record_needs_is_left_and_says_so(
    old_incident, decided, carried_out, school, archivist
):
    incident = old_incident()
    HealthServiceOrder.objects.create(
        unit=school,
        service=ServiceKind.objects.create(name="Talks"),
        about="group",
        aim="Calm",
        ordered_on=today(),
        ordered_by=archivist,
        measure=incident.action_plan.measures.get(),
    )
    decided("near_misses")

    item = carried_out("near_misses").items.get()

    assert (item.status, item.why) == ("left", "referred_to")
    assert item.held_by == "healthservice.HealthServiceOrder"


def test_many_small_ones_share_an_item(decided, carried_out, head_teacher):
    for number in range(3):
        Message.objects.create(
            recipient=head_teacher,
            subject="Hello",
            body="Hello",
            about=f"x:{number}",
            status="sent",
        )
    Message.objects.update(created_at=timezone.now() - timedelta(days=800))
    decided("emails")

    item = carried_out("emails").items.get()

    assert (item.records, item.rows, item.status) == (3, 3, "gone")
    assert not Message.objects.exists()
