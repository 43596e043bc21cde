"""What a person does with a page of the program, in the words that they read on it."""

from playwright.sync_api import expect

from tests.browsing import overflow, violations

PHONE, DESK = 390, 1280


def go(page, link):
    with page.expect_navigation():
        link.click()


def follow(page, words):
    """The first link of the page that is called so."""
    main = page.locator("main")
    link = main.get_by_role("link", name=words, exact=True, include_hidden=True).first
    unfold_places(page, link)
    go(page, link)


def unfold_places(page, link):
    """The places of a room, which are folded on a phone, where the link is one of them."""
    button = page.locator(".places-button")
    if button.is_visible() and not link.is_visible():
        button.click()


def press(page, words):
    go(page, page.locator("main").get_by_role("button", name=words, exact=True))


def to_room(page, menu, *places):
    """From the menu, which is folded on a phone, and on by the links of the room."""
    folded = page.locator(".menu-button")
    if folded.is_visible():
        folded.click()
    go(page, page.locator(".main-nav").get_by_role("link", name=menu, exact=True))
    for place in places:
        follow(page, place)


def home(page):
    go(page, page.locator(".brand"))


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
