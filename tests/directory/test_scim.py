"""The server that the municipality's directory writes to."""

import pytest
from django.core.cache import cache

from directory import protecting
from directory.models import Call, Group, GroupRole, Run, Token
from organisation.models import Role, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
OWN = "urn:ietf:params:scim:schemas:extension:sam:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


@pytest.fixture(autouse=True)
def _no_tries_of_others():
    cache.clear()


def patch(*operations):
    return {"schemas": [PATCH], "Operations": list(operations)}


def anna(**more):
    return {
        "schemas": [USER, ENTERPRISE],
        "externalId": "0a21f0f2",
        "userName": "anna.ek@example.org",
        "active": True,
        "displayName": "Anna Ek",
        "emails": [{"primary": True, "type": "work", "value": "anna.ek@example.org"}],
        "name": {"formatted": "Anna Ek", "familyName": "Ek", "givenName": "Anna"},
        "meta": {"resourceType": "User"},
        "roles": [],
        **more,
    }


def test_provisioning_cycle_of_a_directory(directory, school, other_school):
    """As Entra ID documents it: probe, create, read, change, move, disable, delete."""
    probe = directory("GET", 'Users?filter=userName eq "anna.ek@example.org"')
    assert probe.status_code == 200
    assert probe.data["totalResults"] == 0

    created = directory(
        "POST", "Users", anna(**{ENTERPRISE: {"department": school.code}})
    )
    assert created.status_code == 201
    assert created["Content-Type"] == "application/scim+json"
    pk = created.data["id"]
    person = User.objects.get(pk=pk)
    assert (person.name, person.email) == ("Anna Ek", "anna.ek@example.org")
    assert (person.external_id, person.unit) == ("0a21f0f2", school)
    assert not person.has_usable_password()

    found = directory("GET", 'Users?filter=externalId eq "0a21f0f2"')
    assert [each["id"] for each in found.data["Resources"]] == [pk]
    assert directory("GET", f"Users/{pk}").data["displayName"] == "Anna Ek"

    renamed = patch(
        {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "x@y.se"},
        {"op": "Replace", "path": "name.familyName", "value": "Alm"},
        {"op": "Add", "path": "title", "value": "Teacher"},
    )
    assert directory("PATCH", f"Users/{pk}", renamed).status_code == 200
    person.refresh_from_db()
    assert (person.name, person.title) == ("Anna Alm", "Teacher")

    moved = patch(
        {"op": "Add", "path": f"{ENTERPRISE}:department", "value": other_school.code}
    )
    assert directory("PATCH", f"Users/{pk}", moved).status_code == 200
    person.refresh_from_db()
    assert person.unit == other_school

    disabled = directory(
        "PATCH",
        f"Users/{pk}",
        patch({"op": "Replace", "path": "active", "value": "False"}),
    )
    assert disabled.data["active"] is False
    person.refresh_from_db()
    assert not person.is_active
    gone = directory("GET", 'Users?filter=userName eq "anna.ek@example.org"')
    assert gone.data["Resources"][0]["active"] is False

    assert directory("DELETE", f"Users/{pk}").status_code == 204
    assert directory("GET", f"Users/{pk}").status_code == 404
    assert User.objects.filter(pk=pk).exists()


def test_group_cycle_gives_and_takes_a_role(directory, school):
    pk = directory("POST", "Users", anna()).data["id"]
    made = directory("POST", "Groups", {"displayName": "Rektorer", "externalId": "g1"})
    assert made.status_code == 201
    group = made.data["id"]
    GroupRole.objects.create(
        group=Group.objects.get(pk=group), role=Role.MANAGER, unit=school
    )
    person = User.objects.get(pk=pk)

    add = {"op": "Add", "path": "members", "value": [{"$ref": None, "value": pk}]}
    assert directory("PATCH", f"Groups/{group}", patch(add)).status_code == 200
    assert person.appointments.in_force().get().role == Role.MANAGER
    member = directory("GET", f'Groups?filter=id eq "{group}" and members eq "{pk}"')
    assert member.data["totalResults"] == 1

    short = directory("GET", f"Groups/{group}?excludedAttributes=members")
    assert "members" not in short.data
    named = directory(
        "GET", 'Groups?excludedAttributes=members&filter=displayName eq "Rektorer"'
    )
    assert named.data["totalResults"] == 1

    remove = {"op": "Remove", "path": "members", "value": [{"value": pk}]}
    assert directory("PATCH", f"Groups/{group}", patch(remove)).status_code == 200
    assert not person.appointments.in_force().exists()

    assert directory("DELETE", f"Groups/{group}").status_code == 204
    assert directory("GET", f"Groups/{group}").status_code == 404


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "Replace", "path": "active", "value": False},
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "replace", "value": {"active": False}},
        {"op": "replace", "value": {"active": "false"}},
        {"op": "Replace", "path": f"{USER}:active", "value": False},
    ],
)
def test_account_is_closed_however_the_directory_writes_it(
    directory, teacher, operation
):
    directory("PATCH", f"Users/{teacher.pk}", patch(operation))

    teacher.refresh_from_db()
    assert not teacher.is_active


@pytest.mark.parametrize(
    ("operation", "field", "value"),
    [
        ({"op": "add", "path": "displayName", "value": "Bo Ek"}, "name", "Bo Ek"),
        ({"op": "add", "value": {"displayName": "Bo Ek"}}, "name", "Bo Ek"),
        ({"op": "replace", "value": {"name.familyName": "Ek"}}, "name", "Teacher Ek"),
        ({"op": "replace", "value": {"name": {"formatted": "B E"}}}, "name", "B E"),
        ({"op": "replace", "path": "userName", "value": "B@x.se"}, "email", "b@x.se"),
        (
            {"op": "add", "value": {ENTERPRISE: {"employeeNumber": 7}}},
            "external_id",
            "7",
        ),
        (
            {"op": "replace", "path": f"{ENTERPRISE}:employeeNumber", "value": "7"},
            "external_id",
            "7",
        ),
        (
            {
                "op": "add",
                "path": 'phoneNumbers[type eq "mobile"].value',
                "value": "07",
            },
            "phone",
            "07",
        ),
        (
            {
                "op": "add",
                "path": "phoneNumbers",
                "value": [{"value": "1"}, {"value": "2", "primary": True}],
            },
            "phone",
            "2",
        ),
        ({"op": "remove", "path": "title"}, "title", ""),
        (
            {"op": "Add", "path": f"{OWN}:protectedIdentity", "value": "True"},
            "is_protected",
            True,
        ),
    ],
)
def test_changes_are_understood_however_they_are_written(
    directory, school, operation, field, value
):
    person = UserFactory(name="Teacher", title="Old", unit=school)

    answer = directory("PATCH", f"Users/{person.pk}", patch(operation))

    assert answer.status_code == 200
    person.refresh_from_db()
    assert getattr(person, field) == value


def test_unknown_attributes_are_left_out_and_told_of(directory, teacher):
    answer = directory(
        "PATCH",
        f"Users/{teacher.pk}",
        patch({"op": "add", "path": "locale", "value": "sv-SE"}),
    )

    assert answer.status_code == 200
    assert Call.objects.get().remarks == ["Left out: locale"]


def test_unknown_department_changes_no_unit_and_is_told_of(directory, teacher, school):
    directory(
        "PATCH",
        f"Users/{teacher.pk}",
        patch({"op": "add", "path": "department", "value": "nowhere"}),
    )

    teacher.refresh_from_db()
    assert teacher.unit == school
    assert Call.objects.get().remarks == ["No unit has the code nowhere."]


def test_whole_resource_is_put(directory, teacher):
    answer = directory("PUT", f"Users/{teacher.pk}", anna())

    assert answer.data["displayName"] == "Anna Ek"
    teacher.refresh_from_db()
    assert (teacher.name, teacher.external_id) == ("Anna Ek", "0a21f0f2")


def test_whole_resource_that_does_not_say_so_opens_no_closed_account(
    directory, teacher
):
    User.objects.filter(pk=teacher.pk).update(is_active=False)
    body = anna()
    del body["active"]

    directory("PUT", f"Users/{teacher.pk}", body)

    teacher.refresh_from_db()
    assert not teacher.is_active


def test_person_comes_back_with_the_roles_of_the_groups(directory, school):
    pk = directory("POST", "Users", anna()).data["id"]
    group = Group.objects.create(name="Rektorer")
    GroupRole.objects.create(group=group, role=Role.MANAGER, unit=school)
    member = {"op": "add", "path": "members", "value": [{"value": pk}]}
    directory("PATCH", f"Groups/{group.pk}", patch(member))
    person = User.objects.get(pk=pk)

    def set_active(value):
        change = {"op": "replace", "path": "active", "value": value}
        directory("PATCH", f"Users/{pk}", patch(change))
        return person.appointments.in_force().exists()

    assert set_active(False) is False
    assert set_active(True) is True


def test_removed_person_who_is_created_anew_gets_the_old_account(directory):
    pk = directory("POST", "Users", anna()).data["id"]
    directory("DELETE", f"Users/{pk}")

    again = directory("POST", "Users", anna())

    assert (again.status_code, again.data["id"]) == (201, pk)
    assert User.objects.get(pk=pk).is_active


@pytest.mark.parametrize(
    "body",
    [
        {"userName": "person@example.org"},
        {"userName": "other@example.org", "externalId": "taken"},
    ],
)
def test_what_another_has_is_refused(directory, body):
    UserFactory(email="person@example.org", external_id="taken")

    answer = directory("POST", "Users", body)

    assert answer.status_code == 409
    assert answer.data["scimType"] == "uniqueness"
    assert Call.objects.get().did == "refused"


def test_address_of_another_is_refused_in_a_change(directory, teacher):
    UserFactory(email="person@example.org")
    change = {"op": "replace", "path": "userName", "value": "person@example.org"}

    answer = directory("PATCH", f"Users/{teacher.pk}", patch(change))

    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "kind"),
    [
        ("POST", "Users", {"displayName": "No address"}, 400, "invalidValue"),
        ("POST", "Users", {"userName": "no address"}, 400, "invalidValue"),
        ("POST", "Users", {"userName": ["a"]}, 400, "invalidValue"),
        ("POST", "Users", ["a"], 400, "invalidSyntax"),
        ("POST", "Groups", {}, 400, "invalidValue"),
        ("PATCH", "Users/{pk}", {}, 400, "invalidSyntax"),
        ("PATCH", "Users/{pk}", {"Operations": ["x"]}, 400, "invalidSyntax"),
        ("PATCH", "Users/{pk}", {"Operations": [{"op": "burn"}]}, 400, "invalidSyntax"),
        ("PATCH", "Users/{pk}", {"Operations": [{"op": "remove"}]}, 400, "noTarget"),
        (
            "PATCH",
            "Users/{pk}",
            {"Operations": [{"op": "add", "path": "active", "value": "maybe"}]},
            400,
            "invalidValue",
        ),
        ("GET", "Users?filter=userName", None, 400, "invalidFilter"),
        ("GET", 'Users?filter=userName co "a"', None, 400, "invalidFilter"),
        ("GET", 'Users?filter=password eq "a"', None, 400, "invalidFilter"),
        ("GET", "Users?filter=(active eq true", None, 400, "invalidFilter"),
        ("GET", "Users?filter=active eq true or", None, 400, "invalidFilter"),
        ("GET", "Users?filter=active eq true)", None, 400, "invalidFilter"),
        ("GET", "Users?count=many", None, 400, "invalidValue"),
        ("GET", "Users/nobody", None, 404, None),
        ("PUT", "Users", {}, 405, None),
    ],
)
def test_refusals_are_in_the_form_of_the_standard(
    directory, teacher, method, path, body, status, kind
):
    answer = directory(method, path.format(pk=teacher.pk), body)

    assert answer.status_code == status
    assert answer.data["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert answer.data["status"] == str(status)
    assert answer.data.get("scimType") == kind


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('userName eq "A@example.org"', 1),
        ('emails[type eq "work"].value eq "a@example.org"', 1),
        ('externalId eq "1" and active eq true', 1),
        ('externalId eq "1" and active eq false', 0),
        ('externalId eq "1" or externalId eq "2"', 2),
        ('active eq true and (externalId eq "1" or externalId eq "2")', 2),
        (f'{USER}:userName eq "a@example.org"', 1),
        (f'{ENTERPRISE}:employeeNumber eq "2"', 1),
        ('id eq "nobody"', 0),
    ],
)
def test_people_are_found_by_filter(directory, text, number):
    UserFactory(email="a@example.org", external_id="1")
    UserFactory(external_id="2")

    assert directory("GET", f"Users?filter={text}").data["totalResults"] == number


def test_long_lists_come_in_pages(directory):
    UserFactory.create_batch(3)

    first = directory("GET", "Users?startIndex=1&count=2").data
    rest = directory("GET", "Users?startIndex=3&count=2").data

    assert (first["totalResults"], first["itemsPerPage"]) == (4, 2)
    assert (rest["startIndex"], rest["itemsPerPage"]) == (3, 2)
    ids = {each["id"] for page in [first, rest] for each in page["Resources"]}
    assert len(ids) == 4


def test_pages_cost_the_same_for_many(directory, django_assert_max_num_queries):
    UserFactory.create_batch(20)

    with django_assert_max_num_queries(12):
        directory("GET", "Users")


def test_program_tells_what_it_can(directory):
    service = directory("GET", "ServiceProviderConfig").data
    types = directory("GET", "ResourceTypes").data["Resources"]
    schemas = directory("GET", "Schemas").data["Resources"]

    assert service["patch"]["supported"]
    assert [each["endpoint"] for each in types] == ["/Users", "/Groups"]
    assert {each["id"] for each in schemas} >= {USER, ENTERPRISE, OWN}


def test_version_tells_whether_something_has_changed(directory, teacher):
    read = directory("GET", f"Users/{teacher.pk}")

    unchanged = directory(
        "GET", f"Users/{teacher.pk}", **{"If-None-Match": read["ETag"]}
    )
    User.objects.filter(pk=teacher.pk).update(title="Cook")
    late = directory(
        "PATCH",
        f"Users/{teacher.pk}",
        patch({"op": "replace", "path": "title", "value": "Nurse"}),
        **{"If-Match": read["ETag"]},
    )

    assert unchanged.status_code == 304
    assert late.status_code == 412
    assert read["ETag"] == read.data["meta"]["version"]


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer wrong", "Basic dXNlcjpwYXNz"]
)
def test_nobody_gets_in_without_a_token(directory, authorization):
    answer = directory("GET", "Users", Authorization=authorization)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_revoked_token_opens_nothing(directory):
    Token.objects.get().revoke()

    assert directory("GET", "Users").status_code == 401


def test_session_of_an_administrator_is_no_token(as_user, administrator):
    assert as_user(administrator).get("/scim/v2/Users").status_code == 401


def test_token_is_kept_as_a_fingerprint(directory):
    assert directory.secret not in Token.objects.get().token_hash
    directory("GET", "Users")
    assert Token.objects.get().used_on


def test_wrong_tokens_are_limited(directory):
    answers = {
        directory("GET", "Users", Authorization="Bearer wrong").status_code
        for _each in range(31)
    }

    assert answers == {401, 429}


def test_dry_run_answers_as_if_and_changes_nothing(connect, school, teacher):
    directory = connect(is_dry_run=True)

    created = directory("POST", "Users", anna())
    closed = directory(
        "PATCH",
        f"Users/{teacher.pk}",
        patch({"op": "replace", "path": "active", "value": False}),
    )

    assert (created.status_code, closed.data["active"]) == (201, False)
    teacher.refresh_from_db()
    assert teacher.is_active
    assert not User.objects.filter(email="anna.ek@example.org").exists()
    assert Run.objects.get().is_dry_run
    made, left = Call.objects.all()
    assert (made.did, made.label, made.person) == ("created", "Anna Ek", None)
    assert (left.did, left.person) == ("left", teacher)
    assert not teacher.messages.exists()


def test_each_call_tells_what_it_changed(directory, teacher):
    directory(
        "PATCH",
        f"Users/{teacher.pk}",
        patch({"op": "replace", "path": "displayName", "value": "Bo Ek"}),
    )

    assert Call.objects.get().changes == [["name", "Teacher", "Bo Ek"]]


def test_calls_of_one_go_are_one_run(directory, teacher):
    for title in ["Cook", "Nurse"]:
        change = {"op": "replace", "path": "title", "value": title}
        directory("PATCH", f"Users/{teacher.pk}", patch(change))

    assert Run.objects.get().calls.count() == 2


def test_person_with_protected_identity_has_no_name_in_answers_and_log(
    directory, teacher, school
):
    protecting.protect(teacher)
    change = {"op": "replace", "path": "displayName", "value": "Greta Grahn"}

    answer = directory("PATCH", f"Users/{teacher.pk}", patch(change))
    by_address = directory("GET", f'Users?filter=userName eq "{teacher.email}"')

    assert by_address.data["Resources"][0]["id"] == str(teacher.pk)
    text = answer.content.decode() + by_address.content.decode()
    assert "Greta" not in text
    assert teacher.email not in text
    call = Call.objects.get()
    assert (call.changes, call.label) == ([["name", "", ""]], "")
    assert User.objects.get(pk=teacher.pk).identity.name == "Greta Grahn"


def test_same_again_of_a_protected_person_is_no_difference(directory):
    body = anna(**{OWN: {"protectedIdentity": True}})
    pk = directory("POST", "Users", body).data["id"]

    directory("PUT", f"Users/{pk}", body)

    assert [call.did for call in Call.objects.all()] == ["created", "nothing"]


def test_people_of_the_demo_are_not_the_directorys(directory):
    UserFactory(is_demo=True, email="demo@example.org")

    found = directory("GET", 'Users?filter=userName eq "demo@example.org"')

    assert found.data["totalResults"] == 0


def test_deep_json_is_no_json(connect):
    directory = connect()
    answer = directory.client.generic(
        "POST",
        "/scim/v2/Users",
        "[" * 100_000,
        content_type="application/scim+json",
        headers={"Authorization": f"Bearer {directory.secret}"},
    )

    assert answer.status_code == 400


@pytest.mark.parametrize("value", ["a\x00b", "a\udfff", float("inf")])
@pytest.mark.parametrize("place", ["displayName", "nickName"])
def test_what_no_database_keeps_is_refused(directory, place, value):
    answer = directory("POST", "Users", anna(**{place: value}))

    assert (answer.status_code, answer.data["scimType"]) == (400, "invalidSyntax")
    assert not User.objects.filter(email="anna.ek@example.org").exists()


def test_backslash_before_the_name_of_nothing_is_text(directory):
    answer = directory("POST", "Users", anna(displayName=r"Anna \u0000"))

    assert answer.data["displayName"] == r"Anna \u0000"


def test_place_behind_every_list_is_empty(directory):
    answer = directory("GET", f"Users?startIndex={10**30}")

    assert (answer.status_code, answer.data["Resources"]) == (200, [])
