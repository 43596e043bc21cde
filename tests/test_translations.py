"""The languages are whole: each text in the code and the templates has its translation."""

import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command

OTHER_LANGUAGES = ["nn", "nb", "da"]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory, request):
    """locale/sv as `make messages` would write it now, without touching the real one."""
    root = request.config.rootpath
    tree = tmp_path_factory.mktemp("tree")
    wanted = {".py", ".html", ".txt"}
    for path in _files(root):
        if path.suffix in wanted:
            _copy(path, tree / path.relative_to(root))
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


def _files(root):
    """Ours: to walk through what is installed takes longer than to read what is not."""
    left_out = {"node_modules", "var", "tests"}
    for each in root.iterdir():
        if each.is_dir() and not (each.name.startswith(".") or each.name in left_out):
            yield from each.rglob("*")


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


def _key(message):
    """What it is found by; for some in a context of their own."""
    return message.context, message.id


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_other_languages_are_whole(language, catalogue, spoken):
    wanted = {_key(each) for each in catalogue if each.id}
    translated = {_key(each) for each in spoken(language) if _is_translated(each)}

    assert wanted - translated == set()


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_other_languages_hold_nothing_that_is_left_over(language, catalogue, spoken):
    wanted = {_key(each) for each in catalogue if each.id}
    held = {_key(each) for each in spoken(language) if each.id}

    assert held - wanted == set()


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_placeholders_are_kept_in_other_languages(language, spoken):
    broken = {m.id: [str(e) for e in errors] for m, errors in spoken(language).check()}

    assert broken == {}


def test_catalogue_is_where_the_program_reads_it(settings):
    assert Path(settings.LOCALE_PATHS[0], "sv/LC_MESSAGES/django.po").exists()
