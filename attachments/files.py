"""Documents from outside, such as an authority's receipt: known by their content alone."""

import unicodedata
from pathlib import PurePath
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from attachments import photos
from attachments.models import Attachment

MAX_BYTES = 10 * 1024 * 1024
PDF, TEXT, JPEG = "application/pdf", "text/plain; charset=utf-8", "image/jpeg"
ENDINGS = {PDF: ".pdf", TEXT: ".txt", JPEG: ".jpg"}
_PDF, _PICTURES = b"%PDF-", (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_LONGEST_NAME = 120


class Document(NamedTuple):
    """A document that may be kept; a picture is written anew as photos are."""

    content: bytes
    content_type: str
    name: str
    thumbnail: bytes = b""


def keep(document, by=None):
    return Attachment.objects.store(
        document.content,
        thumbnail=document.thumbnail,
        content_type=document.content_type,
        name=document.name,
        added_by=by,
    )


def read(uploaded):
    """The document in an uploaded file, whatever the file calls itself."""
    if uploaded.size > MAX_BYTES:
        raise ValidationError(
            _("“%(name)s” is larger than %(limit)s MB. Choose a smaller file.")
            % {"name": uploaded.name, "limit": MAX_BYTES // 1024**2},
            code="large",
        )
    content = uploaded.read()
    if content.startswith(_PICTURES):
        uploaded.seek(0)
        photo = photos.rewrite(uploaded)
        name = readable_name(uploaded.name, JPEG)
        return Document(photo.full, JPEG, name, photo.thumbnail)
    if content.startswith(_PDF) and b"%%EOF" in content[-2048:]:
        return Document(content, PDF, readable_name(uploaded.name, PDF))
    if not content.startswith(_PDF) and _is_text(content):
        return Document(content, TEXT, readable_name(uploaded.name, TEXT))
    raise ValidationError(
        _("“%(name)s” cannot be kept. Choose a PDF, a picture (JPEG, PNG) or a text.")
        % {"name": uploaded.name},
        code="kind",
    )


def readable_name(name, content_type):
    """The sender's name for a file, without what could deceive a reader of it."""
    stem = PurePath(name.replace("\\", "/")).stem
    # Control signs, and those that turn the direction of writing.
    letters = (" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in stem)
    plain = " ".join("".join(letters).split())[:_LONGEST_NAME].strip(". ")
    return (plain or _("document")) + ENDINGS[content_type]


def _is_text(content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not any(
        unicodedata.category(sign) == "Cc" and sign not in "\t\n\f\r" for sign in text
    )
