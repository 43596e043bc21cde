import pytest

from mailing.models import Message
from organisation import roles
from organisation.models import Role
from tests.factories import UserFactory


@pytest.fixture
def other_representative(other_school):
    """Of another area, which is the south school."""
    user = UserFactory(name="Other representative", unit=other_school)
    roles.appoint(user, Role.SAFETY_REPRESENTATIVE, other_school)
    return user


@pytest.fixture
def told():
    """Names of those who got the e-mail about a fact."""

    def told(prefix):
        messages = Message.objects.filter(about__startswith=f"{prefix}:")
        return sorted(each.recipient.name for each in messages)

    return told
