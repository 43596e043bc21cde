"""A backup is made, checked and brought back, on real servers and files."""


import pytest
from django.core.management import call_command

from operations.backing_up import back_up

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def backup(source, tmp_path_factory):
    """A backup of the source at rest."""
    target = tmp_path_factory.mktemp("backups")
    with source.at_hand():
        manifest = back_up(target)
    return target / manifest.name


def test_restore_into_an_empty_database_equals_the_source(source, backup, empty):
    with empty.at_hand():
        call_command("restore", backup)

    assert empty.rows() == source.rows()
    assert empty.contents() == source.contents()
