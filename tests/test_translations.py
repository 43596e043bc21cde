"""Swedish is whole: each text in the code and the templates has its translation.

The pages for those without an account are whole in the other languages too.
"""

import shutil
from fnmatch import fnmatch
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.utils import translation

from incidents.models import Incident

# What the views marked `all_languages` show: templates, and modules with their texts.
PUBLIC = [
    "templates/incidents/public/*.html",
    "templates/incidents/dialogue.html",
    "templates/incidents/documents/proof.html",
    "templates/incidents/kind_cards.html",
    "templates/incidents/poster.html",
    "templates/incidents/proof_state.html",
    "templates/incidents/report_fields.html",
    "templates/organisation/unsubscribe.html",
    "templates/surveys/public/*.html",
    "templates/surveys/questions.html",
    "templates/base.html",
    "templates/ui/actions.html",
    "templates/ui/document.html",
    "templates/ui/draft.html",
    "templates/ui/error_summary.html",
    "templates/ui/forms/search_select.html",
    "templates/ui/header.html",
    "templates/ui/languages.html",
    "templates/ui/messages.html",
    "templates/ui/persons.html",
    "templates/ui/steps.html",
    "templates/ui/summary_row.html",
    "templates/attachments/photos_input.html",
    "incidents/following.py",
    "incidents/forms/dates.py",
    "incidents/forms/dialogue.py",
    "incidents/forms/happening.py",
    "incidents/forms/public.py",
    "incidents/forms/reporting.py",
    "incidents/kinds/__init__.py",
    "incidents/views/proof.py",
    "incidents/views/public.py",
    "surveys/answering.py",
    "surveys/forms/answering.py",
    "surveys/models/scales.py",
    "surveys/views/answering.py",
    "attachments/files.py",
    "attachments/forms.py",
    "attachments/photos.py",
    "ui/forms.py",
    "ui/persons.py",
    "ui/searching.py",
    "ui/templatetags/ui.py",
]
# Of the models only these are shown there.
PUBLIC_CHOICES = [Incident.Kind, Incident.Affected, Incident.ManagerPart]
OTHER_LANGUAGES = ["nn", "nb", "da"]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory, request):
    """locale/sv as `make messages` would write it now, without touching the real one."""
    root = request.config.rootpath
    tree = tmp_path_factory.mktemp("tree")
    wanted = {".py", ".html", ".txt"}
    for path in root.rglob("*"):
        relative = path.relative_to(root)
        if path.suffix in wanted and not _is_left_out(relative):
            _copy(path, tree / relative)
    _copy(
        root / "locale/sv/LC_MESSAGES/django.po",
        tree / "locale/sv/LC_MESSAGES/django.po",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tree)
        patch.setattr("django.conf.settings.LOCALE_PATHS", [str(tree / "locale")])
        call_command("makemessages", locale=["sv"], no_obsolete=False, verbosity=0)
    with open(tree / "locale/sv/LC_MESSAGES/django.po", "rb") as file:
        return read_po(file, locale="sv")


def _is_left_out(relative):
    first = relative.parts[0]
    return first.startswith(".") or first in {"node_modules", "var", "tests"}


def _copy(path, to):
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, to)


def _is_translated(message):
    texts = message.string if message.pluralizable else (message.string,)
    return all(texts) and not message.fuzzy


def test_every_text_is_translated(catalogue):
    missing = [str(m.id) for m in catalogue if m.id and not _is_translated(m)]

    assert missing == []


def test_no_translation_is_left_over(catalogue):
    assert list(catalogue.obsolete) == []


def test_placeholders_are_kept(catalogue):
    broken = {m.id: [str(e) for e in errors] for m, errors in catalogue.check()}

    assert broken == {}


@pytest.fixture
def spoken(settings):
    """The catalogue of a language as it stands in locale/."""

    def read(language):
        path = Path(settings.LOCALE_PATHS[0], language, "LC_MESSAGES/django.po")
        with open(path, "rb") as file:
            return read_po(file, locale=language)

    return read


def _public(catalogue):
    with translation.override("en"):
        labels = {str(label) for each in PUBLIC_CHOICES for label in each.labels}
    return labels | {
        message.id
        for message in catalogue
        if message.id
        and any(
            fnmatch(file.removeprefix("./"), pattern)
            for file, _line in message.locations
            for pattern in PUBLIC
        )
    }


@pytest.mark.parametrize("pattern", PUBLIC)
def test_source_of_public_pages_exists(pattern, request):
    assert list(request.config.rootpath.glob(pattern))


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_public_pages_speak_all_languages(language, catalogue, spoken):
    translated = {each.id for each in spoken(language) if _is_translated(each)}

    assert _public(catalogue) - translated == set()


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_other_languages_hold_only_what_public_pages_say(language, catalogue, spoken):
    held = {each.id for each in spoken(language) if each.id}

    assert held - _public(catalogue) == set()


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_placeholders_are_kept_in_other_languages(language, spoken):
    broken = {m.id: [str(e) for e in errors] for m, errors in spoken(language).check()}

    assert broken == {}


def test_catalogue_is_where_the_program_reads_it(settings):
    assert Path(settings.LOCALE_PATHS[0], "sv/LC_MESSAGES/django.po").exists()
