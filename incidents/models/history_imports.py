import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from attachments.importing.jobs import ImportJob


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


class HistoryImport(ImportJob):
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
    accepted = models.PositiveIntegerField(default=0)
    # Those of the accepted that managers are asked to deal with.
    open = models.PositiveIntegerField(default=0)
    existing = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    refused_file = models.FileField(upload_to=_refused_path, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("import of history")
        verbose_name_plural = _("imports of history")

    def get_absolute_url(self):
        return reverse("incidents:history_import", args=[self.pk])

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
