"""A part of a page is also rendered alone, for htmx: it knows what it has named itself."""

import re

import pytest
from django.conf import settings

_PART = re.compile(r"{% partialdef (\S+)[^%]*%}(.*?){% endpartialdef[^%]*%}", re.DOTALL)
_NAMED = re.compile(r" as (\w+) %}")
_TEMPLATES = settings.BASE_DIR / "templates"


def _used(name, text):
    without_words = re.sub(r'"[^"]*"', "", text)
    return re.search(rf"{{[{{%][^}}]*(?<![\w.]){name}\b", without_words)


@pytest.mark.parametrize(
    "path",
    sorted(
        str(path.relative_to(_TEMPLATES))
        for path in _TEMPLATES.rglob("*.html")
        if "partialdef" in path.read_text()
    ),
)
def test_part_uses_no_name_that_stands_outside_it(path):
    text = (_TEMPLATES / path).read_text()
    outside = set(_NAMED.findall(_PART.sub("", text)))

    for part, content in _PART.findall(text):
        foreign = outside - set(_NAMED.findall(content))
        assert not [name for name in foreign if _used(name, content)], part
