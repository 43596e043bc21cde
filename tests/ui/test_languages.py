import datetime

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.urls")]

PUBLIC, HELP = "/public/", "/help/"


def offered(page):
    return [button["value"] for button in page.select(".languages button")]


@pytest.mark.parametrize("language", ["nn", "nb", "da", "en", "sv"])
@pytest.mark.parametrize("path", [PUBLIC, HELP])
def test_page_speaks_the_browser_s_language(path, language, client, parse):
    headers = {"Accept-Language": f"{language},sv;q=0.5"}

    response = client.get(path, headers=headers)

    assert response["Content-Language"] == parse(response).html["lang"] == language


def test_page_speaks_the_municipality_s_language_to_others(client, parse):
    response = client.get(HELP, headers={"Accept-Language": "fi"})

    assert parse(response).html["lang"] == settings.LANGUAGE_CODE


def test_chosen_language_is_that_of_all_pages(client, parse):
    client.post(reverse("ui:language"), {"language": "da", "next": PUBLIC})

    for path in (PUBLIC, HELP):
        page = parse(client.get(path))
        assert page.html["lang"] == "da"
        assert offered(page) == ["sv", "en", "nn", "nb"]


@pytest.mark.parametrize(
    ("language", "written"),
    [("nn", "14. mai 2024"), ("nb", "14. mai 2024"), ("da", "14. maj 2024")],
)
def test_date_is_written_as_in_the_language(language, written):
    with translation.override(language):
        assert date_format(datetime.date(2024, 5, 14), "DATE_FORMAT") == written
