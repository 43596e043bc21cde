"""A backup is made, checked and brought back, on real servers and files."""

import json
import os
import shutil
import subprocess
import sys
import threading

import psycopg
import pyrage
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from attachments.models import Attachment
from incidents.models import Incident
from mailing.models import Message
from operations import aside, database, destroyed, postgres, restoring
from operations.backing_up import LAST, back_up
from operations.folders import DATABASE, FILES, MANIFEST, BackupFolder, finished
from operations.management.commands import restore as command
from operations.models import Backup
from tests.factories import UserFactory
from tests.operations.conftest import keep_photo

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def backup(source, tmp_path_factory):
    """A backup of the source at rest."""
    target = tmp_path_factory.mktemp("backups")
    with source.at_hand():
        manifest = back_up(target)
    return target / manifest.name


@pytest.fixture(scope="module")
def restored(backup, make_installation):
    """What `manage.py restore` made of it, where there was nothing."""
    installation = make_installation()
    where = {"DATABASE_URL": installation.address, "SAM_FILES": str(installation.files)}
    subprocess.run(
        [sys.executable, "manage.py", "restore", backup],
        cwd=settings.BASE_DIR,
        env=os.environ | where | {"SAM_SECURE": "false"},
        check=True,
    )
    return installation


@pytest.fixture
def copy(backup, tmp_path):
    """The backup, for tests that damage it."""
    return shutil.copytree(backup, tmp_path / "a-copy")


def some_file(folder):
    return next(path for path in (folder / FILES).rglob("*") if path.is_file())


def test_restore_into_an_empty_database_and_folder_equals_the_source(source, restored):
    assert restored.rows() == source.rows()
    assert restored.contents() == source.contents()
    assert any(source.contents())


def test_database_still_guards_the_truth_after_a_restore(restored):
    with restored.at_hand():
        incident = Incident.objects.get()

        Incident.objects.update(description="Något annat.")
        person = UserFactory()

        assert [kept.description for kept in incident.events.all()] == [
            "Halt golv på Åsö förskola."
        ]
        assert person.pk
        assert Backup.objects.get().name


def test_restore_while_others_write_is_a_moment_between_two_of_their_acts(
    make_installation, source, tmp_path, empty
):
    """One after the other, mails are written and photos kept and thrown away."""
    with source.at_hand():
        busy = make_installation(template=source.name)
    shutil.copytree(source.files, busy.files, dirs_exist_ok=True)
    stop, written = threading.Event(), []

    def write():
        with busy.at_hand():
            person = UserFactory()
            while not stop.is_set():
                number = len(written)
                photo = keep_photo(by=person, content=b"photo %d" % number)
                Message.objects.create(
                    recipient=person, subject=f"{number}", about=photo.pk.hex
                )
                if number % 3 == 1:
                    with transaction.atomic():
                        Attachment.objects.first().discard()
                written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 5:
            pass
        acknowledged = len(written)
        with busy.at_hand():
            manifest = back_up(tmp_path / "backups")
    finally:
        stop.set()
        writer.join()
    with empty.at_hand():
        call_command("restore", tmp_path / "backups" / manifest.name)

        subjects = sorted(int(each.subject) for each in Message.objects.all())
        names = {each.pk.hex: each.file.name for each in Attachment.objects.all()}
        about = dict(Message.objects.values_list("about", "subject"))

    assert subjects == list(range(len(subjects)))
    contents = empty.contents()
    for photo in names.keys() & about.keys():
        assert contents[names[photo]] == f"photo {about[photo]}".encode()
    assert acknowledged <= len(subjects) < len(written)
    assert manifest.missing == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / DATABASE).write_bytes(b"PGDMP and nothing else"),
        lambda folder: some_file(folder).write_bytes(b"another photo"),
        lambda folder: some_file(folder).unlink(),
        lambda folder: (folder / MANIFEST).write_text("{"),
        lambda folder: (folder / MANIFEST).unlink(),
    ],
    ids=["database", "file", "lost file", "manifest", "no manifest"],
)
def test_damaged_backup_is_refused_before_anything_is_written(copy, untouched, damage):
    damage(copy)

    with untouched.at_hand():
        for command in ["verify_backup", "restore"]:
            with pytest.raises(
                CommandError, match=r"damaged|cannot be read|is no backup"
            ):
                call_command(command, copy)

    assert untouched.rows() == {}
    assert untouched.contents() == {}


def test_backup_of_a_newer_program_is_refused(copy, untouched):
    told = json.loads((copy / MANIFEST).read_text())
    told["migrations"]["incidents"].append("0999_of_the_future")
    (copy / MANIFEST).write_text(json.dumps(told))

    with untouched.at_hand(), pytest.raises(CommandError, match="newer program"):
        call_command("restore", copy)


def test_restore_over_what_is_there_asks_for_the_name_of_the_database(
    backup, restored, source, monkeypatch
):
    with restored.at_hand():
        keep_photo(by=None, content=b"kept after the backup")
        before = restored.rows(), restored.contents()
        with pytest.raises(CommandError, match="not empty"):
            call_command("restore", backup)
        monkeypatch.setattr("builtins.input", lambda _question: "yes")
        with pytest.raises(CommandError, match="Nothing was changed"):
            call_command("restore", backup, replace=True)
        assert (restored.rows(), restored.contents()) == before

        monkeypatch.setattr("builtins.input", lambda _question: restored.name)
        call_command("restore", backup, replace=True)

    assert restored.rows() == source.rows()
    assert restored.contents() == source.contents()


def test_restore_that_fails_halfway_leaves_what_was_there(
    copy, restored, monkeypatch, capsys
):
    dump = copy / DATABASE
    dump.write_bytes(dump.read_bytes()[:-2000])
    monkeypatch.setattr(restoring, "check", lambda folder, keys: None)
    before = restored.rows(), restored.contents()

    with restored.at_hand(), pytest.raises(CommandError):
        call_command("restore", copy, replace=True, no_input=True)

    assert (restored.rows(), restored.contents()) == before


def test_restore_whose_machine_went_down_is_undone_by_the_next(restored):
    before = restored.rows(), restored.contents()

    with restored.at_hand():
        aside.put()
        (restored.files / "half-restored").write_bytes(b"half")
        aside.tidy()

    assert (restored.rows(), restored.contents()) == before


def test_restore_is_refused_while_others_work_there(backup, untouched):
    with (
        psycopg.connect(untouched.address, application_name="sam web"),
        untouched.at_hand(),
        pytest.raises(CommandError, match="sam web"),
    ):
        call_command("restore", backup)


def test_encrypted_backup_opens_with_its_private_key_alone(
    running, empty, settings, tmp_path
):
    key, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    settings.BACKUP_KEYS = [str(key.to_public())]
    (tmp_path / "key").write_text(f"# made by age-keygen\n{key}\n")
    (tmp_path / "other").write_text(str(other))

    name = back_up(tmp_path / "backups").name
    folder = tmp_path / "backups" / name

    assert b"a photo" not in some_file(folder).read_bytes()
    assert not (folder / DATABASE).read_bytes().startswith(b"PGDMP")
    call_command("verify_backup", folder)
    with empty.at_hand():
        for identity in [None, tmp_path / "other"]:
            with pytest.raises(CommandError, match="private key"):
                call_command("restore", folder, identity=identity)
        call_command("restore", folder, identity=tmp_path / "key")
    assert empty.rows() == running.rows()
    assert empty.contents() == running.contents()


def test_unchanged_files_take_no_room_and_old_backups_go(running, tmp_path):
    first = back_up(tmp_path)
    photo = some_file(tmp_path / first.name)
    second = back_up(tmp_path, keep=2)
    assert (tmp_path / second.name / photo.relative_to(tmp_path / first.name)).samefile(
        photo
    )

    third = back_up(tmp_path, keep=2)

    kept = [folder.path.name for folder in finished(tmp_path)]
    assert kept == [third.name, second.name]
    assert json.loads((tmp_path / LAST).read_text())["name"] == third.name
    assert Backup.objects.latest().name == third.name
    call_command("verify_backup", tmp_path / third.name)
    assert Backup.objects.latest().verified_at


def test_backup_tells_of_files_that_rows_refer_to_in_vain(running, tmp_path, capsys):
    lost = keep_photo(by=None)
    lost.file.storage.delete(lost.file.name)

    with pytest.raises(CommandError) as refused:
        call_command("back_up", tmp_path)

    [folder] = finished(tmp_path)
    assert refused.value.returncode == 2
    assert folder.manifest.missing == [lost.file.name]
    lost.delete()


def test_file_that_goes_while_it_is_to_be_copied_makes_the_backup_begin_anew(
    running, tmp_path, monkeypatch
):
    """It came after most files were copied and went after the moment that holds."""
    read_sequences, read_referred = database.sequences, database.referred_files
    comes, goes = [], []

    def sequences():
        if not comes:
            comes.append(keep_photo(by=None))
        return read_sequences()

    def referred_files():
        names = read_referred()
        if not goes:
            goes.append(comes[0].file.name)
            with running.at_hand():
                comes[0].discard()
        return names

    monkeypatch.setattr(database, "sequences", sequences)
    monkeypatch.setattr(database, "referred_files", referred_files)

    manifest = back_up(tmp_path)

    assert goes[0] not in manifest.files
    assert manifest.missing == []


def test_backup_that_breaks_off_leaves_the_ones_before_it(
    running, tmp_path, monkeypatch
):
    first = back_up(tmp_path)
    monkeypatch.setattr(postgres, "_program", lambda name: "/bin/false")

    with pytest.raises(CommandError, match="pg_dump failed"):
        back_up(tmp_path, keep=1)

    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [first.name]


def test_failure_is_told_without_the_data_that_it_was_about():
    said = b"""pg_restore: error: could not execute query: ERROR:  duplicate key value
DETAIL:  Key (email)=(orjan@example.org) already exists."""

    assert "orjan" not in postgres._reason(said)


def test_what_was_destroyed_since_the_backup_is_destroyed_again(
    backup, monkeypatch, capsys
):
    done = []
    monkeypatch.setattr(command, "restore", lambda *_, **__: done.append("restored"))
    monkeypatch.setattr(command, "upgrade", lambda **_: done.append("upgraded"))
    monkeypatch.setattr(
        destroyed, "_apply", lambda path: done.append(path) or "3 went."
    )

    call_command("restore", backup, log="destroyed.json")

    assert done == ["restored", "upgraded", "destroyed.json"]
    assert "3 went." in capsys.readouterr().out


def test_folder_of_backups_is_told_from_a_backup(backup):
    with pytest.raises(CommandError, match=f"Name one of them: {backup.name}"):
        _ = BackupFolder(backup.parent).manifest
