from datetime import timedelta

from introductions import editing
from introductions.models import Introduction, SurveyAnswer, SurveyInvitation
from sam.dates import today
from tests.factories import UserFactory


def template(unit, *, by=None, titles=("Alarm", "Lifting aid"), draft=False, **head):
    """Published, with steps that the supervisor shows on the first day."""
    by = by or UserFactory()
    head = {"name": "New here", **head}
    made = editing.begin(by=by, unit=unit, **head)
    for title in titles:
        step(made, by=by, sv=title)
    if not draft:
        made.publish(by=by)
    return made


def step(made, *, by, sv, **what):
    words = {"sv": sv} | {code: what.pop(code) for code in ("en",) if code in what}
    said = {"who": "supervisor", "after_days": 0} | what
    return editing.add_step(made, by=by, titles=words, **said)


def introduction(unit, *, by=None, person=None, **what):
    by = by or UserFactory()
    what = {"starts_on": today()} | what
    what.setdefault("template", None)
    what["template"] = what["template"] or template(unit)
    person = person or UserFactory(unit=unit, employed_on=what["starts_on"])
    return Introduction.objects.begin(by=by, person=person, unit=unit, **what)


def asked(unit, *, answered, yes, without=0):
    """So many answers, of which `yes` knew the plan, and so many who did not answer."""
    using = template(unit)
    for number in range(answered + without):
        begun = introduction(
            unit, template=using, starts_on=today() - timedelta(days=100)
        )
        SurveyInvitation.objects.filter(introduction=begun).update(
            due_on=today(), has_answered=number < answered
        )
        if number < answered:
            SurveyAnswer.objects.create(
                unit=unit,
                year=today().year,
                knew_plan="yes" if number < yes else "no",
                was_used="yes",
                knows_risks="yes",
                knew_whom_to_ask="partly",
                rating=4,
            )
