import uuid

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from organisation.leading import employed, leaders_of, people_led_by
from organisation.models import Unit, User
from sam.dates import today
from sam.workflow import InvalidTransition, Versioned
from talks.shipped import SECTIONS


class TalkSettingsQuerySet(models.QuerySet):
    def current(self):
        """As the municipality has set it, or as it is until it has."""
        return self.first() or TalkSettings()


class TalkSettings(Versioned):
    """What the municipality decides of talks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    months_kept = models.PositiveSmallIntegerField(
        _("months for which preparations and goals are kept"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    asks_opinion = models.BooleanField(
        _("employees are asked what the talk was like"), default=True
    )

    objects = TalkSettingsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="talk_settings_only_one"),
            models.CheckConstraint(
                condition=Q(months_kept__gte=1, months_kept__lte=60),
                name="talk_settings_keep_for_a_time",
            ),
        ]

    def __str__(self):
        return str(self.pk)

    @property
    def keep_until(self):
        return today() + relativedelta(months=self.months_kept)

    def change(self, *, version, **what):
        TalkSettings.objects.get_or_create(pk=1)
        self._change(version=version, **what)


class TalkTemplateQuerySet(models.QuerySet):
    def current(self):
        """HR's own, or the one that is shipped until HR has written one."""
        if found := self.first():
            return found
        with override(settings.LANGUAGE_CODE):
            sections = [
                {"title": str(title), "questions": str(questions)}
                for title, questions in SECTIONS
            ]
        return TalkTemplate(sections=sections)


class TalkTemplate(Versioned):
    """What to prepare before an employee talk: a section for each of the marks of the
    municipality's employee policy."""

    MOST = 8

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    # [{title, questions}]
    sections = models.JSONField(_("sections"), default=list)

    objects = TalkTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template for employee talks")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="talk_template_only_one")
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    def change(self, *, version, sections):
        TalkTemplate.objects.get_or_create(pk=1, defaults={"sections": self.sections})
        self._change(version=version, sections=sections)


class _BetweenTwoQuerySet(models.QuerySet):
    """What an employee and a manager have between themselves."""

    def delete_outdated(self):
        """What is kept no longer, and what somebody has moved away from."""
        self.filter(delete_on__lte=today()).delete()
        gone = ~Q(employee__in=employed().order_by().values("pk"))
        elsewhere = ~Q(employee__unit=F("unit"))
        self.filter(gone | elsewhere).delete()
        shared = self.exclude(leader=None)
        leaders = shared.order_by().values("leader")
        for leader in User.objects.filter(pk__in=leaders):
            led = people_led_by(leader).order_by().values("pk")
            shared.filter(leader=leader).exclude(employee__in=led).delete()


class PreparationQuerySet(_BetweenTwoQuerySet):
    def visible_to(self, user):
        """The employee's own, and what is shared with the person who leads them still."""
        return self.filter(Q(employee=user) | self._shared_with(user))

    def shared_with(self, user):
        return self.filter(self._shared_with(user))

    def _shared_with(self, user):
        led = people_led_by(user).order_by().values("pk")
        return Q(is_shared=True, leader=user, employee__in=led)

    @transaction.atomic
    def begin(self, employee, *, planned_on=None):
        """The employee's of today: an empty one where there is none.

        Raises InvalidTransition for somebody without a workplace: nobody leads them.
        """
        if not employee.unit_id:
            raise InvalidTransition(_("You have no workplace in the program."))
        sections = TalkTemplate.objects.current().sections
        preparation, is_new = self.get_or_create(
            employee=employee,
            defaults={
                "unit": employee.unit,
                "parts": [{**each, "text": ""} for each in sections],
                "planned_on": planned_on,
                "delete_on": TalkSettings.objects.current().keep_until,
            },
        )
        if planned_on and not is_new:
            until = TalkSettings.objects.current().keep_until
            self.filter(pk=preparation.pk).update(
                planned_on=planned_on, delete_on=until
            )
        return preparation


class Preparation(Versioned):
    """What an employee writes before a talk: read by the employee alone, until it is
    shared with the manager who holds the talk.

    No history is kept of it, so that what is deleted is gone: at `delete_on`, and when
    either of the two has moved on.
    """

    WRITTEN = ["parts"]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employee = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="preparation"
    )
    # Where the employee worked when it was begun.
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    # When the manager has said that the talk will be.
    planned_on = models.DateField(_("day of the talk"), null=True, blank=True)
    # [{title, questions, text}]: the template's as it was when it was begun.
    parts = models.JSONField(default=list)
    is_shared = models.BooleanField(_("shared"), default=False)
    # Whom it is shared with.
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
    )
    delete_on = models.DateField(_("deleted on"))

    objects = PreparationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("preparation for a talk")
        verbose_name_plural = _("preparations for talks")
        indexes = [models.Index(fields=["delete_on"], name="preparation_delete_on")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_shared=False, leader=None)
                | Q(is_shared=True, leader__isnull=False),
                name="preparation_shared_with_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(leader=F("employee")),
                name="preparation_shared_with_another",
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    def get_absolute_url(self):
        return reverse("talks:preparation", args=[self.pk])

    @property
    def is_empty(self):
        return not any(part["text"] for part in self.parts)

    def write(self, *, by, version, parts):
        self._change(version=version, parts=parts)

    def share(self, *, by, leader):
        """Let the manager read it, from now on also what is written later."""
        if leader not in leaders_of(by):
            raise InvalidTransition(_("That is not your manager any longer."))
        Preparation.objects.filter(pk=self.pk).update(is_shared=True, leader=leader)
        self.refresh_from_db()

    def unshare(self, *, by):
        Preparation.objects.filter(pk=self.pk).update(is_shared=False, leader=None)
        self.refresh_from_db()


class AgreedGoalQuerySet(_BetweenTwoQuerySet):
    def visible_to(self, user):
        led = people_led_by(user).order_by().values("pk")
        return self.filter(Q(employee=user) | Q(leader=user, employee__in=led))


class AgreedGoal(Versioned):
    """What an employee and the manager have agreed on in a talk: theirs alone.

    Either of them writes it; no history is kept, and it goes as a preparation does.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", _("Not looked at yet")
        REACHED = "reached", _("Reached")
        PARTLY = "partly", _("Partly reached")
        NOT_REACHED = "not_reached", _("Not reached")

    WRITTEN = ["text", "follow_up_on", "outcome"]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="agreed_goals"
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    text = models.TextField(_("what we have agreed on"), max_length=2_000)
    follow_up_on = models.DateField(_("looked at again on"), null=True, blank=True)
    outcome = models.CharField(
        _("how it went"), max_length=20, choices=Outcome, default=Outcome.OPEN
    )
    delete_on = models.DateField(_("deleted on"))

    objects = AgreedGoalQuerySet.as_manager()

    class Meta:
        ordering = ["follow_up_on", "pk"]
        verbose_name = _("agreed goal")
        verbose_name_plural = _("agreed goals")
        indexes = [models.Index(fields=["delete_on"], name="agreed_goal_delete_on")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(leader=F("employee")), name="agreed_goal_is_of_two"
            )
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    def change(self, *, by, version, **what):
        self._change(version=version, **what)


class SupportLinkQuerySet(models.QuerySet):
    def listed(self):
        return self.order_by("order", "pk")


class SupportLink(models.Model):
    """Where there is help or material for who holds a talk or is exposed to violence."""

    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=500)
    note = models.CharField(_("what one finds there"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(_("place in the list"), default=1)

    objects = SupportLinkQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("support material")
        verbose_name_plural = _("support material")

    def __str__(self):
        return self.title
