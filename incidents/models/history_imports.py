import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A job that has said nothing for so long is not at work any more.
SILENCE = timedelta(minutes=2)
# So long what was uploaded waits for its import.
KEPT = timedelta(days=1)


def _path(history_import, _filename):
    return f"imports/{history_import.pk.hex}"


def _refused_path(history_import, _filename):
    return f"imports/{history_import.pk.hex}.xlsx"


COUNTS = ("done", "accepted", "open", "existing", "left_out", "refused")


class Touched(Exception):
    """So many incidents of the import have been edited or answered since."""

    def __init__(self, number):
        super().__init__(number)
        self.number = number


class HistoryImport(models.Model):
    """A spreadsheet of incidents from an older system, on its way in.

    `incidents.history_import` takes it from one status to the next.
    """

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("Being read")
        READ = "read", _("Read in")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        IMPORTING = "importing", _("Being imported")
        DONE = "done", _("Imported")
        TAKING_BACK = "taking_back", _("Being taken back")
        TAKEN_BACK = "taken_back", _("Taken back")
        FAILED = "failed", _("Failed")
        FORGOTTEN = "forgotten", _("Deleted before it was imported")

    WORKING = (Status.UPLOADED, Status.CHECKING, Status.IMPORTING, Status.TAKING_BACK)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="history_imports"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(_("file"), max_length=200)
    # As it was uploaded; from READ on one row a line, as JSON.
    file = models.FileField(upload_to=_path, blank=True)
    headers = models.JSONField(default=list)
    # {"rows": [the first rows], "values": {number of the column: {value: how often}}}.
    contents = models.JSONField(default=dict)
    # {"columns": {field: number of the column}, "values": {field: {what the file says:
    # our word}}, "kind": that of all rows, "language": that of the texts, "all_closed":
    # whether what the file does not say is open counts as closed}.
    mapping = models.JSONField(default=dict)
    status = models.CharField(max_length=20, choices=Status, default=Status.UPLOADED)
    # What it could not go on for, in words for the one who imports.
    error = models.CharField(max_length=500, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    # Those of the accepted that managers are asked to deal with.
    open = models.PositiveIntegerField(default=0)
    existing = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    # The first refused rows: [{"row": 12, "reasons": ["…"]}]; all are in the file of them.
    problems = models.JSONField(default=list)
    refused_file = models.FileField(upload_to=_refused_path, blank=True)
    # When the job last said how far it had come.
    moved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("import of history")
        verbose_name_plural = _("imports of history")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("incidents:history_import", args=[self.pk])

    @property
    def is_working(self):
        return self.status in self.WORKING

    @property
    def is_stuck(self):
        """The job has broken off, or ended without a word when the machine went down."""
        is_silent = self.moved_at < timezone.now() - SILENCE
        return self.is_working and (is_silent or bool(self.error))

    @property
    def imported(self):
        """How many incidents it has made; a dry run has made none."""
        has_begun = self.status in {self.Status.IMPORTING, self.Status.DONE}
        return self.accepted if has_begun else 0

    @property
    def tone(self):
        if self.status in {self.Status.FAILED, self.Status.FORGOTTEN}:
            return "danger" if self.status == self.Status.FAILED else "neutral"
        return "success" if self.status == self.Status.DONE else "info"

    def move_to(self, status, **changes):
        """Only from the status that this object was read with; says whether it was so."""
        unchanged = HistoryImport.objects.filter(pk=self.pk, status=self.status)
        changes |= {"status": status, "moved_at": timezone.now()}
        if not unchanged.update(**changes):
            return False
        for name, value in changes.items():
            setattr(self, name, value)
        return True

    def start_check(self, mapping):
        """A dry run of the whole file; what an earlier one found is forgotten."""
        counts = dict.fromkeys(COUNTS, 0)
        return self.move_to(
            self.Status.CHECKING, mapping=mapping, error="", problems=[], **counts
        )

    def start_import(self):
        counts = dict.fromkeys(COUNTS, 0)
        return self.move_to(self.Status.IMPORTING, error="", **counts)

    def start_taking_back(self):
        """Take all incidents of the import away; raises Touched when somebody uses one."""
        touched = self.incidents.count() - self.incidents.untouched().count()
        if touched:
            raise Touched(touched)
        return self.move_to(self.Status.TAKING_BACK, error="", done=0)

    def note(self, **counts):
        """Say how far the job has come."""
        changes = counts | {"moved_at": timezone.now()}
        HistoryImport.objects.filter(pk=self.pk).update(**changes)
