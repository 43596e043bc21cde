"""What is done each night with many rows."""

import pytest

from organisation.models import User
from sam.nightly import by_itself
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_row_that_fails_keeps_no_other_back(caplog):
    people = [UserFactory(phone="") for _ in range(3)]

    for person in people:
        with by_itself(person):
            User.objects.filter(pk=person.pk).update(phone="112")
            if person == people[1]:
                raise ValueError("The row is broken")

    phones = [User.objects.get(pk=person.pk).phone for person in people]
    assert phones == ["112", "", "112"]
    assert str(people[1].pk) in caplog.text
    assert people[1].name not in caplog.records[0].getMessage()
