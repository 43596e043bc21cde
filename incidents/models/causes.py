from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Cause(models.Model):
    """What deviated from the normal: Eurostat's ESAW list of deviations, groups only.

    Rows come from `incidents/codes/`; `manage.py load_codes` writes them. A code that a
    later version drops stays for old incidents, and is not offered for new ones.
    """

    code = models.CharField(_("code"), max_length=10, unique=True)
    label_sv = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    is_offered = models.BooleanField(_("offered"), default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """In the reader's language where the list has it, else in Swedish."""
        return getattr(self, f"label_{get_language()[:2]}", self.label_sv)
