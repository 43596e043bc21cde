"""Report templates from files into the database, checked before they are kept."""

import json
from pathlib import Path

from django.db import transaction

from reports.models import Question, ReportTemplate, Section, TableColumn, TableRow
from reports.shipped import load_metrics
from reports.template_files import read

FOLDER = Path(__file__).parent / "template_data"


def load_all():
    """The metrics and every template that ship with the program; templates that are loaded
    stay as they are."""
    load_metrics()
    return [load(path) for path in sorted(FOLDER.glob("*.json"))]


@transaction.atomic
def load(path):
    """A template version is loaded once; a change in the file needs a new version.

    Raises `template_files.Refused` for a metric that does not exist, and the like.
    """
    content = json.loads(Path(path).read_text())
    key = {"code": content["code"], "version": content["version"]}
    if there := ReportTemplate.objects.filter(**key).first():
        return there
    head, chapters = read(content)
    template = ReportTemplate.objects.create(**head, status=ReportTemplate.Status.DRAFT)
    add_chapters(template, chapters)
    template.publish()
    return template


def add_chapters(draft, chapters):
    """Save the sections, then what they have; in few queries for any number."""
    for chapter in chapters:
        chapter.section.template = draft
    Section.objects.bulk_create([chapter.section for chapter in chapters])
    for place, model in enumerate([TableRow, TableColumn, Question], start=1):
        parts = [
            (chapter.section, part) for chapter in chapters for part in chapter[place]
        ]
        for section, part in parts:
            part.section = section
        model.objects.bulk_create([part for _section, part in parts])
