"""What of other people is found in a text, and what only looks like it."""

import pytest

from privacy.masking import Known, Letters, Person, occurrences

ANNA = Person("1", "Anna Svensson", ("anna.svensson@example.org",), ("0910-73 12 34",))
BO = Person("2", "Bo Ek")
KARIN = Person("3", "Anna-Karin Berg Lind")
OWN = Person("9", "Siv Öman", ("siv@example.org",), ("070-111 22 33",))


def masked(text, *, own=OWN):
    known = Known([ANNA, BO, KARIN], own)
    for found in reversed(known.find(text)):
        text = f"{text[: found.start]}<{found.who or found.kind}>{text[found.end :]}"
    return text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Svensson kom.", "<1> kom."),
        ("anna svensson kom", "<1> kom"),
        ("ANNA SVENSSON", "<1>"),
        ("Svensson, Anna", "<1>"),
        ("A. Svensson och A Svensson", "<1> och <1>"),
        ("Anna S. gick", "<1>. gick"),
        ("Anna Svenssons bil", "<1>s bil"),
        ("Annas bil, Anna's bike, Svenssons", "<1>s bil, <1>'s bike, <1>s"),
        ("Anna-Karin sa det till Lind", "<3> sa det till <3>"),
        ("Berg Lind kom", "<3> <3> kom"),
    ],
)
def test_names_are_found_as_people_write_them(text, expected):
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Annandag påsk",
        "på svenssonsgatan",
        "ek och berg växer där, anna eller inte",
        "Den 2026-11-24 kl 10.15",
        "24.11.2026 i sal 1204",
        "Ärende 2026:117, punkt 3",
    ],
)
def test_words_that_hold_a_name_are_left_alone(text):
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("skriv till x.y@b.se.", "skriv till <email>."),
        ("se anna.svensson@example.org", "se <email>"),
        ("ring 0910-73 12 34 nu", "ring <phone> nu"),
        ("ring +46 70 123 45 67", "ring <phone>"),
        ("tlf 22 33 44 55", "tlf <phone>"),
        ("pnr 850709-9805", "pnr <number>"),
        ("19850709-9805 och 198507099805", "<number> och <number>"),
        ("CPR 070985-1234", "CPR <number>"),
        ("fnr 07098512345 og 070985 12345", "fnr <number> og <number>"),
        ("samordningsnummer 850769-9805", "samordningsnummer <number>"),
        ("bor på Storgatan 12 B", "bor på <address>"),
        ("bor i Nygade 4", "bor i <address>"),
    ],
)
def test_what_has_the_form_of_an_address_or_a_number_is_found(text, expected):
    assert masked(text) == expected


def test_own_name_and_address_stay():
    text = "Siv Öman, Sivs bil, siv@example.org, 070-111 22 33"

    assert masked(text) == text


def test_own_name_stays_where_another_has_the_same():
    assert masked("Anna sa", own=Person("9", "Anna Frid")) == "Anna sa"


def test_protected_name_is_of_a_kind_that_no_reviewer_sees():
    secret = Person("8", "Eva Hemlig", ("eva@example.org",), is_protected=True)
    known = Known([secret], OWN)

    kinds = {found.kind for found in known.find("Eva Hemlig, eva@example.org, Eva")}

    assert kinds == {"protected"}


def test_own_protected_name_is_marked_as_such():
    secret = Person("8", "Eva Hemlig", is_protected=True)

    found = Known([ANNA], secret).find("Eva Hemlig och Anna")

    assert [each.kind for each in found] == ["own", "person"]


def test_letters_go_on_after_the_last_and_stay_with_their_person():
    letters = Letters()

    given = [letters.of(str(who)) for who in range(28)]

    assert [given[0], *given[25:]] == ["A", "Z", "AA", "AB"]
    assert letters.of("25") == "Z"


def test_typed_words_are_found_whole_in_any_case():
    text = "Vaktmästaren sa att vaktmästarens nyckel saknas. VAKTMÄSTAREN gick."

    found = occurrences(text, ["vaktmästaren", " "])

    assert [text[each.start : each.end] for each in found] == [
        "Vaktmästaren",
        "VAKTMÄSTAREN",
    ]
