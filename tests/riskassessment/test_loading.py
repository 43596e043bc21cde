import json

import pytest
from django.core.management import CommandError, call_command

from riskassessment.loading import FOLDER, ChangedVersionError, load_checklists
from riskassessment.management.commands import load_checklists as command
from riskassessment.models import Checklist, Question

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(tmp_path):
    """Put a checklist with one question into a folder of its own."""

    def write(version, text):
        data = {
            "code": "light",
            "version": version,
            "name": "Light",
            "legal_basis": "",
            "sections": [
                {"title": "Lamps", "questions": [{"text": text, "help_text": ""}]}
            ],
        }
        path = tmp_path / f"light-{version}.json"
        path.write_text(json.dumps(data), "utf-8")
        return tmp_path

    return write


def test_all_shipped_checklists_load_and_a_second_time_changes_nothing(capsys):
    shipped = len(list(FOLDER.glob("*.json")))

    call_command("load_checklists")
    questions = set(Question.objects.values_list("pk", flat=True))
    call_command("load_checklists")

    assert capsys.readouterr().out.split("\n")[:2] == [
        f"{shipped} new checklists.",
        "0 new checklists.",
    ]
    assert Checklist.objects.offered().count() == shipped
    assert set(Question.objects.values_list("pk", flat=True)) == questions


def test_shipped_checklists_are_walkable():
    load_checklists()

    for checklist in Checklist.objects.all():
        sections = checklist.sections.all()
        numbers = [section.questions.count() for section in sections]
        assert 6 <= sum(numbers) <= 12
        assert min(numbers) > 0
        assert "AFS 2023:1" in checklist.legal_basis


def test_new_version_is_offered_and_the_old_stays(write):
    load_checklists(write(1, "Is it light?"))

    load_checklists(write(2, "Is it light enough?"))

    assert [checklist.version for checklist in Checklist.objects.offered()] == [2]
    assert Checklist.objects.count() == 2


def test_versions_in_one_folder_offer_the_newest(write):
    write(2, "Is it light enough?")

    load_checklists(write(1, "Is it light?"))

    assert [checklist.version for checklist in Checklist.objects.offered()] == [2]


def test_changed_version_is_refused_and_nothing_is_loaded(write):
    load_checklists(write(1, "Is it light?"))
    write(2, "Is it light enough?")

    with pytest.raises(ChangedVersionError, match="version 1"):
        load_checklists(write(1, "Is it dark?"))

    assert Question.objects.get().text == "Is it light?"


def test_command_says_in_one_line_what_is_wrong(write, monkeypatch):
    load_checklists(write(1, "Is it light?"))
    folder = write(1, "Is it dark?")
    monkeypatch.setattr(command, "load_checklists", lambda: load_checklists(folder))

    with pytest.raises(CommandError, match=r"Light .* version 1"):
        call_command("load_checklists")
