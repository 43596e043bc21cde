"""What in a text tells of other people: found by what is known of them, and by its form.

It proposes; a person decides. Better a word too many than a name too few: what is masked
without need is shown again by whoever reviews the text.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

# Shorter names than this are words as often as they are names.
_SHORTEST = 2
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?(?:-[^\W\d_]+)*")
# Between two words of one name.
_BETWEEN = re.compile(r"^(?:[ \t\u00a0]+|\.[ \t\u00a0]*|,[ \t\u00a0]*)$")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Day first (Norway, Denmark) or year first (Sweden), with or without the century.
_PERSONAL_NUMBER = re.compile(
    r"(?<![\d-])(?:"
    r"(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])[-+ ]?\d{4}"
    r"|(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2]|4[1-9]|5[0-2])\d\d[- ]?\d{4,5}"
    r")(?![\d-])"
)
_PHONE = re.compile(r"(?<![\w-])(?:\+|00)?\d(?:[ \u00a0/()-]{0,2}\d){6,13}(?![\w-])")
_DATE = re.compile(r"^(?:\d{4}[ -]\d\d[ -]\d\d|\d\d[ -]\d\d[ -]\d{4})$")
_ADDRESS = re.compile(
    r"\b[A-ZÅÄÖÆØ][\wåäöæø-]*(?:gatan|gata|vägen|väg|gränd|stigen|torget|backen|"
    r"veien|vegen|veg|vei|gaten|gate|svingen|vej|gade|allé|stræde) \d+ ?[A-Za-z]?\b"
)


class Kind:
    PERSON = "person"
    PROTECTED = "protected"
    OWN = "own"
    EMAIL = "email"
    PHONE = "phone"
    NUMBER = "number"
    ADDRESS = "address"
    TYPED = "typed"


class Found(NamedTuple):
    """A stretch of a text; `who` tells people apart, and is nobody's name."""

    start: int
    end: int
    kind: str
    who: str = ""


class Person(NamedTuple):
    """Somebody who is known: what they are called and how they are reached."""

    key: str
    name: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    is_protected: bool = False


class Known:
    """All who are known, ready to be found in many texts.

    `own` is the one whose data they are: that one's name stays as it stands, or is marked
    as their own where even it must not be shown to whoever reviews.
    """

    def __init__(self, people: Iterable[Person], own: Person | None = None):
        self._own = own
        self._by_words: dict[tuple[str, ...], Person] = {}
        self._single: dict[str, Person] = {}
        self._emails: dict[str, Person] = {}
        self._phones: dict[str, Person] = {}
        self._longest = 1
        everybody = [*people] if own is None else [*people, own]
        for person in everybody:
            self._take_in(person)

    def _take_in(self, person):
        words = tuple(_plain(word) for word in _WORD.findall(person.name))
        for form in _forms(words):
            self._by_words[form] = person
            self._longest = max(self._longest, len(form))
        for word in words:
            if len(word) >= _SHORTEST:
                self._single[word] = person
        self._emails |= {email.lower(): person for email in person.emails if email}
        self._phones |= {
            _digits(phone): person for phone in person.phones if len(phone) > 4
        }

    def find(self, text):
        """Stretches of the text that do not overlap, in their order."""
        taken = _Taken()
        for match in _EMAIL.finditer(text):
            taken.add(self._reached(match, Kind.EMAIL, self._emails, match[0].lower()))
        for match in _PERSONAL_NUMBER.finditer(text):
            taken.add(Found(*match.span(), Kind.NUMBER))
        for match in _PHONE.finditer(text):
            if not _DATE.match(match[0]):
                number = _digits(match[0])
                taken.add(self._reached(match, Kind.PHONE, self._phones, number))
        for match in _ADDRESS.finditer(text):
            taken.add(Found(*match.span(), Kind.ADDRESS))
        for found in self._names(text):
            taken.add(found)
        return sorted(each for each in taken if each.kind)

    def _reached(self, match, kind, table, key):
        person = table.get(key)
        if person and (special := self._special(person)):
            return Found(*match.span(), special, person.key)
        # The own address stays: it is taken, and nothing.
        is_own = person is not None and person == self._own
        return Found(*match.span(), "" if is_own else kind)

    def _special(self, person):
        """What it is called where whoever reviews must not see it either."""
        if not person.is_protected:
            return ""
        return Kind.OWN if person == self._own else Kind.PROTECTED

    def _names(self, text):
        words = [*_WORD.finditer(text)]
        place = 0
        while place < len(words):
            number, person = self._longest_name(text, words, place)
            if person:
                start, last = words[place].start(), words[place + number - 1]
                end = last.start() + len(_without_genitive(last[0], person))
                if person != self._own or person.is_protected:
                    kind = self._special(person) or Kind.PERSON
                    yield Found(start, end, kind, person.key)
            place += number

    def _longest_name(self, text, words, place):
        """How many words from the place are one name, and whose; one, and nobody."""
        run = [words[place]]
        for word in words[place + 1 : place + self._longest]:
            if not _BETWEEN.match(text[run[-1].end() : word.start()]):
                break
            run.append(word)
        for number in range(len(run), 1, -1):
            said = [_plain(word[0]) for word in run[:number]]
            for last in _cases(said[-1]):
                if person := self._by_words.get((*said[:-1], last)):
                    return number, person
        return 1, self._by_one_word(run[0][0])

    def _by_one_word(self, word):
        """A first or family name alone: only where it is written as a name."""
        if not word[0].isupper():
            return None
        for form in _cases(_plain(word)):
            person = self._own_word(form) or self._single.get(form)
            if person:
                return person
        return None

    def _own_word(self, form):
        own = self._own
        words = own and [_plain(word) for word in _WORD.findall(own.name)]
        return own if words and form in words else None


class _Taken(list):
    """Stretches; what lies in one that is there already is left out."""

    def add(self, found):
        if not any(each.start < found.end and found.start < each.end for each in self):
            self.append(found)


def _forms(words):
    """How a name is written: whole, first and last, with initials, last name first."""
    if not words:
        return []
    first, last = words[0], words[-1]
    if len(words) == 1:
        return [words]
    initials = tuple(word[0] for word in words[:-1])
    return [
        words,
        (first, last),
        (last, first),
        (last, *words[:-1]),
        (first[0], last),
        (last, first[0]),
        (*initials, last),
        # “Anna Maria” of Anna Maria Berg, “Anna B.” of Anna Berg.
        *([words[:-1]] if len(words) > 2 else []),
        (first, last[0]),
    ]


def _plain(word):
    return word.casefold().replace("’", "'")


def _cases(word):
    """The word, and what it is the genitive of: Annas, Anna's."""
    yield word
    if word.endswith("'s"):
        yield word[:-2]
    elif word.endswith("'") or (len(word) > _SHORTEST and word.endswith("s")):
        yield word[:-1]


def _without_genitive(word, person):
    """The part of the word that is the name: the ending stays in the text."""
    known = {_plain(each) for each in _WORD.findall(person.name)}
    if _plain(word) in known:
        return word
    for form in _cases(_plain(word)):
        if form in known:
            return word[: len(form)]
    return word


def _digits(phone):
    """The last eight digits: with and without the country's number it is one telephone."""
    return re.sub(r"\D", "", phone)[-8:]


class Letters:
    """A letter for each person, the same in all texts of one extract."""

    def __init__(self, known=()):
        self._given = {who: number for number, who in enumerate(known)}

    def of(self, who):
        number = self._given.setdefault(who, len(self._given))
        letters = ""
        while number >= 0:
            letters = chr(ord("A") + number % 26) + letters
            number = number // 26 - 1
        return letters

    @property
    def given(self):
        """Who has one, in their order."""
        return list(self._given)


def occurrences(text, words):
    """Where what somebody typed stands in the text, however it is written, as a whole."""
    found = []
    for each in filter(None, (line.strip() for line in words)):
        pattern = rf"(?<!\w){re.escape(each)}(?!\w)"
        found += [
            Found(*match.span(), Kind.TYPED, _plain(each))
            for match in re.finditer(pattern, text, re.IGNORECASE)
        ]
    return found
