"""Tagged PDF of HTML. The same HTML makes the same bytes, anywhere."""

import gc
import os
from functools import cache, partial
from pathlib import Path

from celery.signals import worker_process_shutdown
from django.template.loader import render_to_string
from django.utils.translation import override
from PIL import ImageFile
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from ui import archiving, tagging
from ui.finders import FILES, path_of

# WeasyPrint lets pictures be read that are cut off, in all of the process: what people
# upload is to be whole.
ImageFile.LOAD_TRUNCATED_IMAGES = False

# Subsets of fonts carry a date: that of this moment would change the bytes.
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")

# How the files begin that a document may show.
_PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_PAPER = Path(__file__).with_name("paper.css")
_DOCUMENT = Path(__file__).with_name("document.css")


def document(template, context, *, identifier, language, pictures=None):
    """A short document such as a receipt: a template that extends ui/document.html.

    The identifier must tell documents apart and be the same when this one is made again.
    `pictures` has by address the JPEG and PNG files that the document may show.
    """
    with override(language):
        html = render_to_string(template, context)
    return typeset(html, _DOCUMENT, identifier=identifier, pictures=pictures)


def typeset(
    html, stylesheet, *, identifier, pictures=None, attachments=(), archival=False
):
    """The work of WeasyPrint, which is nearly all of it.

    `attachments`: (name, content, description, media type) of each file that goes along.
    `archival`: PDF/A-3a besides PDF/UA-1.
    """
    fetcher = _OnlyOurs(pictures, attachments)
    try:
        style, fonts = _style(stylesheet)
        return HTML(string=html, url_fetcher=fetcher).write_pdf(
            stylesheets=[style],
            font_config=fonts,
            pdf_variant="pdf/a-3a" if archival else "pdf/ua-1",
            pdf_identifier=identifier.encode(),
            attachments=fetcher.embedded(),
            finisher=partial(_finish, archival=archival),
        )
    except FatalURLFetchingError as error:
        # No ordinary exception: it would end the worker.
        raise PermissionError(str(error)) from error


def _finish(document, pdf, *, archival):
    tagging.finish(document, pdf)
    archiving.settle_files(pdf)
    if archival:
        archiving.also_accessible(pdf)
        archiving.paint_plainly(pdf)


@cache
def _style(stylesheet):
    """A style sheet on paper.css with its fonts, read once: each set stays in memory."""
    fonts = FontConfiguration()
    text = _PAPER.read_text() + stylesheet.read_text()
    return CSS(string=text, font_config=fonts, url_fetcher=_OnlyOurs()), fonts


def forget_style():
    """Let go of the styles and fonts, and of the folders on disk that the fonts stand in."""
    _style.cache_clear()
    # Layouts that went before hold on to the fonts in circles.
    gc.collect()


@worker_process_shutdown.connect
def _clear_away(**_signal):
    """A worker's child ends without Python's own clearing: its fonts would stay on disk."""
    forget_style()


class _OnlyOurs(URLFetcher):
    """Text that users typed makes the server fetch nothing but fonts and known files."""

    def __init__(self, pictures=None, attachments=()):
        super().__init__()
        self.pictures = pictures or {}
        self.attachments = {
            f"attachment:{number}": attachment
            # A PDF lists them by name.
            for number, attachment in enumerate(sorted(attachments))
        }

    def embedded(self):
        return [
            Attachment(
                url=url,
                url_fetcher=self,
                name=name,
                description=description,
                relationship="Data",
            )
            for url, (name, _content, description, _type) in self.attachments.items()
        ]

    def fetch(self, url, headers=None):
        content, media_type = self._known(url)
        return URLFetcherResponse(url, content, {"Content-Type": media_type})

    def _known(self, url):
        """Content and media type."""
        font = f"vendor/fonts/{url.removeprefix('font:')}"
        if url in self.pictures:
            return _picture(self.pictures[url], url)
        if url in self.attachments:
            _name, content, _description, media_type = self.attachments[url]
            return content, media_type
        if url.startswith("font:") and font in FILES:
            return path_of(font).read_bytes(), "font/woff2"
        raise FatalURLFetchingError(f"A document loads nothing from outside: {url}")


def _picture(stored, url):
    """What the file is, whatever it is called: WeasyPrint would obey an SVG."""
    with stored.open() as file:
        content = file.read()
    for beginning, media_type in _PICTURES.items():
        if content.startswith(beginning):
            return content, media_type
    raise FatalURLFetchingError(f"A document shows only JPEG and PNG: {url}")
