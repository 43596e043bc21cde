from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from sam.dates import today
from surveys import importing, matters
from surveys.models import FollowUp, Matter, Questionnaire, SurveyUnit, Theme
from tests.surveys import factories


def addresses(people, school):
    """A closed survey that the school works on, one that is open, and one in preparation."""
    hr, whole = people["hr"], people["hr"].unit or school.parent.parent
    groups = factories.questionnaire()
    ended = factories.closed(
        whole, hr, answers={school: ["4"] * 6}, questionnaire=groups
    )
    running = factories.opened(whole, hr, questionnaire=groups, name="Running")
    coming = factories.survey(whole, hr, questionnaire=groups, name="Coming")
    part = SurveyUnit.objects.get(survey=running, unit=school)
    SurveyUnit.objects.filter(pk=part.pk).update(by_code=3)
    follow_up = FollowUp.objects.get(survey=ended, unit=school)
    manager = people["manager"]
    measure = follow_up.plan_of_measures().add_measure(
        by=manager,
        activity="A quiet room",
        responsible=manager,
        due_on=today() + timedelta(days=9),
    )
    for kind in Matter.Kind.values:
        matters.draft(ended, kind, by=hr)
    draft = Questionnaire.objects.begin(name="New", languages=["sv"], of=groups)
    group = draft.groups.first()
    received = _received(whole, hr)
    of_unit = [ended.pk, school.pk]
    return {
        **{
            f"surveys:{name}": [ended.pk]
            for name in (
                "survey_detail",
                "compare",
                "follow_up_list",
                "follow_ups_remind",
            )
        },
        **{f"surveys:{name}": of_unit for name in ("result", "export")},
        **{
            f"surveys:{name}": [ended.pk, "council"]
            for name in (
                "matter",
                "matter_draft",
                "matter_edit",
                "matter_send",
                "matter_decide",
            )
        },
        "surveys:matter_measure": [ended.pk, "measures"],
        "surveys:survey_edit": [coming.pk],
        "surveys:survey_act": [running.pk],
        "surveys:answer_mine": [running.pk],
        **{
            f"surveys:{name}": [running.pk, school.pk] for name in ("by_code", "poster")
        },
        **{
            f"surveys:{name}": [follow_up.pk]
            for name in ("follow_up", "follow_up_edit", "follow_up_act", "measure_add")
        },
        "surveys:municipal": [follow_up.pk, measure.pk],
        "surveys:theme_edit": [Theme.objects.first().pk],
        "surveys:questionnaire_version": [groups.pk],
        **{
            f"surveys:{name}": [draft.pk]
            for name in ("questionnaire_detail", "questionnaire_act", "group_add")
        },
        **{f"surveys:{name}": [group.pk] for name in ("group_edit", "question_add")},
        "surveys:question_edit": [group.questions.first().pk],
        **{
            f"surveys:{name}": ["group", group.pk]
            for name in ("part_move", "part_remove")
        },
        **{
            f"surveys:{name}": [received.pk]
            for name in (
                "import_columns",
                "import_check",
                "import_refused",
                "import_delete",
            )
        },
        "answering:answer": [part.code],
    }


def _received(unit, hr):
    text = (
        "Enhet;Tema;Värde;Antal svar;År\nroot;Whole;70;20;2025\nNowhere;Whole;1;1;2025"
    )
    file = SimpleUploadedFile("a.csv", text.encode())
    sheet = importing.opened(file)
    return importing.receive(sheet, file=file, name="Factor", unit=unit, by=hr)
