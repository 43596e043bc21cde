"""Photos of a form that comes back are there when it is sent again."""

import os
import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from PIL import Image

from attachments.clearing import remove_strays
from attachments.forms import MOST, KeepsPhotos, PhotosField
from attachments.models import Attachment
from attachments.photos import Photo, keep, rewrite
from attachments.tasks import clear_attachments
from attachments.waiting import hold, sender_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


class StoryForm(KeepsPhotos):
    text = forms.CharField()
    photos = PhotosField(required=False)


def picture(colour="red"):
    file = BytesIO()
    Image.new("RGB", (40, 20), colour).save(file, "JPEG")
    return SimpleUploadedFile("photo.jpg", file.getvalue())


def sent(*uploads, sender="me", **data):
    data = {
        name: value if isinstance(value, list) else [value]
        for name, value in data.items()
    }
    return StoryForm(
        MultiValueDict(data), MultiValueDict({"photos": list(uploads)}), sender=sender
    )


def held(form):
    assert not form.is_valid()
    return [str(each.pk) for each in form.fields["photos"].widget.waiting]


def test_photos_of_a_refused_form_come_with_the_next():
    keys = held(sent(picture(), picture("blue")))

    form = sent(text="x", **{"photos-waiting": keys})

    assert form.is_valid()
    assert [str(each.pk) for each in form.cleaned_data["photos"]] == keys


def test_photos_that_are_fit_are_not_lost_with_one_that_is_not():
    form = sent(picture(), SimpleUploadedFile("x.jpg", b"no photo"), text="x")

    assert list(form.errors) == ["photos"]
    assert len(held(form)) == 1


def test_new_photos_come_after_those_that_wait():
    keys = held(sent(picture()))

    form = sent(picture("blue"), text="x", **{"photos-waiting": keys})

    assert form.is_valid()
    first, second = form.cleaned_data["photos"]
    assert str(first.pk) == keys[0]
    assert isinstance(second, Photo)


def test_photo_that_was_taken_out_does_not_come_back():
    first, second = held(sent(picture(), picture("blue")))

    again = sent(**{"photos-waiting": [first, second], "photos-remove": first})

    assert held(again) == [second]


def test_form_shows_what_waits_and_a_way_to_take_it_out():
    form = sent(picture())
    keys = held(form)

    html = str(form["photos"])

    assert reverse("attachments:waiting", args=keys) in html
    assert f'name="photos-waiting" value="{keys[0]}"' in html
    assert f'name="photos-remove" value="{keys[0]}"' in html


def test_those_that_wait_count_to_the_most():
    keys = held(sent(*(picture() for _number in range(MOST - 1))))

    form = sent(picture(), picture(), text="x", **{"photos-waiting": keys})

    assert list(form.errors) == ["photos"]
    assert len(held(form)) == MOST


@pytest.mark.parametrize("key", [str(UUID(int=1)), "x", "' or 1=1", ""])
def test_key_that_is_none_is_left_out(key):
    form = sent(text="x", **{"photos-waiting": key})

    assert form.is_valid()
    assert form.cleaned_data["photos"] == []


@pytest.mark.parametrize("sender", ["someone else", ""])
def test_photos_of_another_are_not_reached(sender):
    keys = held(sent(picture()))
    keys.append(str(keep(rewrite(picture())).pk))

    form = sent(text="x", sender=sender, **{"photos-waiting": keys})

    assert form.is_valid()
    assert form.cleaned_data["photos"] == []


def test_valid_form_lets_nothing_wait():
    assert sent(picture(), text="x").is_valid()

    assert not Attachment.objects.exists()


def test_photo_that_waited_is_kept_as_it_is():
    person = UserFactory()
    waiting = hold(rewrite(picture()), "me")

    kept = keep(waiting, person)

    kept = Attachment.objects.get(pk=kept.pk)
    assert (kept.pk, kept.added_by, kept.waits_for) == (waiting.pk, person, "")
    assert not Attachment.objects.waiting_for("me").exists()


# Who the sender is


def request_of(user, session_key=None, *, files=()):
    request = RequestFactory().post("/", {"photos": list(files)})
    request.user, request.session = user, SessionStore(session_key)
    return request


def test_account_is_the_same_sender_after_logging_in_again():
    person = UserFactory()

    assert sender_of(request_of(person, "one")) == sender_of(request_of(person, "two"))
    assert sender_of(request_of(person)) != sender_of(request_of(UserFactory()))


def test_visitor_gets_a_session_with_the_first_photo():
    without = request_of(AnonymousUser())
    with_photo = request_of(AnonymousUser(), files=[picture()])

    assert sender_of(without) == ""
    assert without.session.session_key is None
    sender = sender_of(with_photo)
    assert sender
    again = request_of(AnonymousUser(), with_photo.session.session_key)
    assert sender_of(again) == sender


def test_waiting_photo_is_shown_to_its_sender_alone(as_user, client):
    person, other = UserFactory(), UserFactory()
    photo = hold(rewrite(picture()), sender_of(request_of(person)))
    url = reverse("attachments:waiting", args=[photo.pk])
    assert client.get(url).status_code == 404
    assert as_user(other).get(url).status_code == 404

    response = as_user(person).get(url)

    assert response["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(b"".join(response))).size == (40, 20)
    response.close()


# Clearing


def stored(settings):
    return {
        path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()
    }


def aged(attachment, age):
    Attachment.objects.filter(pk=attachment.pk).update(added_at=timezone.now() - age)


def test_photo_waits_a_day_and_is_then_forgotten_with_its_files(
    settings, django_capture_on_commit_callbacks
):
    fresh, old = (hold(rewrite(picture()), "me") for _number in range(2))
    kept = keep(rewrite(picture()))
    for attachment in [old, kept]:
        aged(attachment, timedelta(hours=26))
    assert list(Attachment.objects.waiting_for("me")) == [fresh]

    with django_capture_on_commit_callbacks(execute=True):
        clear_attachments()

    assert set(Attachment.objects.all()) == {fresh, kept}
    assert stored(settings) == {
        name for each in [fresh, kept] for name in [each.pk.hex, f"{each.pk.hex}-small"]
    }


def test_file_without_a_row_leaves_the_disk_when_it_is_old(settings):
    kept, lost, new = (keep(rewrite(picture())) for _number in range(3))
    two_days_ago = time.time() - 48 * 3600
    for attachment in [kept, lost]:
        for file in [attachment.file, attachment.thumbnail]:
            os.utime(file.path, (two_days_ago, two_days_ago))
    Attachment.objects.exclude(pk=kept.pk).delete()

    remove_strays()

    assert {name[:32] for name in stored(settings)} == {kept.pk.hex, new.pk.hex}
    remove_strays()


def test_clearing_begins_before_the_first_file(settings):
    assert stored(settings) == set()

    clear_attachments()

    assert stored(settings) == set()
