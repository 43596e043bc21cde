"""Photos are decoded and written anew: what is kept is a picture and nothing else."""

from io import BytesIO
from typing import NamedTuple
from warnings import catch_warnings, simplefilter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from attachments.models import Attachment

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
# Of what is no JPEG, and so decoded in its full size: four bytes each, a few times over.
# Without this a file of 100 kB takes most of a gigabyte.
MAX_DECODED = 20_000_000
FORMATS = ["JPEG", "PNG", "WEBP", "GIF"]
# Enough to read a label on a machine; a telephone's full size is not needed.
LONGEST_SIDE = 2_000
THUMBNAIL_SIDE = 320


class Photo(NamedTuple):
    """A photo as JPEG without position, camera or any other data about it."""

    full: bytes
    thumbnail: bytes


def keep(photo, by=None):
    """Store a photo, new or waiting; `by` is none for people without an account."""
    if isinstance(photo, Attachment):
        photo.take(by=by)
        return photo
    return Attachment.objects.store(
        photo.full,
        thumbnail=photo.thumbnail,
        content_type="image/jpeg",
        added_by=by,
    )


def rewrite(uploaded):
    """The photo in an uploaded file, whatever the file calls itself."""
    image = decode(uploaded)
    full = _jpeg(image, LONGEST_SIDE)
    return Photo(full, _jpeg(image, THUMBNAIL_SIDE))


def decode(uploaded):
    """The picture in an uploaded file, no larger than LONGEST_SIDE.

    A ValidationError says in words why there is none.
    """
    if uploaded.size > MAX_BYTES:
        raise ValidationError(
            _("“%(name)s” is larger than %(limit)s MB. Choose a smaller photo.")
            % {"name": uploaded.name, "limit": MAX_BYTES // 1024**2}
        )
    most = MAX_PIXELS
    try:
        image = _opened(uploaded)
        most = MAX_PIXELS if image.format == "JPEG" else min(MAX_DECODED, MAX_PIXELS)
        if image.width * image.height > most:
            raise Image.DecompressionBombError
        return _upright(image)
    except Image.DecompressionBombError as error:
        raise ValidationError(
            _("“%(name)s” has more than %(limit)s million pixels.")
            % {"name": uploaded.name, "limit": most // 1_000_000}
        ) from error
    # Pillow raises whatever a damaged file leads it to.
    except Exception as error:
        raise ValidationError(
            _("“%(name)s” is not a photo that can be read. Choose JPEG or PNG.")
            % {"name": uploaded.name}
        ) from error


def _opened(uploaded):
    """Read so far that its kind and size are known; the size is judged by us."""
    with catch_warnings():
        simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(uploaded, formats=FORMATS)


def _upright(image):
    """Made small before it is turned, so that there is one of its full size only."""
    # A JPEG is decoded no larger than needed.
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return ImageOps.exif_transpose(image)


def on_paper(image, longest_side):
    """No larger than that; what is see-through becomes white, not black."""
    small = image.copy()
    small.thumbnail((longest_side, longest_side))
    if small.mode in ("RGBA", "LA", "P", "PA"):
        small = small.convert("RGBA")
        paper = Image.new("RGBA", small.size, "white")
        small = Image.alpha_composite(paper, small)
    plain = small.convert("RGB")
    # A comment would go along to the file.
    plain.info.clear()
    return plain


def _jpeg(image, longest_side):
    file = BytesIO()
    on_paper(image, longest_side).save(file, "JPEG", quality=82, optimize=True)
    return file.getvalue()
