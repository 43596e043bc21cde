"""Code lists that come with the program, and what puts them into the database."""

import json
from pathlib import Path

from django.db import transaction

from incidents.models import Code

FOLDER = Path(__file__).parent


@transaction.atomic
def load_codes():
    """Make the database's lists say what the files say; safe to run again."""
    lists = [json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))]
    for each in lists:
        _load(each)
    return sum(len(each["codes"]) for each in lists)


def _load(content):
    of_list = Code.objects.filter(list=Code.List(content["list"]))
    Code.objects.bulk_create(
        [
            Code(
                list=content["list"],
                code=code,
                labels=labels,
                version=content["version"],
            )
            for code, labels in _rows(content)
        ],
        update_conflicts=True,
        unique_fields=["list", "code"],
        update_fields=["labels", "version", "is_offered"],
    )
    dropped = of_list.exclude(code__in=[code for code, _labels in _rows(content)])
    dropped.update(is_offered=False)


def _rows(content):
    for row in content["codes"]:
        yield row["code"], {name: row[name] for name in row if name != "code"}
