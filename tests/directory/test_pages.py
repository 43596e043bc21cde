"""Pages of the one who runs the program: accounts, connections, groups and runs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from directory import leaving, protecting
from directory.models import AccountEvent, Call, Group, GroupRole, Leaving, Run, Token
from incidents.models import IncidentTransition
from organisation import roles
from organisation.models import Role, User
from sam.dates import today
from tests.factories import IncidentFactory, UserFactory

PEOPLE = reverse("directory:person_list")


@pytest.fixture
def client_of(as_user, administrator):
    return as_user(administrator)


def act(name, person):
    return reverse("directory:person_act", args=[person.pk, name])


def test_people_are_found_by_a_part_of_the_name(client_of, teacher):
    page = client_of.get(PEOPLE, {"q": "teach"})

    assert set(page.context["page"]) == {teacher}


def test_protected_person_is_found_by_the_whole_address_and_has_no_name_there(
    client_of, teacher, in_english
):
    address = teacher.email
    protecting.protect(teacher)

    by_name = client_of.get(PEOPLE, {"q": "Teacher"})
    by_address = client_of.get(PEOPLE, {"q": address})

    assert set(by_name.context["page"]) == set()
    assert set(by_address.context["page"]) == {teacher}
    table = by_address.content.decode().split("<tbody>")[1]
    assert "Teacher" not in table
    assert address not in table


@pytest.mark.parametrize(
    ("state", "found"),
    [("active", False), ("left", True), ("protected", False), ("leaving", False)],
)
def test_people_are_narrowed_by_their_accounts(client_of, teacher, state, found):
    leaving.leave(teacher, on=today())

    page = client_of.get(PEOPLE, {"state": state})

    assert (teacher in page.context["page"]) is found


def test_list_costs_the_same_for_many(client_of, count_queries):
    few = count_queries(client_of, PEOPLE)
    UserFactory.create_batch(10)

    assert count_queries(client_of, PEOPLE) == few <= 12


def test_administrator_lets_a_person_leave_on_a_day(client_of, administrator, teacher):
    day = today() + timedelta(days=3)

    answer = client_of.post(act("leave", teacher), {"on": day.isoformat()})

    assert answer.status_code == 302
    planned = Leaving.objects.get()
    assert (planned.person, planned.on, planned.by) == (teacher, day, administrator)
    page = client_of.get(reverse("directory:person_detail", args=[teacher.pk]))
    assert act("come-back", teacher) in page.content.decode()


def test_leaving_with_a_receiver(client_of, teacher, head_teacher):
    client_of.post(
        act("leave", teacher),
        {"on": today().isoformat(), "receiver": str(head_teacher.pk)},
    )

    assert Leaving.objects.get().receiver == head_teacher


@pytest.mark.parametrize("on", ["", "tomorrow", "1999-01-01"])
def test_day_without_sense_is_asked_for_again(client_of, teacher, on):
    answer = client_of.post(act("leave", teacher), {"on": on})

    assert answer.status_code == 422
    assert not Leaving.objects.exists()


def test_nobody_takes_over_from_themselves(client_of, teacher):
    answer = client_of.post(
        act("leave", teacher),
        {"on": today().isoformat(), "receiver": str(teacher.pk)},
    )

    assert answer.status_code == 422


def test_person_comes_back(client_of, teacher):
    leaving.leave(teacher, on=today())

    client_of.post(act("come-back", teacher))

    teacher.refresh_from_db()
    assert teacher.is_active


def test_act_that_makes_no_sense_any_more_is_told(client_of, teacher):
    answer = client_of.post(act("come-back", teacher), follow=True)

    assert answer.redirect_chain
    assert not AccountEvent.objects.exists()


def test_unknown_act_is_no_page(client_of, teacher):
    assert client_of.get(act("burn", teacher)).status_code == 404


def test_administrator_protects_and_ends_the_protection(client_of, teacher):
    client_of.post(act("protect", teacher))
    teacher.refresh_from_db()
    assert teacher.is_protected

    client_of.post(act("unprotect", teacher))
    teacher.refresh_from_db()
    assert teacher.name == "Teacher"
    assert {event.what for event in AccountEvent.objects.all()} == {
        "protected",
        "unprotected",
    }


def test_protection_takes_the_name_out_of_notes_that_the_program_wrote(
    teacher, head_teacher
):
    incident = IncidentFactory(responsible=head_teacher)
    incident.hand_over(by=head_teacher, responsible=teacher)
    run = Run.objects.create(
        token=Token.objects.make(by=head_teacher, name="x")[0], is_dry_run=False
    )
    Call.objects.create(
        run=run, did="changed", person=teacher, changes=[["name", "Teacher", "T"]]
    )

    protecting.protect(teacher)

    assert "Teacher" not in IncidentTransition.objects.get().note
    assert Call.objects.get().changes == []


def test_token_is_shown_once(client_of):
    made = client_of.post(
        reverse("directory:token_add"), {"name": "Entra", "is_dry_run": "True"}
    )
    secret = made.context["secret"]

    assert secret in made.content.decode()
    assert secret not in client_of.get(reverse("directory:token_list")).content.decode()
    token = Token.objects.get()
    assert token.is_dry_run
    assert Token.objects.opened_by(secret) == token


def test_token_without_a_name_is_asked_for_again(client_of):
    answer = client_of.post(reverse("directory:token_add"), {"is_dry_run": "True"})

    assert answer.status_code == 422


def test_dry_run_is_put_in_force_and_revoked(client_of, administrator):
    token, secret = Token.objects.make(by=administrator, name="Entra")

    client_of.post(reverse("directory:token_begin", args=[token.pk]))
    token.refresh_from_db()
    assert not token.is_dry_run

    client_of.post(reverse("directory:token_revoke", args=[token.pk]))
    assert Token.objects.opened_by(secret) is None


@pytest.fixture
def group(teacher):
    group = Group.objects.create(name="Managers")
    group.members.add(teacher)
    return group


def test_group_is_given_a_role_in_a_unit(client_of, group, teacher, school):
    client_of.post(
        reverse("directory:group_detail", args=[group.pk]),
        {"role": "manager", "unit": str(school.pk)},
    )

    assert teacher.appointments.in_force().get().role == Role.MANAGER


def test_same_meaning_twice_is_told(client_of, group, school):
    GroupRole.objects.create(group=group, role=Role.MANAGER, unit=school)

    answer = client_of.post(
        reverse("directory:group_detail", args=[group.pk]),
        {"role": "manager", "unit": str(school.pk)},
    )

    assert answer.status_code == 422


def test_group_says_where_its_members_work(client_of, group, teacher, other_school):
    client_of.post(
        reverse("directory:group_detail", args=[group.pk]),
        {"role": "", "unit": str(other_school.pk)},
    )

    teacher.refresh_from_db()
    assert teacher.unit == other_school


def test_role_ends_when_the_group_no_longer_means_it(client_of, group, teacher, school):
    url = reverse("directory:group_detail", args=[group.pk])
    client_of.post(url, {"role": "manager", "unit": str(school.pk)})
    role = group.roles.get()

    client_of.post(reverse("directory:group_role_remove", args=[group.pk, role.pk]))

    assert not teacher.appointments.in_force().exists()


def test_role_that_was_given_by_hand_is_left_alone(client_of, group, teacher, school):
    roles.appoint(teacher, Role.MANAGER, school)
    url = reverse("directory:group_detail", args=[group.pk])
    client_of.post(url, {"role": "manager", "unit": str(school.pk)})

    client_of.post(
        reverse("directory:group_role_remove", args=[group.pk, group.roles.get().pk])
    )

    assert teacher.appointments.in_force().get().role == Role.MANAGER


def test_substitute_by_group_may_step_in_and_takes_nothing_over(
    client_of, group, teacher, school, head_teacher
):
    """Without a last day a substitute is only permitted to step in."""
    url = reverse("directory:group_detail", args=[group.pk])
    client_of.post(url, {"role": "substitute", "unit": str(school.pk)})

    person = User.objects.get(pk=teacher.pk)
    incident = IncidentFactory(unit=school)
    assert person.has_perm("organisation.handle_incidents", incident)
    assert roles.responsible_for(school) == [head_teacher]

    group.members.clear()
    client_of.post(
        reverse("directory:group_role_remove", args=[group.pk, group.roles.get().pk])
    )


def test_run_shows_what_was_different(client_of, administrator, teacher):
    token, _secret = Token.objects.make(by=administrator, name="Entra")
    run = Run.objects.create(token=token, is_dry_run=False)
    Call.objects.create(
        run=run, did="changed", person=teacher, changes=[["title", "Cook", "Nurse"]]
    )
    Call.objects.create(run=run, did="nothing", person=teacher)

    page = client_of.get(run.get_absolute_url())
    whole = client_of.get(f"{run.get_absolute_url()}?all")

    assert "<del>Cook</del>" in page.content.decode()
    assert "<ins>Nurse</ins>" in page.content.decode()
    assert len(page.context["page"]) == 1
    assert len(whole.context["page"]) == 2


@pytest.mark.parametrize("name", ["run_list", "group_list", "token_list"])
def test_lists_cost_the_same_for_many(client_of, count_queries, administrator, name):
    def one_more(number):
        token, _secret = Token.objects.make(by=administrator, name=f"{number}")
        Run.objects.create(token=token, is_dry_run=False)
        Group.objects.create(name=f"{number}")

    url = reverse(f"directory:{name}")
    one_more(0)
    few = count_queries(client_of, url)
    for number in range(1, 6):
        one_more(number)

    assert count_queries(client_of, url) == few <= 12


def test_page_of_the_log_in_tells_what_is_set(client_of, settings, in_english):
    settings.SECOND_FACTOR_FOR = ["hr"]
    settings.PASSWORDS_FOR = ["admin@example.org"]

    page = client_of.get(reverse("directory:sign_on")).content.decode()

    assert "These must have one: HR." in page
    assert "1 named administrator" in page
    assert "admin@example.org" not in page
