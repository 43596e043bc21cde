"""The guides' pictures, taken from the running demo (`make pictures`)."""

import io
import os
import tomllib

from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from demo.people import PASSWORD
from ui.guiding import FOLDER, PICTURES

DESK = {"width": 1100, "height": 760}
PHONE = {"width": 390, "height": 760}


def take_pictures(address):
    """All that ui/guides/pictures.toml names; yields the name of each when it is taken."""
    wanted = tomllib.loads((FOLDER / "pictures.toml").read_text())
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    flags = ["--headless", "--no-sandbox", "--disable-gpu"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        for name, picture in wanted.items():
            _keep(name, _taken(browser, address, **picture))
            yield name
        browser.close()


def _taken(browser, address, *, who, page, press=(), phone=False):
    """The picture as PNG, of the page as the person of the demo finds it."""
    context = browser.new_context(
        base_url=address, locale="sv-SE", viewport=PHONE if phone else DESK
    )
    tab = context.new_page()
    tab.goto(f"{reverse('account_login')}?next={reverse(page)}")
    tab.fill("[name=login]", f"{who}@example.org")
    tab.fill("[name=password]", PASSWORD)
    tab.press("[name=password]", "Enter")
    tab.wait_for_url(f"**{reverse(page)}")
    for selector in press:
        with tab.expect_navigation():
            tab.locator(selector).first.click()
    expect(tab.locator(".htmx-request")).to_have_count(0)
    picture = tab.screenshot()
    context.close()
    return picture


def _keep(name, picture):
    PICTURES.mkdir(exist_ok=True)
    Image.open(io.BytesIO(picture)).save(PICTURES / f"{name}.webp", quality=80)
