from urllib.parse import urlencode

import pytest
from django.urls import reverse

from incidents.columns import COLUMNS
from incidents.models import ChosenColumns, Incident, SavedFilter
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = reverse("incidents:list")
SAVE = reverse("incidents:save_filter")
KEPT = reverse("incidents:saved_filters")


@pytest.fixture
def kept(head_teacher):
    return SavedFilter.objects.create(
        user=head_teacher, name="Open ones", query="status=open"
    )


def test_filters_of_the_list_are_saved_under_a_name(manager, head_teacher, parse):
    IncidentFactory(unit=head_teacher.unit)
    address = f"{SAVE}?status=open&kind=accident&kind=near_miss&sort=occurred_on"

    saved = manager.post(address, {"name": "Mine to do"})

    kept = head_teacher.saved_filters.get()
    assert kept.query == "status=open&kind=accident&kind=near_miss&sort=occurred_on"
    assert saved.url == f"{LIST}?{kept.query}"
    link = parse(manager.get(LIST)).find("a", string="Mine to do")
    assert link["href"] == f"{LIST}?{kept.query}"


def test_what_is_no_filter_is_not_saved(manager, head_teacher):
    manager.post(f"{SAVE}?status=lost&after=x&evil=1&kind=accident", {"name": "One"})

    assert head_teacher.saved_filters.get().query == "kind=accident"


@pytest.mark.parametrize(
    "query",
    [
        {"q": "🙂" * 200},
        {"q": "🙂" * 100, "kind": [*Incident.Kind.values, "injuries", "violence"]},
        {"kind": ["risk_observation"] * 300},
    ],
)
def test_long_filters_are_saved_and_taken_out(manager, head_teacher, query):
    address = urlencode(query, doseq=True)

    saved = manager.post(f"{SAVE}?{address}", {"name": "Long"})
    taken_out = manager.post(f"{reverse('incidents:export')}?{address}")

    taken_out.close()
    assert (saved.status_code, taken_out.status_code) == (302, 200)


@pytest.mark.parametrize("name", ["", "  ", "Open ones", "a" * 101, "a\x00b"])
def test_a_name_that_cannot_be_is_refused_and_stays(manager, kept, name, parse):
    response = manager.post(f"{SAVE}?kind=accident", {"name": name})

    assert response.status_code == 422
    assert SavedFilter.objects.get() == kept
    assert parse(response).select_one(".panel #id_name").get("value", "") == name


def test_two_people_may_use_the_same_name(manager, kept, as_user):
    other = UserFactory()

    as_user(other).post(f"{SAVE}?kind=accident", {"name": "Open ones"})

    assert other.saved_filters.get().query == "kind=accident"


def test_filter_gets_a_new_name(manager, kept):
    address = reverse("incidents:rename_filter", args=[kept.pk])

    manager.post(address, {f"{kept.pk}-name": "Not closed"})

    kept.refresh_from_db()
    assert kept.name == "Not closed"


def test_name_of_another_filter_is_refused(manager, head_teacher, kept):
    other = SavedFilter.objects.create(user=head_teacher, name="Other", query="q=a")
    address = reverse("incidents:rename_filter", args=[other.pk])

    response = manager.post(address, {f"{other.pk}-name": kept.name})

    other.refresh_from_db()
    assert (response.status_code, other.name) == (422, "Other")


def test_filter_is_deleted(manager, kept):
    manager.post(reverse("incidents:delete_filter", args=[kept.pk]))

    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("address", ["rename_filter", "delete_filter"])
def test_filter_of_someone_else_is_not_there(as_user, kept, address):
    client = as_user(UserFactory())

    response = client.post(
        reverse(f"incidents:{address}", args=[kept.pk]), {f"{kept.pk}-name": "Taken"}
    )

    kept.refresh_from_db()
    assert (response.status_code, kept.name) == (404, "Open ones")


def test_filters_of_someone_else_are_not_shown(as_user, kept, parse):
    page = parse(as_user(UserFactory()).get(KEPT))

    assert page.find("a", string="Open ones") is None


# Columns


def test_columns_are_kept_for_the_person(manager, head_teacher, parse):
    IncidentFactory(unit=head_teacher.unit)

    answer = manager.post(
        f"{reverse('incidents:columns')}?kind=near_miss",
        {"columns": ["severity", "closed_at", "kind"]},
    )

    assert answer.url == f"{LIST}?kind=near_miss"
    head = [each.text for each in parse(manager.get(LIST)).select("thead th")]
    chosen = [str(COLUMNS[name].label) for name in ["kind", "severity", "closed_at"]]
    assert head[1:] == chosen


def test_a_column_that_is_none_is_refused(manager):
    answer = manager.post(reverse("incidents:columns"), {"columns": ["kind", "salary"]})

    assert answer.status_code == 422
    assert not ChosenColumns.objects.exists()
