"""The municipality's logo and colour, as its documents wear them."""

import hashlib
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from attachments.photos import decode, on_paper

# 7 cm on paper in the finest print.
LONGEST_SIDE = 1_200
# WCAG 2.2, 1.4.3: text on white.
LEAST_CONTRAST = 4.5
_VECTOR = (b"<svg", b"<?xml", b"<!doctype svg")


def redrawn(uploaded):
    """The logo as PNG on white, written anew: nothing of the file but its picture is kept."""
    beginning = uploaded.read(512).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    uploaded.seek(0)
    if beginning.startswith(_VECTOR):
        raise ValidationError(
            _(
                "“%(name)s” is a drawing (SVG), which can carry programs and addresses."
                " Save it as PNG, about 1,200 pixels wide, and choose that."
            )
            % {"name": uploaded.name}
        )
    file = BytesIO()
    on_paper(decode(uploaded), LONGEST_SIDE).save(file, "PNG", optimize=True)
    return file.getvalue()


def kept(content):
    """The name of the file with this content, which is stored once and never written over:
    reports that are approved name the logo of their day."""
    name = f"logo/{hashlib.sha256(content).hexdigest()}.png"
    if default_storage.exists(name):
        return name
    return default_storage.save(name, ContentFile(content))


def contrast_on_white(colour):
    """From 1 to 21, of a colour as #rrggbb; WCAG 2.2, relative luminance."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel):
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
