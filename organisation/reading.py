"""Who reads now, for what is shown differently to different people."""

from contextvars import ContextVar

# Nobody in a task, a command, and once the answer is on its way.
_reader = ContextVar("reader", default=None)


def reader():
    """The person whose page is being made; None where nobody is known to read."""
    user = _reader.get()
    return user if user is not None and user.is_authenticated else None


class ReaderMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _reader.set(request.user)
        try:
            return self.get_response(request)
        finally:
            _reader.reset(token)
