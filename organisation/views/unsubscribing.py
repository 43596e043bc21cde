"""Saying no to reminders by e-mail from the e-mail itself."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from organisation.models import User
from organisation.unsubscribing import signed_for
from sam.sent import takes_form


# Mail programs send the form by themselves (RFC 8058): they have no token against forgery,
# and the signature in the address is their right to do so. They follow no redirect either.
@csrf_exempt
@login_not_required
@never_cache
@takes_form
def unsubscribe(request, token):
    user = signed_for(token)
    if user and request.method == "POST":
        user.reminders = User.Reminders.NEVER
        user.save(update_fields=["reminders"])
    context = {
        "is_known": user is not None,
        "is_off": user and user.reminders == User.Reminders.NEVER,
    }
    status = 200 if user else 404
    return render(request, "organisation/unsubscribe.html", context, status=status)
