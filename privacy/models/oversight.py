"""What the data protection officer looks at: who has read what, and what stands out."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from organisation.models import UnitPermission
from organisation.permissions import holds_everywhere
from sam.workflow import MOVED_ON, InvalidTransition


def oversees(user):
    return holds_everywhere(user, UnitPermission.OVERSEE_PERSONAL_DATA)


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The officer's, but for what concerns the officer: nobody oversees themselves."""
        return self.exclude(person=user) if oversees(user) else self.none()

    def asked_of(self, user):
        """Those on which the person has been asked, to answer."""
        return self.filter(person=user).exclude(question="")

    def unreviewed(self):
        return self.filter(reviewed_at=None)

    def unanswered(self):
        return self.unreviewed().filter(answered_at=None).exclude(question="")


class Finding(models.Model):
    """One person's reading that stands out by a rule, or that the officer asks about."""

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", _("Opened a name with a reason")
        OTHER_UNITS = "other_units", _("Read many records of other units")
        NIGHT = "night", _("Read at night")
        MANY = "many", _("Read very many records in a short time")
        COLLEAGUE = "colleague", _("Read records of a colleague in the same unit")
        ONESELF = "oneself", _("Read a record in which the reader is the one affected")
        BY_MANY = "by_many", _("One record was read by many")
        EXPORT = "export", _("Took out a long list")
        RESEARCH = "research", _("Took out data for research")
        CHOSEN = "chosen", _("Asked about by the data protection officer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("what stands out"), max_length=20, choices=Kind)
    # Nobody in particular where one record was read by many.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("who"),
        related_name="+",
        null=True,
    )
    # Of which day, in the municipality's time, and in it from when to when.
    day = models.DateField(_("day"))
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    number = models.PositiveIntegerField(default=1)
    # Which row it is of, where it is of one; so that it is found once.
    key = models.CharField(max_length=50, blank=True)
    # What the reader gave as a reason at the time.
    reason = models.TextField(blank=True)
    question = models.TextField(_("question"), max_length=2_000, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    answer = models.TextField(_("answer"), max_length=2_000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("note"), max_length=2_000, blank=True)
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-pk"]
        verbose_name = _("reading that stands out")
        verbose_name_plural = _("readings that stand out")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "person", "day", "key"],
                name="finding_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(answer="") | ~Q(question=""),
                name="finding_answers_a_question",
            ),
        ]
        indexes = [
            models.Index(fields=["-last_at", "-id"], name="finding_newest"),
            models.Index(
                fields=["-last_at"],
                condition=Q(reviewed_at=None),
                name="finding_unreviewed",
            ),
            models.Index(fields=["person", "-last_at"], name="finding_of_person"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.day}"

    def get_absolute_url(self):
        return reverse("privacy:finding", args=[self.pk])

    @property
    def is_reviewed(self):
        return bool(self.reviewed_at)

    @property
    def state(self):
        """Words and tone."""
        if self.reviewed_at:
            return _("Reviewed"), "success"
        if self.answered_at:
            return _("Answered"), "info"
        if self.question:
            return _("Question asked"), "warning"
        return _("To be reviewed"), "warning"

    @property
    def times(self):
        """How many readings, in words; of one record, how many readers."""
        if self.kind == self.Kind.BY_MANY:
            return ngettext_lazy("%(n)s person", "%(n)s people", "n") % {
                "n": self.number
            }
        return ngettext_lazy("%(n)s time", "%(n)s times", "n") % {"n": self.number}

    def ask(self, *, by, question):
        """Ask the person, once; they have it among their tasks."""
        self._once(
            Q(question="", reviewed_at=None),
            question=question,
            asked_by=by,
            asked_at=timezone.now(),
        )

    def answer_with(self, *, by, answer):
        if by.pk != self.person_id:
            raise InvalidTransition(_("Only the person who was asked answers."))
        self._once(
            Q(answered_at=None) & ~Q(question=""),
            answer=answer,
            answered_at=timezone.now(),
        )

    def review(self, *, by, note):
        self._once(
            Q(reviewed_at=None), note=note, reviewed_by=by, reviewed_at=timezone.now()
        )

    @transaction.atomic
    def _once(self, condition, **changes):
        if not Finding.objects.filter(condition, pk=self.pk).update(**changes):
            raise InvalidTransition(MOVED_ON)
        self.refresh_from_db()


class Look(models.Model):
    """The officer has looked into the log: overseeing is overseen as well."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=20)
    # Whose readings, where it was one person's.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at", "-id"], name="look_newest")]

    def __str__(self):
        return str(self.at)


class MonthReviewed(models.Model):
    """A month's readings have been gone through, as is done each month."""

    month = models.DateField(_("month"), unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(_("note"), max_length=2_000, blank=True)

    class Meta:
        ordering = ["-month"]
        verbose_name = _("reviewed month")
        verbose_name_plural = _("reviewed months")

    def __str__(self):
        return f"{self.month:%Y-%m}"
