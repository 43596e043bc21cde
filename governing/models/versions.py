import re
import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import (
    SearchQuery,
    SearchVector,
    SearchVectorField,
)
from django.db import models, transaction
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from attachments.models import Attachment
from governing.models.frozen import (
    DECIDED_IS_FROZEN,
    DECIDED_IS_KEPT,
    FrozenWithVersion,
)
from meetings.models import Link
from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition, Stateful, Transition, Versioned

# How PostgreSQL finds the stem of a word, by the language of a text.
_STEMS = {
    "sv": "swedish",
    "nn": "norwegian",
    "nb": "norwegian",
    "da": "danish",
    "en": "english",
}


def best_of(texts, language):
    """Of the texts of a version the one for who reads the language; see `text_in`."""
    wanted = [language, settings.LANGUAGE_CODE]
    # Norwegians read each other's, and better than a third language.
    if language in ("nn", "nb"):
        wanted.insert(1, "nb" if language == "nn" else "nn")

    def place(text):
        known = text.language in wanted
        return (
            text.is_easy_read,
            wanted.index(text.language) if known else len(wanted),
            text.language,
        )

    return min(texts, key=place, default=None)


class VersionQuerySet(models.QuerySet):
    def decided(self):
        """Also those that others have replaced, or that are not yet in force."""
        return self.filter(status=DocumentVersion.Status.DECIDED)

    def in_force(self, on=None):
        """Of each document the one that holds on the day (today)."""
        begun = self.decided().filter(valid_from__lte=on or today())
        newest_first = begun.order_by("document_id", "-valid_from", "-number")
        return newest_first.distinct("document_id")


class DocumentVersion(Stateful):
    """One version of a governing document, in one or several languages.

    A draft until a body has decided it; what is decided never changes, which the database
    sees to. It holds until a newer one does, and is to be looked over on a day.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        DECIDED = "decided", _("Decided")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    TRANSITIONS = {
        Status.DRAFT: {Status.DECIDED},
        Status.DECIDED: {Status.WITHDRAWN},
        Status.WITHDRAWN: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(
        "governing.GoverningDocument", models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("version"))
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFT
    )
    # A person or a body, and the number of the matter there.
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    case_number = models.CharField(_("case number"), max_length=50, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    review_on = models.DateField(
        _("valid until, to be reviewed"), null=True, blank=True
    )
    what_is_new = models.TextField(_("what is new"), max_length=2_000, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "-number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        triggers = [DECIDED_IS_FROZEN, DECIDED_IS_KEPT]
        indexes = [
            models.Index(
                fields=["document", "-valid_from", "-number"],
                condition=Q(status="decided"),
                name="documentversion_in_force",
            ),
            models.Index(
                fields=["review_on"],
                condition=Q(status="decided"),
                name="documentversion_to_review",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="documentversion_number_once"
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(status="draft"),
                name="documentversion_one_draft",
                violation_error_message=_("There is a draft already."),
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | ~Q(decided_by="")
                & Q(
                    decided_on__isnull=False,
                    valid_from__isnull=False,
                    review_on__isnull=False,
                ),
                name="documentversion_decided_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(review_on=None) | Q(review_on__gt=F("valid_from")),
                name="documentversion_reviewed_after_it_holds",
                violation_error_message=_(
                    "It is to be reviewed after the day from which it holds."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_on__isnull=False)
                | ~Q(status="withdrawn") & Q(withdrawn_on=None),
                name="documentversion_withdrawn_says_when",
            ),
        ]

    def __str__(self):
        return str(_("Version %(number)s") % {"number": self.number})

    def get_absolute_url(self):
        return reverse("governing:version", args=[self.document_id, self.number])

    @property
    def ruled_on(self):
        """What decisions of bodies are tied to: its address says number and document."""
        return Link("governing:version_by_key", str(self.pk), str(self))

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def is_coming(self):
        """Decided, and not yet in force."""
        return self.status == self.Status.DECIDED and self.valid_from > today()

    @property
    def is_to_be_reviewed(self):
        return self.status == self.Status.DECIDED and self.review_on <= today()

    def text_in(self, language):
        """The text for who reads the language: in it, else in the municipality's, else in
        the first there is; one that is easy to read only where there is no other."""
        return best_of(self.texts.all(), language)

    @property
    def title(self):
        """In the reader's language, where it has one."""
        text = self.text_in(get_language())
        return text.title if text else str(self.document)

    def log(self, *, by, note=""):
        """That it was begun."""
        self.transitions.create(
            from_status=self.status, to_status=self.status, by=by, note=note
        )

    def hold_draft(self):
        """Keep others from deciding it until the transaction ends.

        Raises InvalidTransition when it is no draft any more.
        """
        drafts = DocumentVersion.objects.select_for_update(no_key=True)
        if not drafts.filter(pk=self.pk, status=self.Status.DRAFT).exists():
            raise InvalidTransition(MOVED_ON)

    @transaction.atomic
    def write(self, *, by, language, is_easy_read=False, **said):
        """Its text in a language that it has not yet."""
        self.hold_draft()
        if self.texts.filter(language=language, is_easy_read=is_easy_read).exists():
            raise InvalidTransition(_("Somebody has begun that text meanwhile."))
        return self.texts.create(
            language=language, is_easy_read=is_easy_read, changed_by=by, **said
        )

    @transaction.atomic
    def decide(self, *, by, **said):
        """Freeze it; see the constraints for what must be said."""
        self.hold_draft()
        texts = list(self.texts.all())
        if not any(text.says_something for text in texts):
            raise InvalidTransition(
                _("Nothing is written yet. Write the text, or add a file.")
            )
        for text in texts:
            if not text.says_something:
                raise InvalidTransition(
                    _("The text in %(language)s is empty. Write it, or remove it.")
                    % {"language": text.language_label}
                )
        self._move_to(self.Status.DECIDED, by=by, **said)

    def withdraw(self, *, by, note):
        self._move_to(self.Status.WITHDRAWN, by=by, note=note, withdrawn_on=today())

    @transaction.atomic
    def discard(self, *, by):
        """Delete the draft; a document that has no other version goes with it."""
        self.hold_draft()
        document = self.document
        self.delete()
        if not document.versions.exists():
            document.delete()


class VersionTransition(Transition):
    document_version = models.ForeignKey(
        DocumentVersion, models.CASCADE, related_name="transitions"
    )

    @property
    def words(self):
        return {
            DocumentVersion.Status.DRAFT: _("Begun"),
            DocumentVersion.Status.DECIDED: _("Decided"),
            DocumentVersion.Status.WITHDRAWN: _("Withdrawn"),
        }[self.to_status]


class VersionTextQuerySet(models.QuerySet):
    def matching(self, text):
        """Those with words that begin as what was typed, by the stems of their language."""
        words = " & ".join(f"{word}:*" for word in re.findall(r"\w+", text))
        if not words:
            return self.none()
        found = Q()
        for language, stems in _STEMS.items():
            query = SearchQuery(words, config=stems, search_type="raw")
            found |= Q(language=language, search=query)
        return self.filter(found)


def _vector(stems):
    return SearchVector("title", "body", config=stems)


class VersionText(Versioned):
    """What a version says in one language, in full or easy to read."""

    document_version = models.ForeignKey(
        DocumentVersion, models.CASCADE, related_name="texts"
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    is_easy_read = models.BooleanField(_("easy to read"), default=False)
    title = models.CharField(_("title"), max_length=200)
    # Plain text as ui.prose reads it: paragraphs, lists, headings.
    body = models.TextField(_("text"), max_length=100_000, blank=True)
    file = models.ForeignKey(
        Attachment,
        models.PROTECT,
        verbose_name=_("file"),
        related_name="+",
        null=True,
        blank=True,
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)
    search = models.GeneratedField(
        expression=Case(
            *(
                When(language=code, then=_vector(stems))
                for code, stems in _STEMS.items()
            ),
            default=_vector("simple"),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = VersionTextQuerySet.as_manager()

    class Meta:
        ordering = ["is_easy_read", "language", "pk"]
        verbose_name = _("text of a version")
        verbose_name_plural = _("texts of versions")
        triggers = [
            FrozenWithVersion(
                name="frozen_with_version",
                row="COALESCE(NEW.document_version_id, OLD.document_version_id)",
            )
        ]
        indexes = [GinIndex(fields=["search"], name="versiontext_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["document_version", "language", "is_easy_read"],
                name="versiontext_once_in_a_language",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def code(self):
        """How addresses name it among the texts of its version."""
        return f"{self.language}-easy" if self.is_easy_read else self.language

    @property
    def language_label(self):
        """Each language by its own name, for who looks for it."""
        name = get_language_info(self.language)["name_local"].capitalize()
        if not self.is_easy_read:
            return name
        return str(_("%(language)s, easy to read") % {"language": name})

    @property
    def says_something(self):
        return bool(self.body.strip() or self.file_id)

    def copy_to(self, version, *, by):
        names = ["language", "is_easy_read", "title", "body", "file_id"]
        said = {name: getattr(self, name) for name in names}
        return version.texts.create(changed_by=by, **said)

    @transaction.atomic
    def change(self, *, by, version, **said):
        """Write it anew while its version is a draft; raises Stale, see Versioned."""
        self.document_version.hold_draft()
        self._change(version=version, changed_by=by, **said)

    @transaction.atomic
    def remove(self, *, by):
        """Take the language out of the draft."""
        self.document_version.hold_draft()
        if self.document_version.texts.count() == 1:
            raise InvalidTransition(_("It is the only text there is."))
        self.delete()
