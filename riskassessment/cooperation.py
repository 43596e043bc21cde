"""The group in which employer and unions discuss a change, and what is wrong in its time."""

from django.utils import formats
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisation.models import Country, Role
from organisation.roles import nearest
from sam.dates import zone

# What it is called in each country, as it stands in the middle of a sentence.
GROUPS = {
    Country.SE: gettext_lazy("the cooperation group"),
    Country.NO: gettext_lazy("the co-determination meeting"),
    Country.DK: gettext_lazy("the MED committee"),
}


def warnings(change, *, group):
    """What whoever decides should know; nothing once it has come to an end."""
    if not change.takes_dates:
        return []
    return [*_of_unit(change), *_of_discussion(change, group), *_of_review(change)]


def _of_unit(change):
    if change.unit.closed_on:
        yield _(
            "%(unit)s was closed on %(day)s. Bring the assessment to an end here, and "
            "begin a new one where the work goes on."
        ) % {"unit": change.unit, "day": _day(change.unit.closed_on)}


def _of_discussion(change, group):
    decided_on = change.decided_on or change.decision_due_on
    if change.discussed_on is None:
        yield _("It is missing when the change is discussed in %(group)s.") % {
            "group": group
        }
    elif decided_on < change.discussed_on:
        yield _(
            "The day of the decision, %(day)s, lies before the discussion in %(group)s, "
            "%(discussed)s."
        ) % {
            "day": _day(decided_on),
            "group": group,
            "discussed": _day(change.discussed_on),
        }


def _of_review(change):
    if change.status in (change.Status.DRAFT, change.Status.IN_REVIEW):
        if change.is_late:
            yield _(
                "The day of the decision, %(day)s, has passed, and the safety "
                "representative has not signed."
            ) % {"day": _day(change.decision_due_on)}
        if not nearest([Role.SAFETY_REPRESENTATIVE], change.unit):
            yield _(
                "The workplace has no safety representative in the program. Ask the "
                "chief safety representative."
            )
    elif change.signature and change.decided_on:
        signed_on = localdate(change.signature.at, zone())
        if change.decided_on < signed_on:
            yield _(
                "It was decided on %(day)s, before the safety representative signed on "
                "%(signed)s."
            ) % {"day": _day(change.decided_on), "signed": _day(signed_on)}


def _day(day):
    return formats.date_format(day, "DATE_FORMAT")
