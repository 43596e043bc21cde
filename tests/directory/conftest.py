import json

import pytest

from directory.models import Token


class Directory:
    """A client as a directory is one: a token, and JSON of its kind."""

    def __init__(self, client, secret):
        self.client = client
        self.secret = secret

    def __call__(self, method, path, body=None, **headers):
        headers.setdefault("Authorization", f"Bearer {self.secret}")
        response = self.client.generic(
            method,
            f"/scim/v2/{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/scim+json",
            headers=headers,
        )
        response.data = json.loads(response.content) if response.content else None
        return response


@pytest.fixture
def connect(client, administrator):
    """A function that makes a connection and gives its client."""

    def make(*, is_dry_run=False):
        _token, secret = Token.objects.make(
            by=administrator, name="Entra", is_dry_run=is_dry_run
        )
        return Directory(client, secret)

    return make


@pytest.fixture
def directory(connect):
    return connect()
