"""Requests on personal data (GDPR art. 15–21) and for public documents."""

import uuid
from datetime import timedelta
from enum import nonmember

import pghistory
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.models import UnitPermission
from organisation.permissions import holds_everywhere
from sam.dates import today
from sam.workflow import InvalidTransition, Stateful, Transition, Versioned

# So long the answer lies ready for the person, and with it the copy of all that was found.
LIES_READY = timedelta(days=30)


class DataRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All, for who answers requests or oversees; nobody sees one about themselves
        from behind: that one has a page of their own."""
        may = UnitPermission.ANSWER_REQUESTS, UnitPermission.OVERSEE_PERSONAL_DATA
        if not holds_everywhere(user, *may):
            return self.none()
        return self.exclude(person=user)

    def handled_by(self, user):
        if not holds_everywhere(user, UnitPermission.ANSWER_REQUESTS):
            return self.none()
        return self.exclude(person=user)

    def own(self, user):
        """What the person has asked about themselves."""
        return self.filter(person=user)

    def open(self):
        return self.filter(status__in=DataRequest.Status.unfinished)

    def late(self):
        return self.open().filter(due_on__lt=today())

    def to_erase(self):
        """Over since so long that the copy of what was found has no use any more."""
        since = timezone.now() - LIES_READY
        return self.filter(closed_at__lt=since, extract__erased_at=None).exclude(
            extract=None
        )

    @transaction.atomic
    def register(self, *, by, kind, received_on=None, **what):
        received_on = received_on or today()
        request = self.create(
            registered_by=by,
            kind=kind,
            received_on=received_on,
            due_on=deadline(received_on, kind),
            **what,
        )
        request.log(by=by)
        return request


def deadline(received_on, kind, *, months=1):
    """One month (GDPR art. 12.3); a public document is given out at once."""
    if kind == DataRequest.Kind.PUBLIC:
        return received_on
    return received_on + relativedelta(months=months)


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class DataRequest(Stateful, Versioned):
    """Somebody asks for what is known of them or to have it changed, or for a document."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("What is known about the person")
        CORRECTION = "correction", _("Correction")
        ERASURE = "erasure", _("Erasure")
        RESTRICTION = "restriction", _("Restriction")
        OBJECTION = "objection", _("Objection")
        PUBLIC = "public", _("A public document")

        # What ends in a document that is gone through first.
        with_extract = nonmember(("access", "public"))
        of_person = nonmember(
            ("access", "correction", "erasure", "restriction", "objection")
        )

    class Identity(models.TextChoices):
        """How it is known that the person is who they say."""

        LOGIN = "login", _("Logged in and asked for it themselves")
        DOCUMENT = "document", _("Showed an identity document")
        CALLED = "called", _("Called back on a number that was known before")
        KNOWN = "known", _("Is known to whoever took the request")
        PROXY = "proxy", _("Acts for the person, with a written power of attorney")

    class Status(models.TextChoices):
        RECEIVED = "received", _("Received")
        WORKED_ON = "worked_on", _("Being worked on")
        ANSWERED = "answered", _("Answered")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

        unfinished = nonmember(("received", "worked_on"))

    TRANSITIONS = {
        Status.RECEIVED: {Status.WORKED_ON, Status.REFUSED, Status.WITHDRAWN},
        Status.WORKED_ON: {Status.ANSWERED, Status.REFUSED, Status.WITHDRAWN},
        Status.ANSWERED: set(),
        Status.REFUSED: set(),
        Status.WITHDRAWN: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.BigIntegerField(
        _("number"),
        unique=True,
        editable=False,
        db_default=Func(Value("data_request_number"), function="nextval"),
    )
    kind = models.CharField(_("what is asked for"), max_length=20, choices=Kind)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.RECEIVED
    )
    # Whom it is about: an account, or somebody who has none.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("account"),
        related_name="data_requests",
        null=True,
        blank=True,
    )
    # Of a public document whoever asks, who need not say who they are.
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    identity = models.CharField(
        _("how the identity was checked"), max_length=20, choices=Identity, blank=True
    )
    wish = models.TextField(_("what the person wants"), max_length=5_000, blank=True)
    received_on = models.DateField(_("received on"), default=today)
    due_on = models.DateField(_("to be answered by"))
    extended_because = models.TextField(
        _("why it takes longer"), max_length=1_000, blank=True
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("handled by"),
        related_name="+",
        null=True,
        blank=True,
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    # For the person to read, also when it is refused.
    answer = models.TextField(_("answer"), max_length=5_000, blank=True)
    # For a correction: where it was corrected.
    corrected_at = models.CharField(
        _("where it is corrected"), max_length=300, blank=True
    )
    # Codes of the provisions, for a public document that is refused.
    provisions = models.CharField(_("provisions"), max_length=300, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        indexes = [
            models.Index(fields=["-received_on", "-id"], name="data_request_newest"),
            models.Index(fields=["person"], name="data_request_of_person"),
            models.Index(
                fields=["due_on"],
                condition=Q(status__in=["received", "worked_on"]),
                name="data_request_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="public") | Q(person__isnull=False) | ~Q(name=""),
                name="data_request_says_about_whom",
                violation_error_message=_("Choose the person, or write the name."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("received_on")),
                name="data_request_due_after_it_came",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(answer=""),
                name="data_request_refused_says_why",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["received", "worked_on"], closed_at=None)
                | Q(
                    status__in=["answered", "refused", "withdrawn"],
                    closed_at__isnull=False,
                ),
                name="data_request_closed_says_when",
            ),
            # Nobody answers a request about themselves.
            models.CheckConstraint(
                condition=Q(handler=None) | Q(person=None) | ~Q(handler=F("person")),
                name="data_request_handled_by_another",
            ),
        ]

    def __str__(self):
        # Without the name: it may stand in a log.
        return f"{self.get_kind_display()} {self.number}"

    def get_absolute_url(self):
        return reverse("privacy:request", args=[self.pk])

    @property
    def is_open(self):
        return self.status in self.Status.unfinished

    @property
    def is_late(self):
        return self.is_open and self.due_on < today()

    @property
    def tone(self):
        if self.is_open:
            return "danger" if self.is_late else "warning"
        return "success" if self.status == self.Status.ANSWERED else "neutral"

    @property
    def has_extract(self):
        return self.kind in self.Kind.with_extract

    @property
    def is_protected(self):
        """Whoever handles it never reads the name."""
        return bool(self.person and self.person.is_protected)

    @property
    def lies_ready_until(self):
        return self.closed_at and timezone.localdate(self.closed_at + LIES_READY)

    @property
    def lies_ready(self):
        return bool(
            self.status == self.Status.ANSWERED
            and self.has_extract
            and self.closed_at > timezone.now() - LIES_READY
        )

    def begin(self, *, by, identity=""):
        """Take it on; of a person it is known then that they are who they say."""
        if self.kind != self.Kind.PUBLIC and not (self.identity or identity):
            raise InvalidTransition(_("Say how the identity was checked."))
        self._move_to(
            self.Status.WORKED_ON, by=by, handler=by, identity=identity or self.identity
        )

    @transaction.atomic
    def extend(self, *, by, reason):
        """Two months more, once, told with the reason (GDPR art. 12.3)."""
        rows = DataRequest.objects.open().filter(pk=self.pk, extended_because="")
        due_on = deadline(self.received_on, self.kind, months=3)
        if not rows.update(extended_because=reason, due_on=due_on):
            raise InvalidTransition(_("It has been extended already."))
        self.refresh_from_db()
        self.log(by=by, note=str(_("Extended")))

    @transaction.atomic
    def answer_with(self, *, by, answer, corrected_at=""):
        if self.has_extract and not self.is_gone_through():
            raise InvalidTransition(
                _("Nothing goes out before each text has been gone through.")
            )
        self._close(
            self.Status.ANSWERED, by=by, answer=answer, corrected_at=corrected_at
        )

    def refuse(self, *, by, answer, provisions=""):
        self._close(self.Status.REFUSED, by=by, answer=answer, provisions=provisions)

    def withdraw(self, *, by):
        self._close(self.Status.WITHDRAWN, by=by)

    def _close(self, status, *, by, **changes):
        self._move_to(status, by=by, closed_at=timezone.now(), **changes)

    def is_gone_through(self):
        """Whether all is gathered, and each text that goes out has been read."""
        extract = getattr(self, "extract", None)
        return bool(
            extract and extract.is_gathered and not extract.unreviewed().exists()
        )

    def log(self, *, by, note=""):
        self.transitions.create(
            from_status=self.status, to_status=self.status, by=by, note=note
        )

    def note_reading(self, user):
        """Whoever goes through what is known about a person is logged, too."""
        KeptReading.objects.create(request=self, by=user)


class DataRequestTransition(Transition):
    request = models.ForeignKey(DataRequest, models.CASCADE, related_name="transitions")

    @property
    def words(self):
        if self.from_status == self.to_status:
            return self.note or _("Registered")
        return DataRequest.Status(self.to_status).label


class KeptReading(models.Model):
    """Somebody has gone through what was gathered about a person."""

    request = models.ForeignKey(DataRequest, models.CASCADE, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="extract_reading_newest"),
            models.Index(fields=["by", "-at"], name="extract_reading_by"),
        ]

    def __str__(self):
        return str(self.at)


class Handout(models.Model):
    """What was given to whom: kept when the copy is gone, without retelling it."""

    request = models.ForeignKey(DataRequest, models.PROTECT, related_name="handouts")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Of all that was given; the same again gives the same.
    fingerprint = models.CharField(max_length=64)
    records = models.PositiveIntegerField(_("records"))
    masked = models.PositiveIntegerField(_("masked places"))
    withheld = models.PositiveIntegerField(_("withheld records"))

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("handing out")
        verbose_name_plural = _("what was handed out")

    def __str__(self):
        return self.fingerprint[:8]
