"""The log proves without telling, and destroys again after a restore."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction

from incidents.models import Incident
from retention import again, chain
from retention.again import destroy_again
from retention.destroying import CannotRestore, restore
from retention.models import Action, Entry, Item, Thinned

pytestmark = pytest.mark.django_db


@pytest.fixture
def destroyed(old_incident, decided, carried_out):
    """Two near misses that a run has destroyed."""
    incidents = [old_incident(), old_incident()]
    decided("near_misses", case_number="KS 12/3")
    carried_out("near_misses")
    return incidents


def test_whoever_knows_the_number_learns_that_it_was_destroyed(destroyed):
    number = str(destroyed[0].number)

    assert chain.about("near_misses", number).count() == 1
    assert chain.about("near_misses", number + "0").count() == 0
    # As an injury it never was.
    assert chain.about("injuries", number).count() == 0


def test_the_log_tells_nobody_which_record_it_was(destroyed):
    text = "".join(chain.as_json())

    for incident in destroyed:
        assert str(incident.pk) not in text
        assert f'"{incident.number}"' not in text
        assert incident.description not in text


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE retention_entry SET records = 7 WHERE number = 1",
        "DELETE FROM retention_entry WHERE number = 2",
    ],
)
def test_the_database_refuses_to_change_the_log(destroyed, change):
    with (
        pytest.raises(ProgrammingError, match="Cannot"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


@pytest.mark.parametrize(
    ("change", "broken_at"),
    [
        ("UPDATE retention_entry SET records = 7 WHERE number = 1", 1),
        ("DELETE FROM retention_entry WHERE number = 1", 2),
    ],
)
def test_a_change_past_the_database_is_found(destroyed, change, broken_at):
    call_command("verify_destruction_log", stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE retention_entry DISABLE TRIGGER USER")
        cursor.execute(change)

    assert chain.verify().broken_at == broken_at
    with pytest.raises(CommandError, match=f"Entry {broken_at} "):
        call_command("verify_destruction_log")


class RolledBack(Exception):
    """The backup is from before what happened in the block."""


def in_the_future(act):
    """What the act gives, of a time that then never was."""
    with pytest.raises(RolledBack) as raised, transaction.atomic():
        raise RolledBack(act())
    return raised.value.args[0]


@pytest.fixture
def later(old_incident, decided, carried_out):
    """The log of a time when an incident was destroyed, which stands here again."""

    def log_of(action):
        incident = old_incident()
        decided("near_misses", action)

        def destroy():
            carried_out("near_misses")
            return "".join(chain.as_json())

        return incident, StringIO(in_the_future(destroy))

    return log_of


def test_after_an_old_backup_what_was_destroyed_is_destroyed_again(
    later, old_incident, django_capture_on_commit_callbacks
):
    incident, log = later(Action.DESTROY)
    young = old_incident()
    assert Entry.objects.count() == 0

    assert destroy_again(log) == (1, 0)

    assert list(Incident.objects.all()) == [young]
    assert [entry.event for entry in Entry.objects.order_by("number")] == [
        "destroyed",
        "again",
    ]
    assert chain.verify().is_whole
    log.seek(0)
    assert destroy_again(log) == (0, 0)
    assert incident.pk != young.pk


def test_a_new_secret_leaves_parcels_and_log_as_they_are(
    destroyed, archivist, settings, in_english
):
    number = str(destroyed[0].number)
    item = Item.objects.first()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret, which nobody has seen before today"

    assert chain.about("near_misses", number).count() == 1
    restore(item, by=archivist)
    assert Incident.objects.filter(pk__in=[each.pk for each in destroyed]).count() == 1
    settings.SECRET_KEY_FALLBACKS = []
    assert not chain.about("near_misses", number).exists()
    with pytest.raises(CannotRestore, match="cannot be opened"):
        restore(Item.objects.gone().get(), by=archivist)


def test_after_an_old_backup_and_under_a_new_secret_it_is_destroyed_again(
    later, settings
):
    _incident, log = later(Action.DESTROY)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret, which nobody has seen before today"

    assert destroy_again(log) == (1, 0)
    log.seek(0)
    assert destroy_again(log) == (0, 0)


def test_after_an_old_backup_texts_go_again_and_the_figures_stay(later):
    incident, log = later(Action.DESTROY_TEXTS)

    assert destroy_again(log) == (1, 0)

    incident.refresh_from_db()
    assert "Ole" not in incident.description
    assert Thinned.objects.count() == 1
    log.seek(0)
    assert destroy_again(log) == (0, 0)


def test_what_cannot_be_destroyed_again_keeps_no_other_back_and_is_told(
    old_incident, decided, carried_out, tmp_path, monkeypatch
):
    stubborn, _other = old_incident(), old_incident()
    decided("near_misses")

    def destroy():
        carried_out("near_misses")
        return "".join(chain.as_json())

    file = tmp_path / "log.jsonl"
    file.write_text(in_the_future(destroy))

    def refuse(body, kind, **_said):
        if stubborn.pk in body.rows[Incident]:
            raise IntegrityError("Something needs it.")
        return take_away(body, kind)

    take_away = again.take_away
    with monkeypatch.context() as refusing:
        refusing.setattr(again, "take_away", refuse)
        with pytest.raises(CommandError, match="1 could not be destroyed") as raised:
            call_command("destroy_again", file)

    assert raised.value.returncode == 2
    assert list(Incident.objects.all()) == [stubborn]
    call_command("destroy_again", file, stdout=StringIO())
    assert not Incident.objects.exists()
    assert chain.verify().is_whole


def test_of_many_in_one_item_all_go_again_after_a_second_restore():
    """The first one was broken off: one of two stands in the log as destroyed again."""
    item = uuid4()
    said = {"item": item, "kind": "emails"}
    entries = [
        Entry(event="destroyed", identities=["one", "two"], **said),
        Entry(event="again", identities=["one"], **said),
    ]

    [(_kind, codes, texts_only)] = again.gone_by(entries)

    assert (set(codes), texts_only) == ({"one", "two"}, False)


def test_a_log_that_somebody_has_changed_destroys_nothing(later, tmp_path):
    incident, log = later(Action.DESTROY)
    file = tmp_path / "log.jsonl"
    file.write_text(log.getvalue().replace('"records": 1', '"records": 2'))

    with pytest.raises(CommandError, match="does not fit"):
        call_command("destroy_again", file)

    assert Incident.objects.filter(pk=incident.pk).exists()
