from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from openpyxl import load_workbook

from mailing.models import Message
from organisation import history, roles
from organisation.models import Appointment, Committee, Placement, Role, Unit, User
from organisation.vacancies import units_without_manager
from reorganisation.forms.imports import ColumnsForm
from reorganisation.importing import running
from reorganisation.models import OrganisationImport
from sam.dates import today
from tests.factories import (
    CommitteeFactory,
    MeasureFactory,
    UnitFactory,
    UserFactory,
)
from tests.reorganisation.factories import carry_out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

LAST_MONTH = today() - timedelta(days=30)
UNITS = ["Kod", "Namn", "Nivå", "Överordnad", "Nämnd"]
PEOPLE = ["E-post", "Namn", "Enhetskod", "Chef för", "Skyddad identitet"]


def reasons(started):
    return {each["row"]: each["reasons"][0] for each in started.problems}


def told(started):
    rows = started.differences.values_list("about", "kind", "label", "before", "after")
    return list(rows)


# The file


def test_two_sheets_are_recognised_by_their_headings(read):
    started = read(
        units=[UNITS, ["root", "Testinge"]], people=[PEOPLE, ["a@b.se", "A"]]
    )

    sheets = started.sheets.values_list("holds", "total")
    assert (started.status, list(sheets)) == ("read", [("units", 1), ("people", 1)])
    assert started.sheets.first().columns["parent"] == 3


def test_columns_are_remembered_for_the_next_file_with_the_same_headings(
    read, checked, municipality
):
    headings = ["Kod", "Namn", "Hör hemma i"]
    first = read(units=[headings, ["root", "Testinge", ""]])
    sheet = first.sheets.get()
    sheet.columns = sheet.columns | {"parent": 2}
    sheet.save()
    first.move_to("checking", on=today())
    running.go_on(first, language="en")

    again = read(units=[headings, ["root", "Testinge", ""]])

    assert again.sheets.get().columns == {"code": 0, "name": 1, "parent": 2}


def test_file_that_is_none_says_so(administrator):
    started = OrganisationImport.objects.create(by=administrator, name="a.xlsx")
    started.sheets.create(name="a.xlsx", file=ContentFile(b"PK\x03\x04", name="a"))

    running.go_on(started, language="en")

    started.refresh_from_db()
    assert started.status == "failed"
    assert "not a spreadsheet" in started.error


# Units


def test_dry_run_tells_what_is_new_renamed_moved_closed_and_changes_nothing(
    checked, municipality, administration, school, other_school
):
    before = list(Placement.objects.values_list("unit", "name", "valid"))

    started = checked(
        units=[
            UNITS,
            ["root", "Testinge", "Kommun", ""],
            [administration.code, "Education", "Förvaltning", "root"],
            [school.code, "North school", "Enhet", "new"],
            ["new", "North", "Avdelning", administration.code],
        ],
        has_all_units=True,
    )

    assert told(started) == [
        ("unit", "renamed", "Education", "Schools", "Education"),
        ("unit", "moved", "North school", "Education", "North"),
        ("unit", "new", "North", "", "Education"),
        ("unit", "closed", "South school", "", ""),
    ]
    assert list(Placement.objects.values_list("unit", "name", "valid")) == before
    assert not Unit.objects.filter(code="new").exists()


def test_units_are_as_in_the_file_from_its_day(
    taken_in, municipality, administration, school
):
    taken_in(
        units=[
            UNITS,
            ["root", "Testinge", "Kommun", "", ""],
            [administration.code, "Education", "Förvaltning", "root", "The schools"],
            [school.code, "North school", "Enhet", "new", ""],
            ["new", "North", "Avdelning", administration.code, ""],
        ],
        on=LAST_MONTH,
        founds_committees=True,
    )

    committee = Committee.objects.get(name="The schools")
    placed = Placement.objects.on(today()).get(unit=school)
    assert (placed.valid.lower, placed.answers_to) == (LAST_MONTH, committee)
    assert [Unit.objects.get(pk=pk).name for pk in placed.lineage] == [
        "Testinge",
        "Education",
        "North",
        "North school",
    ]
    before = Placement.objects.on(LAST_MONTH - timedelta(1)).get(unit=school)
    assert (before.parent.pk, before.answers_to) == (administration.pk, None)


def test_first_import_founds_the_whole_tree(taken_in, administrator):
    Placement.objects.all().delete()
    User.objects.update(unit=None)
    Appointment.objects.all().delete()
    Unit.objects.all().delete()

    taken_in(
        units=[
            UNITS,
            ["u", "North school", "", "d"],
            ["k", "Testinge", "", ""],
            ["d", "Schools", "", "k"],
        ],
        people=[PEOPLE, ["a@b.se", "Anna", "u", "u"]],
    )

    levels = dict(Unit.objects.values_list("code", "level"))
    assert levels == {"k": "municipality", "d": "administration", "u": "unit"}
    assert User.objects.get(email="a@b.se").appointments.get().role == Role.MANAGER


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["N1", "Again", "Enhet", "root"], "stands in row 2 too"),
        (["N2", "Lost", "Enhet", "nowhere"], "no unit with the code nowhere above"),
        (["N2", "Lost", "Enhet", ""], "which unit it is part of"),
        (["N2", "", "Enhet", "root"], "The cell is empty"),
        (["N2", "Odd", "Galaxy", "root"], "“Galaxy” is not known"),
        (["N2", "Odd", "Enhet", "root", "Nobody"], "“Nobody” is not known here"),
        (["N2", "Itself", "Enhet", "N2"], "part of itself: N2 → N2"),
    ],
)
def test_row_of_a_unit_that_cannot_be_says_why(checked, municipality, row, reason):
    started = checked(units=[UNITS, ["N1", "First", "Enhet", "root"], row])

    assert reason in reasons(started)[3]
    assert told(started) == [("unit", "new", "First", "", "Testinge")]


def test_units_in_a_circle_are_refused_with_all_that_hangs_below_them(
    checked, municipality
):
    started = checked(
        units=[
            UNITS,
            ["A", "A", "Enhet", "B"],
            ["B", "B", "Enhet", "A"],
            ["C", "C", "Enhet", "A"],
            ["D", "D", "Enhet", "root"],
        ]
    )

    said = reasons(started)
    assert "A → B → A" in said[2]
    assert "row 2, which is refused" in said[4]
    assert [each[2] for each in told(started)] == ["D"]


def test_circle_with_units_that_are_here_is_found(
    checked, administration, school, municipality
):
    started = checked(units=[UNITS, [administration.code, "S", "", school.code]])

    assert "part of itself" in reasons(started)[2]


def test_unit_is_not_closed_while_something_hangs_below_it(
    checked, municipality, administration, school
):
    started = checked(
        units=[
            ["Kod", "Namn"],
            ["root", "Testinge"],
            [school.code, "North school"],
        ],
        has_all_units=True,
    )

    assert started.closing == 0
    assert "Schools is not in the file, and stays" in reasons(started)[None]


def test_row_can_have_a_day_of_its_own(taken_in, municipality, school):
    day = LAST_MONTH - timedelta(days=100)

    taken_in(
        units=[
            ["Kod", "Namn", "Giltig från"],
            [school.code, "Library", day.strftime("%d.%m.%Y")],
        ]
    )

    assert school.placements.on(today()).get().valid.lower == day


def test_import_that_is_carried_out_twice_changes_nothing_the_second_time(
    taken_in, checked, municipality, administration
):
    rows = {
        "units": [UNITS, ["N1", "New", "Enhet", "root", ""]],
        "people": [PEOPLE, ["a@b.se", "Anna", "N1", "N1"]],
    }
    first = taken_in(**rows)
    placements = set(Placement.objects.values_list("pk", flat=True))

    # As when the worker died after all was written.
    OrganisationImport.objects.filter(pk=first.pk).update(status="uploaded")
    again = checked(**rows)

    assert told(again) == []
    carry_out(again)
    assert set(Placement.objects.values_list("pk", flat=True)) == placements
    assert Appointment.objects.filter(user__email="a@b.se").count() == 1


# People


def test_manager_of_two_units_leads_both(taken_in, school, other_school):
    taken_in(
        people=[
            PEOPLE,
            ["b@b.se", "Bo", school.code, f"{school.code}; {other_school.code}"],
        ]
    )

    bo = User.objects.get(email="b@b.se")
    assert {each.unit for each in bo.appointments.all()} == {school, other_school}
    assert set(Unit.objects.permitting(bo, "handle_rounds")) == {school, other_school}
    assert not bo.has_usable_password()


def test_unit_without_a_manager_is_told_of(taken_in, municipality):
    started = taken_in(
        units=[
            UNITS,
            ["N1", "Led", "Enhet", "root"],
            ["N2", "Not led", "Enhet", "root"],
        ],
        people=[PEOPLE, ["a@b.se", "Anna", "N1", "N1"]],
    )

    assert started.counts["unit:unmanaged"] == 1
    found = units_without_manager().filter(level="unit")
    assert [each.name for each in found] == ["Not led"]


def test_person_with_protected_identity_stands_nowhere_by_name(
    checked, school, municipality
):
    UserFactory(email="p@b.se", name="Old name", unit=municipality, is_protected=True)
    started = checked(
        people=[
            PEOPLE,
            ["s@b.se", "Sara Secret", school.code, school.code, "Ja"],
            ["p@b.se", "Per Protected", school.code, "", ""],
            ["t@b.se", "Tom Secret", "nowhere", "", "Ja"],
        ]
    )

    assert {each[2] for each in told(started)} == {""}
    with started.refused_file.open() as file:
        cells = [
            cell
            for row in load_workbook(file).active.iter_rows(values_only=True)
            for cell in row
        ]
    said = f"{cells} {started.problems} {started.sheets.get().first_rows}"
    assert "nowhere" in said
    for name in ("Secret", "Protected", "b.se"):
        assert f" {name}" not in said.replace("Protected identity", "")
        assert f"'{name}" not in said

    carry_out(started)
    assert User.objects.reached_at("s@b.se").get().is_protected


def test_people_move_change_and_come_back_by_their_number(
    taken_in, school, other_school
):
    user = UserFactory(
        email="old@b.se", name="Eva", unit=school, external_id="17", is_active=False
    )
    headings = ["Anst.nr", "E-post", "Förnamn", "Efternamn", "Enhetskod", "Befattning"]

    started = taken_in(
        people=[headings, ["17", "New@b.se", "Eva", "Ek", other_school.code, "Cook"]]
    )

    user.refresh_from_db()
    assert (user.email, user.name, user.title) == ("new@b.se", "Eva Ek", "Cook")
    assert (user.unit, user.is_active) == (other_school, True)
    assert [each[1] for each in told(started)] == ["moved", "changed"]


def test_who_has_left_loses_log_in_and_roles(taken_in, school, head_teacher):
    Appointment.objects.update(valid=(today() - timedelta(400), None))

    taken_in(
        people=[
            ["E-post", "Namn", "Slutat"],
            [head_teacher.email, "Head teacher", LAST_MONTH.isoformat()],
        ]
    )

    head_teacher.refresh_from_db()
    assert (head_teacher.is_active, head_teacher.left_on) == (False, LAST_MONTH)
    assert not Appointment.objects.in_force().filter(user=head_teacher).exists()
    assert not head_teacher.unituserobjectpermission_set.exists()


def test_tasks_of_who_leaves_by_the_file_go_to_the_manager(
    taken_in, administrator, school, head_teacher, teacher
):
    measure = MeasureFactory(plan__unit=school, responsible=teacher)
    done = MeasureFactory(plan__unit=school, responsible=teacher, helped=True)

    taken_in(
        people=[
            ["E-post", "Namn", "Slutat"],
            [teacher.email, teacher.name, LAST_MONTH.isoformat()],
        ]
    )

    measure.refresh_from_db()
    done.refresh_from_db()
    assert (measure.responsible, done.responsible) == (head_teacher, teacher)
    gone = teacher.leavings.get()
    assert (gone.on, gone.by, bool(gone.carried_out_at)) == (
        LAST_MONTH,
        administrator,
        True,
    )
    assert Message.objects.filter(recipient=head_teacher).count() == 1


def test_tasks_of_who_is_not_in_the_file_go_to_the_manager(
    taken_in, school, head_teacher, teacher
):
    measure = MeasureFactory(plan__unit=school, responsible=teacher)

    taken_in(
        people=[PEOPLE, [head_teacher.email, "Head", school.code, school.code]],
        has_all_people=True,
    )

    measure.refresh_from_db()
    teacher.refresh_from_db()
    assert (measure.responsible, teacher.is_active) == (head_teacher, False)


def test_who_comes_back_by_the_file_has_an_account_and_can_leave_again(
    taken_in, school, head_teacher, teacher
):
    headings = ["E-post", "Namn", "Enhetskod", "Slutat"]
    row = [teacher.email, teacher.name, school.code]
    measure = MeasureFactory(plan__unit=school, responsible=teacher)
    taken_in(people=[headings, [*row, LAST_MONTH.isoformat()]])

    taken_in(people=[headings, [*row, ""]])

    teacher.refresh_from_db()
    measure.refresh_from_db()
    assert (teacher.is_active, teacher.left_on) == (True, None)
    # What was handed over stays where it is.
    assert measure.responsible == head_teacher
    assert teacher.leavings.get().returned_at
    taken_in(people=[headings, [*row, today().isoformat()]])
    teacher.refresh_from_db()
    assert not teacher.is_active


def test_role_that_the_file_does_not_name_ends_and_others_stay(
    taken_in, school, head_teacher, safety_representative, other_school
):
    Appointment.objects.update(valid=(today() - timedelta(400), None))

    started = taken_in(
        people=[
            PEOPLE,
            [head_teacher.email, "Head teacher", school.code, other_school.code],
            [safety_representative.email, "Safety representative", school.code, ""],
        ],
        on=LAST_MONTH,
    )

    held = Appointment.objects.in_force().order_by("role").exclude(role="administrator")
    assert [(each.user, each.role, each.unit) for each in held] == [
        (head_teacher, "manager", other_school),
        (safety_representative, "safety_representative", school),
    ]
    ended = head_teacher.appointments.get(unit=school)
    assert ended.valid.upper == LAST_MONTH
    assert ("role", "ended", "Head teacher", "Manager: North school", "") in told(
        started
    )


def test_nobody_shuts_themselves_out(taken_in, administrator, school, teacher):
    taken_in(people=[PEOPLE, ["a@b.se", "Anna", school.code]], has_all_people=True)

    administrator.refresh_from_db()
    teacher.refresh_from_db()
    assert (administrator.is_active, teacher.is_active) == (True, False)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["A@B.se", "Again"], "stands in row 2 too"),
        (["no address", "Nobody"], "no e-mail address"),
        (["c@b.se", ""], "The cell is empty"),
        (["c@b.se", "Cia", "nowhere"], "no unit with the code nowhere"),
        (["c@b.se", "Cia", "", "root, nowhere"], "no unit with the code nowhere"),
        (["c@b.se", "Cia", "", "", "perhaps"], "neither yes nor no"),
    ],
)
def test_row_of_a_person_that_cannot_be_says_why(checked, municipality, row, reason):
    started = checked(people=[PEOPLE, ["a@b.se", "Anna"], row])

    assert reason in reasons(started)[3]
    assert [each[2] for each in told(started)] == ["Anna"]


def test_number_of_one_with_the_e_mail_of_another_is_refused(checked, school):
    UserFactory(email="a@b.se", external_id="1", unit=school)
    UserFactory(email="b@b.se", external_id="2", unit=school)

    started = checked(people=[["Anst.nr", "E-post", "Namn"], ["1", "b@b.se", "Bo"]])

    assert "somebody else" in reasons(started)[2]


def test_person_of_a_refused_unit_is_refused(checked, municipality):
    started = checked(
        units=[UNITS, ["N1", "New", "Galaxy", "root"]],
        people=[PEOPLE, ["a@b.se", "Anna", "N1"]],
    )

    assert [each["row"] for each in started.problems] == [2, 2]
    assert told(started) == []


# What stops it


def test_import_that_would_close_half_the_organisation_asks_first(
    checked, municipality, administration, school, other_school
):
    started = checked(
        units=[["Kod", "Namn"], ["root", "Testinge"], [administration.code, "Schools"]],
        has_all_units=True,
    )

    assert (started.closing, started.closes_many) == (2, True)


def test_import_that_would_end_half_of_the_roles_asks_first(
    checked, as_user, administrator, head_teacher, safety_representative, school
):
    roles.appoint(head_teacher, Role.MANAGER, administrator.unit)
    people = [[head_teacher.email, "Head teacher", school.code, "root"]]
    started = checked(people=[PEOPLE, *people])

    page = as_user(administrator).post(started.get_absolute_url())

    assert (started.ending, started.roles_before, started.ends_many) == (1, 2, True)
    assert "It would end 1 of 2 roles." in page.content.decode()
    assert list(page.context["form"].errors) == ["ending"]


def test_import_that_ends_a_few_roles_of_many_does_not_ask(
    checked, head_teacher, municipality, school
):
    others = [UnitFactory(parent=municipality) for _number in range(10)]
    for unit in others:
        roles.appoint(head_teacher, Role.MANAGER, unit)
    led = ", ".join(unit.code for unit in others)

    started = checked(
        people=[PEOPLE, [head_teacher.email, "Head teacher", school.code, led]]
    )

    assert (started.ending, started.roles_before, started.ends_many) == (1, 11, False)


def test_only_what_the_dry_run_told_of_is_closed(
    checked, municipality, administration, school
):
    started = checked(
        units=[["Kod", "Namn"], ["root", "Testinge"], [administration.code, "Schools"]],
        has_all_units=True,
    )
    later = UnitFactory(name="Later", parent=administration)

    carry_out(started)

    school.refresh_from_db()
    later.refresh_from_db()
    assert (school.closed_on, later.closed_on) == (today(), None)


def test_dry_run_from_before_another_import_is_made_anew(checked, municipality):
    first = checked(units=[UNITS, ["N1", "One", "Enhet", "root"]])
    second = checked(units=[UNITS, ["N1", "Other", "Enhet", "root"]])
    carry_out(first)

    second.move_to("importing", done=0)
    running.go_on(second, language="en")

    second.refresh_from_db()
    assert (second.status, "Make it anew" in second.error) == ("read", True)
    assert Unit.objects.get(code="N1").name == "One"


def test_import_that_broke_off_among_the_people_goes_on(
    checked, municipality, school, monkeypatch
):
    monkeypatch.setattr(running, "BATCH", 1)
    started = checked(
        people=[PEOPLE, *([f"p{n}@b.se", f"P {n}", school.code] for n in range(3))]
    )
    write = running.PeoplePlan.write

    def broken(plan, rows):
        if rows[0].said["email"] == "p1@b.se":
            raise RuntimeError
        write(plan, rows)

    monkeypatch.setattr(running.PeoplePlan, "write", broken)
    started.move_to("importing", done=0)
    with pytest.raises(RuntimeError):
        running.go_on(started, language="en")
    assert User.objects.filter(name__startswith="P ").count() == 1
    monkeypatch.setattr(running.PeoplePlan, "write", write)

    started.refresh_from_db()
    running.go_on(started, language="en")

    started.refresh_from_db()
    assert (started.status, User.objects.filter(name__startswith="P ").count()) == (
        "done",
        3,
    )


def test_old_imports_forget_whom_they_named(checked, municipality):
    started = checked(people=[PEOPLE, ["a@b.se", "Anna"]])
    OrganisationImport.objects.update(moved_at=started.moved_at - timedelta(days=2))

    running.forget_old()

    started.refresh_from_db()
    assert (started.status, started.differences.count()) == ("forgotten", 0)
    assert not started.sheets.get().file


def test_committees_are_not_founded_by_a_typing_error(checked, municipality):
    CommitteeFactory(name="The schools")

    started = checked(units=[UNITS, ["N1", "New", "Enhet", "root", "The scools"]])

    assert started.refused == 1
    assert Committee.objects.count() == 1


def test_committee_of_the_unit_above_is_followed_though_each_row_says_it(
    taken_in, municipality, administration, school, other_school
):
    schools, culture = (
        CommitteeFactory(name="Schools"),
        CommitteeFactory(name="Culture"),
    )
    history.reorganise(administration, on=LAST_MONTH, committee=schools)

    started = taken_in(
        units=[
            ["Kod", "Namn", "Överordnad", "Nämnd"],
            [administration.code, administration.name, "root", "Schools"],
            [school.code, school.name, administration.code, "Schools"],
            [other_school.code, other_school.name, administration.code, "Culture"],
        ]
    )

    placed = Placement.objects.on(today())
    assert [(each[0], each[2]) for each in told(started)] == [
        ("unit", other_school.name)
    ]
    assert placed.get(unit=school).committee is None
    assert placed.get(unit=other_school).answers_to == culture


def test_later_change_that_stands_refuses_the_row_alone(
    checked, municipality, school, other_school
):
    history.reorganise(school, on=today() + timedelta(9), name="Library")

    started = checked(
        units=[
            ["Kod", "Namn"],
            [school.code, "Upper school"],
            [other_school.code, "Lower school"],
        ]
    )

    assert "later change" in reasons(started)[2]
    assert [each[2] for each in told(started)] == ["Lower school"]


def test_first_import_is_taken_to_bring_the_first_committees(read, municipality):
    started = read(units=[UNITS, ["N1", "New", "Enhet", "root", "The schools"]])
    assert ColumnsForm(started)["founds_committees"].initial is True

    CommitteeFactory(name="The culture")

    assert ColumnsForm(started)["founds_committees"].initial is False
