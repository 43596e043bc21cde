"""A document on paper: the text of a version, with what holds locally, as a tagged PDF."""

from typing import NamedTuple

from django.utils.translation import override

from governing.models import LocalAddition, VersionText
from organisation.models import Municipality
from ui.kept import KeptDocument
from ui.pdf import document

KEPT = KeptDocument("governing.document", waits=120)


class Copy(NamedTuple):
    """What is to be printed: a text, and the additions that its reader may see."""

    text: VersionText
    additions: list

    @property
    def pk(self):
        """Tells copies apart also when an addition has been changed."""
        parts = [f"{each.pk}.{each.version}" for each in self.additions]
        return ":".join([str(self.text.pk), *parts])


def copy_of(text, additions):
    return Copy(text, sorted(additions, key=lambda each: str(each.pk)))


def make(text_pk, addition_pks, language):
    """In the text's own language, whatever language its reader has the pages in."""
    texts = VersionText.objects.select_related("document_version__document__unit")
    text = texts.get(pk=text_pk)
    additions = LocalAddition.objects.filter(pk__in=addition_pks)
    copy = copy_of(text, additions.select_related("unit"))
    with override(text.language):
        pdf = document(
            "governing/documents/document.html",
            {
                "text": text,
                "version": text.document_version,
                "document": text.document_version.document,
                "additions": copy.additions,
                "municipality": Municipality.objects.current(),
            },
            identifier=f"governing-{copy.pk}",
            language=text.language,
        )
    KEPT.keep(copy.pk, language, pdf)
