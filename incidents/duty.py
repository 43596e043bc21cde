"""What the country's rules say of one incident, in the reader's language."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from incidents.duty_rules import Rule, load_rules, rules_for
from incidents.models import Details, DutySetting, Incident, Notice
from organisation.models import Municipality
from sam.dates import today

# The fewest days of each class, for as long as nobody knows the number.
_FEWEST_DAYS = {
    Details.Absence.NONE: 0,
    Details.Absence.FROM_1: 1,
    Details.Absence.FROM_4: 4,
    Details.Absence.FROM_15: 15,
}


class InWords:
    """The texts of a `rule`, in the reader's language."""

    rule: Rule

    @property
    def code(self):
        return self.rule.code

    @property
    def authority(self):
        return self.rule.authority

    @property
    def title(self):
        return self._text("title")

    @property
    def summary(self):
        return self._text("summary")

    @property
    def law(self):
        return self._text("law")

    @property
    def deadline(self):
        """When it is to be done, as the law says it."""
        return self._text("clock")

    @property
    def after(self):
        """What to do when it is sent."""
        return self._text("after")

    @property
    def note(self):
        return self._text("note")

    @property
    def forbidden(self):
        """What must not be told there."""
        return [
            self.rule.in_language(each, get_language()) for each in self.rule.forbidden
        ]

    def _text(self, name):
        return self.rule.text(name, get_language())


@dataclass
class StatedRule(InWords):
    """A rule on the page of the rules, with what the municipality has said of it."""

    rule: Rule
    setting: DutySetting | None
    form: Any


@dataclass
class Duty(InWords):
    """A notice with its rule and what is recorded."""

    notice: Notice
    rule: Rule
    facts: dict

    @property
    def phone(self):
        return settings.AUTHORITY_PHONES.get(self.code, "")

    @property
    def dialled(self):
        """The number as a telephone wants it in a link."""
        return "".join(sign for sign in self.phone if sign in "+0123456789")

    @property
    def known_at(self):
        """Since when a clock runs that begins when the manager knows."""
        return self.facts["known_at"] if self.rule.clock.start == "known" else None

    @property
    def counted_from(self):
        """The day from which another clock counts."""
        return None if self.known_at else self.rule.clock.started(self.facts)

    @property
    def due_at(self):
        """Reckoned anew: what was recorded a moment ago counts at once."""
        return self.rule.due_at(self.facts)

    @property
    def is_late(self):
        due_at = self.due_at
        return bool(self.notice.is_outstanding and due_at and due_at < timezone.now())

    @property
    def is_due_for_reminder(self):
        remind_at = self.rule.remind_at(self.facts)
        return self.is_late or bool(remind_at and remind_at <= timezone.now())

    @property
    def is_silent(self):
        """Sent so long ago that the authority will normally do nothing more."""
        days, notice = self.rule.silence_days, self.notice
        if not days or not notice.sent_at or notice.contacted_on:
            return False
        return notice.days_since_sent >= days

    @property
    def silence_weeks(self):
        return self.notice.days_since_sent // 7

    @property
    def lacks_confirmation(self):
        """Said on the telephone, and the document that confirms it is not made yet."""
        notice = self.notice
        return bool(
            self.rule.has_confirmation and notice.sent_at and not notice.confirmation_id
        )

    def get_absolute_url(self):
        return reverse("incidents:notice", args=[self.notice.incident_id, self.code])


class DutyRules:
    """The rules of the municipality's country, read once for many incidents."""

    def __init__(self):
        self.country = Municipality.objects.country()
        self.settings = list(DutySetting.objects.order_by("-valid_from"))

    def in_force(self, on):
        return rules_for(self.country, on, self._overrides(on))

    def of(self, incident):
        """Those of the day that it happened; where there were none, today's."""
        days = [today(), incident.occurred_on]
        return {rule.code: rule for day in days for rule in self.in_force(day)}

    def duties(self, incident, notices):
        """What the country's rules know; a notice of another country's is left out."""
        rules, facts = self.of(incident), facts_of(incident)
        return [
            Duty(notice, rules[notice.rule], facts)
            for notice in notices
            if notice.rule in rules
        ]

    def setting(self, rule, on):
        """What the municipality has said of this version of the rule."""
        begun = (
            each
            for each in self.settings
            if each.rule == rule.code
            and each.valid_from <= on
            and (rule.valid_from is None or rule.valid_from <= each.valid_from)
        )
        return next(begun, None)

    def _overrides(self, on):
        rules = [each for each in load_rules(self.country) if each.is_in_force(on)]
        found = {rule.code: self.setting(rule, on) for rule in rules}
        return {
            code: {"absence_days": setting.absence_days, "days": setting.days}
            for code, setting in found.items()
            if setting
        }


def facts_of(incident):
    """What the rules ask about; what nobody has told is None or false."""
    details = getattr(incident, "details", None) or Details()
    days = details.absence_days
    if days is None:
        days = _FEWEST_DAYS.get(details.absence)
    is_injury = bool(
        incident.kind in Incident.Kind.injuries
        or details.injury_type_id
        or details.body_part_id
        or days
    )
    several = details.several_injured
    if several is None:
        several = is_injury and incident.affected == Incident.Affected.SEVERAL
    return {
        "kind": incident.kind,
        "severity": incident.severity,
        "is_injury": is_injury,
        "several_injured": several,
        "absence_days": days,
        "first_absence_on": details.first_absence_on,
        "claim_expected": details.claim_expected,
        "known_at": incident.known_at or incident.reported_at,
        "occurred_on": incident.occurred_on,
    }
