"""From each earlier state of the database, with data in it, to the newest."""

import threading

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

from operations import database, upgrading
from operations.backing_up import back_up
from operations.folders import finished
from sam.migrating import WholeRoom
from tests.working import until

pytestmark = pytest.mark.django_db

# Tells which migrations were carried out.
MOVING = {"public.django_migrations"}


@pytest.fixture(scope="module")
def copied(make_installation):
    return make_installation(template=connection.settings_dict["NAME"])


@pytest.fixture
def installation(copied):
    """The program's tables, as they are now."""
    with copied.at_hand():
        migrate_to(*MigrationExecutor(connection).loader.graph.leaf_nodes())
        yield copied


@pytest.fixture
def world(installation, request):
    """A row in nearly every table."""
    return request.getfixturevalue("addresses")


def migrate_to(*targets):
    MigrationExecutor(connection).migrate(list(targets))


def later_migrations():
    """What came after the first of each room, the oldest first."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    return [
        migration
        for migration, _backwards in plan
        if (project.BASE_DIR / migration.app_label / "migrations").is_dir()
        and not isinstance(migration, WholeRoom)
    ]


def just_before(migration):
    """Its own room's state before it."""
    [parent] = [
        name for app, name in migration.dependencies if app == migration.app_label
    ]
    return migration.app_label, parent


def rows():
    """How many each table has."""
    return {table: found["rows"] for table, found in database.contents().items()}


def test_data_survives_the_way_from_each_earlier_state_to_the_newest(world):
    steps = later_migrations()
    on_the_way_back = [rows()]
    assert sum(map(bool, on_the_way_back[0].values())) > 150

    for migration in reversed(steps):
        migrate_to(just_before(migration))
        on_the_way_back.append(rows())
    # A room that hangs on a later migration has gone with it.
    lasting = set.intersection(*map(set, on_the_way_back)) - MOVING
    on_the_way_here = [rows()]
    for migration in steps:
        migrate_to((migration.app_label, migration.name))
        on_the_way_here.append(rows())

    for before, now in zip(reversed(on_the_way_back), on_the_way_here, strict=True):
        assert {each: now[each] for each in lasting} == {
            each: before[each] for each in lasting
        }


def test_upgrade_makes_a_backup_before_it_changes_anything_and_only_then(
    installation, settings, tmp_path, capsys
):
    settings.SHIPPED = ["load_codes"]
    migrate_to(just_before(later_migrations()[-1]))

    with pytest.raises(CommandError, match="no backup was made"):
        call_command("upgrade")
    before = database.migrations()
    call_command("upgrade", back_up_to=tmp_path)
    call_command("upgrade", back_up_to=tmp_path)

    [folder] = finished(tmp_path)
    assert folder.manifest.migrations == before != database.migrations()
    assert upgrading._steps() == []
    assert capsys.readouterr().out.count("Backup") == 1


def test_backup_of_the_last_hour_is_way_back_enough(installation, settings, tmp_path):
    settings.SHIPPED = []
    back_up(tmp_path)
    migrate_to(just_before(later_migrations()[-1]))

    call_command("upgrade")

    assert upgrading._steps() == []


def test_of_two_hosts_that_upgrade_at_once_one_waits(installation, settings):
    settings.SHIPPED = []
    said, first_has_begun, first_may_go_on = [], threading.Event(), threading.Event()

    def first():
        with installation.at_hand(), upgrading._alone(said.append):
            first_has_begun.set()
            first_may_go_on.wait()

    def second():
        with installation.at_hand():
            upgrading.upgrade(say=said.append)

    hosts = [threading.Thread(target=each) for each in (first, second)]
    hosts[0].start()
    first_has_begun.wait()
    hosts[1].start()
    assert until(lambda: said, seconds=10)
    assert said == ["Another host is upgrading; waiting for it."]
    first_may_go_on.set()
    for host in hosts:
        host.join()

    assert said[1:] == ["The installation is up to date."]


def test_program_older_than_its_database_changes_nothing(installation):
    MigrationRecorder(connection).record_applied("incidents", "0999_of_the_future")

    try:
        with pytest.raises(CommandError, match="0999_of_the_future is not known"):
            call_command("upgrade")
    finally:
        MigrationRecorder(connection).record_unapplied(
            "incidents", "0999_of_the_future"
        )


def test_page_that_meets_a_database_of_another_version_is_away_for_a_moment(
    as_user, teacher
):
    client = as_user(teacher)
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE incidents_incident RENAME TO incidents_newer")

    response = client.get(reverse("incidents:list"))

    assert response.status_code == 503
    assert response["Retry-After"]
