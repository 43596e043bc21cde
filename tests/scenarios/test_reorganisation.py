"""How the organisation changes, page by page, as whoever runs the program does it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from actionplans.models import ActionPlan
from organisation.models import Appointment, Placement, Unit, User
from reorganisation import tasks
from reorganisation.importing import running
from reorganisation.models import OrganisationImport, Reorganisation
from sam.dates import today
from tests.factories import IncidentFactory, MeasureFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

LAST_MONTH = today() - timedelta(days=30)


@pytest.fixture
def pages(administrator, as_user, monkeypatch, django_capture_on_commit_callbacks):
    """The administrator's browser; jobs are done as soon as they are asked for."""
    monkeypatch.setattr(
        tasks.go_on,
        "delay_on_commit",
        lambda pk, language: running.go_on(
            OrganisationImport.objects.get(pk=pk), language="en"
        ),
    )
    return Pages(as_user(administrator))


class Pages:
    def __init__(self, client):
        self.client = client

    def get(self, name, *args, **query):
        response = self.client.get(reverse(f"reorganisation:{name}", args=args), query)
        assert response.status_code == 200, (name, response.status_code)
        return response.content.decode()

    def send(self, page, *args, status=302, **data):
        response = self.client.post(reverse(f"reorganisation:{page}", args=args), data)
        assert response.status_code == status, response.content.decode()
        return response.content.decode()

    def import_(self, *lines, **settings):
        """Upload the lines and begin the dry run as the columns were guessed."""
        file = SimpleUploadedFile("hr.csv", "\n".join(lines).encode())
        self.send("import_list", file=file)
        started = OrganisationImport.objects.first()
        form = self.client.get(
            reverse("reorganisation:import_columns", args=[started.pk])
        ).context["form"]
        chosen = {
            field.html_name: field.value() or ""
            for field in form
            if field.name not in form.SETTINGS
        }
        self.send(
            "import_columns",
            started.pk,
            **chosen,
            on=settings.pop("on", today()),
            **settings,
        )
        started.refresh_from_db()
        return started


def test_reorganisation_dated_last_month_merges_two_schools_with_all_that_is_open(
    pages, school, other_school, teacher, head_teacher
):
    measure = MeasureFactory(plan=ActionPlan.objects.create(unit=school))
    incident = IncidentFactory(unit=school)
    leader = UserFactory(name="New head", unit=school)

    pages.get("list")
    pages.send("add", title="One school", on=LAST_MONTH, reason="KF 2026 § 7")
    merging = Reorganisation.objects.get()
    said = {
        "source_1": school.pk,
        "source_2": other_school.pk,
        "name_1": "Joint school",
        "code_1": "joint",
        "manager_1": leader.pk,
    }
    pages.send("step_add", merging.pk, "merge", **said)
    shown = pages.get("detail", merging.pk)
    for words in (
        "Joint school",
        "Employees",
        "Open incidents",
        "Head teacher (Manager)",
    ):
        assert words in shown
    pages.send("act", merging.pk, "decide")

    joint = Unit.objects.get(code="joint")
    measure.refresh_from_db()
    teacher.refresh_from_db()
    assert (measure.unit, teacher.unit) == (joint, joint)
    assert Placement.objects.on(LAST_MONTH).filter(unit=joint).exists()
    assert "Action plans with unfinished measures" in pages.get("detail", merging.pk)
    pages.client.force_login(
        leader, "allauth.account.auth_backends.AuthenticationBackend"
    )
    assert pages.client.get(incident.get_absolute_url()).status_code == 200


def test_split_lets_one_choose_who_goes_where_and_can_be_undone(pages, school, teacher):
    colleague = UserFactory(name="Colleague", unit=school)
    pages.send(
        "unit_change",
        school.pk,
        "split",
        on=today(),
        reason="",
        unit=school.pk,
        name_1="East",
        code_1="east",
        name_2="West",
        code_2="west",
    )
    splitting = Reorganisation.objects.get()
    step = splitting.steps.get()
    east, west = step.receivers
    chosen = dict.fromkeys(_kinds(pages, splitting, step), east.pk)
    pages.send("step_choices", splitting.pk, step.pk, **chosen)
    rows = {f"row-{teacher.pk}": "", f"row-{colleague.pk}": west.pk}
    pages.send("step_rows", splitting.pk, step.pk, "employees", **rows)
    pages.send("act", splitting.pk, "decide")

    units = dict(User.objects.values_list("name", "unit__name"))
    assert (units["Teacher"], units["Colleague"]) == ("East", "West")

    pages.get("act", splitting.pk, "undo")
    pages.send("act", splitting.pk, "undo", note="Taken back by the council")

    units = dict(User.objects.values_list("name", "unit__name"))
    assert (units["Teacher"], units["Colleague"]) == ("North school", "North school")
    assert "Taken back by the council" in pages.get("detail", splitting.pk)


def _kinds(pages, splitting, step):
    url = reverse("reorganisation:step_choices", args=[splitting.pk, step.pk])
    return list(pages.client.get(url).context["form"].fields)


def test_what_stands_against_a_reorganisation_is_shown_before_it_is_decided(
    pages, administration, school
):
    pages.send(
        "unit_change", administration.pk, "close", on=today(), unit=administration.pk
    )
    closing = Reorganisation.objects.get()

    assert "does not exist on" in pages.get("detail", closing.pk)
    said = pages.send("act", closing.pk, "decide", status=422)

    assert "Move or close the units below first" in said
    closing.refresh_from_db()
    assert closing.status == "draft"


def test_import_that_would_close_half_the_organisation_is_stopped_with_a_question(
    pages, municipality, administration, school, other_school
):
    started = pages.import_(
        "Kod;Namn",
        "root;Testinge",
        f"{administration.code};Schools",
        has_all_units="on",
    )
    shown = pages.get("import", started.pk)
    assert "It would close 2 of 4 units" in shown
    pages.send("import", started.pk, status=422)
    said = pages.send("import", started.pk, closing="1", status=422)
    assert "not the number" in said
    assert Unit.objects.existing().count() == 4

    pages.send("import", started.pk, closing="2")

    assert Unit.objects.existing().count() == 2
    assert "Carried out" in pages.get("import", started.pk)


def test_import_lets_one_look_at_each_difference_before_it_is_carried_out(
    pages, school, other_school
):
    started = pages.import_(
        "E-post;Namn;Enhetskod;Chef för;Skyddad identitet",
        f"b@b.se;Bo Berg;{school.code};{school.code},{other_school.code};",
        f"s@b.se;Sara Secret;{school.code};;ja",
        "c@b.se;Cia;nowhere;;",
    )

    shown = pages.get("import_differences", started.pk, about="role")
    assert shown.count("Bo Berg") == 2
    shown = pages.get("import_differences", started.pk)
    assert "Protected identity" in shown
    assert "Secret" not in shown
    assert "no unit with the code nowhere" in pages.get("import", started.pk)
    for name in ("import_differences_file", "import_refused"):
        url = reverse(f"reorganisation:{name}", args=[started.pk])
        content = b"".join(pages.client.get(url))
        rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
        assert len(rows) > 1
        assert "Secret" not in str(rows)

    pages.send("import", started.pk)
    bo = User.objects.get(email="b@b.se")
    assert set(bo.appointments.values_list("unit", flat=True)) == {
        school.pk,
        other_school.pk,
    }


def test_long_lists_of_differences_and_of_people_are_paged(pages, school):
    lines = [f"p{number}@b.se;Person {number:03};{school.code}" for number in range(60)]
    started = pages.import_("E-post;Namn;Enhetskod", *lines)

    first = pages.client.get(
        reverse("reorganisation:import_differences", args=[started.pk])
    )
    rest = pages.get("import_differences", started.pk, after=first.context["page"].next)
    assert "Person 059" in rest
    assert "Person 001" not in rest

    pages.send("import", started.pk)
    change = {"unit": school.pk, "stays": "on", "name_1": "West", "code_1": "west"}
    pages.send("unit_change", school.pk, "split", on=today(), **change)
    splitting = Reorganisation.objects.get()
    args = [splitting.pk, splitting.steps.get().pk, "employees"]
    first = pages.client.get(reverse("reorganisation:step_rows", args=args))
    rest = pages.get("step_rows", *args, after=first.context["page"].next)
    assert rest.count("As all of the kind") == 10


def test_second_import_is_told_that_another_is_carried_out(pages, municipality):
    first = pages.import_("Kod;Namn;Överordnad", "N1;New;root")
    second = pages.import_("Kod;Namn;Överordnad", "N2;New;root")
    OrganisationImport.objects.filter(pk=first.pk).update(status="importing")

    said = pages.send("import", second.pk, status=422)

    assert "Another import is being carried out just now" in said
    second.refresh_from_db()
    assert second.status == "checked"


def test_roles_are_given_and_ended_with_dates(pages, school):
    leader = UserFactory(name="Leader", unit=school)
    assert "North school" in pages.get("vacancies")

    pages.send("appoint", school.pk, user=leader.pk, role="manager", since=LAST_MONTH)
    assert "North school" not in pages.get("vacancies")
    said = pages.send(
        "appoint", school.pk, user=leader.pk, role="manager", since=today(), status=422
    )
    assert "already has this role" in said
    held = Appointment.objects.get(user=leader)
    pages.send("dismiss", held.pk, last_day=today() - timedelta(1))

    held.refresh_from_db()
    assert held.last_day == today() - timedelta(1)
    assert "North school" in pages.get("vacancies")


def test_unit_is_shown_as_it_was_on_a_day(pages, municipality, school):
    pages.send(
        "unit_change", school.pk, "rename", on=today(), unit=school.pk, name="Lab"
    )
    renaming = Reorganisation.objects.get()
    pages.send("act", renaming.pk, "decide")

    assert "Lab" in pages.get("unit", school.pk)
    before = pages.get("unit", school.pk, on=LAST_MONTH)
    assert "<h1>North school</h1>" in before
    assert "North school" in pages.get("tree", q="north", on=LAST_MONTH)
    assert "No unit matches" in pages.get("tree", q="north")
