"""Measures that worked, told so that others can do the same."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionplans.models.measures import Measure
from sam.workflow import MOVED_ON, InvalidTransition


class ExampleQuerySet(models.QuerySet):
    def offered(self):
        """Not withdrawn, nor of a measure whose effect is to be judged anew."""
        sufficient = Measure.Status.EFFECT_SUFFICIENT
        return self.filter(withdrawn_at=None, measure__status=sufficient)

    def kept_by(self, user):
        """Those that the person may change and withdraw: whoever handles the measure."""
        return self.filter(measure__in=Measure.objects.handled_by(user))

    def search(self, text):
        """With every word that was typed."""
        for word in text.split():
            words = Q()
            for name in ["title", "problem", "done", "effect"]:
                words |= Q(**{f"{name}__icontains": word})
            self = self.filter(words)
        return self

    def about(self, topics):
        """With any of the topics."""
        return self.offered().filter(topics__overlap=list(topics))

    def topics(self):
        """All that they are about."""
        return (
            self.order_by()
            .values_list(Func(F("topics"), function="unnest"), flat=True)
            .distinct()
        )

    @transaction.atomic
    def share(self, measure, *, by, may_be_asked, **said):
        """Tell it, or tell anew what was withdrawn.

        Raises InvalidTransition unless the measure has helped enough.
        """
        Measure.objects.select_for_update().get(pk=measure.pk)
        measure.refresh_from_db(fields=["status"])
        if not measure.has_helped:
            raise InvalidTransition(MOVED_ON)
        said |= {"shared_by": by, "withdrawn_at": None}
        if may_be_asked:
            said["contact"] = by
        elif self.filter(measure=measure, contact=by).exists():
            # Nobody says it, or takes it back, for another.
            said["contact"] = None
        example, _is_new = self.update_or_create(measure=measure, defaults=said)
        return example


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

    @property
    def is_offered(self):
        return self.withdrawn_at is None and self.measure.has_helped

    def withdraw(self):
        """Only who keeps it sees it from then on."""
        self.withdrawn_at = timezone.now()
        self.save(update_fields=["withdrawn_at"])
