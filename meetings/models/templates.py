"""What stands on the agenda each time, by kind of meeting and country."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.models.topics import Topic
from organisation.models import Country


class Kind(models.TextChoices):
    """What sort of meeting it is; those of a body are `BODY`, whatever body."""

    WORKPLACE = "workplace", _("Workplace meeting")
    CODETERMINATION = "codetermination", _("Co-determination meeting")
    STAFF = "staff", _("Staff meeting")
    DISCUSSION = "discussion", _("Yearly work environment discussion")
    LEADER = "leader", _("Meeting with a leader")
    BODY = "body", _("Meeting of a committee or group")


# Where the employees of the unit meet: what counts as a workplace meeting held.
OF_EMPLOYEES = (Kind.WORKPLACE, Kind.CODETERMINATION, Kind.STAFF)
# The kinds that a unit's manager calls, and those that the chair of a body does.
OF_UNIT = (*OF_EMPLOYEES, Kind.DISCUSSION)
OF_BODY = (Kind.BODY, Kind.DISCUSSION)


class Feed(models.TextChoices):
    """Which records fill a standing item."""

    INCIDENTS = "incidents", _("New incidents")
    MEASURES = "measures", _("Open and late measures")
    ROUNDS = "rounds", _("Rounds done and planned")
    LIFTED = "lifted", _("Lifted matters and their answers")
    SICK_LEAVE = "sick_leave", _("Sick leave in figures")
    DECISIONS = "decisions", _("What has come of earlier decisions")


class AgendaTemplateQuerySet(models.QuerySet):
    def offered(self, country):
        """Those of the country, and those for all."""
        return self.filter(is_offered=True, country__in=[country, ""])

    def for_kind(self, kind, country):
        """Those of the country first, then those for all."""
        found = self.offered(country).filter(kind=kind)
        return found.order_by("-country", "name", "pk")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class AgendaTemplate(models.Model):
    """Standing items of one kind of meeting. Those that ship come from
    `meetings/agendas/` by `manage.py load_agendas`; HR writes them as it wants them."""

    code = models.SlugField(unique=True, null=True, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind of meeting"), max_length=20, choices=Kind)
    # Empty for all countries.
    country = models.CharField(_("country"), max_length=2, choices=Country, blank=True)
    is_offered = models.BooleanField(_("offered"), default=True)

    objects = AgendaTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name", "pk"]
        verbose_name = _("agenda template")
        verbose_name_plural = _("agenda templates")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("meetings:template_detail", args=[self.pk])


class StandingItem(models.Model):
    template = models.ForeignKey(AgendaTemplate, models.CASCADE, related_name="items")
    order = models.PositiveIntegerField(default=0)
    title = models.CharField(_("title"), max_length=300)
    background = models.TextField(_("what it is about"), max_length=5_000, blank=True)
    feed = models.CharField(_("filled with"), max_length=20, choices=Feed, blank=True)
    topic = models.CharField(
        _("what kind of matter"), max_length=30, choices=Topic, blank=True
    )

    class Meta:
        ordering = ["template", "order", "pk"]
        verbose_name = _("standing item")

    def __str__(self):
        return self.title
