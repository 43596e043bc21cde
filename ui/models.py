from datetime import timedelta

from django.db import models
from django.utils import timezone

# So long a form that is sent again is known.
KEPT = timedelta(days=1)


class SentFormQuerySet(models.QuerySet):
    def forgotten(self):
        return self.filter(at__lt=timezone.now() - KEPT)


class SentForm(models.Model):
    """That a form has been sent and carried out, and to which page it led.

    Who sent it and what was in it cannot be read from the key.
    """

    LONGEST = 2_000

    key = models.CharField(max_length=64, primary_key=True)
    led_to = models.CharField(max_length=LONGEST)
    at = models.DateTimeField(auto_now_add=True)

    objects = SentFormQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["at"], name="sentform_by_age")]

    def __str__(self):
        return self.key[:8]
