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


def language_of(client, parse, path, accepted):
    return parse(client.get(path, headers={"Accept-Language": accepted})).html["lang"]


@pytest.mark.parametrize("language", ["nn", "nb", "da", "en", "sv"])
def test_public_page_speaks_the_browser_s_language(language, client, parse):
    assert language_of(client, parse, PUBLIC, f"{language},sv;q=0.5") == language


@pytest.mark.parametrize("language", ["nn", "nb-NO", "da"])
def test_page_of_the_program_speaks_no_language_by_half(language, client, parse):
    assert language_of(client, parse, HELP, language) == settings.LANGUAGE_CODE


def test_menu_offers_what_the_page_speaks(client, parse):
    assert offered(parse(client.get(HELP))) == ["en"]
    assert offered(parse(client.get(PUBLIC))) == ["en", "nn", "nb", "da"]


def test_language_chosen_on_a_public_page_stays_on_those(client, parse):
    client.post(reverse("ui:language"), {"language": "da", "next": PUBLIC})

    assert parse(client.get(PUBLIC)).html["lang"] == "da"
    assert parse(client.get(HELP)).html["lang"] == "sv"
    assert offered(parse(client.get(PUBLIC))) == ["sv", "en", "nn", "nb"]


def test_answer_names_its_language(client):
    headers = {"Accept-Language": "nn"}

    assert client.get(PUBLIC, headers=headers)["Content-Language"] == "nn"
    assert client.get(HELP, headers=headers)["Content-Language"] == "sv"


@pytest.mark.parametrize(
    ("language", "written"),
    [("nn", "14. mai 2024"), ("nb", "14. mai 2024"), ("da", "14. maj 2024")],
)
def test_date_is_written_as_in_the_language(language, written):
    with translation.override(language):
        assert date_format(datetime.date(2024, 5, 14), "DATE_FORMAT") == written
