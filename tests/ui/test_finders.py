from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from ui.finders import FILES, path_of


@pytest.mark.parametrize("name", FILES)
def test_file_of_the_list_is_there(name):
    assert finders.find(name) == str(path_of(name))
    assert Path(finders.find(name)).stat().st_size > 500


@pytest.mark.parametrize(
    "name", ["vendor/package.json", "vendor/../package.json", "vendor/"]
)
def test_nothing_else_of_the_packages_is_served(name):
    assert not finders.find(name)


def test_collected_files_name_each_other_by_fingerprint(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        }
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    (style,) = settings.STATIC_ROOT.glob("app.????????????.css")
    assert list(
        settings.STATIC_ROOT.glob("vendor/fonts/source-sans-3-latin-400-normal.*.woff2")
    )
    assert (
        'url("vendor/fonts/source-sans-3-latin-400-normal.woff2")'
        not in style.read_text()
    )


def test_collected_file_serves_where_the_packages_are_not(settings, tmp_path):
    settings.BASE_DIR = tmp_path / "elsewhere"
    settings.STATIC_ROOT = tmp_path

    assert path_of("vendor/theme.css") == tmp_path / "vendor/theme.css"
