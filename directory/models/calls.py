import uuid
from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from directory.models.groups import Group
from directory.models.tokens import Token
from organisation.models import User

# A directory that has been silent for so long begins a new run.
SILENCE = timedelta(minutes=15)
KEPT = timedelta(days=400)


class RunQuerySet(models.QuerySet):
    def at_work(self, token):
        """The run that a call of now belongs to."""
        latest = self.filter(token=token, last_at__gte=timezone.now() - SILENCE)
        return latest.first() or self.create(token=token, is_dry_run=token.is_dry_run)


class Run(models.Model):
    """What the directory sent in one go."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.ForeignKey(Token, models.CASCADE, related_name="runs")
    is_dry_run = models.BooleanField()
    began_at = models.DateTimeField(auto_now_add=True)
    last_at = models.DateTimeField(auto_now=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at", "-pk"]
        indexes = [models.Index(fields=["-began_at", "-id"], name="run_newest")]
        verbose_name = _("run of the directory")
        verbose_name_plural = _("runs of the directory")

    def __str__(self):
        return str(self.token)

    def get_absolute_url(self):
        return reverse("directory:run_detail", args=[self.pk])


class Call(models.Model):
    """One call of the directory that would change something, and what it changed.

    `changes` are [what, before, after]; of a person whose identity is protected the names
    of what changed alone.
    """

    class Did(models.TextChoices):
        CREATED = "created", _("Created")
        CHANGED = "changed", _("Changed")
        NOTHING = "nothing", _("No difference")
        LEFT = "left", _("Leaves")
        CAME_BACK = "came_back", _("Came back")
        DELETED = "deleted", _("Removed")
        REFUSED = "refused", _("Refused")

    run = models.ForeignKey(Run, models.CASCADE, related_name="calls")
    did = models.CharField(max_length=20, choices=Did)
    person = models.ForeignKey(User, models.CASCADE, related_name="+", null=True)
    group = models.ForeignKey(Group, models.SET_NULL, related_name="+", null=True)
    # Of what a dry run would have made, and of groups that are gone.
    label = models.CharField(max_length=200, blank=True)
    changes = models.JSONField(default=list)
    # What was sent and not understood or not found, in words.
    remarks = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["run", "at"], name="call_of_run")]

    def __str__(self):
        return self.get_did_display()

    @property
    def differences(self):
        """[(what it is called, before, after)]"""
        return [(_label(what), before, after) for what, before, after in self.changes]

    @property
    def tone(self):
        tones = {"refused": "danger", "left": "warning", "deleted": "warning"}
        return tones.get(self.did, "neutral" if self.did == "nothing" else "info")


def _label(what):
    """A field of a person in words; of a group its members, or its name."""
    if what == "members":
        return _("Members")
    return capfirst(User._meta.get_field(what).verbose_name)
