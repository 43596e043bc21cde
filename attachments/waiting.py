"""Photos of a form that came back to be put right wait here, so that nobody takes them twice."""

import uuid

from django.utils.crypto import salted_hmac

from attachments.models import Attachment


def sender_of(request):
    """Whose photos wait: those of an account or, without one, of a browser's session.

    A visitor gets a session with the first photo, not before. The rows hold no more than
    a code, for they may belong to someone who wants to stay unknown.
    """
    if request.user.is_authenticated:
        who = f"account {request.user.pk}"
    else:
        if request.FILES and not request.session.session_key:
            request.session.create()
        who = request.session.session_key
    return salted_hmac("attachments.waiting", who).hexdigest() if who else ""


def waiting(sender, keys):
    """The sender's own among the photos that a form names, in the form's order."""
    named = [key for key in keys if _is_key(key)]
    found = {
        str(each.pk): each
        for each in Attachment.objects.waiting_for(sender).filter(pk__in=named)
    }
    return [found[key] for key in named if key in found]


def hold(photo, sender):
    """Let a photo wait until the form is sent again; it is forgotten after a day."""
    return Attachment.objects.store(
        photo.full,
        thumbnail=photo.thumbnail,
        content_type="image/jpeg",
        waits_for=sender,
    )


def _is_key(text):
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
