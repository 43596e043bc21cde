"""Each field that can tell of a person is classified by its room (GDPR art. 30)."""

from django.db import models

from privacy.holdings import holdings, unsaid


def test_every_field_that_can_tell_of_a_person_is_classified():
    assert unsaid() == []


def test_what_is_classified_exists():
    missing = [
        f"{each.label}.{name}"
        for each in holdings().values()
        for name in [*each.classified, *each.health, each.within]
        if name and not _has(each.model, name)
    ]

    assert missing == []


def test_field_is_of_one_class():
    doubled = [
        f"{each.label}.{name}"
        for each in holdings().values()
        for name in each.classified
        if sum(
            name in those
            for those in (each.people, each.names, each.texts, each.files, each.without)
        )
        > 1
    ]

    assert doubled == []


def _has(model: type[models.Model], name):
    return any(name == field.name for field in model._meta.get_fields())
