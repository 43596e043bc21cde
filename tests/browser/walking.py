"""Somebody at the program, who finds the way by the words on its pages."""

from playwright.sync_api import expect

from tests.browsing import overflow, violations

PHONE, DESK = 390, 1280


def go(page, control):
    """Press it, and wait until the page, or what it puts into the page, has come."""
    if control.evaluate("each => each.closest('[hx-post]') !== null"):
        with page.expect_request_finished():
            control.click()
        expect(page.locator(".htmx-request")).to_have_count(0)
    else:
        with page.expect_navigation():
            control.click()


def follow(page, words):
    """A link of the page; the places of a room are folded on a phone."""
    places = page.locator(".places")
    link = places.get_by_role("link", name=words, exact=True, include_hidden=True)
    if link.count() and not link.is_visible():
        page.locator(".places-button").click()
    go(page, _named(page, "link", words))


def press(page, words):
    go(page, _named(page, "button", words))


def _named(page, role, words):
    """So called, or else the one that is called something with those words."""
    main = page.locator("main")
    exact = main.get_by_role(role, name=words, exact=True)
    return exact.first if exact.count() else main.get_by_role(role, name=words)


def to_room(page, menu, *places):
    """From the head of all pages, which is folded on a phone, and on by links."""
    head = page.locator("header")
    folded = head.locator(".menu-button")
    if folded.is_visible():
        folded.click()
    go(page, head.get_by_role("link", name=menu, exact=True))
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


class Walker:
    """The same as one who goes on from page to page, and answers by the words of questions."""

    def __init__(self, page):
        self.page, self.main = page, page.locator("main")

    def opens(self, words):
        """A place in the head of all pages."""
        to_room(self.page, words)
        return self

    def follows(self, *links):
        """Each on the page that the one before led to."""
        for words in links:
            follow(self.page, words)
        return self

    def presses(self, words):
        press(self.page, words)
        return self

    def answers(self, said):
        """{words of the question: what is written there, or chosen in its list}."""
        for words, answer in said.items():
            field = self.main.get_by_label(words)
            if field.evaluate("each => each.tagName") == "SELECT":
                field.select_option(label=answer)
            else:
                field.fill(str(answer))
        return self

    def ticks(self, *choices):
        for words in choices:
            self.main.get_by_label(words).check()
        return self

    def chooses(self, about, choice):
        """Where the same choice is offered for several things."""
        group = self.main.get_by_role("group", name=about)
        group.get_by_label(choice, exact=True).check()
        return self

    def finds(self, question, name):
        """Somebody among many."""
        group = self.main.get_by_role("group", name=question)
        group.locator("[name$=_search]").fill(name)
        group.get_by_label(name).check()
        return self

    def unfolds(self, words):
        self.main.locator("summary", has_text=words).click()
        return self

    def reads(self, *words):
        reads(self.page, *words)
        return self

    def ends(self):
        """On a page that all can use, and that is no wider than the window."""
        is_well_made(self.page)
