import json
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from riskassessment.models import Checklist, Question, Section

FOLDER = Path(__file__).parent / "checklists"


class ChangedVersionError(Exception):
    """A version that rounds may have been made with says something else than before."""


@transaction.atomic
def load_checklists(folder=FOLDER):
    """Bring in the versions that are new, and offer the newest of each checklist.

    Returns how many were new. What is loaded already must say the same as its file.
    """
    files = [
        json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))
    ]
    new = [data for data in files if not _is_loaded(data)]
    for data in sorted(new, key=lambda data: data["version"]):
        _load(data)
    return len(new)


def _is_loaded(data):
    checklist = Checklist.objects.filter(
        code=data["code"], version=data["version"]
    ).first()
    if checklist and _content(checklist) != data:
        raise ChangedVersionError(
            _(
                "%(name)s is in use as version %(version)s; give the change a new version."
            )
            % {"name": checklist.name, "version": checklist.version}
        )
    return checklist is not None


def _content(checklist):
    return {
        "code": checklist.code,
        "version": checklist.version,
        "name": checklist.name,
        "legal_basis": checklist.legal_basis,
        "sections": [
            {
                "title": section.title,
                "questions": list(section.questions.values("text", "help_text")),
            }
            for section in checklist.sections.all()
        ],
    }


def _load(data):
    versions = Checklist.objects.filter(code=data["code"])
    is_newest = not versions.filter(version__gt=data["version"]).exists()
    if is_newest:
        versions.update(is_offered=False)
    head = {name: data[name] for name in ["code", "version", "name", "legal_basis"]}
    checklist = Checklist.objects.create(is_offered=is_newest, **head)
    for order, part in enumerate(data["sections"], start=1):
        section = Section.objects.create(
            checklist=checklist, order=order, title=part["title"]
        )
        Question.objects.bulk_create(
            Question(section=section, order=place, **question)
            for place, question in enumerate(part["questions"], start=1)
        )
