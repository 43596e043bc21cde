"""Measures that worked, told so that others can do the same."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models.measures import Measure


class ExampleQuerySet(models.QuerySet):
    def offered(self):
        return self.filter(withdrawn_at=None)


class Example(models.Model):
    """A measure with a good effect, in words that name nobody; everyone may read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.OneToOneField(Measure, models.CASCADE, related_name="example")
    title = models.CharField(_("title"), max_length=200)
    problem = models.TextField(_("what the problem was"), max_length=2_000)
    done = models.TextField(_("what was done"), max_length=5_000)
    effect = models.TextField(_("what effect it had"), max_length=5_000)
    control = models.CharField(
        _("kind of measure"), max_length=20, choices=Measure.Control, blank=True
    )
    # Causes, checklist questions and the like that the measure answered, as
    # "question:<key>" or "cause:<code>"; see actionplans.sharing.
    topics = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    # Whom one may ask about it: who shared it, when that person agreed.
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    shared_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ExampleQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_at", "pk"]
        verbose_name = _("good example")
        verbose_name_plural = _("good examples")
        indexes = [
            GinIndex(fields=["topics"], name="example_topics"),
            models.Index(fields=["-shared_at", "id"], name="example_newest"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("examples:detail", args=[self.pk])
