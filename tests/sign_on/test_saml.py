from base64 import b64decode, b64encode
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4
from xml.etree import ElementTree
from zlib import decompress

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils

from organisation.models import User
from tests.factories import UserFactory
from tests.sign_on.conftest import logged_in, new_key

pytestmark = pytest.mark.django_db

ENTITY = "https://idp.example.org/"
SSO = "https://idp.example.org/sso"
MAIL = "urn:oid:0.9.2342.19200300.100.1.3"
HOST = "sam.example.org"
OURS = f"http://{HOST}/account/saml/municipality/"

_ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
 ID="{id}" Version="2.0" IssueInstant="{now}"><saml:Issuer>{entity}</saml:Issuer>
<saml:Subject><saml:NameID>{subject}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData NotOnOrAfter="{later}" Recipient="{ours}acs/"
 InResponseTo="{asked}"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{earlier}" NotOnOrAfter="{later}"><saml:AudienceRestriction>
<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}" SessionIndex="s"><saml:AuthnContext>
<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password\
</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement><saml:Attribute Name="{mail}"><saml:AttributeValue>{address}\
</saml:AttributeValue></saml:Attribute><saml:Attribute Name="employee">\
<saml:AttributeValue>{employee}</saml:AttributeValue></saml:Attribute>
</saml:AttributeStatement></saml:Assertion>"""
_RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0"
 IssueInstant="{now}" Destination="{ours}acs/" InResponseTo="{asked}">
<saml:Issuer>{entity}</saml:Issuer><samlp:Status><samlp:StatusCode
 Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{assertion}
</samlp:Response>"""


def certificate_of(key):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp")])
    now = timezone.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM).decode()


def pem_of(key):
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    ).decode()


class SamlProvider:
    """Signs what it says of a person with `key`."""

    def __init__(self):
        self.key = new_key()
        self.certificate = certificate_of(self.key)

    def response(self, asked, *, is_signed=True, tampered="", **what):
        now = timezone.now()
        words = {
            "id": f"_{uuid4().hex}",
            "asked": asked,
            "entity": ENTITY,
            "ours": OURS,
            "audience": f"{OURS}metadata/",
            "subject": "anna",
            "mail": MAIL,
            "address": "anna@example.org",
            "employee": "",
            "now": _instant(now),
            "earlier": _instant(now - timedelta(minutes=1)),
            "later": _instant(now + timedelta(minutes=5)),
        } | what
        assertion = _ASSERTION.format(**words)
        if is_signed:
            signed = Utils.add_sign(
                assertion,
                pem_of(self.key),
                certificate_of(self.key),
                sign_algorithm=Constants.RSA_SHA256,
                digest_algorithm=Constants.SHA256,
            )
            assertion = signed.decode() if isinstance(signed, bytes) else signed
            assertion = assertion.split("?>", 1)[-1]
        if tampered:
            assertion = assertion.replace("anna@example.org", tampered)
        words["id"] = f"_{uuid4().hex}"
        return _RESPONSE.format(**words, assertion=assertion)


def _instant(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture
def client():
    """Comes by a real name, as the library asks for."""
    return Client(headers={"Host": HOST})


@pytest.fixture
def saml(settings):
    cache.clear()
    settings.ALLOWED_HOSTS = [HOST]
    provider = SamlProvider()
    app = {
        "client_id": "municipality",
        "provider_id": "municipality-saml",
        "name": "the municipality",
        "settings": {
            "idp": {
                "entity_id": ENTITY,
                "sso_url": SSO,
                "x509cert": provider.certificate,
            },
            "trusts_email": True,
            "advanced": {"strict": True, "want_assertion_signed": True},
        },
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"saml": {"APPS": [app]}}
    provider.settings = app["settings"]
    return provider


@pytest.fixture
def send(client):
    """Bring a response to us as the provider's page does, and follow to the end."""

    def post(response):
        acs = client.post(
            "/account/saml/municipality/acs/",
            {"SAMLResponse": b64encode(response.encode()).decode(), "RelayState": ""},
        )
        return client.get(acs["Location"])

    return post


@pytest.fixture
def begin(client):
    """From our button to the provider; the id of what we ask."""

    def ask():
        leaving = client.post("/account/saml/municipality/login/?process=login")
        assert leaving["Location"].startswith(SSO)
        query = parse_qs(urlsplit(leaving["Location"]).query)
        asked = decompress(b64decode(query["SAMLRequest"][0]), -15)
        return ElementTree.fromstring(asked).get("ID")

    return ask


@pytest.fixture
def log_in(saml, begin, send):
    return lambda **what: send(saml.response(begin(), **what))


@pytest.fixture
def anna():
    return UserFactory(email="anna@example.org")


def test_known_person_gets_in(log_in, client, anna):
    answer = log_in()

    assert answer.status_code == 302
    assert logged_in(client) == str(anna.pk)


def test_nothing_of_what_the_provider_tells_is_kept(log_in, anna):
    log_in()
    log_in()

    assert SocialAccount.objects.get().extra_data == {}


def test_person_is_known_by_the_directorys_id(log_in, client, saml, anna):
    User.objects.filter(pk=anna.pk).update(external_id="7")
    saml.settings |= {"trusts_email": False, "id_claim": "employee"}

    log_in(employee="7")

    assert logged_in(client) == str(anna.pk)


def test_address_alone_lets_nobody_in_unless_the_municipality_trusts_it(
    log_in, client, saml, anna
):
    saml.settings["trusts_email"] = False

    assert log_in().status_code == 403
    assert logged_in(client) is None


def test_somebody_unknown_does_not_get_in(log_in, client):
    assert log_in(address="nobody@example.org").status_code == 403
    assert logged_in(client) is None


def test_who_has_left_does_not_get_in(log_in, client, anna):
    User.objects.filter(pk=anna.pk).update(is_active=False)

    assert log_in()["Location"] == "/account/inactive/"
    assert logged_in(client) is None


def test_assertion_with_a_wrong_signature_is_refused(log_in, client, saml, anna):
    saml.key = new_key()

    assert log_in().status_code == 401
    assert logged_in(client) is None


def test_assertion_without_a_signature_is_refused(log_in, client, anna):
    assert log_in(is_signed=False).status_code == 401
    assert logged_in(client) is None


def test_assertion_that_was_changed_is_refused(log_in, client, anna):
    other = UserFactory(email="other@example.org")

    assert log_in(tampered=other.email).status_code == 401
    assert logged_in(client) is None


@pytest.mark.parametrize(
    "what",
    [
        {"audience": "https://another.example.org/"},
        {"entity": "https://evil.example.org/"},
        {"later": "2020-01-01T00:00:00Z"},
        {"ours": "https://another.example.org/"},
    ],
)
def test_assertion_for_others_or_another_time_is_refused(log_in, client, anna, what):
    assert log_in(**what).status_code == 401
    assert logged_in(client) is None


def test_response_cannot_be_used_twice(saml, begin, send, client, anna):
    response = saml.response(begin())
    send(response)
    client.logout()

    again = send(response)

    assert again.status_code in (401, 403)
    assert logged_in(client) is None


def test_response_that_nobody_asked_for_is_refused(saml, send, client, anna):
    response = saml.response("").replace(' InResponseTo=""', "")

    assert send(response).status_code == 401
    assert logged_in(client) is None


def test_response_to_the_question_of_another_browser_is_refused(
    saml, begin, send, client, anna
):
    response = saml.response(begin())
    client.cookies.clear()

    assert send(response).status_code in (401, 403)
    assert logged_in(client) is None


def test_provider_reads_who_we_are(client, saml):
    metadata = client.get("/account/saml/municipality/metadata/")

    assert metadata.status_code == 200
    assert f"{OURS}acs/" in metadata.content.decode()
