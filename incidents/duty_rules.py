"""When an authority must be told of an incident, read from the rules in `duties/`.

A rule is data, so that a new law is a new version of a rule with the date from which it
holds, and what a municipality may decide itself is an override. This module knows no
model: it answers for plain facts.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from sam.dates import later, moment, zone

FOLDER = Path(__file__).parent / "duties"

# In the order in which a reader is served whose own language a rule does not have.
LANGUAGES = {
    "SE": ("sv", "en"),
    "NO": ("nb", "nn", "en"),
    "DK": ("da", "en"),
}

KINDS = {
    "near_miss",
    "accident",
    "commuting_accident",
    "occupational_disease",
    "death",
    "victimisation",
    "risk_observation",
    "improvement",
}

# What the form of an authority may ask for, of what the program holds of an incident.
FIELDS = {
    "absence_class",
    "absence_days",
    "activity",
    "affected_person",
    "age_group",
    "agent",
    "alone",
    "body_part",
    "description",
    "deviation",
    "employed_unit",
    "employer_contact",
    "employment_form",
    "first_absence_on",
    "immediate_action",
    "injury_type",
    "kind",
    "measures",
    "municipality",
    "number",
    "occupation",
    "occurred_on",
    "occurred_time",
    "part_of_day",
    "place",
    "police_report",
    "safety_representative",
    "safety_representative_informed_on",
    "several_injured",
    "severity",
    "sex",
    "unit",
    "violence_form",
}

RECIPIENTS = {"safety_representative", "hr", "reporter"}

# From which fact a clock counts.
STARTS = {
    "known": "known_at",
    "first_absence_day": "first_absence_on",
    "occurred": "occurred_on",
}

TEXTS = {"title", "summary", "law", "clock", "after", "note"}
COMPULSORY_TEXTS = {"title", "summary", "law", "clock"}


class DutyRuleError(ValueError):
    """A file in `duties/`, or an override of it, says something that has no meaning."""


@dataclass(frozen=True)
class Field:
    """One box of the authority's form: what the program holds, or what to fill in there."""

    name: str | None
    labels: Mapping[str, str]
    fill_in_there: Mapping[str, str]


@dataclass(frozen=True)
class Channel:
    name: str
    url: str | None
    # Whether one calls; the number is a setting of the municipality.
    has_phone: bool


@dataclass(frozen=True)
class Clock:
    start: str
    # From what it counts when that is not known, or never happened.
    otherwise: str | None
    days: int | None
    hours: int | None

    def started(self, facts):
        value = facts[STARTS[self.start]]
        if value is None and self.otherwise:
            value = facts[STARTS[self.otherwise]]
        return value


@dataclass(frozen=True)
class Rule:
    country: str
    code: str
    authority: str
    texts: Mapping[str, Mapping[str, str]]
    valid_from: date | None
    valid_until: date | None
    # Seen as a bill only: the municipality must confirm it.
    must_be_confirmed: bool
    condition: Mapping
    clock: Clock
    remind_after: timedelta
    channel: Channel
    forbidden: tuple[Mapping[str, str], ...]
    fields: tuple[Field, ...]
    # After how many days without contact the authority will normally do nothing.
    silence_days: int | None
    copy_to: tuple[str, ...]
    # Whether what was said on the telephone is confirmed in writing.
    has_confirmation: bool

    @property
    def absence_days(self):
        """From how many days of absence; None where the rule does not ask."""
        return _absence_in(self.condition)

    def is_in_force(self, on):
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on <= self.valid_until
        )

    def applies_to(self, facts):
        return _holds(self.condition, facts)

    def due_at(self, facts):
        """The last moment; None where the law names no time or the clock stands."""
        start = self.clock.started(facts)
        if start is None:
            return None
        if self.clock.hours is not None:
            return later(start, timedelta(hours=self.clock.hours))
        if self.clock.days is not None:
            return moment(_day(start) + timedelta(days=self.clock.days), time.max)
        return None

    def remind_at(self, facts):
        start = self.clock.started(facts)
        if start is None:
            return None
        if not isinstance(start, datetime):
            start = moment(start)
        return later(start, self.remind_after)

    def text(self, name, language):
        """In the language asked for, else in the country's own, else in English."""
        if name not in TEXTS:
            raise DutyRuleError(f"A rule has no text “{name}”.")
        return self.in_language(self.texts.get(name, {}), language)

    def in_language(self, words, language):
        for each in (language.split("-")[0], *LANGUAGES[self.country]):
            if each in words:
                return words[each]
        return ""


def rules_for(country, on, overrides=None):
    """The rules in force in the country that day, as the municipality has changed them.

    Overrides are given by the code of the rule: {"easy": {"absence_days": 1, "days": 9}}.
    """
    rules = load_rules(country)
    overrides = overrides or {}
    if unknown := set(overrides) - {rule.code for rule in rules}:
        raise DutyRuleError(f"{country} has no rule {', '.join(sorted(unknown))}.")
    return [
        _overridden(rule, overrides.get(rule.code, {}))
        for rule in rules
        if rule.is_in_force(on)
    ]


@cache
def load_rules(country):
    """All versions of all rules of the country."""
    if country not in LANGUAGES:
        raise DutyRuleError(f"There are no rules for the country “{country}”.")
    content = json.loads((FOLDER / f"{country}.json").read_text(encoding="utf-8"))
    return parse_rules(country, content)


def parse_rules(country, content):
    rules = tuple(_parse_rule(country, each) for each in content["rules"])
    for number, rule in enumerate(rules):
        for other in rules[number + 1 :]:
            if rule.code == other.code and _overlap(rule, other):
                raise DutyRuleError(f"{country} {rule.code}: two versions at one time.")
    return rules


def _overlap(rule, other):
    return (rule.valid_from or date.min) <= (other.valid_until or date.max) and (
        other.valid_from or date.min
    ) <= (rule.valid_until or date.max)


def _parse_rule(country, raw):
    where = f"{country} {raw.get('code', 'rule without code')}"
    try:
        rule = _rule_from(country, raw)
    except KeyError as error:
        raise DutyRuleError(f"{where}: {error} is missing.") from error
    except (TypeError, ValueError) as error:
        raise DutyRuleError(f"{where}: {error}") from error
    return rule


def _rule_from(country, raw):
    known = {
        *{"code", "authority", "valid_from", "valid_until", "confirm", "condition"},
        *{"remind_after", "channel", "forbidden", "fields", "copy_to", "confirmation"},
        *TEXTS,
    }
    if unknown := set(raw) - known:
        raise DutyRuleError(f"{', '.join(sorted(unknown))} means nothing.")
    texts = {name: raw[name] for name in TEXTS if raw.get(name)}
    if missing := COMPULSORY_TEXTS - set(texts):
        raise DutyRuleError(f"{', '.join(sorted(missing))} is missing.")
    for holder in ("clock", "after"):
        if holder in texts:
            texts[holder] = texts[holder]["text"]
    for name, words in texts.items():
        _check_languages(country, name, words)
    for words in raw["forbidden"]:
        _check_languages(country, "forbidden", words)
    _check_condition(raw["condition"])
    if unknown := set(raw["copy_to"]) - RECIPIENTS:
        raise DutyRuleError(f"nobody is called {', '.join(sorted(unknown))}.")
    return Rule(
        country=country,
        code=raw["code"],
        authority=raw["authority"],
        texts=texts,
        valid_from=_date(raw["valid_from"]),
        valid_until=_date(raw["valid_until"]),
        must_be_confirmed=raw.get("confirm", False),
        condition=raw["condition"],
        clock=_clock(raw["clock"]),
        remind_after=timedelta(**raw["remind_after"]),
        channel=Channel(
            name=raw["channel"]["name"],
            url=raw["channel"]["url"],
            has_phone=raw["channel"].get("phone", False),
        ),
        forbidden=tuple(raw["forbidden"]),
        fields=tuple(_field(country, each) for each in raw["fields"]),
        silence_days=(raw.get("after") or {}).get("silence_days"),
        copy_to=tuple(raw["copy_to"]),
        has_confirmation=raw.get("confirmation", False),
    )


def _field(country, raw):
    name = raw["field"]
    if name is not None and name not in FIELDS:
        raise DutyRuleError(f"the program holds no field “{name}”.")
    _check_languages(country, "label", raw["label"])
    if name is None:
        _check_languages(country, "fill_in_there", raw["fill_in_there"])
    return Field(
        name=name, labels=raw["label"], fill_in_there=raw.get("fill_in_there", {})
    )


def _clock(raw):
    clock = Clock(
        start=raw["from"],
        otherwise=raw.get("otherwise"),
        days=raw.get("days"),
        hours=raw.get("hours"),
    )
    for start in (clock.start, clock.otherwise):
        if start is not None and start not in STARTS:
            raise DutyRuleError(f"no clock counts from “{start}”.")
    if clock.hours is not None and (clock.start != "known" or clock.otherwise):
        raise DutyRuleError("hours can only be counted from when it was known.")
    if clock.hours is not None and clock.days is not None:
        raise DutyRuleError("a clock counts hours or days, not both.")
    return clock


def _check_languages(country, name, words):
    languages = set(LANGUAGES[country])
    if set(words) != languages or not all(words.values()):
        raise DutyRuleError(f"{name} must be told in {', '.join(sorted(languages))}.")


def _check_condition(condition):
    if len(condition) != 1:
        raise DutyRuleError(f"a condition asks one thing, not {condition}.")
    ((name, value),) = condition.items()
    if name in ("any", "all"):
        for each in value:
            _check_condition(each)
    elif name not in CONDITIONS:
        raise DutyRuleError(f"nothing can be asked about “{name}”.")
    elif name == "kind" and (unknown := set(value) - KINDS):
        raise DutyRuleError(f"there is no kind {', '.join(sorted(unknown))}.")


CONDITIONS = {
    "kind": lambda kinds, facts: facts["kind"] in kinds,
    "severity": lambda severity, facts: facts["severity"] == severity,
    "injury": lambda is_injury, facts: bool(facts["is_injury"]) == is_injury,
    "absence_days_at_least": lambda days, facts: (facts["absence_days"] or 0) >= days,
    "claim_expected": lambda yes, facts: bool(facts["claim_expected"]) == yes,
    "several_injured": lambda yes, facts: bool(facts.get("several_injured")) == yes,
}


def _holds(condition, facts):
    ((name, value),) = condition.items()
    if name == "any":
        return any(_holds(each, facts) for each in value)
    if name == "all":
        return all(_holds(each, facts) for each in value)
    return CONDITIONS[name](value, facts)


def _overridden(rule, changes):
    clock, condition, remind_after = rule.clock, rule.condition, rule.remind_after
    for name, value in changes.items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise DutyRuleError(f"{rule.code}: {name} must be a whole number.")
        if name == "days" and clock.days is not None:
            # As long before an earlier deadline as before the law's.
            earlier = timedelta(days=max(clock.days - value, 0))
            remind_after = max(remind_after - earlier, timedelta())
            clock = replace(clock, days=value)
        elif name == "absence_days" and _asks_absence(condition):
            condition = _with_absence(condition, value)
        else:
            raise DutyRuleError(f"{rule.code} has no {name} to change.")
    return replace(rule, clock=clock, condition=condition, remind_after=remind_after)


def _asks_absence(condition):
    return _absence_in(condition) is not None


def _absence_in(condition):
    ((name, value),) = condition.items()
    if name not in ("any", "all"):
        return value if name == "absence_days_at_least" else None
    found = (_absence_in(each) for each in value)
    return next((days for days in found if days is not None), None)


def _with_absence(condition, days):
    ((name, value),) = condition.items()
    if name in ("any", "all"):
        return {name: [_with_absence(each, days) for each in value]}
    return {name: days} if name == "absence_days_at_least" else condition


def _date(text):
    return date.fromisoformat(text) if text else None


def _day(start):
    """The local date of a moment; a date is one already."""
    if isinstance(start, datetime):
        return start.astimezone(zone()).date()
    return start
