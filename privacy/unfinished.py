"""Extracts that have been ordered and are not gathered (see operations.unfinished)."""

from functools import partial

from django.conf import settings

from privacy.models import Extract
from privacy.tasks import gather


def _extracts(before):
    ordered = Extract.objects.filter(
        status__in=Extract.Status.on_its_way, begun_at__lt=before
    )
    for extract in ordered:
        # In whose words it was asked for went with the order.
        yield extract, partial(gather.delay, str(extract.pk), settings.LANGUAGE_CODE)


UNFINISHED = [_extracts]
