"""What a person does with a page of the program, in the words that they read on it."""

from playwright.sync_api import expect

from tests.browsing import overflow, violations

PHONE, DESK = 390, 1280


def follow(page, words, *, nth=0):
    """The link of the page; `nth` of those that are called the same."""
    page.locator("main").get_by_role("link", name=words, exact=True).nth(nth).click()
    page.wait_for_load_state()


def press(page, words):
    page.locator("main").get_by_role("button", name=words, exact=True).click()
    page.wait_for_load_state()


def to_room(page, menu, *places):
    """From the menu, which is folded on a phone, and on by the links of the room."""
    folded = page.locator(".menu-button")
    if folded.is_visible():
        folded.click()
    page.locator(".main-nav").get_by_role("link", name=menu, exact=True).click()
    page.wait_for_load_state()
    for place in places:
        follow(page, place)


def home(page):
    page.locator(".brand").click()
    page.wait_for_load_state()


def write(page, **said):
    """What the form asks for, by the names of its fields."""
    for name, value in said.items():
        page.locator(f"main form [name={name}]").first.fill(str(value))


def choose(page, *words):
    """Ticks and choices, by their words."""
    for each in words:
        page.locator("main").get_by_label(each).first.check()


def reads(page, *words):
    for each in words:
        expect(page.locator("main")).to_contain_text(each)


def is_well_made(page):
    """Open to everybody by axe-core, and no wider than its window."""
    assert violations(page) == []
    assert overflow(page) == 0
