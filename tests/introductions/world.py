from datetime import timedelta

from introductions import editing
from introductions.models import Introduction, SurveyInvitation
from sam.dates import today
from tests.factories import UserFactory
from tests.introductions.factories import template


def addresses(people, school):
    """The employee is being introduced by the safety representative; one has nobody."""
    published = template(school, by=people["manager"])
    draft = editing.make_version(published, by=people["manager"])
    introduction = Introduction.objects.begin(
        by=people["manager"],
        person=people["employee"],
        unit=school,
        template=published,
        supervisor=people["safety_rep"],
        starts_on=today(),
        probation_ends_on=today() + timedelta(days=180),
    )
    SurveyInvitation.objects.filter(introduction=introduction).update(due_on=today())
    new = UserFactory(unit=school, employed_on=today())
    step = introduction.steps.first().pk
    of_draft = [
        *("template_head", "template_publish", "template_discard", "step_add"),
    ]
    return {
        **{f"introductions:{name}": [draft.pk] for name in of_draft},
        **{
            f"introductions:step_{name}": [draft.pk, draft.steps.first().pk]
            for name in ["edit", "move", "remove"]
        },
        "introductions:template": [published.pk],
        "introductions:template_version": [published.pk],
        "introductions:template_withdraw": [published.pk],
        "introductions:begin": [new.pk],
        **{
            f"introductions:{name}": [introduction.pk]
            for name in [
                "introduction",
                "introduction_edit",
                "cancel",
                "talk",
                "answer",
            ]
        },
        **{
            f"introductions:{name}": [introduction.pk, step]
            for name in ["tick", "untick", "skip"]
        },
    }
