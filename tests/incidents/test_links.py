"""Links and posters for reporting without logging in."""

import re

import pytest
from django.urls import reverse

from incidents.models import ReportingLink
from organisation import roles
from organisation.models import Municipality, Role
from sam.dates import today
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LINKS = reverse("incidents:links")


@pytest.fixture
def link(school, head_teacher):
    return ReportingLink.objects.create(unit=school, created_by=head_teacher)


def url(name, link):
    return reverse(f"incidents:{name}", args=[link.pk])


def test_manager_makes_a_link_for_the_unit(as_user, head_teacher, school):
    response = as_user(head_teacher).post(LINKS, {"unit": str(school.pk)})

    link = ReportingLink.objects.get()
    assert response.url == url("poster", link)
    assert (link.unit, link.person, link.created_by) == (school, None, head_teacher)


def test_manager_makes_a_link_for_a_person_of_the_unit(
    as_user, head_teacher, school, teacher
):
    told = {"unit": str(school.pk), "person": str(teacher.pk)}

    as_user(head_teacher).post(LINKS, told)

    assert ReportingLink.objects.get().person == teacher


def test_link_is_made_for_one_s_own_units_and_people_alone(
    as_user, head_teacher, school, other_school
):
    stranger = UserFactory(unit=other_school)
    client = as_user(head_teacher)

    unit = client.post(LINKS, {"unit": str(other_school.pk)})
    told = {"unit": str(school.pk), "person": str(stranger.pk)}
    person = client.post(LINKS, told)

    assert list(unit.context["form"].errors) == ["unit"]
    assert list(person.context["form"].errors) == ["person"]
    assert (unit.status_code, person.status_code) == (422, 422)
    assert not ReportingLink.objects.exists()


def test_person_of_another_unit_of_mine_is_refused(
    as_user, head_of_administration, school, other_school
):
    person = UserFactory(unit=other_school)
    told = {"unit": str(school.pk), "person": str(person.pk)}

    response = as_user(head_of_administration).post(LINKS, told)

    assert list(response.context["form"].errors) == ["person"]


def test_list_shows_links_of_one_s_own_units(
    as_user, head_teacher, link, other_school, parse
):
    ReportingLink.objects.create(unit=other_school, created_by=head_teacher)

    page = parse(as_user(head_teacher).get(LINKS))

    assert [row.th.text for row in page.select("tbody tr")] == ["North school"]


@pytest.mark.parametrize("role", ["teacher", "safety_representative", "hr"])
def test_who_handles_nothing_gives_no_links(as_user, role, request, link):
    client = as_user(request.getfixturevalue(role))

    assert client.get(LINKS).status_code == 403
    assert client.get(url("poster", link)).status_code == 404
    assert client.post(url("link_withdraw", link)).status_code == 404


def test_list_takes_as_few_queries_for_many_as_for_one(
    as_user, head_teacher, school, teacher, link, count_queries
):
    client = as_user(head_teacher)
    client.get(LINKS)
    one = count_queries(client, LINKS)
    for _number in range(2):
        ReportingLink.objects.create(
            unit=school, person=teacher, created_by=head_teacher
        )

    assert count_queries(client, LINKS) == one
    assert one <= 12


def test_poster_has_the_code_and_the_address_in_words(
    as_user, head_teacher, link, parse
):
    page = parse(as_user(head_teacher).get(url("poster", link)))

    address = page.select_one(".sheet-address").text
    assert address == f"http://testserver{link.get_absolute_url()}"
    assert page.select_one(".sheet svg.qr title").text
    assert page.select_one(".sheet-unit").text == "North school"
    assert len(page.select(".sheet [lang]")) == 5


def test_sheet_of_a_person_s_own_link_is_not_for_the_wall(
    as_user, head_teacher, link, teacher, parse
):
    ReportingLink.objects.update(person=teacher)

    page = parse(as_user(head_teacher).get(url("poster", link)))

    assert str(teacher) in page.select_one("main .ds-alert").text
    assert str(teacher) in page.select_one(".sheet-unit").text
    assert "där folk går förbi" not in page.main.text


@pytest.mark.parametrize(
    ("country", "language"), [("SE", "sv"), ("NO", "nb"), ("DK", "da")]
)
def test_poster_speaks_the_country_s_language(
    as_user, head_teacher, link, parse, country, language
):
    Municipality.objects.update(country=country)

    response = as_user(head_teacher).get(
        url("poster", link), headers={"Accept-Language": "en"}
    )

    assert parse(response).html["lang"] == language


def test_link_is_withdrawn_after_confirmation(
    as_user, head_teacher, link, client, parse
):
    manager = as_user(head_teacher)

    asked = parse(manager.get(url("link_withdraw", link)))
    assert asked.select_one("main form")["method"] == "post"
    assert ReportingLink.objects.open().exists()
    manager.post(url("link_withdraw", link))

    assert not ReportingLink.objects.open().exists()
    assert client.get(link.get_absolute_url()).status_code == 410
    assert not parse(manager.get(LINKS)).select(f"[href='{url('poster', link)}']")


def test_withdrawn_twice_keeps_the_first_time(as_user, head_teacher, link):
    manager = as_user(head_teacher)
    manager.post(url("link_withdraw", link))
    first = ReportingLink.objects.get().revoked_at

    manager.post(url("link_withdraw", link))

    assert ReportingLink.objects.get().revoked_at == first


def test_token_cannot_be_guessed_from_another(link, school, head_teacher):
    other = ReportingLink.objects.create(unit=school, created_by=head_teacher)

    assert re.fullmatch(r"[\w-]{22}", link.token)
    assert other.token != link.token


def test_units_and_people_are_found_within_one_s_own(
    as_user, head_teacher, school, other_school, teacher, parse
):
    UserFactory(name="Teacher elsewhere", unit=other_school)
    client = as_user(head_teacher)

    units = client.get(
        reverse("incidents:link_units"), {"field": "unit", "unit_search": "school"}
    )
    people = client.get(
        reverse("incidents:link_people"),
        {"field": "person", "person_search": "teacher"},
    )

    assert [each["value"] for each in parse(units).select("input")] == [str(school.pk)]
    assert {each["value"] for each in parse(people).select("input")} == {
        str(head_teacher.pk),
        str(teacher.pk),
    }


def test_link_ends_with_the_role_that_gave_it(as_user, link, school):
    """The next manager sees and withdraws it; the one who left does not."""
    successor = UserFactory()
    roles.appoint(successor, Role.MANAGER, school, since=today())

    as_user(successor).post(url("link_withdraw", link))

    assert not ReportingLink.objects.open().exists()
