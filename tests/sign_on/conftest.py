"""Small identity providers of our own, on loopback, with keys made in the test."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache

CLIENT = "sam-client"


def new_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class OidcProvider:
    """Discovery, keys and tokens; `claims` and `key` say what the next token is."""

    def __init__(self):
        self.published = new_key()
        self.key = self.published
        self.audience = CLIENT
        self.claims = {}
        self.token = None
        self.asked = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self._answer(provider.get(self.path))

            def do_POST(self):
                length = int(self.headers["Content-Length"])
                provider.asked.append(parse_qs(self.rfile.read(length).decode()))
                self._answer(provider.tokens())

            def _answer(self, content):
                body = json.dumps(content).encode()
                self.send_response(200 if content else 404)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def get(self, path):
        if path.endswith("openid-configuration"):
            return {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/keys":
            public = jwt.algorithms.RSAAlgorithm.to_jwk(self.published.public_key())
            key = json.loads(public) | {"kid": "1", "alg": "RS256", "use": "sig"}
            return {"keys": [key]}
        # What it says beside the token, which nobody is to believe.
        return {"sub": "somebody-else", "email": "other@example.org"}

    def tokens(self):
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": self.audience,
            "iat": now,
            "exp": now + 300,
            "sub": "anna",
            **self.claims,
        }
        token = jwt.encode(claims, self.key, "RS256", headers={"kid": "1"})
        answer = {"access_token": "access", "token_type": "Bearer", "expires_in": 300}
        return answer | {"id_token": self.token or token}


@pytest.fixture
def oidc(settings):
    cache.clear()
    provider = OidcProvider()
    app = {
        "provider_id": "municipality",
        "name": "the municipality",
        "client_id": CLIENT,
        "secret": "secret",
        "settings": {"server_url": provider.url, "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    provider.settings = app["settings"]
    yield provider
    provider.server.shutdown()
    provider.server.server_close()


@pytest.fixture
def log_in_by_oidc(oidc, client):
    """From our button to the provider and back; the answer of the way back."""

    def log_in(**claims):
        oidc.claims = claims
        leaving = client.post("/account/oidc/municipality/login/?process=login")
        asked = parse_qs(urlsplit(leaving["Location"]).query)
        back = {"code": "code", "state": asked["state"][0]}
        return client.get("/account/oidc/municipality/login/callback/", back)

    return log_in


def logged_in(client):
    """The id of who is."""
    return client.session.get("_auth_user_id")


def grown_old(client):
    """The client, who logged in an hour ago and has shown nothing since."""
    session = client.session
    session["shown_at"] = time.time() - 60 * 60
    session.save()
    return client
