"""What bodies have made of a plan or a document, one after the other."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.models.items import AgendaItem
from meetings.models.links import Link, Linking, link_fields


class RulingQuerySet(models.QuerySet):
    def on(self, row):
        """Of the row's, the first of them first."""
        link = _link_to(row)
        return self.filter(link_name=link["link_name"], link_key=link["link_key"])

    def seen_by(self, user):
        """With their cases; which of those the person may read says `item_is_seen`."""
        seen = AgendaItem.objects.visible_to(user).filter(pk=models.OuterRef("item"))
        related = self.select_related("item__meeting__body", "item__meeting__unit")
        return related.annotate(item_is_seen=models.Exists(seen.order_by()))

    def add(self, row, *, by, **what):
        return self.create(by=by, **_link_to(row), **what)


def _link_to(row):
    """By the row's own key: its address may have another, as that of a version has."""
    return link_fields(row.ruled_on if hasattr(row, "ruled_on") else Link.to(row, row))


class Ruling(Linking):
    """That a body heard of it, recommended it, adopted it or did not.

    A plan can be recommended by one body and adopted by another; both cases are kept.
    """

    class Outcome(models.TextChoices):
        HEARD = "heard", gettext_lazy("heard")
        RECOMMENDED = "recommended", gettext_lazy("recommended")
        ADOPTED = "adopted", gettext_lazy("adopted")
        SENT_BACK = "sent_back", gettext_lazy("sent back")
        REJECTED = "rejected", gettext_lazy("rejected")

    # The case of a body that meets here; else the words say which body it was.
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        verbose_name=gettext_lazy("case"),
        related_name="rulings",
        null=True,
        blank=True,
    )
    body = models.CharField(gettext_lazy("body"), max_length=200, blank=True)
    case_number = models.CharField(
        gettext_lazy("case number"), max_length=50, blank=True
    )
    decided_on = models.DateField(gettext_lazy("decided on"))
    outcome = models.CharField(
        gettext_lazy("what came of it"), max_length=20, choices=Outcome
    )
    note = models.TextField(gettext_lazy("what was said"), max_length=5_000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RulingQuerySet.as_manager()

    class Meta:
        ordering = ["decided_on", "pk"]
        verbose_name = gettext_lazy("decision of a body")
        verbose_name_plural = gettext_lazy("decisions of bodies")
        indexes = [models.Index(fields=["link_name", "link_key"], name="ruling_on")]
        constraints = [
            *Linking.Meta.constraints,
            models.CheckConstraint(
                condition=Q(item__isnull=False, body="", case_number="")
                | (Q(item=None) & ~Q(body="")),
                name="ruling_case_or_body",
                violation_error_message=gettext_lazy(
                    "Choose a case, or say which body it was."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(link_name=""), name="ruling_is_on_something"
            ),
            models.UniqueConstraint(
                fields=["link_name", "link_key", "item"],
                name="ruling_once_in_a_case",
                violation_error_message=gettext_lazy("That case stands there already."),
            ),
        ]

    def __str__(self):
        """“AMU 12/13 recommended”."""
        if self.item:
            named = f"{self.item.meeting.name} {self.item.reference}".strip()
        else:
            named = f"{self.body} {self.case_number}".strip()
        return _("%(case)s %(outcome)s") % {
            "case": named,
            "outcome": self.get_outcome_display(),
        }
