"""The data that comes with the program, and the rules that are read from it."""

import json
from collections import Counter
from copy import deepcopy
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import localdate

from incidents import codewords, duty_rules
from incidents.duty_rules import DutyRuleError, parse_rules, rules_for
from incidents.models import Code, Incident

INCIDENTS = Path(duty_rules.__file__).parent
LANGUAGES = {"sv", "en", "nn", "nb", "da"}
COUNTRIES = ["SE", "NO", "DK"]
WORDS = codewords.words()
STOCKHOLM = ZoneInfo("Europe/Stockholm")

KNOWN_AT = datetime(2026, 3, 2, 14, 30, tzinfo=STOCKHOLM)


def facts(**changes):
    """An accident that hurt somebody, with no absence."""
    return {
        "kind": "accident",
        "severity": "not_serious",
        "is_injury": True,
        "absence_days": None,
        "claim_expected": None,
        "known_at": KNOWN_AT,
        "first_absence_on": None,
        "occurred_on": date(2026, 3, 1),
    } | changes


def owed(country, on=date(2026, 3, 2), overrides=None, **changes):
    return [
        rule.code
        for rule in rules_for(country, on, overrides)
        if rule.applies_to(facts(**changes))
    ]


def the_rule(country, code, on=date(2026, 3, 2), overrides=None):
    (rule,) = [each for each in rules_for(country, on, overrides) if each.code == code]
    return rule


def raw(country):
    path = INCIDENTS / "duties" / f"{country}.json"
    return deepcopy(json.loads(path.read_text(encoding="utf-8")))


# The code lists


@pytest.fixture(params=Code.List.values)
def code_list(request):
    path = INCIDENTS / "codes" / f"{request.param}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_code_list_tells_every_code_in_all_languages(code_list):
    for row in code_list["codes"]:
        assert set(row) == {"code"} | LANGUAGES
        assert all(text.strip() == text and text for text in row.values())


def test_code_list_has_each_code_and_each_label_once(code_list):
    for name in {"code"} | LANGUAGES:
        counts = Counter(row[name] for row in code_list["codes"])
        assert counts.most_common(1)[0][1] == 1


def test_code_list_is_sorted_and_says_what_it_is(code_list):
    codes = [row["code"] for row in code_list["codes"]]

    assert codes == sorted(codes)
    assert code_list["version"]
    assert code_list["source"]


# The kinds of incident


@pytest.mark.parametrize(
    ("country", "languages"), [("SE", {"sv"}), ("NO", {"nn", "nb"}), ("DK", {"da"})]
)
def test_every_kind_has_a_name_in_the_languages_of_the_country(country, languages):
    path = INCIDENTS / "kinds" / f"{country}.json"
    kinds = json.loads(path.read_text(encoding="utf-8"))

    assert set(kinds["labels"]) == languages
    assert sorted(kinds["offered"]) == sorted([*Incident.Kind.values, "violence"])
    assert len(kinds["common"]) == 4
    assert set(kinds["common"]) <= set(kinds["offered"])
    for labels in kinds["labels"].values():
        assert {name.partition(":")[0] for name in labels} == set(kinds["offered"])
        assert len(set(labels.values())) == len(labels)


# The words of a receipt


def test_there_are_1024_short_words_in_order():
    assert len(set(WORDS)) == len(WORDS) == 1024
    assert list(WORDS) == sorted(WORDS)
    assert all(
        word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 8
        for word in WORDS
    )


def one_letter_apart(one, other):
    """Whether a single letter changed, added or left out makes the one into the other."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    same = next((i for i, letter in enumerate(one) if letter != other[i]), len(one))
    rest = one[same:] if len(one) < len(other) else one[same + 1 :]
    return rest == other[same + 1 :]


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("hund", "lund", True),
        ("hund", "hunde", True),
        ("und", "hund", True),
        ("hund", "hund", True),
        ("hund", "land", False),
        ("hund", "hudn", False),
        ("hund", "hundre", False),
    ],
)
def test_words_one_letter_apart_are_told(one, other, is_near):
    assert one_letter_apart(one, other) == one_letter_apart(other, one) == is_near


def test_no_word_becomes_another_by_one_letter():
    near = [pair for pair in combinations(WORDS, 2) if one_letter_apart(*pair)]

    assert near == []


# The duties: who is told


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, ["fk"]),
        ({"severity": "serious"}, ["av", "fk"]),
        ({"several_injured": True}, ["av", "fk"]),
        ({"kind": "death"}, ["av", "fk"]),
        ({"kind": "near_miss", "is_injury": False}, []),
        ({"kind": "near_miss", "is_injury": False, "severity": "serious"}, ["av"]),
        ({"kind": "risk_observation", "is_injury": False}, []),
    ],
)
def test_swedish_authorities_are_told(changes, codes):
    assert owed("SE", **changes) == codes


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, ["nav"]),
        ({"severity": "serious"}, ["at", "politi", "nav"]),
        ({"kind": "death", "severity": ""}, ["at", "politi", "nav"]),
        ({"kind": "near_miss", "is_injury": False, "severity": "serious"}, []),
        ({"kind": "occupational_disease", "severity": "serious"}, ["nav"]),
    ],
)
def test_norwegian_authorities_are_told(changes, codes):
    assert owed("NO", **changes) == codes


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"absence_days": 1}, ["easy"]),
        ({"claim_expected": True}, ["easy"]),
        ({"kind": "victimisation", "absence_days": 5}, ["easy"]),
        ({"kind": "commuting_accident", "absence_days": 5}, []),
        ({"kind": "commuting_accident", "claim_expected": True}, ["easy"]),
        ({"kind": "death"}, ["easy", "aes"]),
    ],
)
def test_danish_authorities_are_told(changes, codes):
    assert owed("DK", **changes) == codes


@pytest.mark.parametrize(
    ("on", "days", "codes"),
    [
        (date(2026, 6, 30), 0, []),
        (date(2026, 6, 30), 1, ["easy"]),
        (date(2026, 7, 1), 2, []),
        (date(2026, 7, 1), 3, ["easy"]),
    ],
)
def test_danish_threshold_rises_on_1_july_2026(on, days, codes):
    assert owed("DK", on, absence_days=days) == codes


def test_only_the_new_danish_threshold_must_be_confirmed():
    old = the_rule("DK", "easy", date(2026, 6, 30))
    new = the_rule("DK", "easy", date(2026, 7, 1))

    assert (old.must_be_confirmed, new.must_be_confirmed) == (False, True)
    assert old.text("note", "da") == ""
    assert "bekræfte" in new.text("note", "da")


# The duties: when


def test_easy_is_due_14_days_after_the_first_day_of_absence():
    rule = the_rule("DK", "easy")

    due = rule.due_at(facts(first_absence_on=date(2026, 3, 2)))
    remind = rule.remind_at(facts(first_absence_on=date(2026, 3, 2)))

    assert due.date() == date(2026, 3, 16)
    assert due.utcoffset() == timedelta(hours=1)
    assert due + timedelta(microseconds=1) == datetime(2026, 3, 17, tzinfo=STOCKHOLM)
    assert remind == datetime(2026, 3, 12, tzinfo=STOCKHOLM)


def test_easy_is_due_14_days_after_the_injury_when_nobody_was_absent():
    due = the_rule("DK", "easy").due_at(facts(occurred_on=date(2026, 3, 1)))

    assert due.date() == date(2026, 3, 15)


def test_death_in_denmark_is_due_48_hours_after_it_was_known():
    due = the_rule("DK", "aes").due_at(facts(kind="death"))

    assert due == datetime(2026, 3, 4, 14, 30, tzinfo=STOCKHOLM)


def test_swedish_clock_is_amber_at_once_and_red_after_a_day():
    rule = the_rule("SE", "av")

    assert rule.remind_at(facts()) == KNOWN_AT
    assert rule.due_at(facts()) == KNOWN_AT + timedelta(hours=24)
    assert rule.silence_days == 21


def test_insurance_agency_has_a_reminder_and_no_deadline():
    rule = the_rule("SE", "fk")

    assert rule.due_at(facts()) is None
    assert rule.remind_at(facts()) == KNOWN_AT + timedelta(days=7)


def test_clock_stands_until_the_manager_knows():
    rule = the_rule("SE", "av")

    assert rule.due_at(facts(known_at=None)) is None
    assert rule.remind_at(facts(known_at=None)) is None


def test_nav_is_due_within_a_year():
    due = the_rule("NO", "nav").due_at(facts(occurred_on=date(2026, 3, 1)))

    assert due.date() == date(2027, 3, 1)


def test_notice_by_telephone_is_confirmed_in_writing_with_a_copy():
    for code in ("at", "politi"):
        rule = the_rule("NO", code)

        assert rule.channel.has_phone
        assert rule.has_confirmation
        assert "safety_representative" in rule.copy_to


# The duties: what the municipality decides itself


def test_municipality_changes_threshold_and_deadline_and_the_reminder_stays_before_it():
    overrides = {"easy": {"absence_days": 2, "days": 9}}
    day = date(2026, 7, 1)
    rule = the_rule("DK", "easy", day, overrides)
    absent = facts(first_absence_on=date(2026, 7, 2))

    assert owed("DK", day, overrides, absence_days=1) == []
    assert owed("DK", day, overrides, absence_days=2) == ["easy"]
    assert localdate(rule.due_at(absent)) == date(2026, 7, 11)
    assert localdate(rule.remind_at(absent)) == date(2026, 7, 7)
    assert owed("DK", day, absence_days=2) == []


@pytest.mark.parametrize(("days", "remind_days"), [(2, 0), (13, 9), (14, 10), (20, 10)])
def test_reminder_comes_no_nearer_to_an_earlier_deadline(days, remind_days):
    rule = the_rule("DK", "easy", date(2026, 7, 1), {"easy": {"days": days}})

    assert rule.remind_after == timedelta(days=remind_days)


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"nav": {"days": 3}}, "DK has no rule nav"),
        ({"easy": {"hours": 3}}, "easy has no hours"),
        ({"aes": {"absence_days": 3}}, "aes has no absence_days"),
        ({"easy": {"days": "9"}}, "days must be a whole number"),
        ({"easy": {"days": -1}}, "days must be a whole number"),
    ],
)
def test_override_without_meaning_is_refused(overrides, message):
    with pytest.raises(DutyRuleError, match=message):
        rules_for("DK", date(2026, 3, 2), overrides)


# The duties: the words


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_text_is_told_in_each_language_of_the_country(country):
    languages = set(duty_rules.LANGUAGES[country])
    for rule in duty_rules.load_rules(country):
        texts = [
            *rule.texts.values(),
            *rule.forbidden,
            *(field.labels for field in rule.fields),
            *(field.fill_in_there for field in rule.fields if field.name is None),
        ]

        assert len(texts) > 25
        assert all(set(text) == languages for text in texts)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_field_is_asked_once_and_known(country):
    for rule in duty_rules.load_rules(country):
        names = [field.name for field in rule.fields if field.name]

        assert len(set(names)) == len(names)
        assert set(names) <= duty_rules.FIELDS


def test_rules_know_every_kind_of_incident():
    assert set(Incident.Kind.values) == duty_rules.KINDS


@pytest.mark.parametrize(
    ("country", "code", "language", "title"),
    [
        ("NO", "at", "nn", "Varsle Arbeidstilsynet no"),
        ("NO", "at", "sv", "Varsle Arbeidstilsynet nå"),
        ("DK", "easy", "nb", "Anmeld ulykken i EASY"),
        ("DK", "easy", "en-gb", "Report the accident in EASY"),
        ("SE", "av", "da", "Anmäl till Arbetsmiljöverket"),
    ],
)
def test_text_falls_back_to_the_language_of_the_country(country, code, language, title):
    assert the_rule(country, code).text("title", language) == title


def test_text_that_no_rule_has_is_refused():
    with pytest.raises(DutyRuleError, match="no text “colour”"):
        the_rule("SE", "av").text("colour", "sv")


def test_country_without_rules_is_refused():
    with pytest.raises(DutyRuleError, match="country “FI”"):
        rules_for("FI", date(2026, 3, 2))


# The duties: faults in a file


def set_in(rule, path, value):
    *way, last = path
    for step in way:
        rule = rule[step]
    rule[last] = value


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (
            ["condition"],
            {"colour": "red"},
            "SE av: nothing can be asked about “colour”",
        ),
        (["condition"], {"kind": ["party"]}, "SE av: there is no kind party"),
        (["condition"], {}, "SE av: a condition asks one thing"),
        (["clock", "from"], "dawn", "SE av: no clock counts from “dawn”"),
        (["clock", "days"], 2, "SE av: a clock counts hours or days"),
        (["clock", "from"], "occurred", "SE av: hours can only be counted"),
        (["fields", 0, "field"], "shoe_size", "SE av: the program holds no field"),
        (["title"], {"sv": "Anmäl"}, "SE av: title must be told in en, sv"),
        (["title"], None, "SE av: title is missing"),
        (["copy_to"], ["mayor"], "SE av: nobody is called mayor"),
        (["valid_from"], "2026-13-01", "SE av: "),
        (["colour"], "red", "SE av: colour means nothing"),
        (["remind_after"], {"fortnights": 1}, "SE av: "),
    ],
)
def test_fault_in_a_rule_is_told(path, value, message):
    content = raw("SE")
    set_in(content["rules"][0], path, value)

    with pytest.raises(DutyRuleError, match=message):
        parse_rules("SE", content)


def test_missing_part_of_a_rule_is_told():
    content = raw("SE")
    del content["rules"][0]["channel"]

    with pytest.raises(DutyRuleError, match="SE av: 'channel' is missing"):
        parse_rules("SE", content)


def test_two_versions_of_a_rule_at_one_time_are_refused():
    content = raw("DK")
    content["rules"][0]["valid_until"] = "2026-07-01"

    with pytest.raises(DutyRuleError, match="DK easy: two versions at one time"):
        parse_rules("DK", content)
