"""Report templates from files into the database, checked before they are kept."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from reports.models import (
    Metric,
    Question,
    ReportTemplate,
    Section,
    TableColumn,
    TableRow,
)
from reports.shipped import load_metrics

FOLDER = Path(__file__).parent / "template_data"


def load_all():
    """The metrics and every template that ship with the program; templates that are loaded
    stay as they are."""
    load_metrics()
    return [load(path) for path in sorted(FOLDER.glob("*.json"))]


@transaction.atomic
def load(path):
    """A template version is loaded once; a change in the file needs a new version.

    Raises ValidationError for a metric that does not exist.
    """
    content = json.loads(Path(path).read_text())
    sections = content.pop("sections")
    key = {"code": content.pop("code"), "version": content.pop("version")}
    draft = {"status": ReportTemplate.Status.DRAFT}
    template, created = ReportTemplate.objects.get_or_create(
        **key, defaults=content | draft
    )
    if created:
        add_sections(template, sections)
        template.publish()
    return template


def add_sections(draft, sections):
    """Sections as files have them, each a dict of its fields with rows, columns and
    questions."""
    metrics = {metric.code: metric for metric in Metric.objects.all()}
    for order, section in enumerate(sections, start=1):
        _add_section(draft, order, section, metrics)


def _add_section(draft, order, content, metrics):
    content = dict(content)
    parts = {name: content.pop(name, []) for name in ("rows", "columns", "questions")}
    section = Section(template=draft, order=order, **content)
    section.full_clean()
    section.save()
    TableRow.objects.bulk_create(
        TableRow(
            section=section,
            order=place,
            **row | {"metric": _known(row.get("metric"), section, metrics)},
        )
        for place, row in enumerate(parts["rows"], start=1)
    )
    TableColumn.objects.bulk_create(
        TableColumn(section=section, order=place, **column)
        for place, column in enumerate(parts["columns"], start=1)
    )
    Question.objects.bulk_create(
        Question(section=section, order=place, **question)
        for place, question in enumerate(parts["questions"], start=1)
    )


def _known(code, section, metrics):
    if not code:
        return None
    if code not in metrics:
        raise ValidationError(
            _("Section %(section)s names the metric %(metric)s, which does not exist.")
            % {"section": section, "metric": code}
        )
    return metrics[code]
