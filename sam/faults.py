"""What somebody is told when the program fails: in their language, with a number by which
whoever runs it finds the cause in the logs."""

import sys

from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from psycopg.errors import UndefinedColumn, UndefinedTable

from directory.scim.errors import ScimError
from sam import references
from sam.room import is_without_room

# In seconds: a database that is started anew is back by then.
RETRY_AFTER = 30


def fault(request):
    """Django's handler of what no view caught. Stands without database or session."""
    error = sys.exc_info()[1]
    status = _status(error)
    response = _answer(request, status)
    if status != 500:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def busy(request):
    """There are more requests than can be answered soon: this one was not begun."""
    with translation.override(translation.get_language_from_request(request)):
        is_form = request.method == "POST"
        response = _answer(request, 503, page="busy.html", is_form=is_form)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _status(error):
    # Away, full, or two have waited for each other: another try may do.
    if isinstance(error, (OperationalError, InterfaceError)):
        return 503
    if _is_of_another_version(error):
        return 503
    return 507 if is_without_room(error) else 500


def _is_of_another_version(error):
    """The database has been upgraded before this process, or will be."""
    return isinstance(error, ProgrammingError) and isinstance(
        error.__cause__, (UndefinedTable, UndefinedColumn)
    )


def _answer(request, status, *, page="", **said):
    reference = references.current()
    if request.path.startswith("/scim/"):
        told = ScimError(status, f"The program failed. Reference: {reference}")
        kind = "application/scim+json"
        return JsonResponse(told.as_json(), status=status, content_type=kind)
    if not request.accepts("text/html"):
        words = _("Something went wrong. Nothing was saved. Try again.")
        told = {"message": words, "reference": reference}
        return JsonResponse(told, status=status)
    # Without the request: what it brings to a page would ask the database who reads it.
    html = render_to_string(page or f"{status}.html", said | {"reference": reference})
    return HttpResponse(html, status=status)
