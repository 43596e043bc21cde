import uuid
from datetime import timedelta

import pghistory
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from introductions.models.surveys import SurveyInvitation
from introductions.models.templates import IntroductionTemplate, TemplateStep
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission, User
from organisation.permissions import granted_units
from organisation.roles import nearest_managed
from sam.dates import today
from sam.workflow import InvalidTransition, Stateful, Transition, Versioned

# How the introduction was is asked so long after the first day.
ASKED_AFTER = relativedelta(months=3)
# So long before the probation ends its talk is held, so that there is time to act.
TALK_BEFORE = timedelta(days=17)
# An employment that began so long ago is no new one any more.
NEW_FOR = timedelta(days=365)


class IntroductionQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """The new employee, the supervisor and the nearest manager; nobody above."""
        led = Introduction.objects.led_by(user).order_by().values("pk")
        return self.filter(Q(person=user) | Q(supervisor=user) | Q(pk__in=led))

    def led_by(self, user):
        """Of units that the person leads, or that have no manager nearer."""
        units = granted_units(user, UnitPermission.HANDLE_YEAR).units
        if not units:
            return self.none()
        rows = self.annotate(answering_unit=nearest_managed("unit"))
        return rows.filter(Q(unit__in=units) | Q(answering_unit__in=units))

    def running(self):
        return self.filter(status=Introduction.Status.RUNNING)

    def with_progress(self):
        """How many steps there are, and how many are done."""
        counted = ~Q(steps__skipped_because="") | IntroductionStep.done("steps__")
        return self.annotate(
            number_of_steps=Count("steps"),
            number_done=Count("steps", filter=counted),
        )

    def with_open_steps(self, *, by):
        """With a step that should have been done by the day."""
        steps = IntroductionStep.objects.open().filter(due_on__lte=by)
        return self.filter(Exists(steps.filter(introduction=OuterRef("pk"))))

    @transaction.atomic
    def begin(self, *, by, person, template, starts_on, **what):
        """Everything that the template says, with days counted from the first of work."""
        introduction = self.create(
            begun_by=by, person=person, template=template, starts_on=starts_on, **what
        )
        IntroductionStep.objects.bulk_create(
            IntroductionStep(
                introduction=introduction,
                template_step=step,
                due_on=starts_on + timedelta(days=step.after_days),
                is_shown=step.who != TemplateStep.Who.NEWCOMER,
            )
            for step in template.steps.all()
        )
        if day := introduction.day_of_survey:
            SurveyInvitation.objects.create(introduction=introduction, due_on=day)
        introduction.log(by=by)
        return introduction


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class Introduction(Stateful, Versioned):
    """How one new employee is introduced: the steps of a template's version, their dates,
    and the probation that ends with a talk."""

    class Status(models.TextChoices):
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Ended early")

    TRANSITIONS = {
        Status.RUNNING: {Status.DONE, Status.CANCELLED},
        Status.DONE: {Status.RUNNING},
        Status.CANCELLED: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        User,
        models.CASCADE,
        verbose_name=_("new employee"),
        related_name="introductions",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="introductions"
    )
    template = models.ForeignKey(
        IntroductionTemplate, models.PROTECT, related_name="introductions"
    )
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("supervisor"),
        related_name="+",
        null=True,
        blank=True,
    )
    starts_on = models.DateField(_("first day of work"))
    # Of a substitute or another short employment.
    ends_on = models.DateField(
        _("last day of a short employment"), null=True, blank=True
    )
    probation_ends_on = models.DateField(_("probation ends"), null=True, blank=True)
    probation_talk_on = models.DateField(
        _("talk before the probation ends"), null=True, blank=True
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.RUNNING
    )
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        indexes = [
            models.Index(fields=["unit", "-starts_on"], name="introduction_of_unit"),
            models.Index(fields=["-starts_on", "-id"], name="introduction_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status="running"),
                name="introduction_one_at_a_time",
                violation_error_message=_("The person is being introduced already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="introduction_ends_after_it_began",
                violation_error_message=_("The last day comes before the first."),
            ),
            models.CheckConstraint(
                condition=Q(probation_ends_on=None)
                | Q(probation_ends_on__gt=F("starts_on")),
                name="introduction_probation_after_it_began",
                violation_error_message=_("The probation ends before it began."),
            ),
        ]

    def __str__(self):
        return gettext("Introduction, %(unit)s") % {"unit": self.unit}

    def get_absolute_url(self):
        return reverse("introductions:introduction", args=[self.pk])

    @property
    def is_running(self):
        return self.status == self.Status.RUNNING

    @property
    def tone(self):
        return {"running": "info", "done": "success"}.get(self.status, "neutral")

    @property
    def progress(self):
        """“9 of 11 done”, of rows from `with_progress`."""
        return ngettext(
            "%(done)s of %(number)s done",
            "%(done)s of %(number)s done",
            self.number_of_steps,
        ) % {"done": self.number_done, "number": self.number_of_steps}

    @property
    def day_of_survey(self):
        """When the person is asked how it was; never of an employment that ends before."""
        day = self.starts_on + ASKED_AFTER
        return None if self.ends_on and self.ends_on < day else day

    @property
    def talk_by(self):
        """The day by which the talk about the probation is held, or none."""
        if not self.probation_ends_on:
            return None
        return self.probation_ends_on - TALK_BEFORE

    @property
    def probation_half_on(self):
        days = (self.probation_ends_on - self.starts_on).days
        return self.starts_on + timedelta(days=days // 2)

    @property
    def lacks_talk(self):
        return bool(self.is_running or self.status == self.Status.DONE) and bool(
            self.probation_ends_on and not self.probation_talk_on
        )

    def shown_steps(self):
        return self.steps.select_related("template_step__document", "shown_by")

    @transaction.atomic
    def change(self, *, by, version, **what):
        """Other dates move the steps that are not done; raises Stale, see Versioned."""
        before = self.starts_on
        self._change(version=version, **what)
        if moved := self.starts_on - before:
            self.steps.open().update(due_on=F("due_on") + moved)
        SurveyInvitation.objects.follow(self)
        self.log(by=by, note=gettext("Dates or supervisor"))

    def hold_talk(self, *, by, on):
        """That the talk before the end of the probation was held; not what was said."""
        rows = Introduction.objects.filter(pk=self.pk, probation_talk_on=None)
        if not rows.update(probation_talk_on=on, version=F("version") + 1):
            raise InvalidTransition(_("The talk is registered already."))
        self.refresh_from_db()

    def cancel(self, *, by, note):
        self._move_to(self.Status.CANCELLED, by=by, note=note)
        SurveyInvitation.objects.filter(introduction=self, has_answered=False).delete()

    def settle(self, *, by):
        """Done when every step is; under way again when one has been taken back."""
        is_open = self.steps.open().exists()
        if self.is_running and not is_open:
            self._move_to(self.Status.DONE, by=by)
        elif self.status == self.Status.DONE and is_open:
            self._move_to(self.Status.RUNNING, by=by)

    def log(self, *, by, note=""):
        """That it was begun, or what was changed."""
        self.transitions.create(
            from_status=self.status, to_status=self.status, by=by, note=note
        )


class IntroductionTransition(Transition):
    introduction = models.ForeignKey(
        Introduction, models.CASCADE, related_name="transitions"
    )

    @property
    def words(self):
        if self.from_status == self.to_status:
            return _("Changed") if self.note else _("Begun")
        return Introduction.Status(self.to_status).label


class StepQuerySet(models.QuerySet):
    def open(self):
        return self.filter(skipped_because="").exclude(IntroductionStep.done())


class IntroductionStep(models.Model):
    """One step for one person: shown by somebody, and confirmed by the new employee."""

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="steps")
    template_step = models.ForeignKey(TemplateStep, models.PROTECT, related_name="+")
    due_on = models.DateField(_("due"))
    # Whether somebody shows it; else the new employee does it alone.
    is_shown = models.BooleanField(default=True)
    shown_on = models.DateField(_("shown on"), null=True, blank=True)
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    skipped_because = models.CharField(
        _("why it does not concern the person"), max_length=300, blank=True
    )

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "template_step__order", "pk"]
        verbose_name = _("step for a person")
        verbose_name_plural = _("steps for a person")
        indexes = [
            models.Index(
                fields=["introduction", "due_on"],
                condition=Q(confirmed_on=None, skipped_because=""),
                name="introstep_open",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["introduction", "template_step"], name="introstep_once"
            ),
            models.CheckConstraint(
                condition=Q(shown_on=None, shown_by=None)
                | Q(shown_on__isnull=False, shown_by__isnull=False),
                name="introstep_shown_by_somebody",
            ),
        ]

    def __str__(self):
        return str(self.template_step)

    @staticmethod
    def done(prefix=""):
        """The condition that a step is shown, where it is to be, and confirmed."""
        return Q(**{f"{prefix}confirmed_on__isnull": False}) & (
            Q(**{f"{prefix}is_shown": False})
            | Q(**{f"{prefix}shown_on__isnull": False})
        )

    @property
    def is_done(self):
        shown = self.shown_on or not self.is_shown
        return bool(self.skipped_because or (shown and self.confirmed_on))

    @property
    def is_late(self):
        return not self.is_done and self.due_on < today()

    @property
    def state(self):
        """Its state in words, and its tone."""
        if self.skipped_because:
            return _("Does not concern"), "neutral"
        if self.is_done:
            return _("Done"), "success"
        if self.is_late:
            return _("Late"), "danger"
        if self.shown_on:
            return _("Waits for the new employee"), "info"
        if self.confirmed_on and self.is_shown:
            return _("Waits for manager or supervisor"), "info"
        return _("Not yet"), "neutral"

    @transaction.atomic
    def show(self, *, by):
        """The manager or supervisor has shown it."""
        self._note(Q(shown_on=None), by=by, shown_on=today(), shown_by=by)

    @transaction.atomic
    def confirm(self, *, by):
        """The new employee says so."""
        self._note(Q(confirmed_on=None), by=by, confirmed_on=today())

    @transaction.atomic
    def skip(self, *, by, because):
        self._note(Q(skipped_because=""), by=by, skipped_because=because)

    @transaction.atomic
    def take_back(self, *, by):
        """What was ticked by mistake: each takes back their own."""
        if self.introduction.person_id == by.pk:
            self._note(Q(confirmed_on__isnull=False), by=by, confirmed_on=None)
        else:
            said = {"shown_on": None, "shown_by": None, "skipped_because": ""}
            self._note(~Q(shown_on=None, skipped_because=""), by=by, **said)

    def _note(self, unless_done, *, by, **said):
        """Once, however often the button is pressed; not when the introduction ended."""
        introductions = Introduction.objects.select_for_update(no_key=True)
        introduction = introductions.get(pk=self.introduction_id)
        if introduction.status == Introduction.Status.CANCELLED:
            raise InvalidTransition(_("The introduction has ended."))
        rows = IntroductionStep.objects.filter(unless_done, pk=self.pk)
        rows.update(**said)
        self.refresh_from_db()
        introduction.settle(by=by)
