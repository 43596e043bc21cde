"""What the program tells a directory of itself (RFC 7643, 5–7)."""

from directory.scim import groups, people

MOST = 200


def service():
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": {"supported": True},
        "bulk": {"supported": False, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": True, "maxResults": MOST},
        "changePassword": {"supported": False},
        "sort": {"supported": False},
        "etag": {"supported": True},
        "authenticationSchemes": [
            {
                "type": "oauthbearertoken",
                "name": "Bearer token",
                "description": "Made by the administrator, under Directory.",
                "primary": True,
            }
        ],
        "meta": {"resourceType": "ServiceProviderConfig"},
    }


def resource_types():
    schema = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
    return [
        {
            "schemas": [schema],
            "id": "User",
            "name": "User",
            "endpoint": "/Users",
            "schema": people.SCHEMA,
            "schemaExtensions": [
                {"schema": people.ENTERPRISE, "required": False},
                {"schema": people.OWN, "required": False},
            ],
            "meta": {"resourceType": "ResourceType"},
        },
        {
            "schemas": [schema],
            "id": "Group",
            "name": "Group",
            "endpoint": "/Groups",
            "schema": groups.SCHEMA,
            "meta": {"resourceType": "ResourceType"},
        },
    ]


def schemas():
    return [
        _schema(
            people.SCHEMA,
            "User",
            _attribute("userName", required=True, uniqueness="server"),
            _attribute("externalId", uniqueness="server", caseExact=True),
            _attribute(
                "name",
                type="complex",
                subAttributes=[
                    _attribute(each)
                    for each in ["formatted", "givenName", "familyName"]
                ],
            ),
            _attribute("displayName"),
            _attribute("title"),
            _attribute("active", type="boolean"),
            _several("emails", mutability="readOnly"),
            _several("phoneNumbers"),
        ),
        _schema(
            people.ENTERPRISE,
            "EnterpriseUser",
            _attribute("employeeNumber"),
            _attribute("department"),
        ),
        _schema(people.OWN, "SamUser", _attribute("protectedIdentity", type="boolean")),
        _schema(
            groups.SCHEMA,
            "Group",
            _attribute("displayName", required=True, uniqueness="server"),
            _attribute("externalId", caseExact=True),
            _several("members"),
        ),
    ]


def _schema(urn, name, *attributes):
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        "id": urn,
        "name": name,
        "attributes": list(attributes),
        "meta": {"resourceType": "Schema"},
    }


def _attribute(name, **what):
    return {
        "name": name,
        "type": "string",
        "multiValued": False,
        "required": False,
        "caseExact": False,
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": "none",
        **what,
    }


def _several(name, **what):
    parts = [_attribute("value"), _attribute("type")]
    return _attribute(
        name, type="complex", multiValued=True, subAttributes=parts, **what
    )
