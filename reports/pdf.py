"""A snapshot as a tagged PDF. The same snapshot makes the same bytes, anywhere."""

import gc
import os
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from ui.finders import FILES, path_of

# Subsets of fonts carry a date: that of this moment would change the bytes.
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")


class SectionFailed(Exception):
    """One section could not be written; the message names it."""


def render(snapshot):
    return typeset(html_of(snapshot), identifier=snapshot.fingerprint[:32])


def typeset(html, *, identifier):
    """The work of WeasyPrint, which is nearly all of it."""
    try:
        style, fonts = _style()
        return HTML(string=html, url_fetcher=_OnlyFonts()).write_pdf(
            stylesheets=[style],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            pdf_identifier=identifier.encode(),
        )
    except FatalURLFetchingError as error:
        # No ordinary exception: it would end the worker.
        raise PermissionError(str(error)) from error


@cache
def _style():
    """The style sheet with its fonts, read once: each set of fonts stays in memory."""
    fonts = FontConfiguration()
    sheet = Path(__file__).with_name("report.css").read_text()
    return CSS(string=sheet, font_config=fonts, url_fetcher=_OnlyFonts()), fonts


def forget_style():
    """Let go of the style and fonts, and of the folder on disk that the fonts stand in."""
    _style.cache_clear()
    # Layouts that went before hold on to the fonts in circles.
    gc.collect()


def html_of(snapshot):
    content = snapshot.content
    sections = content["sections"]
    with override(settings.LANGUAGE_CODE):
        return render_to_string(
            "reports/pdf/report.html",
            {
                "report": content,
                "fingerprint": snapshot.fingerprint,
                "numbered": [section for section in sections if section["number"]],
                "sections": [_section(section) for section in sections],
                "questions": [
                    question
                    for section in sections
                    for question in section.get("questions", [])
                ],
            },
        )


def _section(section):
    try:
        html = render_to_string("reports/pdf/section.html", {"section": section})
    except Exception as error:
        name = " ".join(filter(None, [section["number"], section["title"]]))
        raise SectionFailed(f"{name or section['code']}: {error}") from error
    return mark_safe(html)  # noqa: S308 - rendered and escaped by the template


class _OnlyFonts(URLFetcher):
    """Text that users typed makes the server fetch nothing: only our fonts are there."""

    def fetch(self, url, headers=None):
        name = f"vendor/fonts/{url.removeprefix('font:')}"
        if not url.startswith("font:") or name not in FILES:
            raise FatalURLFetchingError(f"The report loads nothing from outside: {url}")
        return URLFetcherResponse(
            url, path_of(name).read_bytes(), {"Content-Type": "font/woff2"}
        )
