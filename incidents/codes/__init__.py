"""Code lists that come with the program, and what puts them into the database."""

import json
from pathlib import Path

from django.db import transaction

from incidents.models import Cause

CAUSES = Path(__file__).with_name("causes.json")


@transaction.atomic
def load_causes():
    """Make the database's list say what the file says; safe to run again."""
    rows = json.loads(CAUSES.read_text())
    for row in rows:
        Cause.objects.update_or_create(
            code=row["code"],
            defaults={
                "label_sv": row["sv"],
                "label_en": row["en"],
                "is_offered": True,
            },
        )
    dropped = Cause.objects.exclude(code__in=[row["code"] for row in rows])
    dropped.update(is_offered=False)
    return len(rows)
