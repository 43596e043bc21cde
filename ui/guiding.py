"""Guides for each role, written as Markdown in ui/guides/ and read on the help pages.

A link in one leads to a page of the program by the name of its address; a picture is
named as in ui/guides/pictures.toml, from which `make pictures` takes it.
"""

from pathlib import Path
from typing import NamedTuple

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt

FOLDER = Path(__file__).parent / "guides"
PICTURES = Path(__file__).parents[1] / "static/guides"
# The language that they are written in.
LANGUAGE = "sv"
# In the order in which they are listed: those that most people need come first.
NAMES = [
    "employee",
    "manager",
    "safety-representative",
    "head",
    "hr",
    "reader",
    "administrator",
    "archivist",
    "data-protection-officer",
]
_MARKDOWN = MarkdownIt("commonmark", {"html": False})


class Heading(NamedTuple):
    anchor: str
    words: str


class Guide(NamedTuple):
    name: str
    title: str
    # What it is about, in one sentence.
    lead: str
    headings: list
    html: str


def guides():
    return [read(name) for name in NAMES]


def read(name):
    """The guide of that name; FileNotFoundError where there is none."""
    title, lead, text = (FOLDER / f"{name}.md").read_text().split("\n\n", 2)
    tokens = _MARKDOWN.parse(text)
    headings = [_anchored(tokens, place) for place in _places_of_headings(tokens)]
    for token in tokens:
        for child in token.children or []:
            _lead_on(child)
    # Our own text, in which Markdown lets no HTML stand.
    html = mark_safe(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))  # noqa: S308
    return Guide(name, title.removeprefix("# "), lead, headings, html)


def _places_of_headings(tokens):
    return [
        place
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2"
    ]


def _anchored(tokens, place):
    words = tokens[place + 1].content
    tokens[place].attrs["id"] = slugify(words)
    return Heading(slugify(words), words)


def _lead_on(token):
    if token.type == "link_open":
        token.attrs["href"] = reverse(token.attrs["href"])
        token.attrs["class"] = "ds-link"
    elif token.type == "image":
        token.attrs["src"] = static(f"guides/{token.attrs['src']}.webp")
        token.attrs["loading"] = "lazy"
