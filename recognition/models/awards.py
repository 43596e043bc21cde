"""A prize of a year: what it is given for, who judges, and who got it."""

import uuid

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models import Example
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from sam.dates import today
from sam.workflow import InvalidTransition, Stateful, Transition, Versioned


class AwardQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """Everybody who works in the unit or below it, once it is open; the jury and HR
        before."""
        lineage = user.unit.lineage if user.unit else []
        open_to_all = Q(unit__in=lineage) & ~Q(status=Award.Status.PREPARED)
        own = open_to_all | Q(Exists(self._seats_of(user)))
        return self.reached_by(user, UnitPermission.MANAGE_YEAR, or_own=own)

    def managed_by(self, user):
        """HR says what it is given for, and who judges."""
        return self.reached_by(user, UnitPermission.MANAGE_YEAR)

    def judged_by(self, user):
        return self.filter(Exists(self._seats_of(user)))

    def chaired_by(self, user):
        return self.filter(Exists(self._seats_of(user).filter(is_chair=True)))

    def unfinished(self):
        return self.exclude(status=Award.Status.PUBLISHED)

    def _seats_of(self, user):
        return JuryMember.objects.filter(award=OuterRef("pk"), person=user)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Award(Versioned, Stateful):
    """The prize of one year, from its criteria until the winner is told."""

    class Status(models.TextChoices):
        PREPARED = "prepared", _("Being prepared")
        NOMINATING = "nominating", _("Open for nominations")
        JUDGING = "judging", _("With the jury")
        PUBLISHED = "published", _("Winner published")

    TRANSITIONS = {
        Status.PREPARED: {Status.NOMINATING},
        Status.NOMINATING: {Status.JUDGING},
        # More nominations are let in when there were too few.
        Status.JUDGING: {Status.PUBLISHED, Status.NOMINATING},
        Status.PUBLISHED: set(),
    }
    TONES = {
        Status.PREPARED: "neutral",
        Status.NOMINATING: "info",
        Status.JUDGING: "warning",
        Status.PUBLISHED: "success",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # All who work there or below nominate.
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="awards"
    )
    name = models.CharField(_("name"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    criteria = models.TextField(_("what it is given for"), max_length=5_000)
    opens_on = models.DateField(_("nominations from"))
    closes_on = models.DateField(_("nominations until"))
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.PREPARED
    )
    winner = models.OneToOneField(
        "recognition.Nomination",
        models.PROTECT,
        verbose_name=_("winner"),
        related_name="won",
        null=True,
        blank=True,
    )
    winner_motivation = models.TextField(
        _("why they won"), max_length=5_000, blank=True
    )
    # Where one reads what they did, so that others can do the same.
    example = models.ForeignKey(
        Example,
        models.SET_NULL,
        verbose_name=_("good example"),
        related_name="+",
        null=True,
        blank=True,
    )
    published_on = models.DateField(_("published on"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "name", "pk"]
        verbose_name = _("prize")
        verbose_name_plural = _("prizes")
        indexes = [models.Index(fields=["unit", "-year"], name="award_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name", "year"],
                name="award_once_a_year",
                violation_error_message=_("There is one of that name that year."),
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="award_closes_after_it_opens",
                violation_error_message=_("The last day comes before the first."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(2000, 2100)),
                name="award_year_makes_sense",
                violation_error_message=_("Choose a year between 2000 and 2100."),
            ),
            models.CheckConstraint(
                condition=Q(
                    status="published",
                    winner__isnull=False,
                    published_on__isnull=False,
                )
                & ~Q(winner_motivation="")
                | ~Q(status="published")
                & Q(winner=None, published_on=None, winner_motivation=""),
                name="award_published_says_who_and_why",
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.year}"

    def get_absolute_url(self):
        return reverse("recognition:award_detail", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]

    @property
    def takes_nominations(self):
        is_open = self.status == self.Status.NOMINATING
        return is_open and self.opens_on <= today() <= self.closes_on

    @property
    def is_judging(self):
        return self.status == self.Status.JUDGING

    @property
    def is_published(self):
        return self.status == self.Status.PUBLISHED

    @transaction.atomic
    def change(self, *, by, version, **what):
        """Say anew what it is; raises Stale, see Versioned."""
        self._change(version=version, **what)

    def open(self, *, by):
        """From its first day on anybody may nominate."""
        if not self.jury.filter(is_chair=True).exists():
            raise InvalidTransition(_("Appoint a jury with a chair first."))
        self._move_to(self.Status.NOMINATING, by=by)

    def judge(self, *, by):
        """No more nominations: the jury's turn."""
        if not self.nominations.standing().exists():
            raise InvalidTransition(_("Nobody is nominated yet."))
        self._move_to(self.Status.JUDGING, by=by)

    def let_in_more(self, *, by, closes_on):
        self._move_to(self.Status.NOMINATING, by=by, closes_on=closes_on)

    @transaction.atomic
    def publish(self, *, by, winner, winner_motivation, example=None):
        """Tell everybody who won, and why; when all of the jury have judged."""
        if not self.is_scored:
            raise InvalidTransition(_("Not all of the jury have judged yet."))
        self._move_to(
            self.Status.PUBLISHED,
            by=by,
            note=winner.named,
            winner=winner,
            winner_motivation=winner_motivation,
            example=example,
            published_on=today(),
        )

    @property
    def is_scored(self):
        """Whether each of the jury has judged each nomination."""
        return not any(self.left_to_score().values())

    def left_to_score(self):
        """{member of the jury: how many nominations are left to judge}."""
        number = self.nominations.standing().count()
        given = models.Count(
            "scores", filter=Q(scores__nomination__withdrawn_at=None), distinct=True
        )
        jury = self.jury.select_related("person").annotate(given=given)
        return {member: number - member.given for member in jury}


class AwardTransition(Transition):
    award = models.ForeignKey(Award, models.CASCADE, related_name="transitions")

    @property
    def words(self):
        return Award.Status(self.to_status).label


class JuryMember(models.Model):
    award = models.ForeignKey(Award, models.CASCADE, related_name="jury")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("person"),
        related_name="juries",
    )
    is_chair = models.BooleanField(_("leads the jury"), default=False)

    class Meta:
        ordering = ["-is_chair", "pk"]
        verbose_name = _("member of the jury")
        constraints = [
            models.UniqueConstraint(
                fields=["award", "person"],
                name="jury_once",
                violation_error_message=_("The person is in the jury already."),
            ),
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(is_chair=True),
                name="jury_one_chair",
                violation_error_message=_("The jury has a chair already."),
            ),
        ]

    def __str__(self):
        return str(self.person)
