"""What rooms say of their records."""

import pghistory
import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from retention.body import models_of
from retention.destroying import empty_values
from retention.due import Decided
from sam.dates import today
from sam.keeping import ALL, kinds, stays

ROOMS = {
    config.label
    for config in apps.get_app_configs()
    if config.path.startswith(str(settings.BASE_DIR)) and ".venv" not in config.path
}
_TEXTS = (models.CharField, models.TextField, models.FileField, models.JSONField)


def tells_of_somebody(model):
    """Whether somebody can write in it, or it names a person."""
    return any(
        isinstance(each, _TEXTS)
        or (
            each.related_model and each.related_model._meta.label == "organisation.User"
        )
        for each in model._meta.get_fields()
    )


def test_every_model_with_words_or_people_is_kept_by_a_rule_or_said_to_stay():
    covered = {model for kind in kinds().values() for model in models_of(kind)}

    unheard_of = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        and tells_of_somebody(model)
        and model not in covered
        and model._meta.label not in stays()
        # The trail of a record goes with it; of what stays it stays.
        and not issubclass(model, pghistory.models.Event)
    }

    assert unheard_of == set()


def test_what_is_said_to_stay_is_there_and_no_kind_covers_it():
    covered = {
        model._meta.label for kind in kinds().values() for model in models_of(kind)
    }

    assert {label for label in stays() if not apps.get_model(label)} == set()
    assert covered & set(stays()) == set()


@pytest.mark.parametrize("code", [c for c, kind in kinds().items() if kind.figures])
def test_every_field_that_is_not_kept_for_the_figures_can_be_empty(code):
    for label, kept in kinds()[code].figures.keeps.items():
        model = apps.get_model(label)
        names = {each.name for each in model._meta.get_fields()}
        assert kept == ALL or set(kept) <= names
        for name, value in empty_values(model, kept).items():
            assert value is not None or model._meta.get_field(name).null


@pytest.mark.parametrize("name", ["goes_too", "lets_go"])
def test_what_goes_too_and_what_lets_go_are_fields(name):
    for kind in kinds().values():
        for path in getattr(kind, name):
            label, field = path.rsplit(".", 1)
            assert apps.get_model(label)._meta.get_field(field).is_relation


@pytest.mark.django_db
def test_all_kinds_are_counted_in_one_query(django_assert_num_queries):
    decided = Decided(today())

    with django_assert_num_queries(1):
        assert all(row.due == 0 for row in decided.counted().values())


def test_each_kind_has_a_proposal_for_each_country_and_none_is_in_force():
    for kind in kinds().values():
        assert set(kind.proposed) == {"SE", "NO", "DK"}
