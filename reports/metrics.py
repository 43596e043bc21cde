"""What the reports' tables can show: base quantities, and the metrics made from them.

Quantities are added, over months, sexes and committees; only then is a share taken. So
a figure of the municipality is never a mean of the committees' percentages.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MONTHS_OF_A_YEAR = 12


class Sex(models.TextChoices):
    WOMEN = "women", _("Women")
    MEN = "men", _("Men")


class Quantity(models.TextChoices):
    """What HR delivers for each committee, month and sex."""

    SCHEDULED_HOURS = "scheduled_hours", _("Scheduled hours")
    SICK_HOURS_SHORT = "sick_hours_short", _("Sick leave day 1–14 (hours)")
    SICK_HOURS_LONG = "sick_hours_long", _("Sick leave from day 15 (hours)")
    EMPLOYEES = "employees", _("Mean number of employees")
    EXTERNAL_LEAVERS = "external_leavers", _("External leavers")
    PENSION_LEAVERS = "pension_leavers", _("of which to a pension")
    ADDITIONAL_HOURS = "additional_hours", _("Additional hours")
    OVERTIME_HOURS = "overtime_hours", _("Overtime hours")


class Counted(models.TextChoices):
    """What the program counts among its own records."""

    INJURIES = "injuries", _("Injuries reported")
    NEAR_MISSES = "near_misses", _("Near misses reported")
    CLOSED = "closed", _("Incidents closed")


class Scale(models.TextChoices):
    COUNT = "count", _("number")
    PERCENT = "percent", _("per cent")
    HOURS = "hours", _("hours")

    @property
    def decimals(self):
        return 1 if self == Scale.PERCENT else 0


@dataclass(frozen=True)
class Metric:
    """The sum of some quantities, as a share of others where `per` names them."""

    label: str | Promise
    scale: Scale
    of: tuple
    per: tuple = ()
    # Monthly head counts are added like all else; twelve of them make a person-year.
    per_person_year: bool = False

    @property
    def quantities(self):
        return (*self.of, *self.per)

    @property
    def is_counted(self):
        """Whether it comes from the program's own records, which have no sex."""
        return self.of[0] in Counted

    def figure(self, amounts):
        """The figure as it is shown, from {quantity: amount}; None where it is unknown."""
        if any(amounts.get(quantity) is None for quantity in self.quantities):
            return None
        value = sum(Decimal(amounts[quantity]) for quantity in self.of)
        if self.per:
            whole = sum(Decimal(amounts[quantity]) for quantity in self.per)
            if not whole:
                return None
            months = MONTHS_OF_A_YEAR if self.per_person_year else 1
            value = 100 * months * value / whole
        return rounded(value, self.scale.decimals)


def rounded(value, decimals):
    """Half up, as people round; never minus nothing."""
    shown = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return shown or abs(shown)


def difference(now, before):
    """Between the figures as they are shown, so that a reader gets the same."""
    return None if now is None or before is None else now - before


_SICK_HOURS = (Quantity.SICK_HOURS_SHORT, Quantity.SICK_HOURS_LONG)
_EXTRA_HOURS = (Quantity.ADDITIONAL_HOURS, Quantity.OVERTIME_HOURS)
_SCHEDULED = (Quantity.SCHEDULED_HOURS,)

METRICS = {
    "injuries": Metric(_("Injuries reported"), Scale.COUNT, (Counted.INJURIES,)),
    "near_misses": Metric(
        _("Near misses reported"), Scale.COUNT, (Counted.NEAR_MISSES,)
    ),
    "closed": Metric(_("Incidents closed"), Scale.COUNT, (Counted.CLOSED,)),
    "sick_leave": Metric(_("Sick leave"), Scale.PERCENT, _SICK_HOURS, _SCHEDULED),
    "sick_leave_short": Metric(
        _("Short sick leave"), Scale.PERCENT, _SICK_HOURS[:1], _SCHEDULED
    ),
    "sick_leave_long": Metric(
        _("Long sick leave"), Scale.PERCENT, _SICK_HOURS[1:], _SCHEDULED
    ),
    "staff_turnover": Metric(
        _("Staff turnover"),
        Scale.PERCENT,
        (Quantity.EXTERNAL_LEAVERS,),
        (Quantity.EMPLOYEES,),
        per_person_year=True,
    ),
    "external_leavers": Metric(
        _("External leavers"), Scale.COUNT, (Quantity.EXTERNAL_LEAVERS,)
    ),
    "pension_leavers": Metric(
        _("Leavers to a pension"), Scale.COUNT, (Quantity.PENSION_LEAVERS,)
    ),
    "additional_hours": Metric(
        _("Additional hours"), Scale.HOURS, (Quantity.ADDITIONAL_HOURS,)
    ),
    "overtime_hours": Metric(
        _("Overtime hours"), Scale.HOURS, (Quantity.OVERTIME_HOURS,)
    ),
    "extra_hours": Metric(
        _("Additional hours and overtime"), Scale.HOURS, _EXTRA_HOURS
    ),
}
