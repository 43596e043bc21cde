"""How figures come out of base quantities, as they are shown.

Quantities are added, over months, sexes and committees; only then is a share taken. So
a figure of the municipality is never a mean of the committees' percentages.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

MONTHS_OF_A_YEAR = 12
# In the place of a figure that tells of so few people that it is not shown.
SUPPRESSED = "*"


class Sex(models.TextChoices):
    WOMEN = "women", _("Women")
    MEN = "men", _("Men")


class Scale(models.TextChoices):
    COUNT = "count", _("number")
    PERCENT = "percent", _("per cent")
    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    YEARS = "years", _("years")
    INDEX = "index", _("index")
    MEAN = "mean", _("mean from 1 to 5")
    MONEY = "money", _("money")

    @property
    def decimals(self):
        return 0 if self in (Scale.COUNT, Scale.HOURS, Scale.MONEY) else 1

    @property
    def factor(self):
        """What a share is multiplied by."""
        return 100 if self == Scale.PERCENT else 1


def rounded(value, decimals):
    """Half up, as people round; never minus nothing."""
    shown = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return shown or abs(shown)


def difference(now, before):
    """Between the figures as they are shown, so that a reader gets the same."""
    return None if now is None or before is None else now - before
