"""The register of processing as a document, and as a spreadsheet."""

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from organisation.models import Municipality
from privacy.law import authority
from privacy.processing import SECURITY, register
from ui.kept import KeptDocument
from ui.pdf import document

KEPT = KeptDocument("privacy.register", waits=120)


def make(language):
    with override(language):
        municipality = Municipality.objects.current()
        context = {
            "municipality": municipality,
            "entries": register(),
            "security": SECURITY,
            "authority": authority(municipality.country),
            "today": timezone.localdate(),
        }
        pdf = document(
            "privacy/documents/register.html",
            context,
            identifier=f"register-of-processing-{language}",
            language=language,
        )
    KEPT.keep(municipality.pk, language, pdf)


def rows():
    """The same as rows of a spreadsheet, the heading first."""
    yield [
        _("Purpose"),
        _("Why"),
        _("Legal basis"),
        _("Records"),
        _("What people are in them"),
        _("Categories of data"),
        _("Recipients"),
        _("Kept how long"),
        _("The municipality's own words"),
        _("Processors"),
        _("Security measures"),
    ]
    for entry in register():
        security = [*map(str, SECURITY), entry.addition.security]
        yield [
            str(entry.purpose.title),
            str(entry.purpose.why),
            "\n".join(entry.basis),
            "\n".join(entry.kinds),
            "\n".join(entry.people),
            "\n".join(entry.data),
            "\n".join(entry.recipients),
            "\n".join(map(str, entry.kept)) or capfirst(_("no rule decided")),
            entry.addition.text,
            entry.addition.processors,
            "\n".join(filter(None, security)),
        ]
