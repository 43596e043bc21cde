"""The Danish yearly work environment discussion (BEK 1838/2023)."""

import pghistory
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplans.models import PlanGoal
from meetings.models.frozen import FrozenWithMeeting
from meetings.models.meetings import Meeting
from sam.workflow import InvalidTransition, Versioned


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class YearlyDiscussion(Versioned):
    """What the discussion must hold; its goals stand beside it, one row each."""

    WRITTEN = ["content", "cooperation", "assessment", "competence", "goals_next"]

    meeting = models.OneToOneField(
        Meeting, models.CASCADE, primary_key=True, related_name="discussion"
    )
    content = models.TextField(
        _("what we co-operate on in the coming year"), max_length=10_000, blank=True
    )
    cooperation = models.TextField(
        _("how we co-operate, and how often we meet"), max_length=10_000, blank=True
    )
    assessment = models.TextField(
        _("whether last year's goals were reached"), max_length=10_000, blank=True
    )
    # Whether expertise is at hand, and further training for the organisation.
    competence = models.TextField(
        _("further training, and whether we have the expertise we need"),
        max_length=10_000,
        blank=True,
    )
    # One goal a line.
    goals_next = models.TextField(
        _("goals for the coming year, one on each line"), max_length=5_000, blank=True
    )

    class Meta:
        verbose_name = _("yearly work environment discussion")
        triggers = [FrozenWithMeeting()]

    def __str__(self):
        return str(self.meeting)

    @property
    def year(self):
        """The year whose goals are judged; one held in the first half looks back."""
        day = self.meeting.meets_on
        return day.year if day.month > 6 else day.year - 1

    @property
    def new_goals(self):
        return [line.strip() for line in self.goals_next.splitlines() if line.strip()]

    def missing(self):
        """Labels of what is not yet said."""
        return [
            self._meta.get_field(name).verbose_name
            for name in self.WRITTEN
            if not getattr(self, name).strip()
        ]

    @transaction.atomic
    def write(self, *, version, judged=None, **what):
        """`judged`: {goal's key: (outcome, note)}."""
        self.meeting.hold_open()
        self._change(version=version, **what)
        for goal, (outcome, note) in (judged or {}).items():
            self.goals.filter(pk=goal).update(outcome=outcome, note=note)

    def check_whole(self):
        """Raises InvalidTransition when something is missing that the law asks for."""
        missing = [str(label) for label in self.missing()]
        if self.goals.filter(outcome="").exists():
            missing.append(str(_("an outcome of each of last year's goals")))
        if missing:
            raise InvalidTransition(
                _("It cannot be closed yet. Missing: %(what)s.")
                % {"what": "; ".join(missing)}
            )


class DiscussedGoal(models.Model):
    """One of last year's goals, as it stood, and whether it was reached."""

    discussion = models.ForeignKey(
        YearlyDiscussion, models.CASCADE, related_name="goals"
    )
    order = models.PositiveIntegerField(default=0)
    text = models.CharField(_("goal"), max_length=500)
    criterion = models.CharField(
        _("how one sees that it is reached"), max_length=300, blank=True
    )
    # In the plan that it comes from, which is then judged too.
    plan_goal = models.ForeignKey(
        PlanGoal, models.SET_NULL, related_name="+", null=True, blank=True
    )
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=PlanGoal.Outcome, blank=True
    )
    note = models.TextField(_("why"), max_length=2_000, blank=True)

    class Meta:
        ordering = ["discussion", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="discussed_goal_says_something"
            )
        ]

    def __str__(self):
        return self.text
