import json
from pathlib import Path

from django.db import transaction

from meetings.models import AgendaTemplate, StandingItem

FILE = Path(__file__).parent / "agendas" / "agendas.json"


@transaction.atomic
def load_agendas(file=FILE):
    """Bring in the agendas that are new; what HR has made of the others stays.

    Returns how many were new.
    """
    known = set(AgendaTemplate.objects.values_list("code", flat=True))
    agendas = json.loads(file.read_text("utf-8"))
    new = [each for each in agendas if each["code"] not in known]
    for each in new:
        items = each.pop("items")
        template = AgendaTemplate.objects.create(**each)
        StandingItem.objects.bulk_create(
            StandingItem(template=template, order=order, **item)
            for order, item in enumerate(items, start=1)
        )
    return len(new)
