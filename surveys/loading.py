"""The questionnaire that ships, with the themes that it tells of."""

import json
from pathlib import Path

from django.conf import settings
from django.db import transaction

from surveys.models import Kind, Question, QuestionGroup, Questionnaire, Theme

FOLDER = Path(__file__).parent / "questionnaires"


@transaction.atomic
def load_questionnaires(folder=FOLDER):
    """Bring in what is new; safe to repeat. Returns how many were new.

    What it and its themes are called is kept in the municipality's language. A theme that
    somebody has renamed since stays as it is called.
    """
    new = [data for data in map(_read, sorted(folder.glob("*.json"))) if _is_new(data)]
    for data in new:
        _load(data)
    return len(new)


def _read(path):
    return json.loads(path.read_text("utf-8"))


def _is_new(data):
    version = {"code": data["code"], "version": data["version"]}
    return not Questionnaire.objects.filter(**version).exists()


def _load(data):
    themes = {
        row["name"]["sv"]: _theme(row, order)
        for order, row in enumerate(data["themes"], start=1)
    }
    questionnaire = Questionnaire.objects.create(
        name=_said(data["name"]),
        **{name: data[name] for name in ("code", "version", "languages")},
    )
    for order, row in enumerate(data["groups"], start=1):
        group = QuestionGroup.objects.create(
            questionnaire=questionnaire,
            order=order,
            title=row["title"],
            theme=themes.get(row["theme"]),
        )
        Question.objects.bulk_create(
            Question(
                group=group,
                order=place,
                kind=wording.pop("kind", Kind.AGREE),
                wording=wording,
            )
            for place, wording in enumerate(row["questions"], start=1)
        )
    questionnaire.publish()


def _theme(row, order):
    defaults = {
        "kind": row["kind"],
        "description": _said(row.get("description", {})),
        "order": order,
    }
    return Theme.objects.get_or_create(name=_said(row["name"]), defaults=defaults)[0]


def _said(words):
    return words.get(settings.LANGUAGE_CODE, words.get("en", ""))
