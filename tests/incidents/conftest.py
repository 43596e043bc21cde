from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from incidents.codes import load_codes
from incidents.models import Code
from mailing import tasks
from sam.dates import today


@pytest.fixture(autouse=True)
def sent_to_queue(monkeypatch):
    """No queue here: the outbox is what these tests look into."""
    sent = []
    monkeypatch.setattr(
        tasks.deliver,
        "apply_async",
        lambda args, kwargs=None, **options: sent.append(args),
    )
    return sent


@pytest.fixture
def manager(as_user, head_teacher):
    """The client of the school's manager."""
    return as_user(head_teacher)


@pytest.fixture
def cause(db):
    load_codes()
    return Code.objects.get(list="deviation", code="50")


@pytest.fixture
def photo():
    def _photo(size=(400, 200), name="photo.jpg"):
        file = BytesIO()
        Image.new("RGB", size, "red").save(file, "JPEG")
        return SimpleUploadedFile(name, file.getvalue())

    return _photo


@pytest.fixture
def told(school):
    """A report as the form sends it: what must be there, and nothing more."""
    return {
        "form_key": str(uuid4()),
        "kind": "near_miss",
        "is_hurt": "no",
        "description": "A ladder fell.",
        "unit": str(school.pk),
        "occurred_on": str(today()),
    }


@pytest.fixture
def feedback():
    return {
        "feedback_to": "All at the school",
        "feedback_on": str(today()),
        "feedback_how": "At the workplace meeting",
        "summary": "The floor was wet, and has mats now.",
    }
