"""Report templates from files into the database, checked before they are kept."""

import json
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.db.models import Max

from reports.models import Question, ReportTemplate, Section, TableColumn, TableRow
from reports.shipped import load_metrics
from reports.template_files import as_content, read

FOLDER = Path(__file__).parent / "template_data"


def load_all():
    """The metrics and every template that ship with the program; templates that are loaded
    stay as they are."""
    load_metrics()
    return [load(path) for path in sorted(FOLDER.glob("*.json"))]


@transaction.atomic
def load(path):
    """A template version is loaded once; a change in the file needs a new version. Where
    HR has given its number to a version of its own, it comes as the next one.

    Raises `template_files.Refused` for a metric that does not exist, and the like.
    """
    content = json.loads(Path(path).read_text())
    number = content["version"]
    versions = ReportTemplate.objects.filter(code=content["code"])
    # Nobody has changed those that ship.
    is_moved = versions.filter(version__lte=number, changed_by__isnull=False).exists()
    if not is_moved and (there := versions.filter(version=number).first()):
        return there
    draft = _draft(content)
    if is_moved and (there := _shipped_as(draft, versions.filter(version__gte=number))):
        draft.delete()
        return there
    return _publish(draft, content["code"], _free_number(versions, number))


def _publish(draft, code, version):
    """At once under its own name, where there can be one draft only."""
    draft.code, draft.version = code, version
    draft.status = ReportTemplate.Status.PUBLISHED
    draft.save(update_fields=["code", "version", "status"])
    return draft


def _draft(content):
    """Under a name that nobody has: HR may have a draft under its own."""
    head, chapters = read(content)
    head |= {"code": f"loading-{uuid4().hex}", "status": ReportTemplate.Status.DRAFT}
    draft = ReportTemplate.objects.create(**head)
    add_chapters(draft, chapters)
    return draft


def _shipped_as(draft, versions):
    """The one of those that ship that says the same under another number, if any."""
    said = _said(draft)
    shipped = versions.filter(changed_by=None)
    return next((each for each in shipped if _said(each) == said), None)


def _said(template):
    """All that it says, whatever its number."""
    return as_content(template) | {"code": "", "version": 0}


def _free_number(versions, wanted):
    if not versions.filter(version=wanted).exists():
        return wanted
    return versions.aggregate(newest=Max("version"))["newest"] + 1


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
