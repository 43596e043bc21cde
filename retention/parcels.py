"""What was destroyed, sealed for as long as it can be put back.

A parcel has every row as the database writes it, and every file. It is encrypted with a
key of its own, which lies in the database: when the key is gone, nobody can read what is
left of the parcel on a disk or in a backup.
"""

import json

from cryptography.fernet import Fernet
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models
from django.utils import timezone

from sam import keys as sealing

FOLDER = "parcels"


def _wrapping():
    return sealing.cipher("parcels")


def pack(item, rows, *, files, loosened):
    """Write the parcel and return its key, wrapped; `rows` has keys by model."""
    key = Fernet.generate_key()
    cipher = Fernet(key)
    kept = [name for name in files if default_storage.exists(name)]
    content = {
        "tables": [_table(model, keys) for model, keys in rows.items() if keys],
        "loosened": [
            (model._meta.label, field, str(row), str(referred))
            for model, field, row, referred in loosened
        ],
        "files": kept,
    }
    _write(item, "rows", cipher.encrypt(json.dumps(content).encode()))
    for number, name in enumerate(kept):
        with default_storage.open(name) as file:
            _write(item, str(number), cipher.encrypt(file.read()))
    return _wrapping().encrypt(key)


def unpack(item):
    """Put rows and files back, inside the caller's transaction; returns the rows' models."""
    cipher = Fernet(_wrapping().decrypt(bytes(item.parcel_key)))
    content = json.loads(cipher.decrypt(_read(item, "rows")))
    for table in content["tables"]:
        _insert(table)
    for label, field, row, referred in content["loosened"]:
        others = apps.get_model(label)._base_manager.filter(pk=row)
        others.filter(**{field: None}).update(**{f"{field}_id": referred})
    for number, name in enumerate(content["files"]):
        _put(name, cipher.decrypt(_read(item, str(number))))
    return content["files"]


def models_in(item):
    cipher = Fernet(_wrapping().decrypt(bytes(item.parcel_key)))
    content = json.loads(cipher.decrypt(_read(item, "rows")))
    return [apps.get_model(table["model"]) for table in content["tables"]]


def shred(item_pk):
    """Delete what is left of a parcel, whose key is gone."""
    folder = _folder(item_pk)
    for name in _names_in(folder):
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)


def strays():
    """Items' ids, as text, with a folder and perhaps no parcel any more."""
    try:
        return default_storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        return []


def is_old(item_pk, *, than):
    names = _names_in(_folder(item_pk))
    written = [
        default_storage.get_modified_time(f"{_folder(item_pk)}/{n}") for n in names
    ]
    return not written or max(written) < timezone.now() - than


def _names_in(folder):
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []


def _folder(item_pk):
    return f"{FOLDER}/{item_pk}"


def _write(item, name, content):
    _put(f"{_folder(item.pk)}/{name}", content)


def _put(name, content):
    """Under this very name, also when a process that ended has written it already."""
    default_storage.delete(name)
    default_storage.save(name, ContentFile(content))


def _read(item, name):
    with default_storage.open(f"{_folder(item.pk)}/{name}") as file:
        return file.read()


def _table(model, keys):
    """The rows as the database's own JSON: numbers, times and ranges come back the same."""
    quoted = connection.ops.quote_name
    table, key = quoted(model._meta.db_table), quoted(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT json_agg(t)::text FROM {table} AS t WHERE {key} = ANY(%s)",  # noqa: S608 -- names of ours
            [list(keys)],
        )
        return {"model": model._meta.label, "rows": cursor.fetchone()[0]}


def _insert(table):
    model = apps.get_model(table["model"])
    quoted = connection.ops.quote_name
    rows = _with_new_fields(model, json.loads(table["rows"]), table["rows"])
    columns = [quoted(each.column) for each in _stored(model)]
    values = [_value_of(each) for each in _stored(model)]
    name = quoted(model._meta.db_table)
    key = quoted(model._meta.pk.column)
    with connection.cursor() as cursor:
        # A row whose texts went is still there, with its figures.
        cursor.execute(
            f"DELETE FROM {name} WHERE {key} IN"  # noqa: S608 -- names of ours
            f" (SELECT {key} FROM json_populate_recordset(NULL::{name}, %s))",
            [rows],
        )
        cursor.execute(
            f"INSERT INTO {name} ({', '.join(columns)})"  # noqa: S608 -- names of ours
            f" SELECT {', '.join(values)} FROM json_populate_recordset(NULL::{name}, %s)",
            [rows],
        )


def _stored(model):
    return [
        each
        for each in model._meta.concrete_fields
        if not isinstance(each, models.GeneratedField)
    ]


def _value_of(field):
    column = connection.ops.quote_name(field.column)
    # JSON's own null and no value are written alike.
    if isinstance(field, models.JSONField) and not field.null:
        return f"COALESCE({column}, 'null')"
    return column


def _with_new_fields(model, rows, text):
    """Columns that an upgrade has added since get what a new row gets."""
    known = set(rows[0]) if rows else set()
    new = [each for each in _stored(model) if each.column not in known]
    if not new:
        return text
    for row in rows:
        for each in new:
            row[each.column] = each.get_prep_value(each.get_default())
    return json.dumps(rows, default=str)
