import json
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from riskassessment.models import Checklist, Question, Section

FOLDER = Path(__file__).parent / "checklists"

_HEAD = ("code", "version", "name", "area", "country", "language", "legal_basis")
# What a question in a file need not say.
_UNSAID = {
    "help_text": "",
    "legal_basis": "",
    "kind": Question.Kind.YES_NO,
    "risk_limit": None,
    "low_label": "",
    "high_label": "",
    "unit_label": "",
}


class ChangedVersionError(Exception):
    """A version that rounds may have been made with says something else than before."""


@transaction.atomic
def load_checklists(folder=FOLDER):
    """Bring in the versions that are new, and offer the newest of each checklist.

    Returns how many were new. What is loaded already must say the same as its file.
    """
    new = [data for data in map(_read, folder.glob("*.json")) if not _is_loaded(data)]
    for data in sorted(new, key=lambda data: (data["code"], data["version"])):
        _load(data)
    return len(new)


def _read(path):
    """The file with everything said that a question may leave unsaid."""
    data = json.loads(path.read_text("utf-8"), parse_float=Decimal)
    for section in data["sections"]:
        section["questions"] = [
            _with_unsaid(question, data["code"]) for question in section["questions"]
        ]
    return data


def _with_unsaid(question, code):
    full = {"key": Question.key_of(code, question["text"]), **_UNSAID, **question}
    is_yes_no = full["kind"] == Question.Kind.YES_NO
    usual = Question.RiskWhen.NO if is_yes_no else Question.RiskWhen.NEVER
    return {"risk_when": usual, **full}


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
    head = {name: getattr(checklist, name) for name in _HEAD}
    columns = ("text", "key", "risk_when", *_UNSAID)
    sections = [
        {
            "title": section.title,
            "questions": list(section.questions.values(*columns)),
        }
        for section in checklist.sections.all()
    ]
    return {**head, "sections": sections}


def _load(data):
    offer = _is_to_be_offered(data)
    head = {name: data[name] for name in _HEAD}
    checklist = Checklist.objects.create(
        status=Checklist.Status.DRAFT, is_offered=False, **head
    )
    for order, part in enumerate(data["sections"], start=1):
        section = Section.objects.create(
            checklist=checklist, order=order, title=part["title"]
        )
        Question.objects.bulk_create(
            Question(section=section, order=place, **question)
            for place, question in enumerate(part["questions"], start=1)
        )
    checklist.publish(offer=offer)


def _is_to_be_offered(data):
    """Not when a newer one is in use, nor when HR has taken the checklist out of use."""
    versions = Checklist.objects.filter(code=data["code"])
    offered = versions.filter(is_offered=True, version__lt=data["version"])
    return offered.exists() or not versions.exists()
