"""Which programs let people in, from the environment; docs/settings.md lists it."""

from urllib.parse import urlsplit


def providers(env):
    """As allauth wants them; empty without single sign-on."""
    found = {"openid_connect": _oidc(env), "saml": _saml(env)}
    return {name: {"APPS": [app]} for name, app in found.items() if app}


def origins(env):
    """Where their log-in pages lie, for the security policy."""
    addresses = [
        env("SAM_OIDC_SERVER", default=""),
        env("SAM_SAML_SSO_URL", default=""),
    ]
    named = env.list("SAM_SSO_ORIGINS", default=[])
    return sorted({*named, *(_origin(each) for each in addresses if each)})


def _origin(address):
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _oidc(env):
    if not (server := env("SAM_OIDC_SERVER", default="")):
        return None
    return {
        "provider_id": "municipality",
        "name": env("SAM_OIDC_NAME", default="") or "OpenID Connect",
        "client_id": env("SAM_OIDC_CLIENT_ID"),
        "secret": env("SAM_OIDC_SECRET"),
        "settings": {
            "server_url": server,
            "oauth_pkce_enabled": True,
            "id_claim": env("SAM_OIDC_ID_CLAIM", default=""),
            "trusts_email": env.bool("SAM_OIDC_TRUSTS_EMAIL", default=False),
        },
    }


def _saml(env):
    if not (entity := env("SAM_SAML_ENTITY_ID", default="")):
        return None
    idp = {"entity_id": entity}
    if metadata := env("SAM_SAML_METADATA_URL", default=""):
        idp["metadata_url"] = metadata
    else:
        idp["sso_url"] = env("SAM_SAML_SSO_URL")
        idp["x509cert"] = env("SAM_SAML_CERTIFICATE")
    return {
        # The name in addresses.
        "client_id": "municipality",
        "provider_id": "municipality-saml",
        "name": env("SAM_SAML_NAME", default="") or "SAML",
        "settings": {
            "idp": idp,
            "id_claim": env("SAM_SAML_ID_ATTRIBUTE", default=""),
            "trusts_email": env.bool("SAM_SAML_TRUSTS_EMAIL", default=False),
            "advanced": {"strict": True, "want_assertion_signed": True},
        },
    }
