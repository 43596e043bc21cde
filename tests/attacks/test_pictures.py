"""Pictures that are more than pictures, or no pictures; what is kept is a clean JPEG."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from attachments import files, photos
from reports import looks

SCRIPT = b"<script>alert(1)</script>"
NAMES = [
    "../../etc/passwd",
    "..\\..\\windows\\system32\\a.jpg",
    "CON.jpg",
    "photo\u202egpj.exe",
    "a" * 300 + ".jpg",
    "a\r\nSet-Cookie: b=c.jpg",
    "<img src=x onerror=alert(1)>.jpg",
    ".htaccess",
    " .jpg",
]


def picture(kind="JPEG", mode="RGB", size=(40, 30), **how):
    file = BytesIO()
    Image.new(mode, size).save(file, kind, **how)
    return file.getvalue()


def with_script_in_exif():
    exif = Image.Exif()
    exif[0x010E] = exif[0x9286] = SCRIPT.decode()
    return picture(exif=exif)


def with_broken_exif():
    """An orientation that is a text, which Pillow takes for a number and trips over."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "words"
    content = picture(exif=exif)
    # The type of the entry, from a number of two bytes to a fraction.
    return content.replace(b"\x01\x12\x00\x03", b"\x01\x12\x00\x05")


def with_script_in_text():
    told = PngImagePlugin.PngInfo()
    told.add_itxt("XML:com.adobe.xmp", SCRIPT.decode())
    return picture("PNG", pnginfo=told)


def animated():
    frames = [Image.new("P", (40, 30), place) for place in range(5)]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], comment=SCRIPT)
    return file.getvalue()


POLYGLOTS = {
    "gif and script": b"GIF89a/*" + animated()[8:] + b"*/=1;" + SCRIPT,
    "jpeg and html": picture() + b"<html>" + SCRIPT,
    "jpeg and archive": picture() + b"PK\x03\x04" + SCRIPT,
    "script in exif": with_script_in_exif(),
    "script in text": with_script_in_text(),
    "animated": animated(),
    "comment": picture(comment=SCRIPT),
    "print colours": picture(mode="CMYK") + SCRIPT,
    "grey": picture("PNG", "I;16") + SCRIPT,
    "see-through": picture("WEBP", "RGBA", lossless=True) + SCRIPT,
    "broken exif": with_broken_exif(),
}


def png_of(width, height):
    """A picture of this size in a hundred bytes, as it says."""

    def chunk(kind, content):
        body = kind + content
        return (
            struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    data = zlib.compress(b"\x00" * 100)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


NO_PICTURES = {
    "nothing": b"",
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "page": b"<html>" + SCRIPT,
    "document": b"%PDF-1.7\n%%EOF",
    "script for a printer": b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file\n",
    "program": b"MZ" + b"\x00" * 100,
    "cut off": picture()[:-100],
    "cut off in its head": picture("PNG")[:20],
    "many pixels": png_of(60_000, 60_000),
    "many pixels to decode": png_of(5_001, 4_000),
    "no pixels": png_of(0, 10),
    "bitmap": picture("BMP"),
    "layers": picture("TIFF"),
}


def upload(content, name="photo.jpg"):
    return SimpleUploadedFile(name, content, "image/jpeg")


@pytest.mark.parametrize("kind", POLYGLOTS)
def test_nothing_but_the_picture_is_kept(kind):
    try:
        photo = photos.rewrite(upload(POLYGLOTS[kind]))
    except ValidationError:
        return
    for content in photo:
        kept = Image.open(BytesIO(content))
        assert (kept.format, kept.getexif()) == ("JPEG", Image.Exif())
        assert set(kept.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert SCRIPT not in content
        assert content.endswith(b"\xff\xd9")


@pytest.mark.parametrize("kind", NO_PICTURES)
@pytest.mark.parametrize("read", [photos.rewrite, looks.redrawn], ids=["photo", "logo"])
def test_what_is_no_picture_is_refused_in_words(kind, read):
    with pytest.raises(ValidationError, match=r"photo\.jpg"):
        read(upload(NO_PICTURES[kind]))


@pytest.mark.parametrize("name", NAMES)
def test_name_of_a_document_is_one_to_read(name):
    shown = files.read(upload(b"Words", name)).name

    assert shown.endswith(".txt")
    assert len(shown) <= 124
    assert not set(shown) & set("/\\\r\n\u202e\x00")
    assert not shown.startswith(".")
