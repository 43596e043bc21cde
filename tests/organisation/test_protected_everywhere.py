"""Every page and file that a role can open, in a world in which everybody is protected.

Each finds there only the names that it may read, whatever the record and whoever made it.
"""

import re
from contextlib import suppress
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest
from django.test import Client
from pypdf import PdfReader
from pypdf.errors import PdfReadError

from mailing.models import Message
from organisation.models import Identity, User
from tests.test_access import ROWS
from tests.world import ROLES, url_of

pytestmark = pytest.mark.django_db

# Own pages of the program whose answers are the same whoever works here are left out.
READERS = [role for role in ROLES if role != "visitor"]


@pytest.fixture
def protected_people(people):
    """Before any record is made, so that what is written then knows no name."""
    User.objects.update(is_protected=True)
    for person in filter(None, people.values()):
        person.refresh_from_db()
    return people


@pytest.fixture
def protected_addresses(protected_people, addresses):
    """The people whom the records brought with them are protected as well."""
    User.objects.filter(is_protected=False).update(is_protected=True)
    return addresses


@pytest.mark.parametrize("role", READERS)
def test_no_page_or_file_has_a_name_that_its_reader_may_not_see(
    protected_people, protected_addresses, role
):
    reader = User.objects.get(pk=protected_people[role].pk)
    client = Client()
    client.force_login(reader, "allauth.account.auth_backends.AuthenticationBackend")
    hidden = _told_of(Identity.objects.exclude(pk__in=_seen_by(reader)))
    assert hidden

    found = {
        address: names
        for method, address, *_answers in ROWS
        if method == "GET"
        and (names := hidden(client.get(url_of(address, protected_addresses))))
    }

    assert found == {}


def test_what_is_looked_for_is_found_where_it_may_be_read(
    protected_people, protected_addresses
):
    """A test that finds no name proves nothing if it could find none."""
    manager = User.objects.get(pk=protected_people["manager"].pk)
    client = Client()
    client.force_login(manager, "allauth.account.auth_backends.AuthenticationBackend")
    seen = _told_of(Identity.objects.filter(pk__in=_seen_by(manager)))

    assert seen(client.get(url_of("organisation:settings", {})))


def test_no_email_has_a_name(protected_people, protected_addresses):
    told = _told_of(Identity.objects.all())
    texts = Message.objects.values_list("subject", "body", "html")

    assert texts
    assert [
        found for text in texts if (found := told(["\n".join(text).encode()]))
    ] == []


def _seen_by(reader):
    return Identity.objects.seen_by(reader).values("pk")


def _told_of(identities):
    """A function that finds their names and addresses in an answer."""
    words = [
        rf"\b{re.escape(word)}\b"
        for each in identities
        for word in [each.name, each.email]
    ]
    pattern = re.compile("|".join(words))
    return lambda response: set(pattern.findall(_text_of(response)))


def _text_of(response):
    content = b"".join(response)
    if content.startswith(b"%PDF"):
        # Some that people have uploaded are none, in the tests' world.
        with suppress(PdfReadError):
            return "\n".join(
                page.extract_text() for page in PdfReader(BytesIO(content)).pages
            )
    if is_zipfile(file := BytesIO(content)):
        with ZipFile(file) as parts:
            return "\n".join(
                parts.read(name).decode(errors="replace") for name in parts.namelist()
            )
    return content.decode(errors="replace")
