"""People with a protected identity in a file: what changes, and who gets to read it."""

from datetime import timedelta

import pytest
from openpyxl import load_workbook

from directory.models import AccountEvent
from organisation.models import Identity, User
from sam.dates import today
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

HEADINGS = ["Anst.nr", "E-post", "Namn", "Telefon", "Enhetskod", "Skyddad identitet"]


@pytest.fixture
def sara(school):
    return UserFactory(
        email="sara@b.se",
        name="Sara Secret",
        phone="070-1",
        external_id="17",
        unit=school,
        is_protected=True,
    )


def kept(person):
    identity = Identity.objects.get(user=person)
    return identity.name, identity.email, identity.phone


def test_new_name_address_and_telephone_of_a_protected_person_are_kept_apart(
    taken_in, sara, other_school
):
    taken_in(
        people=[
            HEADINGS,
            ["17", "new@b.se", "Sara Newname", "070-2", other_school.code, "Ja"],
        ]
    )

    sara.refresh_from_db()
    assert kept(sara) == ("Sara Newname", "new@b.se", "070-2")
    assert (sara.name, sara.phone, sara.unit) == (
        "Protected identity",
        "",
        other_school,
    )
    assert "new@b.se" not in sara.email


def test_file_that_says_the_same_changes_nothing_of_a_protected_person(taken_in, sara):
    row = ["17", "sara@b.se", "Sara Secret", "070-1", sara.unit.code, "Ja"]

    started = taken_in(people=[HEADINGS, row])

    assert not started.differences.exists()
    assert kept(sara) == ("Sara Secret", "sara@b.se", "070-1")


def test_telephone_that_is_no_more_is_taken_away(taken_in, sara):
    row = ["17", "sara@b.se", "Sara Secret", "", sara.unit.code, "Ja"]

    taken_in(people=[HEADINGS, row])

    assert kept(sara) == ("Sara Secret", "sara@b.se", "")


def test_who_becomes_protected_by_the_file_has_no_name_from_then_on(
    taken_in, administrator, school
):
    person = UserFactory(email="p@b.se", name="Per Open", external_id="9", unit=school)

    taken_in(people=[HEADINGS, ["9", "p@b.se", "Per Open", "", school.code, "Ja"]])

    person.refresh_from_db()
    assert (person.name, kept(person)[0]) == ("Protected identity", "Per Open")
    event = AccountEvent.objects.get(person=person)
    assert (event.what, event.by) == (AccountEvent.What.PROTECTED, administrator)


def test_who_is_protected_no_more_by_the_file_is_called_as_in_it(taken_in, sara):
    row = ["17", "sara@b.se", "Sara Newname", "070-1", sara.unit.code, "Nej"]

    taken_in(people=[HEADINGS, row])

    sara.refresh_from_db()
    assert (sara.name, sara.email, sara.phone) == (
        "Sara Newname",
        "sara@b.se",
        "070-1",
    )
    assert not Identity.objects.filter(user=sara).exists()


def test_nothing_that_anybody_reads_tells_what_a_protected_person_is_called(
    checked, as_user, administrator, sara
):
    started = checked(
        people=[
            HEADINGS,
            # By the number alone, for the address is new too.
            ["17", "new@b.se", "Sara Newname", "070-2", "nowhere", ""],
            ["17", "other@b.se", "Sara Other", "070-3", sara.unit.code, "Ja"],
        ]
    )

    with started.refused_file.open() as file:
        lines = load_workbook(file).active.iter_rows(values_only=True)
        said = str([cell for line in lines for cell in line])
    said += f"{started.problems} {started.sheets.get().first_rows}"
    said += str(list(started.differences.values()))
    client = as_user(administrator)
    for page in ("", "differences/"):
        answer = client.get(started.get_absolute_url() + page)
        assert answer.status_code == 200
        said += answer.content.decode()
    for word in ("Newname", "Other", "Secret", "new@b.se", "other@b.se", "070-"):
        assert word not in said


def test_protected_person_of_the_file_leaves_and_comes_back(taken_in, sara):
    headings = [*HEADINGS, "Slutat"]
    yesterday = (today() - timedelta(1)).isoformat()
    row = ["17", "sara@b.se", "Sara Secret", "070-1", sara.unit.code, "Ja"]

    taken_in(people=[headings, [*row, yesterday]])
    gone = User.objects.get(pk=sara.pk)
    taken_in(people=[headings, [*row, ""]])

    sara.refresh_from_db()
    assert (gone.is_active, sara.is_active, sara.left_on) == (False, True, None)
    assert kept(sara) == ("Sara Secret", "sara@b.se", "070-1")
