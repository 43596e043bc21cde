"""How long a log-in lasts, held at each page."""

from django.contrib import messages
from django.contrib.auth import logout
from django.utils.translation import gettext as _

from directory import devices, sessions


class SessionMiddleware:
    """Ends what is too old or was left alone; it stands before the demand to log in.

    Pages that are open to everyone leave no trace in a session: when it was used would
    tell who reported without a name.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if person := getattr(request, "came_from_new_device", None):
            devices.remember(request, response, person)
        return response

    def process_view(self, request, view, _args, _kwargs):
        is_open = not getattr(view, "login_required", True)
        if is_open or not request.user.is_authenticated:
            return
        if sessions.is_over(request):
            logout(request)
            messages.info(
                request, _("You have been logged out. Log in to go on where you were.")
            )
