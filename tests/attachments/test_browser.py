"""Photos in a real browser: one after the other, and back again after an error."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browsing import overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.attachments.urls")]

CAMERA, FOLDER = "input[capture]", "input[multiple]"


def photo(name, colour="red"):
    file = BytesIO()
    Image.new("RGB", (800, 400), colour).save(file, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": file.getvalue()}


def chosen(page):
    names = f"[...document.querySelector('{FOLDER}').files].map((file) => file.name)"
    return page.evaluate(names)


def test_each_photo_joins_those_before_it(open_page):
    page = open_page("/story/", width=390)

    page.set_input_files(CAMERA, photo("first.jpg"))
    page.set_input_files(CAMERA, photo("second.jpg"))
    page.set_input_files(FOLDER, [photo("third.jpg"), photo("fourth.jpg")])
    page.locator("[data-photos-list] li", has_text="third").get_by_role(
        "button"
    ).click()

    assert chosen(page) == ["first.jpg", "second.jpg", "fourth.jpg"]
    assert page.locator("[data-photos-list] li").count() == 3
    page.fill("[name=text]", "A ladder fell.")
    page.click("main button[type=submit]")
    expect(page.locator("#messages")).to_have_text("3 kept")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_photos_come_back_with_the_form_and_are_sent_with_it(open_page, scripts):
    page = open_page("/story/", width=320, scripts=scripts)
    page.set_input_files(FOLDER, [photo("a.jpg"), photo("b.jpg", "blue")])
    page.click("main button[type=submit]")

    pictures = page.locator(".thumbnails img")
    expect(pictures).to_have_count(2)
    if scripts:
        for picture in pictures.all():
            expect(picture).to_have_js_property("naturalWidth", 320)
        assert violations(page) == []
        assert overflow(page) == 0
    page.check("[name=photos-remove] >> nth=0")
    page.fill("[name=text]", "A ladder fell.")
    page.click("main button[type=submit]")

    expect(page.locator("#messages")).to_have_text("1 kept")
