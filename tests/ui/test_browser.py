"""The page of all parts in a real browser: accessible, narrow, and doing what it should."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browsing import violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.ui.urls"),
    pytest.mark.usefixtures("municipality"),
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_switch_of_personal_data_is_accessible_and_goes_back(
    open_page, head_teacher, scheme
):
    path = reverse("actionplans:measure_list")
    page = open_page(path, user=head_teacher, width=320, scheme=scheme)
    page.click(".who")
    page.click("#account [name=hide]")

    banner = page.locator(".hidden-persons")
    expect(banner).to_be_visible()
    page.click(".who")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.keyboard.press("Escape")
    banner.get_by_role("button").click()

    expect(banner).to_have_count(0)
    assert page.url.endswith(path)
