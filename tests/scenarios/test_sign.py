"""People and accounts: bad input of the yearly cycle, and what a directory and a leaver do."""

import json

from django.urls import reverse

from actionplans.models import ActionPlan
from directory.models import Run, Token
from incidents.models import Incident
from organisation import roles
from organisation.models import Role, User
from sam.dates import today
from tests.factories import MeasureFactory, UserFactory

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


def text_of(client, user, url):
    client.force_login(user, LOGIN)
    return client.get(url).content.decode()


def test_bad_input_person_with_protected_identity_reports_and_is_named_in_the_own_unit_alone(
    client, administrator, school, teacher, head_teacher, head_of_administration, hr
):
    client.force_login(administrator, LOGIN)
    client.post(reverse("directory:person_act", args=[teacher.pk, "protect"]))
    client.force_login(User.objects.get(pk=teacher.pk), LOGIN)
    form = {
        "kind": "near_miss",
        "is_hurt": "no",
        "unit": str(school.pk),
        "occurred_on": today().isoformat(),
        "description": "A shelf fell.",
        "form_key": "0c5a5f0e-2b3b-4f3b-9d5e-0a4a4b9f6a11",
    }
    client.post(reverse("incidents:report"), form)
    incident = Incident.objects.get()
    page = incident.get_absolute_url()

    assert incident.reported_by == teacher
    assert "Teacher" in text_of(client, head_teacher, page)
    for reader in [head_of_administration, hr]:
        text = text_of(client, reader, page)
        assert "A shelf fell." in text
        assert "Teacher" not in text


def test_directory_of_the_municipality_is_tried_first_and_then_put_in_force(
    client, administrator, school
):
    client.force_login(administrator, LOGIN)
    made = client.post(
        reverse("directory:token_add"), {"name": "Entra ID", "is_dry_run": "True"}
    )
    bearer = {"Authorization": f"Bearer {made.context['secret']}"}
    person = {
        "userName": "anna.ek@example.org",
        "displayName": "Anna Ek",
        "externalId": "7",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
            "department": school.code
        },
    }

    def send():
        kind = "application/scim+json"
        body = json.dumps(person)
        answer = client.post("/scim/v2/Users", body, content_type=kind, headers=bearer)
        return answer.status_code

    assert send() == 201
    assert not User.objects.filter(email="anna.ek@example.org").exists()
    assert (
        "Anna Ek" in client.get(Run.objects.get().get_absolute_url()).content.decode()
    )

    token = Token.objects.get()
    client.post(reverse("directory:token_begin", args=[token.pk]))

    assert send() == 201
    assert User.objects.get(email="anna.ek@example.org").unit == school
    assert send() == 409


def test_manager_leaves_and_the_next_one_takes_the_tasks_from_the_level_above(
    client, administrator, school, head_teacher, head_of_administration
):
    measure = MeasureFactory(
        plan=ActionPlan.objects.create(unit=school), responsible=head_teacher
    )
    client.force_login(administrator, LOGIN)
    client.post(
        reverse("directory:person_act", args=[head_teacher.pk, "leave"]),
        {"on": today().isoformat()},
    )
    above = text_of(client, head_of_administration, reverse("directory:taken_over"))
    assert str(measure) in above

    newcomer = UserFactory(name="Newcomer", unit=school)
    roles.appoint(newcomer, Role.MANAGER, school)
    offer = reverse("directory:take_over", args=[school.pk])
    assert offer in text_of(client, newcomer, reverse("start"))
    client.post(offer)

    measure.refresh_from_db()
    assert measure.responsible == newcomer
    assert measure.activity in text_of(client, newcomer, reverse("start"))
