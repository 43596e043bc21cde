"""Units and people from a spreadsheet, on their way in."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from attachments.importing.jobs import ImportJob

# An import that would close or let go more than so many of a hundred asks first.
MOST_PERCENT = 10


def _path(sheet, _filename):
    return f"imports/{uuid.uuid4().hex}"


def _refused_path(organisation_import, _filename):
    return f"imports/{organisation_import.pk.hex}.xlsx"


class OrganisationImport(ImportJob):
    """A file of units, of people or of both; `reorganisation.importing` leads it through."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("Being read")
        READ = "read", _("Read in")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        IMPORTING = "importing", _("Being carried out")
        DONE = "done", _("Carried out")
        FAILED = "failed", _("Failed")
        FORGOTTEN = "forgotten", _("Deleted before it was carried out")

    WORKING = (Status.UPLOADED, Status.CHECKING, Status.IMPORTING)
    TONES = {
        Status.FAILED: "danger",
        Status.FORGOTTEN: "neutral",
        Status.DONE: "success",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="organisation_imports"
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.UPLOADED)
    # From which day it is so, where a row does not say another.
    on = models.DateField(_("from which day"), null=True, blank=True)
    has_all_units = models.BooleanField(_("the file has all units"), default=False)
    founds_committees = models.BooleanField(
        _("committees that are not here are new"), default=False
    )
    has_all_people = models.BooleanField(_("the file has all people"), default=False)
    # {"unit:new": 3, …}: how many differences of each kind there are.
    counts = models.JSONField(default=dict)
    # How many units and people there were when it was checked.
    units_before = models.PositiveIntegerField(default=0)
    people_before = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    refused_file = models.FileField(upload_to=_refused_path, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("import of the organisation")
        verbose_name_plural = _("imports of the organisation")
        constraints = [
            # The other waits until this one is done.
            models.UniqueConstraint(
                fields=["status"],
                condition=Q(status="importing"),
                name="one_import_at_a_time",
                violation_error_message=_(
                    "Another import is being carried out just now."
                ),
            ),
        ]

    def get_absolute_url(self):
        return reverse("reorganisation:import", args=[self.pk])

    @property
    def tone(self):
        return self.TONES.get(self.status, "info")

    @property
    def closing(self):
        return self.counts.get("unit:closed", 0)

    @property
    def leaving(self):
        return self.counts.get("person:left", 0)

    @property
    def closes_many(self):
        return 100 * self.closing > MOST_PERCENT * self.units_before

    @property
    def lets_many_go(self):
        return 100 * self.leaving > MOST_PERCENT * self.people_before

    @property
    def ending(self):
        return self.counts.get("role:ended", 0)

    @property
    def roles_before(self):
        """How many there were, of those that the file decides on."""
        return self.counts.get("role:before", 0)

    @property
    def ends_many(self):
        return 100 * self.ending > MOST_PERCENT * self.roles_before

    @property
    def changes_anything(self):
        return any(self.counts.get(f"{about}:{kind}") for about, kind in CHANGES)


class ImportSheet(models.Model):
    """One sheet of what was uploaded, and what its columns are taken for."""

    class Holds(models.TextChoices):
        UNITS = "units", _("Units")
        PEOPLE = "people", _("People")
        NOTHING = "", _("Nothing to import")

    organisation_import = models.ForeignKey(
        OrganisationImport, models.CASCADE, related_name="sheets"
    )
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=200)
    holds = models.CharField(max_length=10, choices=Holds, blank=True)
    # As it was uploaded; once it is read one row a line, as JSON.
    file = models.FileField(upload_to=_path, blank=True)
    headers = models.JSONField(default=list)
    first_rows = models.JSONField(default=list)
    # {field: number of the column}.
    columns = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name


class Difference(models.Model):
    """What the import would change in one unit, person or role, for the list to look at."""

    class About(models.TextChoices):
        UNIT = "unit", _("Unit")
        PERSON = "person", _("Person")
        ROLE = "role", _("Role")

    class Kind(models.TextChoices):
        NEW = "new", _("New")
        RENAMED = "renamed", _("Renamed")
        MOVED = "moved", _("Moved")
        CHANGED = "changed", _("Changed")
        CLOSED = "closed", pgettext_lazy("unit", "Closed")
        LEFT = "left", _("Left")
        BEGUN = "begun", _("Begun")
        ENDED = "ended", _("Ended")

    organisation_import = models.ForeignKey(
        OrganisationImport, models.CASCADE, related_name="differences"
    )
    about = models.CharField(_("about"), max_length=10, choices=About)
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    # The row of the file; none of what is missing in it.
    row = models.PositiveIntegerField(_("row"), null=True)
    # The unit or person that is here already; of a role the person.
    target = models.UUIDField(null=True)
    # Empty of a person with protected identity.
    label = models.CharField(_("name"), max_length=300, blank=True)
    is_protected = models.BooleanField(default=False)
    before = models.CharField(_("before"), max_length=500, blank=True)
    after = models.CharField(_("after"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["organisation_import", "about", "kind", "id"],
                name="difference_of_kind",
            )
        ]

    def __str__(self):
        return self.label


# Both halves of the names of what is counted.
CHANGES = [
    *(("unit", kind) for kind in ("new", "renamed", "moved", "changed", "closed")),
    *(("person", kind) for kind in ("new", "moved", "changed", "left")),
    *(("role", kind) for kind in ("begun", "ended")),
]
