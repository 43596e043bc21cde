import uuid
from datetime import date

import pghistory
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from attachments.models import Attachment
from knowledge.models.courses import Course
from organisation.models import UnitBoundQuerySet, UnitPermission
from organisation.permissions import granted_units
from sam.dates import today

# From so many days ahead the person and the manager are told.
SOON_DAYS = 90


class OfPersonQuerySet(UnitBoundQuerySet):
    """Of what belongs to a person: it is the person's own, the managers' and HR's."""

    unit_path = "person__unit"

    def visible_to(self, user):
        return self._led_by(user, Q(person=user))

    def handled_by(self, user):
        """Who may register and put right: the managers of the person's unit, and HR."""
        return self._led_by(user, Q(pk=None))

    def _led_by(self, user, own):
        managed = self.model.objects.reached_by(user, UnitPermission.MANAGE_YEAR)
        led = own
        if granted_units(user, UnitPermission.MANAGE_YEAR).units:
            led |= Q(pk__in=managed.order_by().values("pk"))
        return self.reached_by(user, UnitPermission.HANDLE_YEAR, or_own=led)


class CertificateQuerySet(OfPersonQuerySet):
    def latest(self):
        """Of each person and course the one that holds longest."""
        later = Certificate.objects.filter(
            person=OuterRef("person"), course=OuterRef("course")
        ).filter(
            Q(last_on__gt=OuterRef("last_on"))
            | Q(last_on=OuterRef("last_on"), pk__gt=OuterRef("pk"))
        )
        return self.exclude(Exists(later))

    def valid(self, on=None):
        on = on or today()
        return self.filter(taken_on__lte=on, last_on__gte=on)

    def expired(self):
        return self.latest().filter(last_on__lt=today())

    def expiring(self, days=SOON_DAYS):
        soon = today() + relativedelta(days=days)
        return self.latest().filter(last_on__gte=today(), last_on__lte=soon)

    def of_people_here(self):
        """Without those who have left."""
        left = Q(person__left_on__lt=today())
        return self.filter(person__is_active=True).exclude(left)


# Sorts after every real day, so that what holds for ever is the latest of all.
FOR_EVER = date(9999, 12, 31)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Certificate(models.Model):
    """That a person has taken a course, and until when it holds."""

    class Source(models.TextChoices):
        TYPED = "typed", _("Registered here")
        IMPORTED = "imported", _("From a spreadsheet")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("person"),
        related_name="certificates",
    )
    course = models.ForeignKey(
        Course, models.PROTECT, verbose_name=_("course"), related_name="certificates"
    )
    taken_on = models.DateField(_("taken on"))
    # The last day on which it holds, worked out from the course when it is written.
    last_on = models.DateField(_("valid until"), default=FOR_EVER)
    hours = models.DecimalField(
        _("hours"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    file = models.ForeignKey(
        Attachment, models.PROTECT, related_name="+", null=True, blank=True
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    source = models.CharField(
        _("source"), max_length=10, choices=Source, default=Source.TYPED
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField(_("registered"), auto_now_add=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["last_on", "pk"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        indexes = [
            models.Index(fields=["last_on", "id"], name="certificate_runs_out"),
            models.Index(fields=["person", "course"], name="certificate_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course", "taken_on"],
                name="certificate_once",
                violation_error_message=_(
                    "The person has a certificate of that course and day already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("taken_on")),
                name="certificate_holds_a_day",
                violation_error_message=_("It cannot end before it was taken."),
            ),
        ]

    def __str__(self):
        return gettext("%(course)s, %(person)s") % {
            "course": self.course,
            "person": self.person,
        }

    def get_absolute_url(self):
        return reverse("knowledge:certificate_detail", args=[self.pk])

    def discard(self):
        """Delete what was registered by mistake, with its file."""
        file = self.file
        self.delete()
        if file:
            file.discard()

    @property
    def valid_until(self):
        """None for what holds for ever."""
        return None if self.last_on == FOR_EVER else self.last_on

    @property
    def phase(self):
        if self.last_on < today():
            return gettext("Expired")
        if self.last_on <= today() + relativedelta(days=SOON_DAYS):
            days = (self.last_on - today()).days
            return gettext("Runs out in %(days)s days") % {"days": days}
        return gettext("Valid")

    @property
    def tone(self):
        if self.last_on < today():
            return "danger"
        soon = today() + relativedelta(days=SOON_DAYS)
        return "warning" if self.last_on <= soon else "success"


def last_day_of(course, taken_on):
    """Of a certificate of the course; the day before the same day of the month."""
    if course.valid_months is None:
        return FOR_EVER
    months = relativedelta(months=course.valid_months)
    return taken_on + months - relativedelta(days=1)


class PlannedCourseQuerySet(OfPersonQuerySet):
    def open(self):
        Status = PlannedCourse.Status
        return self.filter(status__in=[Status.WISHED, Status.OFFERED, Status.PLANNED])


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class PlannedCourse(models.Model):
    """That a person wishes for a course, was offered it or is to take it."""

    class Status(models.TextChoices):
        WISHED = "wished", _("Wished for")
        OFFERED = "offered", _("Offered")
        PLANNED = "planned", _("Planned")
        TAKEN = "taken", _("Taken")
        DECLINED = "declined", _("Declined")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="planned_courses"
    )
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="planned", null=True, blank=True
    )
    # What is wished for and is no course here yet.
    wish = models.CharField(_("wish"), max_length=300, blank=True)
    planned_on = models.DateField(_("when"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.WISHED
    )
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = PlannedCourseQuerySet.as_manager()

    class Meta:
        ordering = ["planned_on", "pk"]
        verbose_name = _("planned course")
        verbose_name_plural = _("planned courses")
        constraints = [
            models.CheckConstraint(
                condition=Q(course__isnull=False) | ~Q(wish=""),
                name="plannedcourse_of_something",
                violation_error_message=_("Choose a course or write what you wish."),
            ),
            models.CheckConstraint(
                condition=~Q(status="planned") | Q(planned_on__isnull=False),
                name="plannedcourse_planned_says_when",
            ),
        ]

    def __str__(self):
        return str(self.course or self.wish)

    @property
    def tone(self):
        return {
            "wished": "info",
            "offered": "info",
            "planned": "warning",
            "taken": "success",
            "declined": "neutral",
        }[self.status]
