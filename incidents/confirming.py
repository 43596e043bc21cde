"""The document that confirms in writing what an authority was told on the telephone."""

from django.conf import settings
from django.db import transaction

from attachments import files
from incidents import alerts
from incidents.duty import DutyRules
from incidents.duty_rules import LANGUAGES
from incidents.models import Notice
from incidents.worksheets import rows_of
from ui import pdf


@transaction.atomic
def confirm(notice_pk):
    """Make the document once, however many workers try, and tell those who get a copy."""
    rows = Notice.objects.unconfirmed().select_for_update(of=["self"])
    notice = rows.filter(pk=notice_pk).first()
    if not notice:
        return
    rules = DutyRules()
    for duty in rules.duties(notice.incident, [notice]):
        notice.confirmation = files.keep(_document(duty, _language_of(rules.country)))
        notice.save(update_fields=["confirmation"])
        alerts.notice_sent(notice.incident, duty)


def _document(duty, language):
    incident = duty.notice.incident
    content = pdf.document(
        "incidents/documents/confirmation.html",
        {"incident": incident, "duty": duty, "rows": rows_of(duty, incident)},
        identifier=f"notice-{duty.notice.pk}",
        language=language,
    )
    name = files.readable_name(f"{duty.authority} {incident.number}", files.PDF)
    return files.Document(content, files.PDF, name)


def _language_of(country):
    """The authority's own; where a text lacks it, it is in the municipality's."""
    spoken, ours = LANGUAGES[country], settings.LANGUAGE_CODE
    return ours if ours in spoken else spoken[0]
