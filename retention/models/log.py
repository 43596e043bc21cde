"""The log of destruction: each entry seals all before it."""

import json
import uuid
from hashlib import sha256

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from sam.keeping import kinds

# Before the first entry.
BEGINNING = "0" * 64


class EntryQuerySet(models.QuerySet):
    def add(self, **said):
        """Seal an entry behind the newest; those of others wait until this one stands."""
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE retention_entry IN EXCLUSIVE MODE")
        last = self.order_by("-number").first()
        entry = self.model(
            number=last.number + 1 if last else 1,
            previous=last.seal if last else BEGINNING,
            **said,
        )
        entry.seal = entry.worked_out_seal()
        entry.save(force_insert=True)
        return entry


class Entry(models.Model):
    """That something was destroyed, restored or is gone for good; not what it said.

    It stands alone, without a key to any other row: people, units and rules may change.
    """

    class Event(models.TextChoices):
        DESTROYED = "destroyed", _("Destroyed")
        TEXTS_DESTROYED = "texts_destroyed", _("Texts destroyed, figures kept")
        RESTORED = "restored", _("Restored")
        FOR_GOOD = "for_good", _("Destroyed for good")
        AGAIN = "again", _("Destroyed again after a restored backup")

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("at"))
    event = models.CharField(_("what"), max_length=20, choices=Event)
    run = models.UUIDField(null=True)
    item = models.UUIDField(default=uuid.uuid4)
    kind = models.SlugField(_("kind of record"), max_length=40)
    rule_version = models.CharField(_("rule"), max_length=60)
    basis = models.TextField(_("decision and legal basis"))
    records = models.PositiveIntegerField(_("records"))
    rows = models.PositiveIntegerField(_("rows"))
    files = models.PositiveIntegerField(_("files"))
    unit = models.UUIDField(null=True)
    unit_name = models.CharField(_("unit"), max_length=200, blank=True)
    # The period that the records are about.
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("to"))
    # Codes of the keys and of what people call the records: see retention.identity.
    identities = ArrayField(models.CharField(max_length=32))
    by = models.UUIDField(null=True)
    previous = models.CharField(max_length=64)
    seal = models.CharField(_("seal"), max_length=64, unique=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("entry of the destruction log")
        verbose_name_plural = _("entries of the destruction log")
        indexes = [
            GinIndex(fields=["identities"], name="entry_identities"),
            models.Index(fields=["run", "number"], name="entry_of_run"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="stays_as_written", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self):
        return f"{self.number}: {self.get_event_display()}"

    @property
    def kind_label(self):
        kind = kinds().get(self.kind)
        return kind.label if kind else self.kind

    def as_said(self):
        """What the seal covers, and what an export holds, in JSON's own kinds of values."""
        said = {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.attname != "seal"
        }
        said["at"] = self.at.isoformat()
        for name in ("first_on", "last_on"):
            said[name] = said[name].isoformat()
        for name in ("run", "item", "unit", "by"):
            said[name] = str(said[name]) if said[name] else None
        return said

    def worked_out_seal(self):
        text = json.dumps(self.as_said(), sort_keys=True, ensure_ascii=False)
        return sha256(text.encode()).hexdigest()
