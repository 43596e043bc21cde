"""What was gathered for a request, until it has been gone through and given out."""

import uuid
from enum import nonmember

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.masking import Kind
from privacy.models.requests import DataRequest

# In words, for who reads the document; a person's letter is added.
MASKS = {
    Kind.PERSON: _("person"),
    Kind.PROTECTED: _("person"),
    Kind.OWN: _("protected identity"),
    Kind.EMAIL: _("e-mail address"),
    Kind.PHONE: _("telephone number"),
    Kind.NUMBER: _("personal identity number"),
    Kind.ADDRESS: _("address"),
    Kind.TYPED: _("masked"),
}
# What no reviewer sees, and none can show.
UNSEEN = (Kind.PROTECTED, Kind.OWN)


class Extract(models.Model):
    """A copy of what is held, made by a job; it is gone some weeks after the answer."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        GATHERING = "gathering", _("Being gathered")
        GATHERED = "gathered", _("Gathered")
        FAILED = "failed", _("Failed")

        on_its_way = nonmember(("waiting", "gathering"))

    request = models.OneToOneField(
        DataRequest, models.CASCADE, primary_key=True, related_name="extract"
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.WAITING)
    # Of a public document: [model, id] of each record that was chosen.
    chosen = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(default=timezone.now)
    # Who is A, who is B: keys of people, in their order.
    letters = models.JSONField(default=list)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("extract")
        verbose_name_plural = _("extracts")

    def __str__(self):
        return str(self.request)

    @property
    def is_gathered(self):
        return self.status == self.Status.GATHERED and not self.erased_at

    @property
    def is_on_its_way(self):
        return self.status in self.Status.on_its_way

    @property
    def passages(self):
        return Passage.objects.filter(item__extract=self)

    def unreviewed(self):
        """Texts that go out and that nobody has read yet."""
        return self.passages.to_review().filter(reviewed_at=None)

    @transaction.atomic
    def erase(self):
        """The copy goes; that there was one, and what was given, stays known."""
        self.items.all().delete()
        self.erased_at = timezone.now()
        self.letters = []
        self.save(update_fields=["erased_at", "letters"])


class ItemQuerySet(models.QuerySet):
    def given(self):
        return self.filter(withheld_because="")


class Item(models.Model):
    """One record that was found, or a number of them that say no more than that."""

    extract = models.ForeignKey(Extract, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    purpose = models.CharField(max_length=50)
    model = models.CharField(max_length=100)
    object_id = models.CharField(max_length=50, blank=True)
    heading = models.CharField(max_length=300)
    # What the person is in it.
    parts = models.JSONField(default=list)
    day = models.DateField(null=True, blank=True)
    # [label, value] of all that tells of nobody else.
    facts = models.JSONField(default=list)
    # Held apart from whoever handles the request: the own protected identity.
    is_apart = models.BooleanField(default=False)
    withheld_because = models.TextField(_("why it is withheld"), blank=True)
    withheld_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["extract", "position"], name="extract_item_position"
            )
        ]

    def __str__(self):
        return self.heading

    def withhold(self, *, by, reason):
        Item.objects.filter(pk=self.pk).update(withheld_because=reason, withheld_by=by)
        self.refresh_from_db()

    def give(self):
        Item.objects.filter(pk=self.pk).update(withheld_because="", withheld_by=None)
        self.refresh_from_db()


class PassageQuerySet(models.QuerySet):
    def to_review(self):
        """Free texts of what goes out; names in fields of their own follow a rule."""
        return self.filter(
            kind=Passage.Kind.TEXT, item__withheld_because="", item__is_apart=False
        )

    def mark_reviewed(self, *, by):
        """With all that say the same: a hundred e-mails alike are read once."""
        extracts = self.values("item__extract")
        alike = Passage.objects.to_review().filter(
            item__extract__in=extracts.order_by(),
            text__in=self.order_by().values("text"),
            reviewed_at=None,
        )
        return alike.update(reviewed_at=timezone.now(), reviewed_by=by)


class Passage(models.Model):
    """One text of a record, with what in it tells of others."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Name")
        TEXT = "text", _("Text")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TEXT)
    text = models.TextField()
    # [{start, end, kind, mask, shown, why}], in their order.
    spans = models.JSONField(default=list)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ["item__position", "position"]
        indexes = [
            models.Index(
                fields=["item"],
                condition=Q(kind="text", reviewed_at=None),
                name="passage_unreviewed",
            )
        ]

    def __str__(self):
        return self.label

    @property
    def masked(self):
        """Stretches that are not shown."""
        return [span for span in self.spans if not span.get("shown")]

    def pieces(self, *, to_reviewer=False):
        """The text in pieces, each plain or a span; a plain one has no span.

        What a reviewer must not see is empty there, also where it goes out.
        """
        place, found = 0, []
        for span in self.spans:
            found.append({"text": self.text[place : span["start"]], "span": None})
            is_unseen = to_reviewer and span["kind"] in UNSEEN
            words = "" if is_unseen else self.text[span["start"] : span["end"]]
            found.append({"text": words, "span": span})
            place = span["end"]
        found.append({"text": self.text[place:], "span": None})
        return [piece for piece in found if piece["text"] or piece["span"]]

    def review(self, *, by, spans):
        """As judged now, and with it all that say the same and nobody has read."""
        self.spans, self.reviewed_by, self.reviewed_at = spans, by, timezone.now()
        self.save(update_fields=["spans", "reviewed_by", "reviewed_at"])
        alike = self.item.extract.passages.filter(text=self.text, reviewed_at=None)
        alike.filter(kind=self.kind).update(
            spans=spans, reviewed_by=by, reviewed_at=self.reviewed_at
        )
