import uuid

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisation.models.units import COLLATION, Unit


class PeopleManager(UserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, password=None, **fields):
        """There is no superuser: what a person may do comes from appointments."""
        raise NotImplementedError("Use `manage.py appoint` instead.")


class User(AbstractUser):
    """A person who works in the municipality, known by the e-mail address of work."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = None
    first_name = None
    last_name = None
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200, db_collation=COLLATION)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    # Where the person is employed: proposed when something is reported.
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("workplace"),
        related_name="employees",
        null=True,
        blank=True,
    )
    is_demo = models.BooleanField(_("invented person"), default=False)

    objects = PeopleManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    get_short_name = get_full_name
