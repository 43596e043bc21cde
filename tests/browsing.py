"""A real headless Chromium for tests: pages in profiles of their own, and axe-core."""

import os
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import expect, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    # Its own bars and panels, which nobody sees, cost as much as the page in each profile.
    "--disable-features=PreloadTopChromeWebUI",
]
AXE = settings.BASE_DIR / "node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="session")
def _no_session_outlives_the_browser(django_db_setup, django_db_blocker):
    """A last request of a page that is gone would keep the database from being dropped."""
    yield
    connection.close()
    connection.close_pool()
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            # The database's own workers are not ours to end, and leave by themselves.
            " AND backend_type = 'client backend'"
        )


@pytest.fixture(scope="session")
def chromium(_no_session_outlives_the_browser):
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; Django would refuse the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, live_server):
    """A page in its own browser profile; what the console complains of fails the test.

    `user` is logged in already; without one the page is a visitor's. `locale` is the
    language of the browser.
    """
    contexts, complaints = [], []

    def open_(
        path,
        *,
        user=None,
        width=1280,
        scheme="light",
        scripts=True,
        locale="sv-SE",
    ):
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=scripts,
            locale=locale,
        )
        context.set_default_timeout(10_000)
        # The first page of all makes the process read every template and form it needs.
        context.set_default_navigation_timeout(60_000)
        contexts.append(context)
        if user:
            context.add_cookies([session_of(user, live_server.url)])
        page = context.new_page()
        page.on("console", lambda message: _note(complaints, message))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return go(page, live_server.url + path)

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def go(page, path):
    """On to another page, until what it fetches by itself has come."""
    page.goto(urljoin(page.url, path))
    expect(page.locator(".htmx-request")).to_have_count(0)
    return page


def session_of(user, url):
    """Of a client of its own: to log in another with the same one would end the first."""
    client = Client()
    client.force_login(
        user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}


def _note(complaints, message):
    # A form that comes back with what is wrong in it is no fault of the page.
    is_refused_form = "status of 422" in message.text
    if message.type in {"error", "warning"} and not is_refused_form:
        complaints.append(f"{message.location.get('url')}: {message.text}")


def violations(page):
    """What axe-core finds: (rule, the elements) for each rule that is broken."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text() + ";0")
        # Pages that it goes on to bring it along, which is ten times as quick.
        page.add_init_script(path=AXE)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in found["violations"]
    ]


def overflow(page):
    """How many pixels the page is wider than its window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
