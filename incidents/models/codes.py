from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class CodeQuerySet(models.QuerySet):
    def offered(self, list, *, besides=None):
        """Those of the list now, and the one that an incident of before has."""
        return self.filter(Q(is_offered=True) | Q(pk=besides), list=list)


class Code(models.Model):
    """A row of one of the lists by which injuries are sorted, most of them Eurostat's ESAW.

    Rows come from `incidents/codes/`; `manage.py load_codes` writes them. A code that a
    later version drops stays for old incidents, and is not offered for new ones.
    """

    class List(models.TextChoices):
        DEVIATION = "deviation", _("Deviation")
        ACTIVITY = "activity", _("Activity")
        AGENT = "agent", _("Agent")
        INJURY_TYPE = "injury_type", _("Kind of injury")
        BODY_PART = "body_part", _("Part of the body")
        OCCUPATION = "occupation", _("Occupation")

    list = models.CharField(_("list"), max_length=20, choices=List)
    code = models.CharField(_("code"), max_length=10)
    # In each language of the interface: {"sv": "Fall", …}.
    labels = models.JSONField(_("labels"))
    version = models.CharField(_("version of the list"), max_length=100)
    is_offered = models.BooleanField(_("offered"), default=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        ordering = ["list", "code"]
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="code_once_in_a_list")
        ]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """In the reader's language where the list has it, else in Swedish."""
        return self.labels.get((get_language() or "sv")[:2]) or self.labels["sv"]


def code_from(list, verbose_name):
    """A field for one code of the list."""
    return models.ForeignKey(
        Code,
        models.PROTECT,
        verbose_name=verbose_name,
        limit_choices_to={"list": list},
        related_name="+",
        null=True,
        blank=True,
    )
