"""How long records of a kind are kept: what the municipality has decided, in versions."""

import calendar
from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sam.dates import today
from sam.keeping import kinds


class Action(models.TextChoices):
    PRESERVE = "preserve", _("Preserve")
    DESTROY = "destroy", _("Destroy the whole record")
    DESTROY_TEXTS = "destroy_texts", _("Destroy the texts, keep the figures")


class RuleQuerySet(models.QuerySet):
    def in_force(self, on=None):
        on = on or today()
        return self.filter(decided_on__lte=on).filter(
            Q(ended_on=None) | Q(ended_on__gt=on)
        )

    def destroying(self):
        return self.exclude(action=Action.PRESERVE)


class Rule(models.Model):
    """One version of what holds for a kind, or for one variant of it.

    Nothing but its end is ever changed, so that the log can name it.
    """

    kind = models.SlugField(_("kind of record"), max_length=40)
    # A value of the kind's `variants`; empty for all that have no rule of their own.
    variant = models.CharField(_("only for"), max_length=30, blank=True)
    number = models.PositiveSmallIntegerField(_("version"))
    action = models.CharField(_("what is decided"), max_length=20, choices=Action)
    months = models.PositiveSmallIntegerField(
        _("months after it was closed"), default=0
    )
    # Destroyed only when the e-archive has confirmed that it has received the record.
    after_transfer = models.BooleanField(_("only after transfer"), default=False)
    basis = models.TextField(_("decision and legal basis"), max_length=2_000)
    case_number = models.CharField(_("case number"), max_length=50, blank=True)
    decided_on = models.DateField(_("decided on"))
    decided_by = models.CharField(_("decided by"), max_length=200)
    ended_on = models.DateField(_("until"), null=True, blank=True, editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField(auto_now_add=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "variant", "-number"]
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "variant", "number"], name="rule_version"
            ),
            models.UniqueConstraint(
                fields=["kind", "variant"],
                condition=Q(ended_on=None),
                name="rule_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(action="preserve", months=0, after_transfer=False)
                | ~Q(action="preserve") & Q(months__gte=1),
                name="rule_says_when",
                violation_error_message=_(
                    "Say after how long it is destroyed, at least one month."
                ),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="stays_as_decided",
                operation=pgtrigger.Delete
                | pgtrigger.UpdateOf(
                    "kind",
                    "variant",
                    "number",
                    "action",
                    "months",
                    "after_transfer",
                    "basis",
                    "case_number",
                    "decided_on",
                    "decided_by",
                ),
            )
        ]

    def __str__(self):
        return says(self.action, self.months)

    @property
    def of_kind(self):
        """None when its room is no more: then nothing is destroyed by it."""
        return kinds().get(self.kind)

    @property
    def variant_label(self):
        kind = self.of_kind
        if not self.variant or kind is None:
            return ""
        choices = kind.model._meta.get_field(kind.variants).flatchoices
        return dict(choices).get(self.variant, self.variant)

    def last_closed(self, on):
        """Records that were closed on this day or before are to go on the day."""
        return months_before(on, self.months)

    def due_on(self, closed_on):
        return months_after(closed_on, self.months)

    @transaction.atomic
    def decide(self, *, by):
        """Put it in force instead of the version before."""
        same = Rule.objects.filter(kind=self.kind, variant=self.variant)
        # Two who decide at once wait for each other.
        earlier = list(same.select_for_update().order_by("-number"))
        self.number = earlier[0].number + 1 if earlier else 1
        same.filter(ended_on=None).update(ended_on=today())
        self.registered_by = by
        self.save(force_insert=True)
        return self


def says(action, months):
    """The rule in words, as “Destroy the whole record after 10 years”."""
    label = Action(action).label
    if action == Action.PRESERVE:
        return str(label)
    return _("%(action)s after %(time)s") % {"action": label, "time": span(months)}


def span(months):
    years, rest = divmod(months, 12)
    if months and not rest:
        return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
    return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}


def months_before(day, months):
    return _shifted(day, -months)


def months_after(day, months):
    return _shifted(day, months)


def _shifted(day, months):
    """The same day of another month, or its last one: 31 August less six is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(max(year, 1), month + 1)[1]
    return date(max(year, 1), month + 1, min(day.day, last))
