"""The municipality's logo and colour: chosen, refused, and worn by documents."""

import hashlib
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader

from organisation.models import Municipality
from reports import looks, pdf
from reports.contents import YearContents
from reports.snapshots import approve, take
from tests.reports import every_kind

URL = "/reports/appearance/"
DARK = "#14505c"


@pytest.fixture(autouse=True)
def _english(in_english):
    pass


@pytest.fixture
def here(municipality):
    return Municipality.objects.get_or_create(defaults={"name": "Testinge kommun"})[0]


@pytest.fixture
def client(here, hr, as_user):
    return as_user(hr)


def picture(kind="PNG", size=(400, 100), colour="red", mode="RGB"):
    file = BytesIO()
    Image.new(mode, size, colour).save(file, kind)
    return file.getvalue()


def bomb(width=20_000, height=20_000):
    """A PNG of few bytes that says it is large."""

    def chunk(kind, data):
        return (
            len(data).to_bytes(4, "big")
            + kind
            + data
            + zlib.crc32(kind + data).to_bytes(4, "big")
        )

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", size + b"\x08\x02\0\0\0")
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def send(client, content=None, *, colour=DARK, name="logo.png", **fields):
    data = {"colour": colour, **fields}
    if content is not None:
        data["picture"] = SimpleUploadedFile(name, content)
    return client.post(URL, data)


def stored(here):
    here.refresh_from_db()
    with here.logo.open() as file:
        return file.read()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_logo_is_written_anew_as_png(client, here, kind):
    assert send(client, picture(kind)).status_code == 302

    image = Image.open(BytesIO(stored(here)))
    assert (image.format, image.size, image.mode) == ("PNG", (400, 100), "RGB")


def test_large_logo_is_made_smaller(client, here):
    send(client, picture(size=(6_000, 1_500)))

    assert Image.open(BytesIO(stored(here))).size == (looks.LONGEST_SIDE, 300)


def test_what_is_see_through_becomes_white(client, here):
    send(client, picture(mode="RGBA", colour=(0, 0, 0, 0)))

    assert Image.open(BytesIO(stored(here))).getpixel((0, 0)) == (255, 255, 255)


def test_nothing_but_the_picture_is_kept(client, here):
    send(client, picture() + b"<script>alert(1)</script>")

    assert b"script" not in stored(here)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg">%s</svg>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SVG % b"<script>alert(1)</script>", "is a drawing (SVG)"),
        (SVG % b'<image href="http://localhost/x.png"/>', "is a drawing (SVG)"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><svg', "is a drawing (SVG)"),
        (b"  \n<SVG broken", "is a drawing (SVG)"),
        (bomb(), "million pixels"),
        (bomb(100_000, 100_000), "million pixels"),
        (picture()[:80], "is not a photo that can be read"),
        (b"%PDF-1.7", "is not a photo that can be read"),
        (b"", "empty"),
    ],
    ids=[
        "script",
        "outside",
        "marked",
        "broken",
        "bomb",
        "larger",
        "cut",
        "pdf",
        "none",
    ],
)
def test_what_is_no_logo_is_refused_in_words_and_the_old_one_stays(
    client, here, content, said
):
    send(client, picture(colour="blue"))
    before = stored(here)

    response = send(client, content, colour="#7a1f5c")

    assert response.status_code == 422
    assert said in response.text
    # What else was chosen stands in the form, and is not saved without the rest.
    assert 'value="#7a1f5c"' in response.text
    assert stored(here) == before
    assert here.colour == DARK


def test_logo_of_thirty_megabytes_is_refused(client, here):
    response = send(client, picture() + b"\0" * 30 * 1024**2)

    assert response.status_code == 422
    assert "is larger than 20 MB" in response.text


@pytest.mark.parametrize("colour", ["#ffffff", "#ffcc00", "#7f7f7f"])
def test_colour_that_cannot_be_read_on_white_is_refused(client, here, colour):
    response = send(client, colour=colour)

    assert response.status_code == 422
    assert "too light to be read on white" in response.text
    here.refresh_from_db()
    assert here.colour == DARK


@pytest.mark.parametrize("colour", ["red", "#12", "url(http://x)", ""])
def test_what_is_no_colour_is_refused(client, here, colour):
    assert send(client, colour=colour).status_code == 422


def test_dark_colour_is_kept_and_the_logo_with_it(client, here):
    send(client, picture())
    logo = stored(here)

    assert send(client, colour="#7A1F5C").status_code == 302

    assert stored(here) == logo
    assert here.colour == "#7a1f5c"


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#000000", 21), ("#ffffff", 1), ("#767676", 4.54)]
)
def test_contrast_is_that_of_the_guidelines(colour, contrast):
    assert looks.contrast_on_white(colour) == pytest.approx(contrast, abs=0.01)


def test_logo_can_be_taken_away(client, here):
    send(client, picture())

    send(client, removes_logo="on")

    here.refresh_from_db()
    assert not here.logo


def test_page_shows_a_cover_with_what_is_saved(client, here, parse):
    send(client, picture(), colour="#7a1f5c")

    cover = parse(client.get(URL)).select_one("svg.looks-cover")

    assert cover.select("rect")[1]["fill"] == "#7a1f5c"
    assert cover.select_one("image")["href"].startswith("data:image/png;base64,")


# In documents


def logo_in(snapshot):
    page = PdfReader(BytesIO(pdf.render(snapshot))).pages[0]
    return [image.image.size for image in page.images]


def test_cover_has_the_logo_and_the_name_beside_it(here, client):
    send(client, picture())
    here.refresh_from_db()
    content = every_kind.content(sections=[], logo=here.logo.name)

    snapshot = every_kind.snapshot(content)

    assert logo_in(snapshot) == [(400, 100)]
    text = PdfReader(BytesIO(pdf.render(snapshot))).pages[0].extract_text()
    assert "Testinge kommun" in text


def test_approved_report_keeps_the_logo_of_its_day(here, client, year, report, hr):
    send(client, picture())
    report.submit(by=hr)
    approve(report, by=hr)
    before = pdf.render(report.approved_snapshot)

    send(client, picture(size=(300, 300), colour="blue"), colour="#000000")

    report.refresh_from_db()
    assert pdf.render(take(report, YearContents(year))) == before


def test_same_logo_is_stored_once_by_what_is_in_it(client, here, settings):
    send(client, picture())
    send(client, picture(colour="blue"))
    send(client, picture())

    files = sorted(Path(settings.MEDIA_ROOT, "logo").iterdir())
    assert len(files) == 2
    for each in files:
        assert each.stem == hashlib.sha256(each.read_bytes()).hexdigest()
