"""Questions in versions and languages; what is published never changes."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from surveys.loading import load_questionnaires
from surveys.models import Kind, Question, Questionnaire, Theme
from tests.surveys import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def url(name, *args):
    return reverse(f"surveys:{name}", args=args)


@pytest.fixture
def draft(db):
    return Questionnaire.objects.begin(name="Pulse", languages=["sv", "en"])


def test_hr_writes_a_questionnaire_and_publishes_it(as_user, hr, db):
    client = as_user(hr)
    theme = factories.themes(["Whole"])[0]
    client.post(url("questionnaire_add"), {"name": "Pulse", "languages": ["sv", "en"]})
    draft = Questionnaire.objects.get()
    client.post(
        url("group_add", draft.pk),
        {"text_sv": "Arbetet", "text_en": "Work", "theme": theme.pk},
    )
    group = draft.groups.get()
    client.post(
        url("question_add", group.pk),
        {"kind": "agree", "text_sv": "Jag trivs.", "text_en": "I thrive."},
    )

    client.post(url("questionnaire_act", draft.pk, "publish"))

    draft.refresh_from_db()
    assert draft.status == "published"
    assert [str(each) for each in draft.questions()] == ["I thrive."]


def test_what_lacks_a_language_is_not_published(as_user, hr, draft, parse):
    group = draft.groups.create(title={"sv": "Arbetet", "en": "Work"})
    group.questions.create(wording={"sv": "Jag trivs."})

    response = as_user(hr).post(url("questionnaire_act", draft.pk, "publish"))

    assert response.status_code == 422
    assert "“Jag trivs.” is not in all languages." in parse(response).text


def test_what_has_nothing_to_count_is_not_published(draft):
    assert draft.lacking() == ["It has no question whose answers can be counted."]


def test_published_is_not_written_in(as_user, hr):
    published = factories.questionnaire()
    group = published.groups.first()
    client = as_user(hr)

    assert client.get(url("group_edit", group.pk)).status_code == 403
    assert client.post(url("part_move", "group", group.pk)).status_code == 403
    assert client.get(url("group_add", published.pk)).status_code == 403


def test_new_version_begins_with_the_questions_of_the_last(as_user, hr):
    published = factories.questionnaire()
    client = as_user(hr)

    client.post(url("questionnaire_version", published.pk))
    client.post(url("questionnaire_version", published.pk))

    versions = Questionnaire.objects.filter(code=published.code).order_by("version")
    assert [each.version for each in versions] == [1, 2]
    before, after = ([str(q) for q in each.questions()] for each in versions)
    assert before == after
    assert published.questions().count() == Question.objects.count() / 2


def test_questions_change_places(as_user, hr, draft):
    group = draft.groups.create(title={"sv": "Arbetet"})
    for order, text in enumerate("abc"):
        group.questions.create(order=order, wording={"sv": text})

    last = group.questions.last()
    as_user(hr).post(url("part_move", "question", last.pk), {"up": "1"})

    assert [each.wording["sv"] for each in group.questions.all()] == ["a", "c", "b"]


def test_choice_has_as_many_in_each_language(as_user, hr, draft, parse):
    group = draft.groups.create(title={"sv": "Arbetet"})
    typed = {
        "kind": "choice",
        "text_sv": "När?",
        "text_en": "When?",
        "choices_sv": "Dag\nNatt",
        "choices_en": "Day",
    }
    client = as_user(hr)

    refused = client.post(url("question_add", group.pk), typed)
    assert refused.status_code == 422
    assert "There are as many in each language." in parse(refused).text
    client.post(url("question_add", group.pk), typed | {"choices_en": "Day\nNight"})

    with override("en"):
        assert Question.objects.get().options() == [("1", "Day"), ("2", "Night")]


def test_shipped_questionnaire_is_whole_in_five_languages_and_loads_once():
    assert (load_questionnaires(), load_questionnaires()) == (1, 0)

    shipped = Questionnaire.objects.get()
    assert shipped.languages == ["sv", "nn", "nb", "da", "en"]
    assert shipped.lacking() == []
    marks = Theme.objects.filter(kind="mark").count()
    qualities = Theme.objects.filter(kind="quality").count()
    assert (marks, qualities) == (4, 4)
    assert {each.kind for each in shipped.questions()} >= {Kind.AGREE, Kind.TEXT}


def test_renamed_theme_is_not_brought_back_by_loading():
    load_questionnaires()
    Theme.objects.filter(name="Competence").update(name="Skill")

    load_questionnaires()

    assert not Theme.objects.filter(name="Competence").exists()


def test_two_themes_of_one_name_are_refused(as_user, hr, db):
    factories.themes()
    theme = Theme.objects.get(name="Whole")

    response = as_user(hr).post(
        url("theme_edit", theme.pk),
        {"name": "Competence", "kind": "mark", "order": 1, "is_used": "on"},
    )

    assert response.status_code == 422


def test_settings_go_for_new_surveys(as_user, hr, parse):
    client = as_user(hr)
    typed = {"minimum_group": 7, "minimum_for_texts": 20, "low_index": 65}
    client.post(url("settings"), typed)

    form = parse(client.get(url("survey_add")))

    assert form.select_one("[name=minimum_group]")["value"] == "7"
    refused = client.post(url("settings"), typed | {"minimum_group": 2})
    assert refused.status_code == 422


def test_survey_of_a_group_of_two_is_not_prepared(as_user, hr, municipality, parse):
    questionnaire = factories.questionnaire()
    draft = factories.survey(municipality, hr, questionnaire=questionnaire)

    response = as_user(hr).post(
        url("survey_edit", draft.pk),
        {
            "name": "Kept",
            "unit": municipality.pk,
            "questionnaire": questionnaire.pk,
            "opens_on": str(draft.opens_on),
            "closes_on": str(draft.closes_on),
            "languages": ["da"],
            "follow_up_due_on": str(draft.follow_up_due_on),
            "minimum_group": 2,
            "minimum_for_texts": 15,
            "low_index": 60,
            "version": 0,
        },
    )

    assert response.status_code == 422
    page = parse(response)
    assert "not written in all these languages" in page.text
    assert page.select_one("[name=name]")["value"] == "Kept"
    assert page.select_one("#id_minimum_group_error")
