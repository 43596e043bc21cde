"""The quantities and metrics that ship with the program, in the municipality's language."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from reports.counting import COUNTED
from reports.metrics import Scale
from reports.models import Metric, Quantity

_LOWER = Metric.Better.LOWER
_PEOPLE = "employees"

# What HR delivers for each committee and month.
QUANTITIES = {
    "scheduled_hours": _("Scheduled hours"),
    "sick_hours_short": _("Sick leave day 1–14 (hours)"),
    "sick_hours_long": _("Sick leave from day 15 (hours)"),
    "employees": _("Number of employees"),
    "external_leavers": _("External leavers"),
    "pension_leavers": _("of which to a pension"),
    "additional_hours": _("Additional hours"),
    "overtime_hours": _("Overtime hours"),
}
# Heads are not added over the months.
MEANS = [_PEOPLE]

_SICK_HOURS = ["sick_hours_short", "sick_hours_long"]
_SICK = {
    "scale": Scale.PERCENT,
    "per": ["scheduled_hours"],
    "better": _LOWER,
    "group": _PEOPLE,
}
METRICS = {
    code: {"label": label, "scale": Scale.COUNT, "of": [code]}
    for code, label in ((code, counted.label) for code, counted in COUNTED.items())
} | {
    "sick_leave": {
        "label": _("Sick leave"),
        "definition": _("Hours of sick leave as a share of the scheduled hours."),
        "of": _SICK_HOURS,
        **_SICK,
    },
    "sick_leave_short": {
        "label": _("Short sick leave"),
        "definition": _("Sick leave during the first 14 days of each case."),
        "of": _SICK_HOURS[:1],
        **_SICK,
    },
    "sick_leave_long": {
        "label": _("Long sick leave"),
        "definition": _("Sick leave from the 15th day of each case."),
        "of": _SICK_HOURS[1:],
        **_SICK,
    },
    "staff_turnover": {
        "label": _("Staff turnover"),
        "definition": _(
            "Those who left the municipality during twelve months, pensions included, as a"
            " share of the mean number of employees."
        ),
        "scale": Scale.PERCENT,
        "of": ["external_leavers"],
        "per": [_PEOPLE],
        "is_annual": True,
        "better": _LOWER,
        "group": _PEOPLE,
    },
    "employees": {
        "label": _("Employees"),
        "definition": _("The mean number of employees over the months of the period."),
        "scale": Scale.COUNT,
        "of": [_PEOPLE],
        "group": _PEOPLE,
    },
    "external_leavers": {
        "label": _("External leavers"),
        "definition": _("Those who left the municipality, pensions included."),
        "scale": Scale.COUNT,
        "of": ["external_leavers"],
        "group": _PEOPLE,
    },
    "pension_leavers": {
        "label": _("Leavers to a pension"),
        "scale": Scale.COUNT,
        "of": ["pension_leavers"],
        "group": _PEOPLE,
    },
    "additional_hours": {
        "label": _("Additional hours"),
        "definition": _(
            "What those employed for part of the time worked up to full time."
        ),
        "scale": Scale.HOURS,
        "of": ["additional_hours"],
        "better": _LOWER,
        "group": _PEOPLE,
    },
    "overtime_hours": {
        "label": _("Overtime hours"),
        "definition": _("What was worked above full time."),
        "scale": Scale.HOURS,
        "of": ["overtime_hours"],
        "better": _LOWER,
        "group": _PEOPLE,
    },
    "extra_hours": {
        "label": _("Additional hours and overtime"),
        "scale": Scale.HOURS,
        "of": ["additional_hours", "overtime_hours"],
        "better": _LOWER,
        "group": _PEOPLE,
    },
}


def load_metrics():
    """Write those that ship, over what they were in an earlier version; safe to repeat."""
    with override(settings.LANGUAGE_CODE):
        _write(Quantity, _quantities())
        _write(Metric, {code: _metric(code, what) for code, what in METRICS.items()})


def _quantities():
    delivered = {
        code: {
            "label": str(label),
            "over": Quantity.Over.MEAN if code in MEANS else Quantity.Over.SUM,
        }
        for code, label in QUANTITIES.items()
    }
    return delivered | {
        code: {"label": str(counted.label), "source": Quantity.Source.COUNTED}
        for code, counted in COUNTED.items()
    }


def _metric(code, what):
    words = {name: str(what[name]) for name in ("label", "definition") if name in what}
    return {"better": counted_better(code)} | what | words


def counted_better(code):
    counted = COUNTED.get(code)
    return counted.better if counted else Metric.Better.NEITHER


def _write(model, shipped):
    """One query where they say already what they should, as on most days."""
    kept = {row["code"]: row for row in model.objects.values()}
    for code, what in shipped.items():
        what = what | {"is_own": False}
        if not what.items() <= kept.get(code, {}).items():
            model.objects.update_or_create(code=code, defaults=what)
