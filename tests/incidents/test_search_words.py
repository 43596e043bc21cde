"""What the words that somebody searches for become, over all languages."""

import pytest
from django.db.models import TextField
from django.db.models.functions import Cast

from incidents.models.incident import AnyOf, PrefixQuery
from organisation.models import Unit

pytestmark = pytest.mark.django_db


def asked(text, *configs):
    queries = [PrefixQuery(text, config=config) for config in configs]
    found = Unit.objects.annotate(asked=Cast(AnyOf(*queries), TextField()))
    return found.values_list("asked", flat=True)[0]


def test_words_that_are_alike_are_asked_once(municipality):
    assert asked("golv", "danish", "english", "swedish") == "'golv':*"


def test_each_stem_is_asked(municipality):
    found = asked("handen", "english", "norwegian", "swedish")

    assert found == "'handen':* | 'hand':*"


def test_word_that_one_language_leaves_out_is_asked_in_the_other(municipality):
    assert asked("och", "swedish", "danish") == "'och':*"
