from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from PIL import Image

from attachments.photos import keep, rewrite
from tests.factories import IncidentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(school, teacher, photo):
    incident = IncidentFactory(unit=school, reported_by=teacher)
    incident.photos.add(keep(rewrite(photo((3000, 1500))), teacher))
    return incident


def photo_url(incident, name="photo", pk=None):
    kept = pk or incident.photos.get().pk
    return reverse(f"incidents:{name}", args=[incident.pk, kept])


@pytest.mark.parametrize(
    ("name", "size"), [("photo", (2000, 1000)), ("thumbnail", (320, 160))]
)
def test_photo_is_served_as_a_picture_and_nothing_else(
    as_user, head_teacher, incident, name, size
):
    response = as_user(head_teacher).get(photo_url(incident, name))

    picture = Image.open(BytesIO(response.getvalue()))
    assert picture.size == size
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("inline")
    # Nothing of it stays on a shared computer.
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("reader", "status"),
    [
        ("head_teacher", 200),
        ("safety_representative", 200),
        ("teacher", 200),
        ("stranger", 404),
    ],
)
@pytest.mark.parametrize("name", ["photo", "thumbnail"])
def test_photo_is_for_those_who_see_the_incident(
    as_user, incident, request, other_school, reader, status, name
):
    if reader == "stranger":
        user = IncidentFactory(unit=other_school).reported_by
    else:
        user = request.getfixturevalue(reader)

    response = as_user(user).get(photo_url(incident, name))

    assert response.status_code == status
    response.close()


def test_photo_is_reached_through_its_own_incident_only(
    as_user, head_teacher, incident, school
):
    other = IncidentFactory(unit=school)
    client = as_user(head_teacher)

    borrowed = client.get(photo_url(other, pk=incident.photos.get().pk))
    missing = client.get(photo_url(incident, pk=uuid4()))

    assert borrowed.status_code == missing.status_code == 404


def test_photos_are_shown_small_with_a_way_to_the_whole(
    as_user, head_teacher, incident, parse
):
    page = parse(as_user(head_teacher).get(incident.get_absolute_url()))

    shown = page.select_one(".thumbnails a")
    assert shown["href"] == photo_url(incident)
    assert shown.img["src"] == photo_url(incident, "thumbnail")
    assert shown.img["alt"]
