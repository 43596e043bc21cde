"""What is done in the background, and each night."""

from celery import shared_task

from reorganisation import carrying_out
from reorganisation.importing import running
from reorganisation.models import OrganisationImport

MAX_RETRIES = 3
# Until another import has been carried out.
WAIT_SECONDS = 10


@shared_task
def carry_out_due():
    """Reorganisations whose day has come; again the next night where one was missed."""
    carrying_out.carry_out_due()


@shared_task(bind=True, max_retries=None)
def go_on(self, pk, language, tries=0):
    """Read, check or carry out; what fails is tried again, and what is done stays done."""
    organisation_import = OrganisationImport.objects.get(pk=pk)
    try:
        running.go_on(organisation_import, language=language)
    except running.Busy as busy:
        organisation_import.note()
        raise self.retry(exc=busy, countdown=WAIT_SECONDS) from busy
    except Exception as error:
        if tries < MAX_RETRIES:
            raise self.retry(
                args=[pk, language, tries + 1], exc=error, countdown=2**tries
            ) from error
        running.give_up(organisation_import, language=language)
        raise


@shared_task
def forget_old():
    running.forget_old()
