"""Report templates from files into the database, checked before they are kept."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from reports.metrics import METRICS
from reports.models import Question, ReportTemplate, Section, TableRow

FOLDER = Path(__file__).parent / "template_data"


def load_all():
    """Every template that ships with the program; those already loaded stay."""
    return [load(path) for path in sorted(FOLDER.glob("*.json"))]


@transaction.atomic
def load(path):
    """A template version is loaded once; a change in the file needs a new version.

    Raises ValidationError for a metric that the program does not have.
    """
    content = json.loads(Path(path).read_text())
    sections = content.pop("sections")
    key = {"code": content.pop("code"), "version": content.pop("version")}
    template, created = ReportTemplate.objects.get_or_create(**key, defaults=content)
    if created:
        for order, section in enumerate(sections, start=1):
            _add_section(template, order, section)
    return template


def _add_section(template, order, content):
    rows = content.pop("rows", [])
    questions = content.pop("questions", [])
    section = Section(template=template, order=order, **content)
    section.full_clean()
    section.save()
    TableRow.objects.bulk_create(
        TableRow(
            section=section,
            order=place,
            label=row["label"],
            metric_code=_known(row.get("metric", ""), section),
            sex=row.get("sex", ""),
        )
        for place, row in enumerate(rows, start=1)
    )
    Question.objects.bulk_create(
        Question(section=section, order=place, **question)
        for place, question in enumerate(questions, start=1)
    )


def _known(metric, section):
    if metric and metric not in METRICS:
        raise ValidationError(
            _("Section %(section)s names the metric %(metric)s, which does not exist.")
            % {"section": section, "metric": metric}
        )
    return metric
