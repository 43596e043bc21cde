import uuid

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F, Q, Window
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.leading import people_led_by
from organisation.models import Unit
from sam.dates import moment, today
from sam.workflow import Versioned


class TalkQuerySet(models.QuerySet):
    def led_by(self, user):
        """With those whose nearest manager the person is; no one further up."""
        return self.filter(employee__in=people_led_by(user).order_by().values("pk"))

    def of(self, user):
        """A person's own."""
        return self.filter(employee=user)

    def in_year(self, year):
        return self.filter(held_on__year=year)

    def held_together(self, talk):
        """Those that were logged in one act with it."""
        return self.filter(leader=talk.leader_id, logged_at=talk.logged_at)

    @transaction.atomic
    def log(self, people, *, by, **what):
        """That it was held with each of them; how many were not logged already."""
        now = timezone.now()
        before = self.count()
        talks = [
            Talk(employee=each, unit=each.unit, leader=by, logged_at=now, **what)
            for each in people
        ]
        self.bulk_create(talks, ignore_conflicts=True)
        return self.count() - before


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version", "has_opinion"],
)
class Talk(Versioned):
    """That a yearly talk was held, and nothing of what was said.

    There is no field for words and none for what was answered, and there must never be
    one: what an employee says to the manager, of health or of violence at home not least,
    is not kept in a register of the municipality. What the law and the policy ask to be
    followed up is that the talk was held, that the question was put and that the employee
    was told where there is help.
    """

    class Kind(models.TextChoices):
        EMPLOYEE = "employee", _("Employee talk")
        PAY = "pay", _("Pay talk")

    # What the form writes.
    WRITTEN = ["held_on", "asked_about_violence", "informed_of_support"]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="talks"
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="talks_led"
    )
    # The employee's at the time.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="talks")
    kind = models.CharField(_("kind of talk"), max_length=20, choices=Kind)
    held_on = models.DateField(_("held on"))
    asked_about_violence = models.BooleanField(
        _("the question about exposure to violence was asked"), default=False
    )
    informed_of_support = models.BooleanField(
        _("information on support was given"), default=False
    )
    # That the employee has said what the talk was like; what was said is counted in
    # OpinionCount, and which row it is nobody knows.
    has_opinion = models.BooleanField(default=False)
    # The same for those that were logged in one act.
    logged_at = models.DateTimeField(_("logged"), default=timezone.now)

    objects = TalkQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        indexes = [
            models.Index(fields=["unit", "-held_on"], name="talk_of_unit"),
            models.Index(fields=["leader", "-logged_at"], name="talk_logged_by"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "kind", "held_on"],
                name="talk_once_a_day",
                violation_error_message=_("That talk is logged already."),
            ),
            models.CheckConstraint(
                condition=Q(kind="employee")
                | Q(asked_about_violence=False, informed_of_support=False),
                name="talk_about_pay_asks_of_pay",
                violation_error_message=_(
                    "The question about violence belongs to the employee talk."
                ),
            ),
        ]

    def __str__(self):
        # Without the name: it may stand in a log.
        return f"{self.get_kind_display()} {self.held_on}"

    @property
    def asks_of_violence(self):
        return self.kind == self.Kind.EMPLOYEE

    def change(self, *, by, version, **what):
        """Put the day or the marks right. Who did it is in the history, with `by`."""
        self._change(version=version, **what)


class TalkCountQuerySet(models.QuerySet):
    def keep(self, year, rows):
        """How it stands, of each unit and kind, in place of what was counted before."""
        self.bulk_create(
            [TalkCount(year=year, **row) for row in rows],
            update_conflicts=True,
            unique_fields=["unit", "year", "kind"],
            update_fields=["employees", "held", "asked", "informed"],
            batch_size=1000,
        )


class TalkCount(models.Model):
    """How many of a unit's employees had a talk in a year, as it stood when it ended.

    So that last year's share is of those who worked there then. Written each night.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Talk.Kind)
    employees = models.PositiveIntegerField()
    held = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    informed = models.PositiveIntegerField(default=0)

    objects = TalkCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "kind"], name="talk_count_once"
            ),
            models.CheckConstraint(
                condition=Q(held__lte=F("employees"))
                & Q(asked__lte=F("held"))
                & Q(informed__lte=F("held")),
                name="talk_count_is_of_the_employees",
            ),
        ]

    def __str__(self):
        return f"{self.unit_id} {self.year} {self.kind}"


class OpinionCountQuerySet(models.QuerySet):
    @transaction.atomic
    def give(self, talk, **answers):
        """Count what the employee says of the talk; False when it was said before.

        The talk remembers that it was said, the count what, and nothing joins the two.
        """
        unsaid = Talk.objects.filter(pk=talk.pk, has_opinion=False)
        if not unsaid.update(has_opinion=True):
            return False
        for question, answer in answers.items():
            row, _is_new = self.get_or_create(
                unit_id=talk.unit_id,
                year=talk.held_on.year,
                question=question,
                answer=answer,
            )
            self.filter(pk=row.pk).update(number=F("number") + 1)
        return True


class OpinionCount(models.Model):
    """How many employees of a unit said what of their talks in a year: a number, no rows
    of people, and no time. It is shown when the year is over, so that nobody reads an
    answer out of how the numbers grow."""

    class Question(models.TextChoices):
        USEFUL = "useful", _("Was the talk useful to you?")
        HEARD = "heard", _("Could you say what you wanted to say?")

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=20, choices=Question)
    answer = models.CharField(max_length=10, choices=Answer)
    number = models.PositiveIntegerField(default=0)

    objects = OpinionCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "question", "answer"], name="opinion_count_once"
            )
        ]

    def __str__(self):
        return f"{self.unit_id} {self.year} {self.question} {self.answer}"


def last_act_of(user):
    """The newest talk that the person logged today, with how many in the same act."""
    same = Window(Count("pk"), partition_by=F("logged_at"))
    talks = Talk.objects.filter(leader=user, logged_at__gte=moment(today()))
    return talks.annotate(number=same).order_by("-logged_at", "pk").first()
