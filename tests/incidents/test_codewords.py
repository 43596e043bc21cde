import pytest

from incidents import codewords
from tests.factories import IncidentFactory


def test_words_are_four_of_a_thousand_and_a_few():
    words = codewords.drawn()

    assert len(codewords.words()) == len(set(codewords.words())) == 1024
    assert len(words) == 4
    assert set(words) <= set(codewords.words())


def test_no_word_is_drawn_twice(monkeypatch):
    monkeypatch.setattr(codewords, "words", lambda: ("kanot", "lampe", "skog", "tiger"))

    assert sorted(codewords.drawn()) == ["kanot", "lampe", "skog", "tiger"]


def test_words_are_drawn_anew_each_time():
    assert len({tuple(codewords.drawn()) for _number in range(20)}) == 20


@pytest.mark.parametrize(
    "typed",
    [
        "kanot lampe skog tiger",
        "  Kanot  LAMPE skog Tiger ",
        "kanot-lampe-skog-tiger",
        "kanot, lampe,skog;tiger.",
        "kanot\nlampe\tskog\N{NO-BREAK SPACE}tiger",
    ],
)
def test_words_are_read_however_they_are_written(typed):
    assert codewords.read(typed) == ["kanot", "lampe", "skog", "tiger"]


@pytest.mark.django_db
def test_words_open_the_report_that_they_were_given_for():
    words = codewords.drawn()
    incident, other = IncidentFactory(), IncidentFactory()
    incident.code_hash = codewords.hashed(incident.number, words)
    other.code_hash = codewords.hashed(other.number, codewords.drawn())

    assert codewords.opens(incident, words)
    assert not codewords.opens(other, words)
    assert not codewords.opens(incident, words[::-1])


@pytest.mark.django_db
def test_report_without_words_is_opened_by_none():
    assert not codewords.opens(IncidentFactory(), [])


def test_hash_tells_nothing_without_the_secret_key(settings):
    words = codewords.drawn()
    kept = codewords.hashed(7, words)

    settings.SECRET_KEY = "another"

    assert len(kept) == 64
    assert codewords.hashed(7, words) != kept


@pytest.mark.django_db
def test_words_open_the_report_under_a_new_key_as_long_as_the_old_one_is_kept(settings):
    words, incident = codewords.drawn(), IncidentFactory()
    incident.code_hash = codewords.hashed(incident.number, words)

    settings.SECRET_KEY, old = "another", settings.SECRET_KEY

    assert not codewords.opens(incident, words)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert codewords.opens(incident, words)
    assert not codewords.opens(incident, words[::-1])


def test_sealed_words_cannot_be_chosen_by_hand():
    sealed = codewords.sealed(["kanot"] * 4)

    assert codewords.unsealed(sealed) == ["kanot"] * 4
    assert codewords.unsealed(sealed[:-1] + "x") is None
    assert codewords.unsealed("") is None
