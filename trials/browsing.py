"""A browser without scripts, as a municipality's most careful user has it."""

import re
import time
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urlsplit

import lxml.html
import requests

# What a patient person waits for an answer, in seconds.
PATIENCE = 30
# Before one presses the button again, in seconds.
PAUSE = 0.5
MOST_REDIRECTS = 5
# What no page for people may say.
INTERNALS = re.compile(
    r"Traceback|psycopg|django\.|OperationalError|redis\.|/site-packages/|Errno"
)
UNFIT = "unfit for people: "


class Unheard(Exception):
    """No answer came: the user does not know whether it was done."""


class Refused(Exception):
    """The page has no such form: it says something else, such as that there is an error."""

    def __init__(self, page, what):
        super().__init__(f"{page.status} {page.path}: {what}")
        self.page = page


@dataclass
class Page:
    """What came back: where it stands, its status and its words."""

    status: int
    url: str
    text: str
    # Where the sent form led to; empty when the form itself came back.
    led_to: str = ""
    seconds: float = 0.0
    # In so many seconds one is asked to come again.
    again_in: int = 0

    @cached_property
    def document(self):
        return lxml.html.fromstring(self.text or "<html/>", base_url=self.url)

    @property
    def path(self):
        return urlsplit(self.url).path

    @property
    def heading(self):
        return " ".join(self.document.xpath("string(//h1)").split())

    @property
    def complaint(self):
        """What the page says is wrong with what was sent."""
        found = self.document.xpath(
            "string(//ds-error-summary | //*[contains(@class, 'ds-alert')])"
        )
        return " ".join(found.split())

    def form_with(self, *names):
        """The first form that has controls of these names. Raises Refused without one."""
        for form in self.document.forms:
            if {each.name for each in form.inputs if each.name} >= set(names):
                return form
        raise Refused(self, f"no form with {', '.join(names)}")

    def own_form(self):
        """The form that is sent to the page's own address."""
        for form in self.document.forms:
            if form.method == "POST" and not form.get("action"):
                return form
        raise Refused(self, "no form of its own")

    def form_to(self, ending):
        """The first form that is sent to an address that ends so."""
        for form in self.document.forms:
            if (form.get("action") or "").endswith(ending):
                return form
        raise Refused(self, f"no form to …{ending}")


class Person:
    """Somebody with an account, at a browser of their own."""

    def __init__(self, address, email, password, *, patience=PATIENCE):
        self.address, self.email, self.password = address, email, password
        self.patience = patience
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = "en"
        # The environment's proxies are not for loopback.
        self.session.trust_env = False

    def log_in(self):
        filled = self.fill(self.open("/account/login/").form_with("login", "password"))
        told = filled.put(login=self.email, password=self.password).send()
        if not told.is_acknowledged:
            complaint = told.page.complaint
            raise Refused(told.page, f"{self.email} cannot log in: {complaint}")
        return self

    def open(self, path):
        """The page at an address. Raises Unheard."""
        page = self._ask("GET", self.address + path)
        for _redirect in range(MOST_REDIRECTS):
            if not page.led_to:
                break
            page = self._ask("GET", page.led_to)
        return page

    def fill(self, form):
        """The form as it stands, to be filled in and sent."""
        action = form.get("action") or ""
        url = (
            form.base_url
            if not action
            else requests.compat.urljoin(form.base_url, action)
        )
        return Filled(self, url, standing(form), [], form.get("enctype", ""))

    def _ask(self, method, url, **what):
        began = time.perf_counter()
        try:
            answer = self.session.request(
                method, url, timeout=self.patience, allow_redirects=False, **what
            )
            led_to = answer.headers.get("Location", "")
            if led_to:
                led_to = requests.compat.urljoin(url, led_to)
        except requests.RequestException as error:
            raise Unheard(type(error).__name__) from error
        seconds = time.perf_counter() - began
        return Page(
            answer.status_code,
            url,
            "" if led_to or "html" not in _kind(answer) else answer.text,
            led_to=led_to,
            seconds=seconds,
            again_in=int(answer.headers.get("Retry-After", 0)),
        )


@dataclass(frozen=True)
class Filled:
    """A filled form: each time that it is sent, the very same is sent."""

    person: Person
    url: str
    values: list
    files: list = field(default_factory=list)
    enctype: str = ""

    def put(self, **values):
        """The same form with these values typed; a list for several of one name."""
        kept = [(name, value) for name, value in self.values if name not in values]
        typed = [
            (name, value)
            for name, given in values.items()
            for value in (given if isinstance(given, list) else [given])
        ]
        return replace(self, values=kept + typed)

    def attach(self, name, filename, content, kind):
        return replace(self, files=[*self.files, (name, (filename, content, kind))])

    def send(self):
        """Press the button once. Raises Unheard."""
        headers = {"Referer": self.url}
        return Told(self.person._ask("POST", self.url, headers=headers, **self._body()))

    def _body(self):
        """A form that takes files is sent as such also when none is chosen."""
        if "multipart" not in self.enctype:
            return {"data": self.values}
        return {
            "files": [
                *((name, (None, value)) for name, value in self.values),
                *self.files,
            ]
        }

    def send_until_told(self, *, within):
        """Press it again as long as no answer or an error comes. Raises Unheard at the end.

        The answer is the first that says yes or no; `sendings` tells how many it took.
        """
        deadline = time.monotonic() + within
        sendings, troubles = 0, []
        while True:
            sendings += 1
            try:
                told = self.send()
            except Unheard as error:
                trouble = str(error)
            else:
                if told.page.status < 500:
                    return replace(told, sendings=sendings, troubles=troubles)
                trouble = told.page
            troubles.append(trouble)
            if time.monotonic() > deadline:
                raise Unheard(f"{sendings} times, at last {trouble}")
            time.sleep(PAUSE)


@dataclass(frozen=True)
class Told:
    """What the user knows of a sent form."""

    page: Page
    sendings: int = 1
    # What came before the answer: names of errors, and pages of the program with one.
    troubles: list = field(default_factory=list)

    @property
    def is_acknowledged(self):
        """Whether the program led on to the page of what was done."""
        page = self.page
        return bool(page.led_to) and "/account/login/" not in page.led_to

    @property
    def place(self):
        """The path of the page to which it led."""
        return urlsplit(self.page.led_to).path

    @property
    def key(self):
        """The last part of that path with a number or key in it: what was made."""
        parts = [part for part in self.place.split("/") if any(map(str.isdigit, part))]
        return parts[-1] if parts else ""


def told_of(trouble):
    """A trouble in words: a break of the line, or a page and whether it is fit for people."""
    if not isinstance(trouble, Page):
        return str(trouble)
    fit = trouble.heading and not INTERNALS.search(trouble.text)
    words = trouble.heading or "no words"
    return f"{trouble.status} {words}" if fit else f"{UNFIT}{trouble.status} {words}"


def standing(form):
    """What a browser would send of the form as it stands, but for files and buttons."""
    found = []
    for control in form.inputs:
        if not control.name or control.get("disabled") is not None:
            continue
        if control.tag == "select":
            found += [
                (control.name, each.get("value", "")) for each in _chosen(control)
            ]
        elif control.tag == "textarea":
            # The line end behind the tag is no part of it.
            found.append((control.name, (control.text or "").removeprefix("\n")))
        elif control.get("type") in ("checkbox", "radio"):
            if control.get("checked") is not None:
                found.append((control.name, control.get("value", "on")))
        elif control.get("type") not in ("submit", "button", "image", "reset", "file"):
            found.append((control.name, control.get("value", "")))
    return found


def _chosen(select):
    options = select.xpath(".//option[not(@disabled)]")
    chosen = [each for each in options if each.get("selected") is not None]
    is_single = select.get("multiple") is None
    return chosen or (options[:1] if is_single else [])


def _kind(answer):
    return answer.headers.get("Content-Type", "")
