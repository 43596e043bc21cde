from contextlib import closing
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from attachments import files, photos
from attachments.forms import DocumentField
from attachments.models import Attachment
from attachments.serving import serve_file
from tests.factories import UserFactory

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"


def upload(content, name="receipt.pdf"):
    return SimpleUploadedFile(name, content)


def picture(kind):
    file = BytesIO()
    Image.new("RGB", (400, 200), "red").save(file, kind)
    return file.getvalue()


def test_pdf_is_kept_as_it_is():
    document = files.read(upload(PDF))

    assert (document.content, document.content_type) == (PDF, "application/pdf")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_picture_is_written_anew_and_named_for_what_it_is(kind):
    document = files.read(upload(picture(kind), "receipt.exe"))

    assert Image.open(BytesIO(document.content)).format == "JPEG"
    assert document.name == "receipt.jpg"
    assert document.thumbnail


def test_text_is_known_by_its_letters():
    document = files.read(upload("Ärendet är mottaget.\r\n".encode(), "svar.html"))

    assert document.content_type == "text/plain; charset=utf-8"
    assert document.name == "svar.txt"


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04\x14\x00\x00\x00",
        b"MZ\x90\x00\x03\x00",
        b"%PDF-1.7 cut off",
        b"text with\x00nothing",
        b"\xe5\xe4\xf6 is not UTF-8",
        b" \n ",
        b"\x89PNG\r\n\x1a\n not a picture",
    ],
    ids=["zip", "program", "cut pdf", "nul", "latin", "blank", "false png"],
)
def test_anything_else_is_refused(content):
    with pytest.raises(ValidationError, match=r"receipt\.pdf"):
        files.read(upload(content))


def test_document_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 20)

    with pytest.raises(ValidationError, match=r"receipt\.pdf"):
        files.read(upload(PDF))


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/kvitto.pdf", "kvitto.pdf"),
        ("C:\\Users\\a\\kvitto.doc", "kvitto.pdf"),
        ("kvitto\u202efdp.exe", "kvitto fdp.pdf"),
        ('kvitto"\r\nX: 1.pdf', 'kvitto" X: 1.pdf'),
        ("å" * 300 + ".pdf", "å" * 120 + ".pdf"),
        (".pdf", "pdf.pdf"),
    ],
)
def test_name_is_shown_without_what_could_deceive(sent, shown):
    assert files.readable_name(sent, files.PDF) == shown


@pytest.mark.django_db
def test_document_is_kept_with_its_name_off_the_disk():
    person = UserFactory()

    kept = files.keep(files.read(upload(PDF, "kvitto.pdf")), person)

    kept = Attachment.objects.get(pk=kept.pk)
    assert kept.file.name == f"attachments/{kept.pk.hex[:2]}/{kept.pk.hex}"
    assert (kept.name, kept.added_by, kept.size) == ("kvitto.pdf", person, len(PDF))
    assert not kept.is_photo


@pytest.mark.django_db
def test_document_is_served_only_as_a_download():
    kept = files.keep(files.read(upload(PDF, "kvitto.pdf")))

    response = serve_file(kept)

    with closing(response):
        assert b"".join(response) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="kvitto.pdf"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_photo_of_someone_without_an_account_is_kept():
    photo = photos.rewrite(upload(picture("JPEG")))

    kept = photos.keep(photo)

    assert Attachment.objects.get(pk=kept.pk).added_by is None


def test_field_says_what_is_wrong_and_may_be_left_out():
    field = DocumentField(required=False)

    assert field.clean(None) is None
    assert field.clean(upload(PDF)).name == "receipt.pdf"
    with pytest.raises(ValidationError, match=r"receipt\.pdf"):
        field.clean(upload(b"PK\x03\x04\0"))
