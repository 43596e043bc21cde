import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.models import User
from organisation.models.people import fingerprint
from sam.dates import today


class TokenQuerySet(models.QuerySet):
    def make(self, *, by, **what):
        """The row and the token itself, which is told this once and kept nowhere."""
        secret = secrets.token_urlsafe(40)
        row = self.create(token_hash=fingerprint(secret), created_by=by, **what)
        return row, secret

    def opened_by(self, secret):
        return self.filter(token_hash=fingerprint(secret), revoked_at=None).first()


class Token(models.Model):
    """By which the municipality's directory may write here; only a fingerprint is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=100)
    # Everything is answered and logged as if it were done, and nothing is.
    is_dry_run = models.BooleanField(_("record only, change nothing"), default=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("token")
        verbose_name_plural = _("tokens")

    def __str__(self):
        return self.name

    def note_use(self):
        """Once a day is enough, however often the directory asks."""
        if self.used_on != today():
            Token.objects.filter(pk=self.pk).update(used_on=today())

    def revoke(self):
        """Whether it was in force until now."""
        standing = Token.objects.filter(pk=self.pk, revoked_at=None)
        return bool(standing.update(revoked_at=timezone.now()))

    def put_in_force(self):
        """From now on what it sends is done; whether it was a dry run until now."""
        trying = Token.objects.filter(pk=self.pk, is_dry_run=True, revoked_at=None)
        return bool(trying.update(is_dry_run=False))


class Removal(models.Model):
    """That the directory has removed an account: it sees it no more, and all else stays."""

    person = models.OneToOneField(User, models.CASCADE, related_name="removal")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return str(self.pk)
