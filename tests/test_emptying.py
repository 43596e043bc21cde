"""What a test that commits leaves behind: nothing, beside what was there before the first."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import TransactionTestCase

from actionplans.models import RiskMatrix
from organisation.models import User
from reports.models import Metric
from tests.factories import IncidentFactory

pytestmark = pytest.mark.django_db(transaction=True)


def end_of_test():
    TransactionTestCase()._fixture_teardown()


def test_what_was_written_goes_and_what_ships_stays():
    shipped = set(ContentType.objects.values_list("pk", "model"))
    IncidentFactory()

    end_of_test()

    assert not User.objects.exists()
    assert set(ContentType.objects.values_list("pk", "model")) == shipped
    assert RiskMatrix.objects.exists()


def test_what_ships_is_made_again_when_a_test_has_changed_it():
    IncidentFactory()
    Metric.objects.all().delete()

    end_of_test()

    assert not User.objects.exists()
    assert Metric.objects.exists()
    assert RiskMatrix.objects.exists()
