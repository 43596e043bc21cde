from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.test.utils import CaptureQueriesContext

from actionplans.models import RiskMatrix
from actionplans.models.matrix import SHIPPED
from organisation import roles
from organisation.models import Level, Municipality, Role
from reports.shipped import load_metrics
from tests.factories import UnitFactory, UserFactory

# What an assertion there found is told as in a test.
pytest.register_assert_rewrite("tests.browser.walking")
pytest_plugins = [
    "tests.browsing",
    "tests.emptying",
    "tests.parallel",
    "tests.working",
    "tests.world",
]


@receiver(post_migrate, weak=False)
def ship_again(sender, **_details):
    """What every installation has. A browser's test empties the tables, the matrix that a
    migration ships among them."""
    if sender.name == "actionplans" and not RiskMatrix.objects.exists():
        RiskMatrix.objects.create(version=1, **SHIPPED)
    if sender.name == "reports":
        load_metrics()


@pytest.fixture(autouse=True)
def _plain_settings(settings, tmp_path):
    """Files in a folder of the test's own, mail in memory, no manifest of static files."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        }
    }
    # Static files as they lie in the checkout, not as collected.
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture
def as_user(client):
    """The test client, logged in as the person."""

    def log_in(user):
        client.force_login(
            user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return log_in


@pytest.fixture
def htmx():
    return {"HX-Request": "true"}


@pytest.fixture
def parse():
    """A response as the browser would read it."""
    return lambda response: BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def municipality(db):
    """The root of the unit tree."""
    Municipality.objects.create(pk=1, name="Testinge kommun", is_demo=True)
    return UnitFactory(code="root", name="Testinge", level=Level.MUNICIPALITY)


@pytest.fixture
def administration(municipality):
    return UnitFactory(name="Schools", level=Level.ADMINISTRATION, parent=municipality)


@pytest.fixture
def school(administration):
    return UnitFactory(name="North school", parent=administration)


@pytest.fixture
def other_school(administration):
    return UnitFactory(name="South school", parent=administration)


def _holder(role, unit, name):
    user = UserFactory(name=name, unit=unit)
    roles.appoint(user, role, unit)
    return user


@pytest.fixture
def head_teacher(school):
    """The manager of the school."""
    return _holder(Role.MANAGER, school, "Head teacher")


@pytest.fixture
def safety_representative(school):
    return _holder(Role.SAFETY_REPRESENTATIVE, school, "Safety representative")


@pytest.fixture
def head_of_administration(administration):
    return _holder(Role.HEAD, administration, "Head of schools")


@pytest.fixture
def hr(municipality):
    return _holder(Role.HR, municipality, "HR")


@pytest.fixture
def administrator(municipality):
    """Who runs the program."""
    return _holder(Role.ADMINISTRATOR, municipality, "Administrator")


@pytest.fixture
def archivist(municipality):
    return _holder(Role.ARCHIVIST, municipality, "Archivist")


@pytest.fixture
def data_protection_officer(municipality):
    return _holder(Role.DATA_PROTECTION_OFFICER, municipality, "Data protection")


@pytest.fixture
def teacher(school):
    """An employee of the school with no role."""
    return UserFactory(name="Teacher", unit=school)


@pytest.fixture
def own_cache(settings):
    """For tests of what is counted or kept there: a cache that no other test fills."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": str(uuid4()),
        }
    }


@pytest.fixture
def in_english(settings):
    """For tests that read the words of the code, whatever a catalogue makes of them."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def count_queries():
    """How many queries a page costs; lists must not cost more for more rows."""

    def count(client, url):
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    return count
