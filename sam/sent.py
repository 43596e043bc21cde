"""What a view with a form takes, and what was sent to it."""

from django.views.decorators.http import require_http_methods

takes_form = require_http_methods(["GET", "HEAD", "POST"])


def sent(request):
    """What the form is to be filled with; an empty one was sent all the same."""
    return request.POST if request.method == "POST" else None


def sent_with_files(request):
    """The same for a form with files, as its first two arguments."""
    return (request.POST, request.FILES) if request.method == "POST" else ()
