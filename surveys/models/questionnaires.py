import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sam.workflow import MOVED_ON, InvalidTransition
from surveys.models.kinds import Kind
from surveys.models.scales import SCALES
from surveys.models.themes import Theme


def said(words):
    """What stands in {language: text}, in the reader's language or the first that has any."""
    return words.get(get_language()) or next(filter(None, words.values()), "")


class QuestionnaireQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Questionnaire.Status.PUBLISHED)

    @transaction.atomic
    def begin(self, *, name, languages, of=None):
        """A draft: empty under a code of its own, or the next version of another."""
        code = of.code if of else f"{slugify(name)[:40]}-{uuid.uuid4().hex[:6]}"
        latest = self.filter(code=code).aggregate(latest=Max("version"))["latest"]
        draft = self.create(
            code=code, version=(latest or 0) + 1, name=name, languages=languages
        )
        for group in of.groups.prefetch_related("questions") if of else []:
            questions = list(group.questions.all())
            group.pk, group.questionnaire = None, draft
            group._state.adding = True
            group.save()
            for question in questions:
                question.pk, question.group = None, group
                question._state.adding = True
            Question.objects.bulk_create(questions)
        return draft


class Questionnaire(models.Model):
    """A version of the questions of a survey; what is published never changes."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("code"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=200)
    languages = ArrayField(models.CharField(max_length=5), verbose_name=_("languages"))
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFT
    )

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-version"]
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="questionnaire_version"
            ),
            # Two drafts of one would lose what is written in either.
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(status="draft"),
                name="questionnaire_one_draft",
                violation_error_message=_("There is a draft of it already."),
            ),
        ]

    def __str__(self):
        return gettext("%(name)s, version %(version)s") % {
            "name": self.name,
            "version": self.version,
        }

    def get_absolute_url(self):
        return reverse("surveys:questionnaire_detail", args=[self.pk])

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    def questions(self):
        """All of them in order, with their group and theme."""
        questions = Question.objects.filter(group__questionnaire=self)
        return questions.select_related("group__theme").order_by(
            "group__order", "order", "pk"
        )

    def lacking(self):
        """What keeps it from being published, in words."""
        questions = list(self.questions())
        if not any(each.has_points for each in questions):
            return [gettext("It has no question whose answers can be counted.")]
        lacking = [
            gettext("“%(text)s” is not in all languages.") % {"text": said(words)}
            for words in self._texts(questions)
            if any(not words.get(language) for language in self.languages)
        ]
        return list(dict.fromkeys(lacking))

    def _texts(self, questions):
        for question in questions:
            yield question.group.title
            yield question.wording
            yield from question.choices

    @transaction.atomic
    def hold_draft(self):
        """Keep others from publishing it until the transaction ends."""
        drafts = Questionnaire.objects.select_for_update()
        if not drafts.filter(pk=self.pk, status=self.Status.DRAFT).exists():
            raise InvalidTransition(MOVED_ON)

    @transaction.atomic
    def publish(self):
        self.hold_draft()
        if lacking := self.lacking():
            raise InvalidTransition(" ".join(lacking))
        self.status = self.Status.PUBLISHED
        self.save(update_fields=["status"])

    @transaction.atomic
    def discard(self):
        self.hold_draft()
        self.delete()


class Ordered(models.Model):
    """A row with a place among its like, which can change places with its neighbour."""

    order = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        abstract = True

    def siblings(self):
        raise NotImplementedError

    @transaction.atomic
    def move(self, *, up):
        """Change places with the one before or after; the first and the last stay."""
        rows = list(self.siblings().order_by("order", "pk"))
        place = next(i for i, row in enumerate(rows) if row.pk == self.pk)
        other = place - 1 if up else place + 1
        if 0 <= other < len(rows):
            rows[place], rows[other] = rows[other], rows[place]
        for order, row in enumerate(rows, start=1):
            row.order = order
        type(self).objects.bulk_update(rows, ["order"])


class QuestionGroup(Ordered):
    """Questions under a heading, which tell of one theme or of none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="groups"
    )
    # {language: text}
    title = models.JSONField(_("heading"), default=dict)
    theme = models.ForeignKey(
        Theme,
        models.PROTECT,
        verbose_name=_("theme"),
        related_name="groups",
        null=True,
        blank=True,
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("group of questions")
        verbose_name_plural = _("groups of questions")

    def __str__(self):
        return said(self.title)

    def siblings(self):
        return QuestionGroup.objects.filter(questionnaire=self.questionnaire_id)


class Question(Ordered):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(QuestionGroup, models.CASCADE, related_name="questions")
    kind = models.CharField(
        _("kind of answer"), max_length=20, choices=Kind, default=Kind.AGREE
    )
    # {language: text}
    wording = models.JSONField(_("question"), default=dict)
    # Of a choice: [{language: text}], told apart by their places.
    choices = models.JSONField(_("what to choose among"), default=list, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="choice") | ~Q(choices=[]),
                name="question_choice_has_choices",
            )
        ]

    def __str__(self):
        return said(self.wording)

    def siblings(self):
        return Question.objects.filter(group=self.group_id)

    @property
    def has_points(self):
        """Whether its answers make an index."""
        return self.kind in SCALES

    @property
    def is_text(self):
        return self.kind == Kind.TEXT

    def options(self):
        """[(value, words)] to choose among."""
        if self.kind == Kind.CHOICE:
            return [
                (str(place), said(words))
                for place, words in enumerate(self.choices, start=1)
            ]
        return SCALES.get(self.kind, [])
