import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from mailing import outbox
from mailing.delivery import deliver
from organisation import roles
from organisation.models import Identity, Role, User
from tests.factories import IncidentFactory, UnitFactory, UserFactory

NAME = "Greta Grönqvist"


@pytest.fixture
def protected(school):
    person = UserFactory(
        name=NAME, email="greta@example.org", phone="0700 000 000", unit=school
    )
    person.is_protected = True
    person.save()
    return User.objects.get(pk=person.pk)


def shown_to(reader, person):
    request = RequestFactory().get("/")
    request.user = reader
    context = Context({"request": request, "person": person})
    return Template("{% load ui %}{% person person %}").render(context)


def test_account_of_a_protected_person_has_no_name_telephone_or_address(protected):
    stored = User.objects.values_list("name", "phone", "email").get(pk=protected.pk)

    assert stored == ("Protected identity", "", f"{protected.pk}@protected.invalid")
    assert protected.address == "greta@example.org"


def test_whoever_is_founded_as_protected_has_no_name_in_the_account(school):
    person = UserFactory(name=NAME, unit=school, is_protected=True)

    person.refresh_from_db()
    assert person.name == "Protected identity"
    assert person.identity.name == NAME


def test_new_name_of_a_protected_person_is_kept_apart_as_well(protected):
    User.objects.filter(pk=protected.pk).update(name="Greta Grahn")

    protected.refresh_from_db()
    assert protected.name == "Protected identity"
    assert protected.identity.name == "Greta Grahn"


def test_account_that_is_saved_as_it_was_read_changes_no_name(protected):
    protected.save()

    assert Identity.objects.get().name == NAME


def test_person_who_was_read_before_the_protection_and_is_saved_stays_protected(school):
    person = UserFactory(name=NAME, unit=school)
    User.objects.filter(pk=person.pk).update(is_protected=True)

    person.title = "Teacher"
    person.save(update_fields=["title", "name"])

    person.refresh_from_db()
    assert person.name == "Protected identity"
    assert person.identity.name == NAME


def test_name_returns_when_the_protection_ends(protected):
    User.objects.filter(pk=protected.pk).update(is_protected=False)

    protected.refresh_from_db()
    assert (protected.name, protected.email) == (NAME, "greta@example.org")
    assert not Identity.objects.exists()


def test_account_whose_name_was_never_read_cannot_be_protected_by_mistake(protected):
    User.objects.filter(pk=protected.pk).update(is_protected=False)

    # Still has what stood in place of the name.
    with pytest.raises(IntegrityError), transaction.atomic():
        protected.save()


@pytest.mark.parametrize("is_protected", [False, True])
def test_address_that_is_kept_apart_cannot_be_given_to_another(protected, is_protected):
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="greta@example.org", is_protected=is_protected)


def test_protected_person_cannot_take_the_address_of_another(protected):
    other = UserFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=protected.pk).update(email=other.email)


def test_person_colleagues_and_nearest_managers_see_the_name(
    protected, teacher, head_teacher
):
    for reader in [protected, teacher, head_teacher]:
        assert shown_to(reader, protected) == NAME


def test_nobody_else_sees_it(
    in_english, protected, hr, head_of_administration, other_school
):
    administrator = UserFactory()
    roles.appoint(administrator, Role.ADMINISTRATOR, other_school)
    # The school has a manager of its own, so that the head is not the nearest.
    roles.appoint(UserFactory(), Role.MANAGER, protected.unit)

    for reader in [hr, head_of_administration, administrator, UserFactory()]:
        assert shown_to(reader, protected) == "Protected identity"


def test_manager_above_sees_it_where_the_unit_has_no_manager(
    protected, head_of_administration
):
    assert shown_to(head_of_administration, protected) == NAME


def test_substitute_of_the_unit_sees_it(protected, head_teacher):
    substitute = UserFactory()
    roles.appoint(substitute, Role.SUBSTITUTE, protected.unit)

    assert shown_to(substitute, protected) == NAME


def test_manager_of_a_unit_below_does_not_see_it(protected):
    below = UnitFactory(parent=protected.unit)
    manager = UserFactory(unit=below)
    roles.appoint(manager, Role.MANAGER, below)

    assert shown_to(manager, protected) != NAME


@pytest.mark.django_db
def test_people_without_a_unit_are_no_colleagues():
    person = UserFactory(name=NAME, is_protected=True)
    person.refresh_from_db()

    assert shown_to(UserFactory(), person) != NAME


def test_one_who_has_left_sees_no_name_any_more(protected, teacher):
    teacher.is_active = False

    assert shown_to(teacher, protected) != NAME


def test_where_nobody_is_known_to_read_there_is_no_name(in_english, protected):
    text = Template("{% load ui %}{% person person %}").render(
        Context({"person": protected})
    )

    assert text == str(protected) == f"{protected.shown_name}" == "Protected identity"


def test_names_of_many_cost_one_query(
    school, teacher, django_assert_num_queries, in_english
):
    people = [UserFactory(unit=school, is_protected=True) for _each in range(3)]
    people = list(User.objects.filter(pk__in=[each.pk for each in people]))

    with django_assert_num_queries(1):
        names = {each.name_for(teacher) for each in people}

    assert len(names) == 3


def test_people_without_protection_cost_no_query(
    teacher, head_teacher, django_assert_num_queries
):
    with django_assert_num_queries(0):
        assert teacher.name_for(head_teacher) == "Teacher"


def test_search_finds_a_protected_person_for_who_reads_the_name(
    as_user, protected, head_teacher
):
    url = reverse("organisation:substitute_options")

    found = as_user(head_teacher).get(url, {"field": "user", "user_search": "greta"})

    assert NAME in found.content.decode()


def test_search_finds_nobody_by_a_protected_name_elsewhere(
    as_user, protected, other_school
):
    manager = UserFactory(unit=other_school)
    roles.appoint(manager, Role.MANAGER, other_school)
    url = reverse("organisation:substitute_options")

    for typed in ["greta", "protected", "identity"]:
        found = as_user(manager).get(url, {"field": "user", "user_search": typed})
        assert str(protected.pk) not in found.content.decode()


def test_search_in_a_task_finds_nobody_by_a_protected_name(protected):
    assert not User.objects.search("greta").exists()


def test_reader_is_forgotten_after_the_request(as_user, protected, teacher):
    as_user(teacher).get(reverse("start"))

    assert protected.shown_name != NAME


def test_own_pages_call_the_person_by_name(as_user, protected):
    page = as_user(protected).get(reverse("start"))

    assert NAME in page.content.decode()


def test_mail_reaches_a_protected_person(protected):
    incident = IncidentFactory(unit=protected.unit)
    context = {"incident": incident, "path": incident.get_absolute_url()}

    outbox.send(protected, "incident_handed_over", context, about="handed")
    deliver(protected.messages.get().pk)

    assert [message.to for message in mail.outbox] == [["greta@example.org"]]


def test_protected_person_logs_in_by_the_own_address(client, protected):
    protected.set_password("Correct-horse-7")
    protected.save()

    answer = client.post(
        reverse("account_login"),
        {"login": "greta@example.org", "password": "Correct-horse-7"},
    )

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(protected.pk)


def test_protected_person_gets_a_new_password_by_the_own_address(client, protected):
    client.post(reverse("account_reset_password"), {"email": "greta@example.org"})

    assert [message.to for message in mail.outbox] == [["greta@example.org"]]
    assert NAME not in mail.outbox[0].body
