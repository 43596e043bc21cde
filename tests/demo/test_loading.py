import hashlib
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from demo import links
from demo.happenings import Chronicle
from demo.people import ACCOUNTS, DEMO_WORKPLACE, PASSWORD
from demo.tree import REORGANISED
from incidents.models import Incident
from mailing.models import Message
from organisation import roles
from organisation.models import (
    Appointment,
    Municipality,
    Placement,
    Role,
    Unit,
    UnitUserObjectPermission,
    User,
)
from sam.dates import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def fingerprint(rows):
    text = "\n".join(" ".join(map(str, row)) for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()


def test_loading_again_changes_nothing():
    before = [model.objects.count() for model in (Unit, User, Incident, Appointment)]
    out = StringIO()

    call_command("load_demo", stdout=out)

    after = [model.objects.count() for model in (Unit, User, Incident, Appointment)]
    assert after == before
    assert out.getvalue() == "There is a municipality already; nothing was changed.\n"


def test_a_day_too_near_the_figures_is_refused():
    with pytest.raises(CommandError, match="2024-04-01"):
        call_command("load_demo", "--until", "2024-02-01")


def test_everybody_is_marked_as_invented():
    assert Municipality.objects.get().is_demo
    assert not User.objects.filter(is_demo=False).exists()
    assert not User.objects.exclude(email__endswith="@example.org").exists()


def test_nobody_is_written_to():
    assert not Message.objects.exists()


def test_the_same_happens_at_every_loading(demo):
    again = Chronicle(demo, scale=1, until=today() - timedelta(days=10))

    loaded = Incident.objects.filter(reported_at__year__lte=2023).order_by("number")
    rows = loaded.values_list("reported_at", "unit__code", "kind", "description")
    told = [
        (
            each.reported_at,
            each.workplace.unit.code,
            each.kind,
            each.story.report.description,
        )
        for each in again.happenings()
        if each.reported_at.year <= 2023
    ]
    assert len(told) > 3500
    assert fingerprint(sorted((at.timestamp(), *rest) for at, *rest in rows)) == (
        fingerprint(sorted((at.timestamp(), *rest) for at, *rest in told))
    )


def test_an_earlier_day_ends_the_story_earlier(demo):
    day = date(2025, 2, 1)

    told = Chronicle(demo, scale=1, until=day).happenings()

    assert max(each.reported_at.date() for each in told) < day
    of_2024 = [each for each in told if each.reported_at.year == 2024]
    assert 1500 < len(of_2024) < 2100


def test_accounts_are_printed_with_a_password_that_works(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    out = StringIO()

    call_command("demo_accounts", stdout=out)

    printed = out.getvalue()
    assert PASSWORD in printed
    assert all(email in printed for email in ACCOUNTS)
    assert f"http://127.0.0.1:8000/r/{links.DEMO_TOKEN}/" in printed
    assert " ".join(links.demo_words()) in printed
    assert User.objects.get(email="chef@example.org").check_password(PASSWORD)
    accounts = User.objects.filter(email__in=ACCOUNTS)
    assert len(set(accounts.values_list("password", flat=True))) == 1


@pytest.mark.parametrize("email", ACCOUNTS)
def test_each_account_has_a_start_page(as_user, email):
    response = as_user(User.objects.get(email=email)).get(reverse("start"))

    assert response.status_code == 200


def test_each_role_has_an_account():
    for email, role in ACCOUNTS.items():
        held = Appointment.objects.in_force().filter(user__email=email)

        assert [appointment.role for appointment in held] == ([role] if role else [])


def test_the_demos_manager_and_safety_representative_share_a_workplace():
    people = User.objects.filter(
        email__in=["chef@example.org", "skyddsombud@example.org"]
    )

    assert {str(person.unit) for person in people} == {DEMO_WORKPLACE}


def test_permissions_are_those_that_the_roles_give():
    granted = UnitUserObjectPermission.objects.count()
    appointments = Appointment.objects.select_related("user", "unit")

    for appointment in appointments.order_by("pk")[::40]:
        roles.sync_permissions(appointment.user, appointment.unit)

    assert UnitUserObjectPermission.objects.count() == granted
    assert granted > Appointment.objects.count()


def test_every_unit_has_a_manager_and_a_safety_representative():
    for unit in Unit.objects.filter(level="unit")[::10]:
        assert roles.holders(Role.MANAGER, unit)
        assert roles.holders(Role.SAFETY_REPRESENTATIVE, unit)


def test_every_unit_answers_to_one_committee():
    assert Unit.objects.filter(level="unit").count() >= 150
    assert not Unit.objects.filter(committee=None).exists()


def test_the_reorganised_preschool_keeps_its_past():
    before, after = Placement.objects.filter(
        unit__name="Solgläntans och Bäckens förskola"
    ).order_by("valid")

    assert before.valid.upper == after.valid.lower == REORGANISED
    assert (str(before.parent), str(after.parent)) == (
        "Förskolor väst",
        "Förskolor öst",
    )
    assert before.answers_to == after.answers_to
