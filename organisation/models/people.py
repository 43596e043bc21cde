import secrets
import uuid
from hashlib import sha256

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.models.appointments import (
    Appointment,
    Role,
    UnitUserObjectPermission,
)
from organisation.models.identity import Identity, KeptApart
from organisation.models.units import COLLATION, Unit
from organisation.reading import reader
from sam.dates import today
from ui import persons


class PeopleQuerySet(models.QuerySet):
    def search(self, text):
        """People whose name has every word that was typed, in any order.

        Those whose identity is protected are found by who reads their names.
        """
        words = Q(*(Q(name__icontains=word) for word in text.split()))
        protected = Identity.objects.seen_by(reader()).filter(words)
        return self.filter(
            words & Q(is_protected=False) | Q(pk__in=protected.values("pk"))
        ).select_related("unit")

    def known_to_all(self):
        """Who may log in, and whose name is for everybody to find."""
        return self.filter(is_active=True, is_protected=False)

    def reached_at(self, address):
        """Whoever has the e-mail address, also when it is kept apart from the account."""
        email = address.strip().lower()
        return self.filter(Q(email=email) | Q(identity__email=email))

    def permitted(self, permission, unit):
        """Those who hold the permission for the unit, there or in a unit above."""
        held = UnitUserObjectPermission.objects.filter(
            permission__codename=permission, content_object__in=unit.lineage
        )
        return self.filter(pk__in=held.values("user"), is_active=True)

    def working_for(self, unit):
        """Those employed in the unit or below it, and its managers up to the top."""
        managing = Appointment.objects.in_force().filter(
            role__in=[Role.MANAGER, Role.SUBSTITUTE, Role.HEAD], unit__in=unit.lineage
        )
        employed = Unit.objects.within([unit.pk])
        return self.filter(
            Q(unit__in=employed) | Q(pk__in=managing.values("user")), is_active=True
        )


class PeopleManager(BaseUserManager.from_queryset(PeopleQuerySet)):  # type: ignore[misc]
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who works in the municipality, known by the e-mail address of work."""

    # Nobody stands above the table of roles: what a person may do comes from appointments.
    is_superuser = None  # type: ignore[assignment]

    class Reminders(models.TextChoices):
        """How often one wants e-mail about measures and their dates."""

        DAILY = "daily", _("Each working day, when there is something new")
        WEEKLY = "weekly", _("Once a week")
        NEVER = "never", _("Never; I look at my page")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200, db_collation=COLLATION)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    title = models.CharField(_("occupation"), max_length=200, blank=True)
    # What the municipality's directory or HR system calls the person.
    external_id = models.CharField(
        _("id in other systems"), max_length=100, unique=True, null=True, blank=True
    )
    # Name, telephone and e-mail lie apart (Identity), and show in the own unit alone.
    is_protected = models.BooleanField(_("protected identity"), default=False)
    employed_on = models.DateField(_("employed since"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    # Where the person is employed: proposed when something is reported.
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("workplace"),
        related_name="employees",
        null=True,
        blank=True,
    )
    gets_digest = models.BooleanField(
        _("one e-mail a day instead of one for each event"), default=False
    )
    reminders = models.CharField(
        _("reminders of measures by e-mail"),
        max_length=10,
        choices=Reminders,
        default=Reminders.DAILY,
    )
    is_active = models.BooleanField(_("may log in"), default=True)
    is_demo = models.BooleanField(_("invented person"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    objects = PeopleManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        triggers = [KeptApart()]

    def __str__(self):
        return persons.in_words(self.name)

    @property
    def shown_name(self):
        """The name as whoever reads now may see it."""
        return self.name_for(reader())

    def name_for(self, someone):
        """The name as that person may see it, who reads all protected ones at once."""
        if self.name != persons.PROTECTED or someone is None:
            return str(self)
        if not hasattr(someone, "_seen_identities"):
            rows = Identity.objects.seen_by(someone)
            someone._seen_identities = dict(rows.values_list("pk", "name"))
        return someone._seen_identities.get(self.pk, str(self))

    @property
    def address(self):
        """Where e-mail reaches the person; for sending to, not for showing."""
        return self.identity.email if self.is_protected else self.email

    @property
    def contact(self):
        """Name, telephone and e-mail as others may have them."""
        known = "" if self.is_protected else self.email
        return ", ".join(filter(None, [str(self), self.phone, known]))

    @property
    def search_hint(self):
        """What tells two people of one name apart where people are searched."""
        return self.unit.name if self.unit else ""


class CalendarFeedQuerySet(models.QuerySet):
    def make(self, user):
        """The token of a new address, told this once; the person's old one stops."""
        token = secrets.token_urlsafe(32)
        self.update_or_create(
            user=user,
            defaults={
                "token_hash": fingerprint(token),
                "created_at": timezone.now(),
                "read_on": None,
            },
        )
        return token

    def opened_by(self, token):
        """The one feed of the token, of somebody who may still log in; or none."""
        return self.filter(token_hash=fingerprint(token), user__is_active=True)


def fingerprint(token):
    """What is kept of it: long and random as it is, nobody finds it by trying."""
    return sha256(token.encode()).hexdigest()


class CalendarFeed(models.Model):
    """The secret address of a person's own due dates; only its fingerprint is kept."""

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # So that one sees whether some program still reads it.
    read_on = models.DateField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    def __str__(self):
        return str(self.pk)

    def note_reading(self):
        """Once a day is enough, however often a program looks."""
        if self.read_on != today():
            CalendarFeed.objects.filter(pk=self.pk).update(read_on=today())
