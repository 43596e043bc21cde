"""Somebody at the program, who finds the way by the words on its pages."""

from playwright.sync_api import expect

from tests.browser.walking import unfold_places
from tests.browsing import overflow, violations


class Walker:
    """Follows links, answers questions and presses buttons, all by their words."""

    def __init__(self, page):
        self.page, self.main = page, page.locator("main")

    def opens(self, words):
        """A place in the head of all pages."""
        head = self.page.locator("header")
        menu = head.locator(".menu-button")
        if menu.is_visible():
            menu.click()
        self._turn(head.get_by_role("link", name=words, exact=True))
        return self

    def follows(self, *links):
        """Each on the page that the one before led to."""
        for words in links:
            places = self.page.locator(".places").get_by_role(
                "link", name=words, exact=True, include_hidden=True
            )
            if places.count():
                unfold_places(self.page, places)
            self._turn(self._named("link", words))
        return self

    def presses(self, words):
        self._turn(self._named("button", words))
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
        for each in words:
            expect(self.main).to_contain_text(each)
        return self

    def ends(self):
        """On a page that all can use, and that is no wider than the window."""
        found = violations(self.page)
        assert found == [], found
        assert overflow(self.page) <= 0

    def _named(self, role, words):
        """So called, or else the one that is called something with those words."""
        exact = self.main.get_by_role(role, name=words, exact=True)
        return exact.first if exact.count() else self.main.get_by_role(role, name=words)

    def _turn(self, control):
        if control.evaluate("each => each.closest('[hx-post]') !== null"):
            with self.page.expect_request_finished():
                control.click()
            expect(self.page.locator(".htmx-request")).to_have_count(0)
        else:
            with self.page.expect_navigation():
                control.click()
