"""Surveys in a small municipality: who answers what, and a survey that is closed."""

from datetime import timedelta

from sam.dates import today
from surveys import answering
from surveys.closing import close_survey
from surveys.models import Kind, Questionnaire, Survey, Theme
from surveys.opening import open_survey
from tests.factories import UserFactory

MARKS = ["Whole", "Responsibility", "Competence", "Open climate"]


def themes(names=MARKS):
    return [
        Theme.objects.get_or_create(name=name, defaults={"order": order})[0]
        for order, name in enumerate(names, start=1)
    ]


def questionnaire(names=MARKS, *, each=2, languages=("sv", "en"), texts=True):
    """So many questions of each theme, and one to answer in one's own words."""
    draft = Questionnaire.objects.begin(name="Employees", languages=list(languages))

    def said(text):
        return dict.fromkeys(languages, text)

    for order, theme in enumerate(themes(names), start=1):
        group = draft.groups.create(order=order, title=said(theme.name), theme=theme)
        for place in range(each):
            wording = said(f"{theme.name} {place + 1}")
            group.questions.create(order=place, kind=Kind.AGREE, wording=wording)
    if texts:
        last = draft.groups.create(order=9, title=said("Finally"))
        last.questions.create(kind=Kind.TEXT, wording=said("What would help?"))
    draft.publish()
    return draft


def survey(unit, by, **what):
    """In preparation, to be opened today."""
    said = {
        "name": "Employee survey",
        "year": today().year,
        "opens_on": today() - timedelta(days=10),
        "closes_on": today() + timedelta(days=10),
        "follow_up_due_on": today() + timedelta(days=60),
        "languages": ["sv", "en"],
        "minimum_group": 5,
        "minimum_for_texts": 15,
        "low_index": 60,
    }
    if "questionnaire" not in what:
        what["questionnaire"] = questionnaire()
    return Survey.objects.create(unit=unit, created_by=by, **said | what)


def opened(unit, by, **what):
    found = survey(unit, by, **what)
    open_survey(found, by=by)
    return found


def employ(unit, number):
    return [UserFactory(unit=unit) for _ in range(number)]


def respond(survey, person, value="4", text="", **by_theme):
    """Answer all questions with the value, those of a theme by name with another."""
    way = answering.way_for(survey, person)
    questions = list(survey.questionnaire.questions())
    answers = {
        str(each.pk): by_theme.get(each.group.theme.name.split()[0], value)
        for each in questions
        if each.group.theme
    }
    texts = {each.pk: text for each in questions if each.is_text and text}
    answering.submit(way, answers=answers, texts=texts)


def closed(unit, by, *, answers, **what):
    """Closed, after so many of each unit have answered: {unit: [value, …]}."""
    for workplace, values in answers.items():
        missing = len(values) - workplace.employees.count()
        employ(workplace, max(missing, 0))
    found = opened(unit, by, **what)
    for workplace, values in answers.items():
        people = workplace.employees.order_by("pk")
        for person, value in zip(people, values, strict=False):
            respond(found, person, value)
    close_survey(found, by=by)
    return found


def of_last_year(found):
    """As if it had been put a year ago."""
    days = {
        name: getattr(found, name) - timedelta(days=365)
        for name in ("opens_on", "closes_on", "follow_up_due_on", "closed_on")
        if getattr(found, name)
    }
    Survey.objects.filter(pk=found.pk).update(year=found.year - 1, **days)
    found.refresh_from_db()
    return found
