"""A snapshot as a tagged PDF. The same snapshot makes the same bytes, anywhere."""

from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from reports.layouts import of_today
from ui import pdf

_STYLE = Path(__file__).with_name("report.css")


class SectionFailed(Exception):
    """One section could not be written; the message names it."""


def render(snapshot):
    return typeset(html_of(snapshot), identifier=snapshot.fingerprint[:32])


def typeset(html, *, identifier, pictures=None, attachments=(), archival=False):
    return pdf.typeset(
        html,
        _STYLE,
        identifier=identifier,
        pictures=pictures,
        attachments=attachments,
        archival=archival,
    )


def html_of(snapshot):
    content = of_today(snapshot.content)
    sections = content["sections"]
    with override(settings.LANGUAGE_CODE):
        return render_to_string(
            "reports/pdf/report.html",
            {
                "report": content,
                "fingerprint": snapshot.fingerprint,
                "numbered": [section for section in sections if section["number"]],
                "sections": [_section(section, content) for section in sections],
                "questions": [
                    question
                    for section in sections
                    for question in section.get("questions", [])
                ],
            },
        )


def _section(section, report):
    context = {"section": section, "report": report}
    try:
        html = render_to_string("reports/pdf/section.html", context)
    except Exception as error:
        name = " ".join(filter(None, [section["number"], section["title"]]))
        raise SectionFailed(f"{name or section['code']}: {error}") from error
    return mark_safe(html)  # noqa: S308 - rendered and escaped by the template
