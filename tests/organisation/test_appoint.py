import pytest
from django.core.management import CommandError, call_command

from organisation.models import User

pytestmark = pytest.mark.django_db


def test_appoint_makes_the_account_and_gives_the_role(municipality):
    call_command("appoint", "a@example.org", "administrator", "root", name="A")

    user = User.objects.get()
    assert user.has_perm("organisation.manage_organisation", municipality)
    assert not user.has_usable_password()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no-address", "hr", "root"], "no e-mail address"),
        (["a@example.org", "hr", "nowhere"], "no unit"),
        (["a@example.org", "hr", "root"], "needs --name"),
    ],
)
def test_appoint_says_what_is_wrong(municipality, arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("appoint", *arguments)

    assert not User.objects.exists()
