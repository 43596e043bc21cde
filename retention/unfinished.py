"""Packages that have been ordered and are not made (see operations.unfinished)."""

from functools import partial

from django.conf import settings

from retention.models import Package
from retention.tasks import make_package


def _packages(before):
    waiting = Package.objects.under_way().filter(made_at__lt=before)
    for package in waiting:
        # In whose words it was asked for went with the order.
        yield (
            package,
            partial(make_package.delay, str(package.pk), settings.LANGUAGE_CODE),
        )


UNFINISHED = [_packages]
