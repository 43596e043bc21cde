import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from attachments import photos
from attachments.models import Attachment
from tests.factories import UserFactory

GPS, ORIENTATION, MODEL = 0x8825, 0x0112, 0x0110


def upload(content, name="photo.jpg"):
    return SimpleUploadedFile(name, content)


def picture(kind="JPEG", size=(400, 200), mode="RGB", **options):
    file = BytesIO()
    Image.new(mode, size, "red").save(file, kind, **options)
    return file.getvalue()


def png_that_claims(width, height):
    """A few hundred bytes that would unpack to a picture of the given size."""

    def chunk(kind, data):
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def opened(content):
    return Image.open(BytesIO(content))


def test_photo_loses_position_and_camera():
    exif = Image.Exif()
    exif[MODEL] = "Telephone 12"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (59.0, 14.0, 9.0)
    content = picture(exif=exif)
    assert b"Telephone 12" in content
    assert opened(content).getexif().get_ifd(GPS)

    photo = photos.rewrite(upload(content))

    assert dict(opened(photo.full).getexif()) == {}
    assert opened(photo.full).getexif().get_ifd(GPS) == {}
    assert b"Telephone" not in photo.full + photo.thumbnail


def test_photo_taken_on_end_is_turned_upright():
    exif = Image.Exif()
    exif[ORIENTATION] = 6

    photo = photos.rewrite(upload(picture(size=(400, 200), exif=exif)))

    assert opened(photo.full).size == (200, 400)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_photo_of_any_kind_becomes_jpeg_whatever_its_name(kind):
    photo = photos.rewrite(upload(picture(kind), name="photo.exe"))

    assert opened(photo.full).format == "JPEG"


def test_photo_that_is_see_through_becomes_white():
    file = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(file, "PNG")

    photo = photos.rewrite(upload(file.getvalue()))

    assert opened(photo.full).getpixel((5, 5)) == (255, 255, 255)


def test_photo_is_made_no_larger_than_needed():
    photo = photos.rewrite(upload(picture(size=(5000, 2500))))

    assert opened(photo.full).size == (2000, 1000)
    assert opened(photo.thumbnail).size == (320, 160)


@pytest.mark.parametrize("size", [(20_000, 5_000), (40_000, 40_000)])
def test_small_file_that_unpacks_to_a_huge_picture_is_refused(size):
    content = png_that_claims(*size)
    assert len(content) < 1000

    with pytest.raises(ValidationError, match=r"20|50"):
        photos.rewrite(upload(content))


def test_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(photos, "MAX_BYTES", 100)

    with pytest.raises(ValidationError, match=r"photo\.jpg"):
        photos.rewrite(upload(picture()))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        picture()[:200],
        picture("TIFF"),
    ],
    ids=["empty", "svg", "pdf", "cut off", "tiff"],
)
def test_file_that_is_no_photo_is_refused(content):
    with pytest.raises(ValidationError, match=r"photo\.jpg"):
        photos.rewrite(upload(content))


@pytest.mark.django_db
def test_kept_photo_lies_under_a_name_of_its_own(settings):
    person = UserFactory()

    photo = photos.rewrite(upload(picture(), name="Anna i köket.jpg"))
    kept = photos.keep(photo, person)

    kept = Attachment.objects.get(pk=kept.pk)
    assert kept.file.name == f"attachments/{kept.pk.hex[:2]}/{kept.pk.hex}"
    assert kept.size == kept.file.size
    with kept.thumbnail.open() as thumbnail:
        assert opened(thumbnail.read()).size == (320, 160)
    assert kept.added_by == person
