import json
from collections import Counter
from statistics import mean

import pytest
from django.core.management import CommandError, call_command

from organisation.models import Country
from riskassessment.loading import FOLDER, ChangedVersionError, load_checklists
from riskassessment.management.commands import load_checklists as command
from riskassessment.models import Area, Checklist, Question

pytestmark = pytest.mark.django_db

SHIPPED = [json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.json")]
GROUNDS = {
    "Kön",
    "Könsöverskridande identitet eller uttryck",
    "Etnisk tillhörighet",
    "Religion eller annan trosuppfattning",
    "Funktionsnedsättning",
    "Sexuell läggning",
    "Ålder",
}


@pytest.fixture
def write(tmp_path):
    """Put a checklist with one question into a folder of its own."""

    def write(version, text, **question):
        data = {
            "code": "light",
            "version": version,
            "name": "Light",
            "area": "physical",
            "country": "",
            "language": "en",
            "legal_basis": "",
            "sections": [{"title": "Lamps", "questions": [{"text": text, **question}]}],
        }
        path = tmp_path / f"light-{version}.json"
        path.write_text(json.dumps(data), "utf-8")
        return tmp_path

    return write


@pytest.fixture(params=SHIPPED, ids=[data["code"] for data in SHIPPED])
def shipped(request):
    return request.param


def questions_of(data):
    return [question for part in data["sections"] for question in part["questions"]]


def test_all_shipped_checklists_load_and_a_second_time_changes_nothing(capsys):
    call_command("load_checklists")
    questions = set(Question.objects.values_list("pk", flat=True))
    call_command("load_checklists")

    assert capsys.readouterr().out.split("\n")[:2] == [
        f"{len(SHIPPED)} new checklists.",
        "0 new checklists.",
    ]
    assert Checklist.objects.filter(is_offered=True).count() == len(SHIPPED)
    assert set(Question.objects.values_list("pk", flat=True)) == questions


def test_shipped_checklists_keep_to_the_rules_of_the_models():
    load_checklists()

    for checklist in Checklist.objects.all():
        checklist.full_clean(exclude=["changed_by"])
        assert checklist.status == Checklist.Status.PUBLISHED
    for question in Question.objects.all():
        question.full_clean()


def test_shipped_checklist_can_be_walked_in_one_go(shipped):
    numbers = [len(part["questions"]) for part in shipped["sections"]]
    most = 60 if shipped["code"] == "aktiva-atgarder" else 35

    assert 8 <= sum(numbers) <= most
    assert min(numbers) > 0


def test_shipped_checklist_names_the_law_it_rests_on(shipped):
    law = {"SE": "AFS 2023:", "NO": "internkontrollforskrift", "DK": "BEK nr. 1838"}

    assert law[shipped["country"]] in shipped["legal_basis"]


def test_shipped_questions_are_plain(shipped):
    questions = questions_of(shipped)
    lengths = [len(question["text"].split()) for question in questions]

    assert max(lengths) <= 30
    assert mean(lengths) <= 18
    assert [
        question["text"]
        for question in questions
        if question.get("kind") != "text" and not question["text"].endswith("?")
    ] == []


def test_shipped_questions_can_be_told_apart():
    load_checklists()

    for checklist in Checklist.objects.all():
        questions = Question.objects.filter(section__checklist=checklist)
        keys = Counter(questions.values_list("key", flat=True))
        assert set(keys.values()) == {1}
        assert {len(key) for key in keys} == {32}


def test_shipped_scales_have_words_for_their_ends_and_a_limit_upon_them(shipped):
    for question in questions_of(shipped):
        if question.get("kind") == "scale":
            assert question["low_label"]
            assert question["high_label"]
            assert 1 < question["risk_limit"] < 5


def test_shipped_numbers_say_what_is_counted(shipped):
    for question in questions_of(shipped):
        if question.get("kind") == "number":
            assert question["unit_label"]
            assert question.get("risk_when", "never") == "never" or (
                question["risk_limit"] > 0
            )


def test_each_country_can_survey_the_whole_work_environment():
    general = {data["country"] for data in SHIPPED if data["area"] == Area.GENERAL}

    assert general == set(Country)


def test_sweden_can_survey_every_area():
    areas = {data["area"] for data in SHIPPED if data["country"] == Country.SE}

    assert areas == set(Area) - {Area.OTHER}


def test_active_measures_ask_about_each_ground_in_each_of_the_five_areas():
    (active,) = [data for data in SHIPPED if data["area"] == Area.ACTIVE_MEASURES]

    asked = [
        {question["text"].split(":")[0] for question in part["questions"]}
        for part in active["sections"]
    ]

    assert len(asked) == 5
    assert all(grounds >= GROUNDS for grounds in asked)


def test_danish_workplace_assessment_considers_sick_leave():
    (apv,) = [data for data in SHIPPED if data["code"] == "apv"]
    (part,) = [part for part in apv["sections"] if part["title"] == "Sygefravær"]

    assert [question["kind"] for question in part["questions"]] == ["text"]


def test_what_a_question_leaves_unsaid_is_the_usual(write):
    load_checklists(write(1, "Is it light?"))

    question = Question.objects.get()

    assert question.kind == Question.Kind.YES_NO
    assert question.risk_when == Question.RiskWhen.NO
    assert question.key == Question.key_of("light", "Is it light?")


@pytest.mark.parametrize("kind", ["scale", "text", "number"])
def test_an_answer_other_than_yes_or_no_shows_no_risk_by_itself(write, kind):
    load_checklists(write(1, "How light is it?", kind=kind))

    assert Question.objects.get().risk_when == Question.RiskWhen.NEVER


def test_a_limit_with_a_decimal_loads_and_is_the_same_the_second_time(write):
    folder = write(
        1, "How light?", kind="number", risk_when="at_most", risk_limit=300.1
    )

    assert load_checklists(folder) == 1
    assert load_checklists(folder) == 0


def test_a_question_that_stays_keeps_its_key_in_the_new_version(write):
    load_checklists(write(1, "Is it light?"))
    load_checklists(write(2, "Is it light?", help_text="Look at the stairs."))

    first, second = Question.objects.order_by("section__checklist__version")

    assert first.key == second.key


def test_a_question_put_in_new_words_may_keep_its_key(write):
    key = Question.key_of("light", "Is it light?")
    load_checklists(write(2, "Is it light enough?", key=key))

    assert Question.objects.get().key == key


def test_new_version_is_offered_and_the_old_stays(write):
    load_checklists(write(1, "Is it light?"))

    load_checklists(write(2, "Is it light enough?"))

    assert [checklist.version for checklist in Checklist.objects.offered()] == [2]
    assert Checklist.objects.count() == 2


def test_versions_in_one_folder_offer_the_newest(write):
    write(2, "Is it light enough?")

    load_checklists(write(1, "Is it light?"))

    assert [checklist.version for checklist in Checklist.objects.offered()] == [2]


def test_an_older_version_that_comes_late_is_not_offered(write):
    load_checklists(write(2, "Is it light enough?"))

    load_checklists(write(1, "Is it light?"))

    assert [checklist.version for checklist in Checklist.objects.offered()] == [2]


def test_what_hr_took_out_of_use_is_not_offered_again_by_newer_versions(write):
    load_checklists(write(1, "Is it light?"))
    Checklist.objects.get().withdraw()

    load_checklists(write(2, "Is it light enough?"))
    load_checklists(write(3, "Is it light everywhere?"))

    assert Checklist.objects.count() == 3
    assert not Checklist.objects.offered().exists()


def test_changed_version_is_refused_and_nothing_is_loaded(write):
    load_checklists(write(1, "Is it light?"))
    write(2, "Is it light enough?")

    with pytest.raises(ChangedVersionError, match="version 1"):
        load_checklists(write(1, "Is it dark?"))

    assert Question.objects.get().text == "Is it light?"


def test_a_changed_rule_is_a_changed_version(write):
    load_checklists(write(1, "Is it light?"))

    with pytest.raises(ChangedVersionError, match="version 1"):
        load_checklists(write(1, "Is it light?", risk_when="yes"))


def test_command_says_in_one_line_what_is_wrong(write, monkeypatch):
    load_checklists(write(1, "Is it light?"))
    folder = write(1, "Is it dark?")
    monkeypatch.setattr(command, "load_checklists", lambda: load_checklists(folder))

    with pytest.raises(CommandError, match=r"Light .* version 1"):
        call_command("load_checklists")
