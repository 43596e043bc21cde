"""Tagged PDF of HTML. The same HTML makes the same bytes, anywhere."""

import gc
import os
from functools import cache
from pathlib import Path

from celery.signals import worker_process_shutdown
from django.template.loader import render_to_string
from django.utils.translation import override
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from ui.finders import FILES, path_of

# Subsets of fonts carry a date: that of this moment would change the bytes.
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")

_PAPER = Path(__file__).with_name("paper.css")
_DOCUMENT = Path(__file__).with_name("document.css")


def document(template, context, *, identifier, language, pictures=None):
    """A short document such as a receipt: a template that extends ui/document.html.

    The identifier must tell documents apart and be the same when this one is made again.
    `pictures` has by address the JPEG files that the document may show.
    """
    with override(language):
        html = render_to_string(template, context)
    return typeset(html, _DOCUMENT, identifier=identifier, pictures=pictures)


def typeset(html, stylesheet, *, identifier, pictures=None):
    """The work of WeasyPrint, which is nearly all of it."""
    try:
        style, fonts = _style(stylesheet)
        return HTML(string=html, url_fetcher=_OnlyOurs(pictures)).write_pdf(
            stylesheets=[style],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            pdf_identifier=identifier.encode(),
        )
    except FatalURLFetchingError as error:
        # No ordinary exception: it would end the worker.
        raise PermissionError(str(error)) from error


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
    """Text that users typed makes the server fetch nothing but fonts and known pictures."""

    def __init__(self, pictures=None):
        super().__init__()
        self.pictures = pictures or {}

    def fetch(self, url, headers=None):
        if url in self.pictures:
            with self.pictures[url].open() as file:
                content = file.read()
            return URLFetcherResponse(url, content, {"Content-Type": "image/jpeg"})
        name = f"vendor/fonts/{url.removeprefix('font:')}"
        if not url.startswith("font:") or name not in FILES:
            raise FatalURLFetchingError(f"A document loads nothing from outside: {url}")
        return URLFetcherResponse(
            url, path_of(name).read_bytes(), {"Content-Type": "font/woff2"}
        )
