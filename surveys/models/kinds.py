from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """How a question is answered."""

    AGREE = "agree", _("How much one agrees, from 1 to 5")
    OFTEN = "often", _("How often, from 1 to 5")
    SATISFIED = "satisfied", _("How satisfied one is, from 1 to 5")
    YES_NO = "yes_no", _("Yes or no")
    CHOICE = "choice", _("One of several")
    TEXT = "text", _("In one's own words")
