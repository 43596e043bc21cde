"""Ways to any record of the program, which its own page guards."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Link:
    """Where a record's page is: a URL's name and the key that it takes. The label says
    what it is in words that any reader of the matter may read: no persons."""

    url_name: str
    key: str
    label: str

    @classmethod
    def to(cls, row, label):
        """The link to a row whose page is `app:…_detail` or what its address says."""
        found = resolve(row.get_absolute_url())
        return cls(found.view_name, str(row.pk), str(label))


class Linking(models.Model):
    """A row that may point at a record of any room."""

    link_name = models.CharField(max_length=100, blank=True, editable=False)
    link_key = models.CharField(max_length=100, blank=True, editable=False)
    link_label = models.CharField(
        _("what it is about"), max_length=200, blank=True, editable=False
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(link_name="", link_key="")
                | (~Q(link_name="") & ~Q(link_key="") & ~Q(link_label="")),
                name="%(app_label)s_%(class)s_link_is_whole",
            )
        ]

    @property
    def link(self):
        return self.link_name and Link(self.link_name, self.link_key, self.link_label)

    @property
    def link_url(self):
        """Nothing when the page is no more: what was linked is still told."""
        try:
            return self.link_name and reverse(self.link_name, args=[self.link_key])
        except NoReverseMatch:
            return ""


def link_fields(link):
    """What a row keeps of a link, or of none; ValueError when there is no such page."""
    if link is None:
        return {}
    try:
        reverse(link.url_name, args=[link.key])
    except NoReverseMatch as error:
        raise ValueError(f"No page is called {link.url_name}") from error
    if not link.label:
        raise ValidationError(_("Say what it is about."))
    return {
        "link_name": link.url_name,
        "link_key": str(link.key),
        "link_label": link.label[:200],
    }
