import uuid
from decimal import Decimal, InvalidOperation

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from actionplans.models import Measure
from attachments.models import Attachment
from attachments.photos import keep as keep_photo
from riskassessment.models.checklists import Question
from riskassessment.models.frozen import FrozenWithRound
from riskassessment.models.rounds import InspectionRound
from sam.workflow import Stale

MOST_PHOTOS = 20
_OWN_ROUND = "COALESCE(NEW.round_id, OLD.round_id)"
# What fills `Answer.pictures` of many answers at once.
PICTURES = Prefetch("photos", to_attr="pictures")


class AnswerQuerySet(models.QuerySet):
    def with_findings(self):
        """With all that a page shows of an answer."""
        measures = Measure.objects.select_related("responsible")
        return self.with_risks().prefetch_related(
            "answered_by", Prefetch("risk__measures", measures)
        )

    def with_risks(self):
        """With risk and photos. What many answers share is read once, not with each."""
        return self.select_related("risk__matrix", "deviation").with_photos()

    def with_photos(self):
        return self.prefetch_related(PICTURES)

    @transaction.atomic
    def keep(self, round, question, *, by, was=None, at=None, **said):
        """Keep what was said of a question; the last word counts, history has the rest.

        The first answer starts the round. `said` has `value` or `comment` or both; `was`
        what stood there when they were said: raises Stale when somebody else has said
        something else since. `at` is when it was said, for what comes late.
        """
        round.hold(*round.Status.walked)
        if round.status == round.Status.PLANNED:
            round.start(by=by)
        new = self.model(round=round, question=question, answered_by=by)
        rows = self.select_related("risk").select_for_update(of=["self"])
        answer = rows.filter(round=round, question=question).first()
        answer = answer or new
        answer.refuse_to_overwrite(said, was or {})
        for name, text in said.items():
            setattr(answer, name, text)
        answer.shows_risk = shows_risk(question, answer.value)
        answer.answered_by, answer.answered_at = by, at or timezone.now()
        answer.save()
        if hasattr(answer, "risk"):
            answer.risk.follow(answer, by=by)
        return answer

    @transaction.atomic
    def add_photo(self, round, question, photo, *, by, key=None):
        """Keep a photo of what the question is about, also before it is answered.

        Raises ValidationError when there are MOST_PHOTOS already.
        """
        round.hold(*round.Status.walked)
        answer = self.filter(round=round, question=question).first()
        answer = answer or self.keep(round, question, by=by)
        if answer.photos.count() >= MOST_PHOTOS:
            raise ValidationError(
                _("A question may have at most %(limit)s photos.")
                % {"limit": MOST_PHOTOS}
            )
        return answer.photos.create(
            id=key or uuid.uuid4(), attachment=keep_photo(photo, by=by), added_by=by
        )

    @transaction.atomic
    def remove_photo(self, round, question, key):
        """Take a photo away; nothing happens when somebody has done so already."""
        round.hold(*round.Status.walked)
        photos = AnswerPhoto.objects.select_related("attachment")
        photos = photos.filter(answer__round=round, answer__question=question, pk=key)
        for photo in photos:
            photo.delete()
            photo.attachment.discard()


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Answer(models.Model):
    """What was said of one question in one round; `value` as the question's kind has it.

    Yes and no, one to five, a number with a decimal point, or a text. Empty is not
    answered, and that is never the same as not applicable.
    """

    class Value(models.TextChoices):
        UNANSWERED = "", _("Not answered")
        YES = "yes", _("Yes")
        NO = "no", _("No")
        NOT_APPLICABLE = "not_applicable", _("Not applicable")

    round = models.ForeignKey(InspectionRound, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    value = models.CharField(_("answer"), max_length=2_000, blank=True)
    comment = models.TextField(_("comment"), max_length=5_000, blank=True)
    # By the question's rule; kept, so that lists need not know the rules.
    shows_risk = models.BooleanField(default=False)
    # What the safety representative says of the answer.
    review_comment = models.TextField(
        _("the safety representative's comment"), max_length=5_000, blank=True
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(default=timezone.now)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["question__section__order", "question__order"]
        constraints = [
            models.UniqueConstraint(fields=["round", "question"], name="answer_once")
        ]
        triggers = [FrozenWithRound(round=_OWN_ROUND)]

    def __str__(self):
        return self.in_words

    def refuse_to_overwrite(self, said, was):
        """Raise Stale where somebody has said a third thing since; see `keep`."""
        for name, before in was.items():
            if getattr(self, name) not in (before, said.get(name)):
                raise Stale(self)

    @property
    def standing_risk(self):
        """The risk, as long as the answer shows one; a slip and back loses nothing."""
        return getattr(self, "risk", None) if self.shows_risk else None

    @property
    def standing_deviation(self):
        """Why it is so all the same, in healthy scheduling, as long as it shows a risk."""
        return getattr(self, "deviation", None) if self.shows_risk else None

    @cached_property
    def pictures(self):
        """The photos as a list: a queryset for each of many answers takes long to make."""
        return list(self.photos.all())

    @property
    def in_words(self):
        """The answer as people read it; the question must be at hand."""
        return in_words(self.question, self.value)


def in_words(question, value):
    if value in Answer.Value.values:
        return str(Answer.Value(value).label)
    if question.kind == Question.Kind.SCALE:
        return _("%(step)s of 5") % {"step": value}
    if question.kind == Question.Kind.NUMBER and question.unit_label:
        return f"{value} {question.unit_label}"
    return value


def shows_risk(question, value):
    """Whether the answer is one that by the question's rule shows a risk."""
    rule, When = question.risk_when, Question.RiskWhen
    if rule in (When.NO, When.YES):
        return value == rule
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    if rule == When.AT_MOST:
        return number <= question.risk_limit
    return rule == When.AT_LEAST and number >= question.risk_limit


class AnswerPhoto(models.Model):
    """A photo of what was found; the device that took it gives the key, so it comes once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="photos")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["added_at", "pk"]
        triggers = [
            FrozenWithRound(
                round="(SELECT round_id FROM riskassessment_answer"
                " WHERE id = COALESCE(NEW.answer_id, OLD.answer_id))"
            )
        ]

    def __str__(self):
        return self.pk.hex[:8]


class Sending(models.Model):
    """That a device has sent something of a round: sent again, it is not done again.

    The device gives each act a key before it is sent. When the network breaks after the
    program has acted and before the device knows, the same key comes again and is
    answered with what was answered before.
    """

    key = models.UUIDField(primary_key=True)
    round = models.ForeignKey(InspectionRound, models.CASCADE, related_name="sendings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    result = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="sending_by_age")]

    def __str__(self):
        return str(self.key)
