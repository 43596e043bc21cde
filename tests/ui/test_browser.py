"""The page of all parts in a real browser: accessible, narrow, and doing what it should."""

import os

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from playwright.sync_api import expect, sync_playwright

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.ui.urls"),
    pytest.mark.usefixtures("municipality"),
]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
]
AXE = django_settings.BASE_DIR / "node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="module")
def chromium():
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; Django would refuse the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        yield playwright.chromium.launch(executable_path=path, args=FLAGS)


@pytest.fixture
def open_page(chromium, live_server):
    """A page in its own browser profile; what the console complains of fails the test."""
    contexts, complaints = [], []

    def open_(path, *, width=1280, scheme="light", scripts=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _note(complaints, message))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + path, wait_until="networkidle")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def _note(complaints, message):
    if message.type in {"error", "warning"}:
        complaints.append(message.text)


def violations(page):
    page.evaluate(AXE.read_text() + ";0")
    return [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in page.evaluate("axe.run()")["violations"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("query", ["", "?errors=1&status=open"])
def test_every_part_is_accessible_and_fits(open_page, scheme, width, query):
    page = open_page(reverse("style:page") + query, width=width, scheme=scheme)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_summary_of_errors_takes_the_focus_and_leads_to_the_field(open_page):
    page = open_page(reverse("style:page") + "?errors=1")
    expect(page.locator("ds-error-summary")).to_be_focused()

    page.locator("ds-error-summary a").first.click()

    expect(page.locator("#id_kind_0")).to_be_focused()


def test_search_finds_and_choice_is_made(open_page):
    page = open_page(reverse("style:page"))

    page.locator("#id_thing").press_sequentially("munici")
    page.locator("#id_thing_matches .option").first.click()

    expect(page.locator("#id_thing_matches input").first).to_be_checked()
    expect(page.locator("#id_thing_status")).not_to_be_empty()


def test_draft_is_offered_again_and_put_back_when_asked(open_page):
    page = open_page(reverse("style:page"))
    page.locator("#id_text").fill("Wet floor")
    page.locator("#id_kind_1").check()

    page.reload()
    expect(page.locator("#id_text")).to_have_value("")
    page.locator("[data-draft-use]").click()

    expect(page.locator("#id_text")).to_have_value("Wet floor")
    expect(page.locator("#id_kind_1")).to_be_checked()
    expect(page.locator("[data-draft-offer]")).to_be_hidden()


def test_form_that_was_never_touched_offers_no_draft(open_page):
    page = open_page(reverse("style:page"))

    page.reload()

    expect(page.locator("[data-draft-offer]")).to_be_hidden()


def test_draft_is_forgotten_once_sent(open_page, live_server):
    page = open_page(reverse("style:page"))
    page.locator("#id_text").fill("Wet floor")
    page.locator("form[data-draft-key]").evaluate(
        "(form, address) => { form.method = 'get'; form.action = address; }",
        reverse("ui:help"),
    )

    page.locator("form[data-draft-key] button[type=submit]").click()
    page.wait_for_url("**" + reverse("ui:help") + "*")

    assert page.evaluate("localStorage.getItem('draft:style')") is None


def test_page_without_scripts_shows_the_form_and_its_errors(open_page):
    page = open_page(reverse("style:page") + "?errors=1", scripts=False)

    assert page.locator("ds-error-summary a").count() == 6
    assert page.locator("label[for=id_text]").is_visible()


def test_menu_opens_on_a_phone(open_page, live_server, client, head_teacher):
    client.force_login(
        head_teacher, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    page = open_page(reverse("ui:help"), width=390)
    page.context.add_cookies(
        [
            {
                "name": "sessionid",
                "value": client.cookies["sessionid"].value,
                "url": live_server.url,
            }
        ]
    )
    page.reload()
    expect(page.locator("#menu")).to_be_hidden()

    page.locator(".menu-button").click()

    expect(page.locator("#menu")).to_be_visible()
    assert violations(page) == []
