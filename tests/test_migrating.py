import pytest
from django.core.management import call_command
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


def tables():
    return {
        each
        for each in connection.introspection.table_names()
        if each.startswith("recognition_")
    }


def triggers():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
            " AND tgrelid::regclass::text LIKE 'recognition_%'"
        )
        return {name for (name,) in cursor.fetchall()}


def test_a_room_is_taken_away_whole_and_comes_back_whole():
    before = tables(), triggers()
    assert all(before)

    try:
        call_command("migrate", "recognition", "zero", verbosity=0)
        assert (tables(), triggers()) == (set(), set())
    finally:
        call_command("migrate", "recognition", verbosity=0)

    assert (tables(), triggers()) == before
