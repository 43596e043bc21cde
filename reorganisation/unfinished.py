"""Imports that have been ordered and are not made (see operations.unfinished)."""

from functools import partial

from django.conf import settings

from reorganisation.models import OrganisationImport
from reorganisation.tasks import go_on


def _imports(before):
    """Not those that have broken off: their page offers to go on."""
    working = OrganisationImport.objects.filter(
        status__in=OrganisationImport.WORKING, error="", moved_at__lt=before
    )
    for each in working:
        # In whose words it was asked for went with the order.
        yield each, partial(go_on.delay, str(each.pk), settings.LANGUAGE_CODE)


UNFINISHED = [_imports]
