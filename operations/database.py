"""What a database holds, told so that two of them can be compared."""

from contextlib import contextmanager

import pghistory.models
from django.apps import apps
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

# A restore lets nobody be logged in as on the day of the backup.
LEFT_OUT = {"public.django_session"}

# Schemas in which a restore sets aside what it replaces, and what came only half.
ASIDE = ("replaced", "half_restored")

# Ours alone: no system tables, nothing that an extension brought or a restore set aside.
_BROUGHT = "EXISTS (SELECT FROM pg_depend WHERE objid = {oid} AND deptype = 'e')"
_OURS = f"""
    nspname NOT LIKE 'pg\\_%%' AND nspname NOT IN {("information_schema", *ASIDE)}
    AND NOT {_BROUGHT}
"""
_TABLES = f"""
    SELECT format('%%I.%%I', nspname, relname), string_agg(
        quote_ident(attname), ', ' ORDER BY attnum
    )
    FROM pg_class
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
    JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0
        AND NOT attisdropped AND attgenerated = ''
    WHERE relkind IN ('r', 'm') AND {_OURS.format(oid="pg_class.oid")}
    GROUP BY nspname, relname ORDER BY nspname, relname
"""
# The same sum in whichever order the rows lie; of each row half a SHA-256.
_CONTENT = """
    SELECT count(*), coalesce(sum(
        ('x' || encode(substr(sha256(convert_to(
            ROW({columns})::text, 'UTF8'
        )), 1, 8), 'hex'))::bit(64)::bigint::numeric
    ), 0)::text
    FROM {table}
"""
_STRUCTURE = f"""
    SELECT format('trigger %%s %%s %%s', tgrelid::regclass, tgname, tgenabled), ''
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE NOT tgisinternal AND {_OURS.format(oid="pg_class.oid")}
    UNION ALL
    SELECT format('constraint %%s %%s%%s', conrelid::regclass, conname,
            CASE WHEN convalidated THEN '' ELSE ' not valid' END), ''
    FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
    -- Columns that may not be empty have constraints of their own from PostgreSQL 18.
    WHERE contype <> 'n' AND {_OURS.format(oid="pg_class.oid")}
    UNION ALL
    SELECT format('index %%s', pg_class.oid::regclass), ''
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind = 'i' AND {_OURS.format(oid="pg_class.oid")}
    UNION ALL
    SELECT format('view %%s', pg_class.oid::regclass), ''
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind IN ('v', 'm') AND {_OURS.format(oid="pg_class.oid")}
    UNION ALL
    SELECT format('function %%s', pg_proc.oid::regprocedure),
        encode(sha256(convert_to(prosrc, 'UTF8')), 'hex')
    FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
    WHERE prokind = 'f' AND {_OURS.format(oid="pg_proc.oid")}
    UNION ALL
    SELECT format('extension %%s', extname), '' FROM pg_extension WHERE extname <> 'plpgsql'
"""
_SEQUENCES = f"""
    SELECT format('%%I.%%I', schemaname, sequencename), coalesce(last_value, 0)
    FROM pg_sequences WHERE schemaname NOT IN {ASIDE}
"""
# Commands that move all that is ours from one schema to another; what belongs to a table
# goes along with it.
_MOVES = f"""
    SELECT format(
        'ALTER %%s %%I.%%I SET SCHEMA %%I',
        CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW'
            WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END,
        nspname, relname, %(to)s::text
    )
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = %(schema)s AND relkind IN ('r', 'p', 'v', 'm', 'S')
    AND NOT EXISTS (
        SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype IN ('e', 'a', 'i')
        AND (deptype = 'e' OR relkind = 'S')
    )
    UNION ALL
    SELECT format(
        'ALTER ROUTINE %%I.%%I(%%s) SET SCHEMA %%I',
        nspname, proname, pg_get_function_identity_arguments(pg_proc.oid), %(to)s::text
    )
    FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
    WHERE nspname = %(schema)s AND NOT {_BROUGHT.format(oid="pg_proc.oid")}
    UNION ALL
    SELECT format('ALTER COLLATION %%I.%%I SET SCHEMA %%I', nspname, collname, %(to)s::text)
    FROM pg_collation JOIN pg_namespace ON pg_namespace.oid = collnamespace
    WHERE nspname = %(schema)s
"""
_TABLES_IN = """
    SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables WHERE schemaname = %s
"""
_TABLES_OR_ROUTINES = f"""
    SELECT EXISTS (
        SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE {_OURS.format(oid="pg_class.oid")}
    ) OR EXISTS (
        SELECT FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
        WHERE {_OURS.format(oid="pg_proc.oid")}
    )
"""
_OTHERS = """
    SELECT coalesce(nullif(application_name, ''), usename) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend'
    AND pid <> pg_backend_pid()
"""


@contextmanager
def one_moment():
    """All that is read in the block, and by whoever is given the yielded name, is as of now."""
    with transaction.atomic():
        _execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # A large database takes its time.
        _execute("SET LOCAL statement_timeout = 0")
        _execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        # The same values, written the same way in every installation.
        _execute("SET LOCAL TimeZone = 'UTC'")
        _execute("SET LOCAL DateStyle = 'ISO'")
        _execute("SET LOCAL IntervalStyle = 'postgres'")
        _execute("SET LOCAL bytea_output = 'hex'")
        _execute("SET LOCAL search_path = pg_catalog")
        [(name,)] = _rows("SELECT pg_export_snapshot()")
        yield name


def contents():
    """By table: how many rows it has, and a checksum of them."""
    return {
        table: {"rows": rows, "checksum": checksum}
        for table, columns in _rows(_TABLES)
        if table not in LEFT_OUT
        for rows, checksum in _rows(_CONTENT.format(columns=columns, table=table))
    }


def structure():
    """Names of triggers, constraints, indexes and functions; of functions a checksum, too.

    Conditions are not compared: PostgreSQL words them anew when it reads them.
    """
    return dict(_rows(_STRUCTURE))


def sequences():
    """How far each has counted; they do not stand still in `one_moment`."""
    return dict(_rows(_SEQUENCES))


def has_table(name):
    """Not in a database older than the program."""
    return f"public.{name}" in {table for table, _columns in _rows(_TABLES)}


def migrations():
    """By app, the names of those that have been carried out."""
    applied = {}
    for app, name in sorted(_applied()):
        applied.setdefault(app, []).append(name)
    return applied


def _applied():
    table = MigrationRecorder.Migration._meta.db_table
    if not has_table(table):
        return []
    return _rows(f"SELECT app, name FROM public.{table}")


def referred_files():
    """Names of the files that rows refer to; the history of rows may name what has gone."""
    there = {
        (table, column.strip('"'))
        for table, columns in _rows(_TABLES)
        for column in columns.split(", ")
    }
    names = set()
    for field in _file_fields():
        table, column = f"public.{field.model._meta.db_table}", field.column
        # An older database than the program's may be backed up, before an upgrade.
        if (table, column) in there:
            names.update(name for (name,) in _rows(_names_in(table, column), ""))
    return names


def _names_in(table, column):
    return f'SELECT DISTINCT "{column}" FROM {table} WHERE "{column}" <> %s'


def _file_fields():
    for model in apps.get_models():
        if not issubclass(model, pghistory.models.Event):
            for field in model._meta.local_fields:
                if isinstance(field, models.FileField):
                    yield field


def now():
    [(moment,)] = _rows("SELECT now()")
    return moment


def major_version():
    """Of the server, as 18."""
    connection.ensure_connection()
    return connection.pg_version // 10_000


def name():
    return connection.settings_dict["NAME"]


def has_schema(name):
    return bool(_rows("SELECT FROM pg_namespace WHERE nspname = %s", name))


def is_empty():
    return _rows(_TABLES_OR_ROUTINES) == [(False,)]


def move(schema, *, to):
    """All that is ours, into another schema."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVES, {"schema": schema, "to": to})
        for (command,) in cursor.fetchall():
            cursor.execute(command)


def drop(schema):
    """Table by table: the server has room for the locks of so many only, not of all."""
    for (table,) in _rows(_TABLES_IN, schema):
        _execute(f"DROP TABLE {table} CASCADE")
    _execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")


def without_pool():
    """From here on this process has one connection, so that others are told from it."""
    connection.close()
    connection.close_pool()
    connection.settings_dict["OPTIONS"].pop("pool", None)


def other_sessions():
    """What else is connected, by the names that the programs give themselves."""
    return [name for (name,) in _rows(_OTHERS)]


def _rows(sql, *values):
    with connection.cursor() as cursor:
        # Given a list, be it empty, a doubled per cent sign is one.
        cursor.execute(sql, list(values))
        return cursor.fetchall()


def _execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
