"""The forms and parameters of a page, as it offers them."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import lxml.html
from django.conf import settings
from django.urls import Resolver404, resolve

from trials.browsing import standing

NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f]")
_PARAMETER = re.compile(r"""GET(?:\.get|\.getlist)?[(\[]["'](\w+)["']""")


@dataclass
class Control:
    """All of a form that is called the same: a text field, or a group of radio buttons."""

    name: str
    kind: str
    standing: str
    options: list
    least: int = 0
    most: int = 10


@dataclass
class Form:
    url: str
    values: list
    controls: list
    files: list
    buttons: list
    is_multipart: bool

    @property
    def place(self):
        """What it is sent to, without whose it is."""
        try:
            found = resolve(urlsplit(self.url).path)
        except Resolver404:
            return ""
        return ":".join([found.view_name, *_act_of(found)])

    @property
    def kind(self):
        """Forms of one kind differ only in what they are about."""
        names = re.sub(r"\d+", "1", " ".join(sorted({c.name for c in self.controls})))
        return self.place, names, tuple(self.files)


def _act_of(found):
    last = list(found.kwargs.values())[-1:]
    return [each for each in last if isinstance(each, str) and each.isalpha()]


def document_of(text, url):
    text = NO_TEXT.sub("", text).encode(errors="replace")
    parser = lxml.html.HTMLParser(encoding="utf-8")
    return lxml.html.fromstring(text or b"<html/>", base_url=url, parser=parser)


def forms_of(text, url, method="POST"):
    forms = document_of(text, url).forms
    return [_form(each, url) for each in forms if each.method == method]


def _form(form, url):
    controls, files, buttons = {}, [], []
    for each in form.inputs:
        if not each.name or each.get("disabled") is not None:
            continue
        kind = each.tag if each.tag != "input" else each.get("type", "text")
        if kind == "file":
            files.append(each.name)
        elif kind in ("button", "submit"):
            buttons.append((each.name, each.get("value", "")))
        else:
            known = controls.setdefault(each.name, _control(each, kind))
            known.options += _options(each, kind)
    return Form(
        url=urljoin(url, form.get("action") or ""),
        values=standing(form),
        controls=list(controls.values()),
        files=list(dict.fromkeys(files)),
        buttons=buttons,
        is_multipart="multipart" in form.get("enctype", ""),
    )


def _control(each, kind):
    value = (each.get("value") or "") if each.tag == "input" else (each.value or "")
    value = value if isinstance(value, str) else ""
    least = _whole(each.get("min"), 0)
    most = max(least, _whole(each.get("max"), least + 10))
    return Control(each.name, kind, value, [], least, most)


def _whole(text, default):
    try:
        return int(float(text))
    except (TypeError, ValueError):
        return default


def _options(each, kind):
    if kind == "select":
        return [option.get("value", "") for option in each.iter("option")]
    return [each.get("value", "on")] if kind in ("radio", "checkbox") else []


def below(text, url):
    """The page for the next step, where one lies below an import's own page."""
    links = document_of(text, url).xpath("//main//a/@href")
    paths = [urljoin(url, link) for link in links]
    steps = tuple(f"{url}{step}/" for step in ("columns", "values", "words"))
    return next((path for path in paths if path in steps), None)


def parameters_of(text, url):
    """Names that the page itself puts behind its address."""
    document, path = document_of(text, url), urlsplit(url).path
    names = {c.name for f in forms_of(text, url, "GET") for c in f.controls}
    for *_where, link, _place in document.iterlinks():
        try:
            parts = urlsplit(urljoin(url, link))
        except ValueError:
            continue
        if parts.path == path:
            names |= {name for name, _value in parse_qsl(parts.query)}
    return sorted(names)


@cache
def parameters_of_code():
    """Names that any view asks for."""
    ours = Path(__file__).parents[2]
    rooms = {ours / name.split(".")[0] for name in [*settings.INSTALLED_APPS, "sam"]}
    texts = (path.read_text() for room in rooms for path in room.rglob("*.py"))
    return sorted({name for text in texts for name in _PARAMETER.findall(text)})
