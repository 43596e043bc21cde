import pytest
from django.contrib.auth.models import Group

from ui.paging import page_of

pytestmark = pytest.mark.django_db

NAMES = ["a", "b", "c", "d", "e", "f", "g"]


@pytest.fixture
def groups():
    return [Group.objects.create(name=name) for name in reversed(NAMES)]


def names(query, by="name"):
    page = page_of(Group.objects.all(), query, by=by, size=3)
    return "".join(row.name for row in page), page


@pytest.mark.parametrize(
    ("by", "pages"), [("name", ["abc", "def", "g"]), ("-name", ["gfe", "dcb", "a"])]
)
def test_pages_follow_each_other_forth_and_back(groups, by, pages):
    forth, page = names({}, by)
    seen = [forth]
    while page.next:
        forth, page = names({"after": page.next}, by)
        seen.append(forth)
    back = [forth]
    while page.previous:
        forth, page = names({"before": page.previous}, by)
        back.append(forth)

    assert seen == pages
    assert back == pages[::-1]


def test_first_and_last_page_end_there(groups):
    _first, page = names({})

    assert page.previous == ""
    assert page_of(Group.objects.all(), {}, by="name", size=7).next == ""


def test_equal_values_are_told_apart_by_key(django_user_model):
    people = [
        django_user_model.objects.create_user(f"p{n}@example.org", name="Same")
        for n in range(5)
    ]
    everyone = django_user_model.objects.all()

    first = page_of(everyone, {}, by="name", size=3)
    second = page_of(everyone, {"after": first.next}, by="name", size=3)

    assert {row.pk for row in [*first, *second]} == {person.pk for person in people}


@pytest.mark.parametrize(
    "cursor", ["x", "eyJ9", "W10=", "WyJhIiwgIngiXQ==", "W251bGwsIG51bGxd"]
)
def test_cursor_that_is_none_begins_the_list(groups, cursor):
    seen, _page = names({"after": cursor})

    assert seen == "abc"


def test_page_asks_once_and_never_counts(groups, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        names({})

    assert "COUNT" not in asked.captured_queries[0]["sql"]
