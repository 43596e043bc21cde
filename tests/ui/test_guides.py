import tomllib

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from ui import guiding

WANTED = tomllib.loads((guiding.FOLDER / "pictures.toml").read_text())


def pictures_of(guide):
    page = BeautifulSoup(guide.html, "html.parser")
    return {picture["src"]: picture["alt"] for picture in page.select("img")}


@pytest.mark.parametrize("name", guiding.NAMES)
def test_guide_leads_to_pages_and_pictures_that_are_there(name):
    guide = guiding.read(name)

    assert all([guide.title, guide.lead, guide.headings])
    for source, words in pictures_of(guide).items():
        assert (guiding.PICTURES / source.rsplit("/", 1)[1]).exists()
        assert words


def test_every_picture_is_taken_and_shown():
    taken = {path.stem for path in guiding.PICTURES.iterdir()}
    shown = {
        source.rsplit("/", 1)[1].removesuffix(".webp")
        for guide in guiding.guides()
        for source in pictures_of(guide)
    }

    assert taken == shown == set(WANTED)


def test_every_guide_is_listed():
    texts = {path.stem for path in guiding.FOLDER.glob("*.md")}

    assert texts == set(guiding.NAMES)


def test_visitor_reads_a_guide_from_the_help_page(client, db, parse):
    page = parse(client.get(reverse("ui:help")))
    first = page.select_one(".guides a")

    guide = parse(client.get(first["href"]))

    assert guide.h1.text == first.text
    assert guide.select_one("article img")["src"].endswith(".webp")
    assert guide.select_one("nav[aria-label] a[href^='#']")


def test_guide_that_nobody_wrote_is_not_found(client, db):
    assert client.get(reverse("ui:guide", args=["nobody"])).status_code == 404
