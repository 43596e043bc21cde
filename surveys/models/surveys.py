import secrets
import uuid
from enum import nonmember
from hashlib import sha256

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisation.models import IsAnyOf, Level, Unit, UnitBoundQuerySet, UnitPermission
from organisation.models.units import COLLATION
from organisation.permissions import granted_units
from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition, Stateful, Transition, Versioned
from surveys.models.questionnaires import Questionnaire
from surveys.models.themes import LEAST_GROUP, Theme

# What a code on a poster is written with: nothing that is taken for something else.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_code():
    return "".join(secrets.choice(_LETTERS) for _place in range(8))


def fingerprint(token):
    """What is kept of a link: long and random as it is, nobody finds it by trying."""
    return sha256(token.encode()).hexdigest()


class SurveyQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """HR sees all of its own; others what is open for them, and results of theirs."""
        asked = Recipient.objects.filter(survey=OuterRef("pk"), person=user)
        results = SurveyUnit.objects.visible_to(user).filter(survey=OuterRef("pk"))
        answering = Q(status=Survey.Status.OPEN) & Q(Exists(asked))
        led = Q(status__in=Survey.Status.led_states) & Q(Exists(results))
        return self.reached_by(user, UnitPermission.MANAGE_YEAR, or_own=answering | led)

    def managed_by(self, user):
        return self.reached_by(user, UnitPermission.MANAGE_YEAR)

    def open(self):
        return self.filter(status=Survey.Status.OPEN)

    def with_results(self):
        return self.filter(status__in=Survey.Status.closed_states)

    def newest_first(self):
        return self.order_by("-year", "-closes_on", "pk")


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class Survey(Stateful, Versioned):
    """Questions put to all employees of a unit and those below it, or the results of an
    instrument of somebody else's.

    Who has answered, and what was answered, are nowhere kept together
    (docs/decisions/anonymous-surveys.md).
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("In preparation")
        OPEN = "open", _("Open")
        CLOSED = "closed", pgettext_lazy("survey", "Closed")
        PUBLISHED = "published", _("Published")

        closed_states = nonmember(("closed", "published"))
        led_states = nonmember(("open", "closed", "published"))

    TRANSITIONS = {
        Status.DRAFT: {Status.OPEN, Status.CLOSED},
        Status.OPEN: {Status.CLOSED},
        Status.CLOSED: {Status.PUBLISHED},
        Status.PUBLISHED: set(),
    }
    TONES = {
        Status.DRAFT: "neutral",
        Status.OPEN: "info",
        Status.CLOSED: "warning",
        Status.PUBLISHED: "success",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200, db_collation=COLLATION)
    year = models.PositiveSmallIntegerField(_("year"))
    # All that work here and below are asked.
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("for whom"), related_name="surveys"
    )
    # None for results that were brought in.
    questionnaire = models.ForeignKey(
        Questionnaire,
        models.PROTECT,
        verbose_name=_("questionnaire"),
        related_name="surveys",
        null=True,
        blank=True,
    )
    opens_on = models.DateField(_("first day"))
    closes_on = models.DateField(_("last day"))
    languages = ArrayField(
        models.CharField(max_length=5), verbose_name=_("languages"), default=list
    )
    minimum_group = models.PositiveSmallIntegerField(
        _("fewest answers that a figure is shown of"),
        validators=[MinValueValidator(LEAST_GROUP)],
    )
    minimum_for_texts = models.PositiveSmallIntegerField(
        _("fewest answers that what people wrote is shown of")
    )
    low_index = models.PositiveSmallIntegerField(
        _("index under which a measure is proposed")
    )
    follow_up_due_on = models.DateField(_("workplaces have followed up by"))
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFT
    )
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-closes_on", "pk"]
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        indexes = [
            models.Index(fields=["-closes_on", "-id"], name="survey_newest"),
            models.Index(fields=["unit", "-closes_on"], name="survey_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="survey_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(follow_up_due_on__gte=F("closes_on")),
                name="survey_followed_up_after_it_ends",
                violation_error_message=_(
                    "The workplaces cannot have followed it up before it ends."
                ),
            ),
            models.CheckConstraint(
                condition=Q(minimum_group__gte=LEAST_GROUP)
                & Q(minimum_for_texts__gte=F("minimum_group")),
                name="survey_texts_of_more_people",
                violation_error_message=_(
                    "What people wrote is not shown of fewer than the figures are."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "open"], closed_on=None)
                | Q(status__in=["closed", "published"], closed_on__isnull=False),
                name="survey_closed_says_when",
            ),
        ]

    def __str__(self):
        """With its year, which many say in the name already."""
        year = str(self.year)
        return self.name if year in self.name else f"{self.name} {year}"

    def get_absolute_url(self):
        return reverse("surveys:survey_detail", args=[self.pk])

    @property
    def is_own(self):
        """Put in the program, not brought in."""
        return self.questionnaire_id is not None

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def is_open(self):
        return self.status == self.Status.OPEN

    @property
    def has_results(self):
        return self.status in self.Status.closed_states

    @property
    def takes_answers(self):
        return self.is_open and self.opens_on <= today() <= self.closes_on

    @property
    def tone(self):
        return self.TONES[self.status]

    def whole(self):
        """The part with all who were asked."""
        return self.parts.get(unit=self.unit_id)

    def previous(self):
        """The latest one before it of the same unit, with results."""
        surveys = Survey.objects.with_results().filter(unit=self.unit_id)
        earlier = surveys.filter(closes_on__lt=self.closes_on).exclude(pk=self.pk)
        return earlier.order_by("-closes_on", "pk").first()

    def write(self, *, version, **what):
        """Change what is in preparation; who opens it meanwhile wins."""
        if not self.is_draft:
            raise InvalidTransition(MOVED_ON)
        self._change(version=version, **what)

    def open(self, *, by):
        """See `surveys.opening`, which decides who is asked."""
        if not self.opens_on <= today() <= self.closes_on:
            raise InvalidTransition(_("It is opened between its first and last day."))
        self._move_to(self.Status.OPEN, by=by)

    def close(self, *, by):
        """See `surveys.closing`, which works out the results."""
        self._move_to(self.Status.CLOSED, by=by, closed_on=today())

    def publish(self, *, by):
        """Let everyone read the results of the own workplace."""
        self._move_to(self.Status.PUBLISHED, by=by)


class SurveyTransition(Transition):
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="transitions")

    @property
    def words(self):
        return {
            Survey.Status.OPEN: _("Opened"),
            Survey.Status.CLOSED: _("Closed"),
            Survey.Status.PUBLISHED: _("Published"),
        }[self.to_status]


class SurveyTheme(models.Model):
    """A theme as it was called when the survey was opened."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="themes")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="in_surveys")
    name = models.CharField(_("name"), max_length=100)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "theme"], name="surveytheme_once")
        ]

    def __str__(self):
        return self.name


def _lineages(units):
    """Ids of the units and of all above them, for a query."""
    return units.order_by().values_list(Func(F("lineage"), function="unnest"))


class SurveyUnitQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """Those who lead or represent read what lies below them; everyone reads of the own
        workplace and of all that it is part of, once the survey is published."""
        own = Unit.objects.filter(pk=user.unit_id)
        granted = granted_units(user, UnitPermission.VIEW_YEAR)
        led = Unit.objects.filter(pk__in=granted.units)
        # What one leads is read beside the whole of which it is part.
        above = Q(
            unit__in=_lineages(led), survey__status__in=Survey.Status.closed_states
        )
        of_all = Q(unit__in=_lineages(own), survey__status=Survey.Status.PUBLISHED)
        return self.filter(
            Q(IsAnyOf("unit", granted.reach))
            & Q(survey__status__in=Survey.Status.led_states)
            | above
            | of_all
            if not granted.everywhere
            else Q(survey__status__in=Survey.Status.led_states)
        )

    def within(self, part):
        """The part and those that lay below it when the survey was opened."""
        return self.filter(survey=part.survey_id, lineage__contains=[part.unit_id])


class SurveyUnit(models.Model):
    """A unit's part of a survey, as the unit was called and where it hung at the opening.

    `recipients` and `by_code` are counts of those who work in the unit itself; `asked`,
    `answered` and `answers` are of the unit with all that lies below it, from the closing on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="parts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="survey_parts")
    name = models.CharField(_("name"), max_length=200, db_collation=COLLATION)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    lineage = ArrayField(models.UUIDField(), default=list)
    recipients = models.PositiveIntegerField(_("asked by e-mail"), default=0)
    # Those without e-mail, who answer with the workplace's code.
    by_code = models.PositiveIntegerField(_("asked by code"), default=0)
    answered_by_code = models.PositiveIntegerField(default=0)
    code = models.CharField(
        max_length=20, unique=True, default=new_code, editable=False
    )
    asked = models.PositiveIntegerField(_("asked"), default=0)
    # Taken part, and of those the sheets with any answer that counts.
    answered = models.PositiveIntegerField(_("answered"), default=0)
    is_shown = models.BooleanField(_("results are shown"), default=False)
    shows_texts = models.BooleanField(_("what people wrote is shown"), default=False)

    objects = SurveyUnitQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("part of a survey")
        verbose_name_plural = _("parts of surveys")
        indexes = [GinIndex(fields=["lineage"], name="surveyunit_lineage")]
        constraints = [
            models.UniqueConstraint(fields=["survey", "unit"], name="surveyunit_once"),
            models.CheckConstraint(
                condition=Q(answered_by_code__lte=F("by_code")),
                name="surveyunit_code_used_by_as_many_as_asked",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("surveys:result", args=[self.survey_id, self.unit_id])

    @property
    def rate(self):
        """Per cent who took part, or None where nobody was asked."""
        return 100 * self.answered / self.asked if self.asked else None

    @property
    def number_asked(self):
        """Of the unit itself."""
        return self.recipients + self.by_code

    @property
    def is_small(self):
        """So few work there that what they answer is told only of a level above."""
        return self.number_asked < self.survey.minimum_group


class Recipient(models.Model):
    """That somebody is asked, and whether they have taken part; nothing of what or when.

    The rows are deleted when the survey is closed.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="recipients")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    has_answered = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "person"], name="recipient_once")
        ]
        indexes = [
            models.Index(
                fields=["person"],
                condition=Q(has_answered=False),
                name="recipient_to_answer",
            )
        ]

    def __str__(self):
        return str(self.pk)


class AnswerLink(models.Model):
    """A personal link to the questions; only its fingerprint is kept.

    A reminder brings one of its own. When the survey is closed it leads to no person.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="links")
    recipient = models.ForeignKey(
        Recipient, models.SET_NULL, related_name="links", null=True
    )
    token_hash = models.CharField(max_length=64, unique=True)

    def __str__(self):
        return str(self.pk)
