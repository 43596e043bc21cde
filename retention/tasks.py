from celery import shared_task
from django.utils import translation

from retention import certificate, destroying, packaging, warnings
from retention.models import Package, Run


@shared_task
def carry_out(run_pk):
    """Done twice it destroys nothing more: what is gone does not wait."""
    for run in Run.objects.filter(pk=run_pk, status=Run.Status.CONFIRMED):
        destroying.carry_out(run)


@shared_task
def go_on():
    destroying.go_on()
    packaging.clear()


@shared_task
def warn():
    warnings.warn()


@shared_task
def make_package(package_pk, language):
    with translation.override(language):
        packaging.make_or_fail(Package.objects.get(pk=package_pk))


@shared_task
def make_certificate(run_pk, language):
    certificate.make(run_pk, language)
