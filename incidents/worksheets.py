"""What an authority's form asks for, in its order, as far as the program holds it."""

from typing import NamedTuple

from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actionplans.models import Measure
from incidents import alerts, kinds
from incidents.models import Details, Incident
from organisation.models import Municipality

PERSONAL = {"affected_person", "employer_contact", "safety_representative"}


class Row(NamedTuple):
    """One box of the form: a value to copy, or what to fill in there."""

    label: str
    value: str
    hint: str
    is_personal: bool


def rows_of(duty, incident, *, shows_person=False):
    """The name of the person affected is left out for those who may not see it."""
    return [_row(field, duty, incident, shows_person) for field in duty.rule.fields]


def affected_person_of(incident):
    """The name typed, or the reporter's, if they say that it happened to them."""
    if incident.affected == Incident.Affected.SELF:
        return str(incident.reported_by or incident.reporter_name)
    return incident.affected_person


def _row(field, duty, incident, shows_person):
    language = get_language()
    hint = duty.rule.in_language(field.fill_in_there, language)
    value = ""
    if field.name == "affected_person" and not shows_person:
        # Also when nobody is named: it is not for them to know.
        hint = _("Shown only to those who may see who was affected.")
    elif field.name == "kind":
        value = kinds.label_of(incident, duty.rule.country)
    elif field.name:
        value = _VALUES[field.name](incident, _details_of(incident)) or ""
    if not value and not hint:
        hint = _("Not recorded here. Fill in there.")
    label = duty.rule.in_language(field.labels, language)
    return Row(label, str(value), hint, field.name in PERSONAL)


def _details_of(incident):
    return getattr(incident, "details", None) or Details(incident=incident)


def _yes_or_no(answer):
    return None if answer is None else _("Yes") if answer else _("No")


def _day(day):
    return day and date_format(day, "DATE_FORMAT")


def _contact(user):
    return user and user.contact


def _police_report(details):
    words = [details.get_police_report_display(), details.police_number]
    return ", ".join(filter(None, words))


def _measures(incident):
    measures = Measure.objects.filter(plan=incident.action_plan_id)
    return "\n".join(measures.values_list("activity", flat=True))


_VALUES = {
    "absence_class": lambda incident, details: details.get_absence_display(),
    "absence_days": lambda incident, details: (
        None if details.absence_days is None else str(details.absence_days)
    ),
    "activity": lambda incident, details: details.activity,
    "affected_person": lambda incident, details: affected_person_of(incident),
    "age_group": lambda incident, details: details.get_age_group_display(),
    "agent": lambda incident, details: details.agent,
    "alone": lambda incident, details: _yes_or_no(details.was_alone),
    "body_part": lambda incident, details: details.body_part,
    "description": lambda incident, details: incident.description,
    "deviation": lambda incident, details: incident.cause,
    "employed_unit": lambda incident, details: incident.employed_unit or incident.unit,
    "employer_contact": lambda incident, details: _contact(incident.responsible),
    "employment_form": lambda incident, details: details.get_employment_form_display(),
    "first_absence_on": lambda incident, details: _day(details.first_absence_on),
    "immediate_action": lambda incident, details: incident.immediate_action,
    "injury_type": lambda incident, details: details.injury_type,
    "measures": lambda incident, details: _measures(incident),
    "municipality": lambda incident, details: Municipality.objects.current(),
    "number": lambda incident, details: incident.number,
    "occupation": lambda incident, details: details.occupation,
    "occurred_on": lambda incident, details: _day(incident.occurred_on),
    "occurred_time": lambda incident, details: (
        incident.occurred_time and time_format(incident.occurred_time, "TIME_FORMAT")
    ),
    "part_of_day": lambda incident, details: details.get_part_of_day_display(),
    "place": lambda incident, details: incident.place,
    "police_report": lambda incident, details: _police_report(details),
    "safety_representative": lambda incident, details: ", ".join(
        str(each) for each in alerts.representatives(incident)
    ),
    "safety_representative_informed_on": lambda incident, details: _day(
        alerts.representatives_told_on(incident)
    ),
    "several_injured": lambda incident, details: _yes_or_no(details.several_injured),
    "severity": lambda incident, details: incident.get_severity_display(),
    "sex": lambda incident, details: details.get_sex_display(),
    "unit": lambda incident, details: incident.unit,
    "violence_form": lambda incident, details: details.get_violence_display(),
}
