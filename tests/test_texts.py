"""No text for people stands outside the catalogue: neither in a template nor on a field."""

import re
from html import unescape

from django import forms
from django.urls import get_resolver
from django.utils.functional import Promise

# Names that are the same in every language.
NAMES = {"CSV", "Excel", "JSON", "PDF", "SAM", "XLSX", "xlsx"}
# For those who build pages, where debugging is on.
NOT_FOR_USERS = "templates/ui/style.html"
# What a template hands on to another: the name of a class.
CLASS_BLOCK = re.compile(r"{% block (?:main|body)_class %}.*?{% endblock %}", re.DOTALL)
OUTSIDE = re.compile(
    r"{#.*?#}|{% comment.*?{% endcomment %}|{% blocktranslate.*?{% endblocktranslate %}"
    r"|{%.*?%}|{{.*?}}|<!.*?>|<style.*?</style>",
    re.DOTALL,
)
SPOKEN_ATTRIBUTE = re.compile(r'\b(?:title|alt|aria-label|placeholder)="([^"]*)"')
# A part of an address.
PATH = re.compile(r"\w*/\w*/")
WORD = re.compile(r"[^\W\d_]{2,}")


def _bare_words(source):
    """The words that a template itself would show, without asking for a translation."""
    source = OUTSIDE.sub("", CLASS_BLOCK.sub("", source))
    spoken = " ".join(SPOKEN_ATTRIBUTE.findall(source))
    shown = PATH.sub(" ", re.sub(r"<[^>]*>", " ", source))
    return set(WORD.findall(unescape(f"{shown} {spoken}"))) - NAMES


def test_templates_show_no_words_of_their_own(request):
    root = request.config.rootpath
    paths = {
        str(path.relative_to(root)): path for path in root.glob("templates/**/*.html")
    }
    words = {name: _bare_words(path.read_text()) for name, path in paths.items()}

    assert {name for name, bare in words.items() if bare} == {NOT_FOR_USERS}


def _all_forms(base=forms.BaseForm):
    for form in base.__subclasses__():
        yield form
        yield from _all_forms(form)


def _is_ours(form):
    return not form.__module__.startswith(("django.", "allauth.", "tests.", "ui.style"))


def _is_named_by_the_page(form):
    """Fields of it are written out in a template, with their words, or sent by a script."""
    return form.__name__ in {
        "AnswerForm",
        "ReviewCommentForm",
        "RiskForm",
        "SendAgainForm",
        "SentForm",
    }


def _fields():
    # Loads all views, and with them all forms.
    assert get_resolver().url_patterns
    for form in filter(_is_ours, set(_all_forms())):
        for name, field in getattr(form, "base_fields", {}).items():
            if not field.widget.is_hidden:
                yield form, name, field


def test_labels_of_fields_are_translated():
    untranslated = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form, name, field in _fields()
        if field.label != ""
        and not isinstance(field.label, Promise)
        and not _is_named_by_the_page(form)
    ]

    assert sorted(untranslated) == []


def test_help_texts_of_fields_are_translated():
    untranslated = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form, name, field in _fields()
        if field.help_text and not isinstance(field.help_text, Promise)
    ]

    assert sorted(untranslated) == []
