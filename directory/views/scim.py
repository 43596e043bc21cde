"""The addresses that the municipality's directory writes to (SCIM 2.0, RFC 7644)."""

import json
import re
from functools import wraps
from hashlib import sha256
from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError, transaction
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from directory.models import Call, Group, Run, Token
from directory.scim import describing, filters, groups, patching, people
from directory.scim.errors import ScimError, bad_syntax, bad_value, not_found, taken
from incidents.limits import address, is_within

_LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
_WRITING = {"POST", "PUT", "PATCH", "DELETE"}
# As JSON writes it; behind a backslash of its own it is six letters of a text.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
# No list is so long that it has a place behind this one.
_LAST = 2**31


class Answer(NamedTuple):
    """`log` are the fields of a Call, where something was to be changed."""

    status: int
    content: dict | None = None
    log: dict | None = None


def scim(*methods):
    """A view that gives an Answer, for who has a token; refusals are in the standard's form.

    What a dry run changes is taken back, and logged all the same.
    """

    def decorate(view):
        @csrf_exempt
        @login_not_required
        @never_cache
        @wraps(view)
        def answering(request, **path):
            try:
                token = _token_of(request)
                if request.method not in (*methods, "HEAD"):
                    raise ScimError(405, "The method is not allowed here.")
                return _response(request, _carried_out(request, token, view, path))
            except ScimError as error:
                return _response(request, Answer(error.status, error.as_json()))

        return answering

    return decorate


def _token_of(request):
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    token = Token.objects.opened_by(secret) if kind.lower() == "bearer" else None
    if token is None:
        if not is_within(request, "directory_unknown", address(request)):
            raise ScimError(429, "Too many tries. Wait a minute.")
        raise ScimError(401, "The token is not known, or revoked.")
    if not is_within(request, "directory", str(token.pk)):
        raise ScimError(429, "Too many calls. Go on in a minute.")
    token.note_use()
    return token


def _carried_out(request, token, view, path):
    if request.method not in _WRITING:
        return view(request, **path)
    try:
        with transaction.atomic():
            answer = view(request, **path)
            transaction.set_rollback(token.is_dry_run)
    except IntegrityError:
        refused = taken("Somebody else has it meanwhile.")
    except ScimError as error:
        refused = error
    else:
        _note(token, answer.log)
        return answer
    _note(token, {"did": Call.Did.REFUSED, "remarks": [refused.detail]})
    raise refused


def _note(token, log):
    """What is there no more after a dry run is told by its label."""
    run = Run.objects.at_work(token)
    run.save(update_fields=["last_at"])
    if token.is_dry_run and log["did"] == Call.Did.CREATED:
        log = log | {"person": None, "group": None}
    Call.objects.create(run=run, **log)


def _response(request, answer):
    kind = "application/scim+json"
    if answer.content is None:
        return HttpResponse(status=answer.status, content_type=kind)
    response = JsonResponse(answer.content, status=answer.status, content_type=kind)
    meta = answer.content.get("meta", {})
    if "version" in meta:
        response["ETag"] = meta["version"]
        response["Location"] = meta["location"]
    if answer.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


# What the program is


@scim("GET")
def service(request):
    return Answer(200, describing.service())


@scim("GET")
def resource_types(request):
    return _listed(describing.resource_types())


@scim("GET")
def schemas(request):
    return _listed(describing.schemas())


def _listed(resources, *, total=None, start=1):
    content = {
        "schemas": [_LIST],
        "totalResults": len(resources) if total is None else total,
        "startIndex": start,
        "itemsPerPage": len(resources),
        "Resources": resources,
    }
    return Answer(200, content)


# People


@scim("GET", "POST")
def users(request):
    if request.method == "POST":
        person, log = people.create(list(patching.of_object(_body(request))))
        return Answer(201, _user(request, person), _of_person(person, log))
    found = people.people()
    return _page(request, found, people.LOOKUPS, lambda row: _user(request, row))


@scim("GET", "PUT", "PATCH", "DELETE")
def user(request, pk):
    person = people.people().filter(people.LOOKUPS["id"](pk)).first()
    if person is None:
        raise not_found()
    content = _user(request, person)
    if answer := _by_version(request, content):
        return answer
    if request.method == "DELETE":
        return Answer(204, None, _of_person(person, people.remove(person)))
    person, log = people.change(person, people.Wanted(_changes(request)))
    return Answer(200, _user(request, person), _of_person(person, log))


def _user(request, person):
    return _placed(request, people.as_json(person), "scim:user")


def _of_person(person, log):
    return {
        "did": log.did,
        "person": person,
        "label": "" if person.is_protected else person.name,
        "changes": log.changes,
        "remarks": log.remarks,
    }


# Groups


@scim("GET", "POST")
def group_list(request):
    if request.method == "POST":
        made = groups.create(list(patching.of_object(_body(request))))
        return Answer(201, _group(request, made[0]), _of_group(*made))
    return _page(
        request, Group.objects.all(), groups.LOOKUPS, lambda row: _group(request, row)
    )


@scim("GET", "PUT", "PATCH", "DELETE")
def group(request, pk):
    found = Group.objects.filter(groups.LOOKUPS["id"](pk)).first()
    if found is None:
        raise not_found()
    content = _group(request, found)
    if answer := _by_version(request, content):
        return answer
    if request.method == "DELETE":
        name = found.name
        groups.remove(found)
        return Answer(204, None, {"did": Call.Did.DELETED, "label": name})
    changed = groups.change(found, _changes(request))
    return Answer(200, _group(request, found), _of_group(*changed))


def _group(request, found):
    left_out = request.GET.get("excludedAttributes", "").lower().split(",")
    content = groups.as_json(found, with_members="members" not in left_out)
    return _placed(request, content, "scim:group")


def _of_group(found, did, changes, remarks):
    return {
        "did": did,
        "group": found,
        "label": found.name,
        "changes": changes,
        "remarks": remarks,
    }


# What both have in common


def _changes(request):
    body = _body(request)
    if request.method == "PATCH":
        return patching.changes_of(body)
    return list(patching.of_object(body))


def _body(request):
    try:
        body = json.loads(request.body)
        # Half characters and numbers without end are JSON to Python alone.
        told = json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except RequestDataTooBig:
        raise ScimError(413, "That is too much at once.") from None
    except (ValueError, RecursionError):
        raise bad_syntax("The body is no JSON.") from None
    if _NUL.search(told):
        raise bad_syntax("The body has a character that no text has.")
    if not isinstance(body, dict):
        raise bad_syntax("The body is an object.")
    return body


def _page(request, rows, lookups, as_json):
    if text := request.GET.get("filter", ""):
        rows = rows.filter(filters.parse(text, lookups))
    start = min(_LAST, max(1, _number(request, "startIndex", 1)))
    count = min(describing.MOST, max(0, _number(request, "count", describing.MOST)))
    rows = rows.order_by("pk").distinct()
    found = [as_json(row) for row in rows[start - 1 : start - 1 + count]]
    return _listed(found, total=rows.count(), start=start)


def _number(request, name, default):
    try:
        return int(request.GET.get(name, default))
    except ValueError:
        raise bad_value(f"{name} is a number.") from None


def _placed(request, content, name):
    """With the address, and a version that is another as soon as something is another."""
    path = reverse(name, args=[content["id"]])
    told = json.dumps(content, sort_keys=True).encode()
    meta = content["meta"] | {
        "location": request.build_absolute_uri(path),
        "version": f'W/"{sha256(told).hexdigest()[:20]}"',
    }
    return content | {"meta": meta}


def _by_version(request, content):
    """The answer to who only reads; a refusal to who changes what has changed."""
    version = content["meta"]["version"]
    if request.method in ("GET", "HEAD"):
        known = request.headers.get("If-None-Match", "")
        return Answer(304) if version in known else Answer(200, content)
    expected = request.headers.get("If-Match", "*")
    if expected != "*" and version not in expected:
        raise ScimError(412, "It has changed meanwhile. Read it again.")
    return None
