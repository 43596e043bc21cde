"""Refusals in the directory's words (RFC 7644, 3.12)."""


class ScimError(Exception):
    """`kind` is one of the standard's words for what is wrong, where it has one."""

    def __init__(self, status, detail, kind=""):
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.kind = kind

    def as_json(self):
        schema = "urn:ietf:params:scim:api:messages:2.0:Error"
        content = {
            "schemas": [schema],
            "status": str(self.status),
            "detail": self.detail,
        }
        return content | ({"scimType": self.kind} if self.kind else {})


def bad_syntax(detail):
    return ScimError(400, detail, "invalidSyntax")


def bad_value(detail):
    return ScimError(400, detail, "invalidValue")


def not_found():
    return ScimError(404, "There is no such resource.")


def taken(detail):
    return ScimError(409, detail, "uniqueness")
