from datetime import timedelta

import pytest
from django.urls import reverse

from sam.dates import today
from surveys.models import Survey
from tests.surveys import factories as surveys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

OVERVIEW = reverse("annualcycle:overview")


def cell(page, column):
    """(words, address) of the administration's cell below the heading."""
    table = page.select_one("table")
    headings = [each.get_text(strip=True) for each in table.select("thead th")]
    place = headings.index(column)
    found = table.select("tbody tr")[0].select("th, td")[place]
    link = found.select_one("a.cell")
    for each in found.select(".ds-sr-only, .detail"):
        each.decompose()
    return found.get_text(strip=True), link and link["href"]


COLUMN = "Employee survey, index from 0 to 100"


def test_overview_shows_the_lowest_theme_of_the_newest_survey(
    as_user, parse, hr, municipality, administration, school, head_of_administration
):
    older = surveys.closed(municipality, hr, answers={school: ["5"] * 7})
    surveys.of_last_year(older)
    for person in school.employees.all():
        person.delete()
    people = surveys.employ(school, 7)
    newest = surveys.opened(municipality, hr, questionnaire=older.questionnaire)
    for person in people:
        surveys.respond(newest, person, "5", Competence="2")
    surveys.close_survey(newest, by=hr)

    words, address = cell(parse(as_user(head_of_administration).get(OVERVIEW)), COLUMN)

    assert words == "Lowest: Competence 25"
    assert address == reverse("surveys:result", args=[newest.pk, administration.pk])
    assert as_user(head_of_administration).get(address).status_code == 200


def test_overview_hides_what_few_have_answered(
    as_user, parse, hr, municipality, administration, school, head_of_administration
):
    empty = cell(parse(as_user(head_of_administration).get(OVERVIEW)), COLUMN)
    surveys.closed(municipality, hr, answers={school: ["1"] * 3})

    words, _address = cell(parse(as_user(head_of_administration).get(OVERVIEW)), COLUMN)

    assert (empty[0], words) == ("None yet", "Too few people to show")


def test_overview_costs_the_same_with_many_surveys(
    as_user,
    count_queries,
    hr,
    municipality,
    administration,
    school,
    head_of_administration,
):
    client = as_user(head_of_administration)
    survey = surveys.closed(municipality, hr, answers={school: ["4"] * 7})
    client.get(OVERVIEW)
    few = count_queries(client, OVERVIEW)
    for number in range(3):
        Survey.objects.create(
            **{
                field.name: getattr(survey, field.name)
                for field in Survey._meta.fields
                if field.name not in ("id", "name", "closed_on")
            },
            name=f"Survey {number}",
            closed_on=today() - timedelta(number),
        ).parts.create(unit=administration, name="A", level="administration")

    assert count_queries(client, OVERVIEW) == few
    # Nine figures of all administrations, of as many rooms.
    assert few <= 19
