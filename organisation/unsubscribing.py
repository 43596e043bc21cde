"""The link in an e-mail that turns the reminders off, without logging in.

It is signed, so that nobody makes one for somebody else, and it works as long as the
e-mail is kept.
"""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from organisation.models import User

_SIGNER = Signer(salt="organisation.unsubscribing")


def unsubscribe_path(user):
    return reverse("unsubscribe", args=[_SIGNER.sign(user.pk)])


def signed_for(token):
    """The person whose link it is; none when a letter of it is wrong or missing."""
    try:
        return User.objects.filter(pk=_SIGNER.unsign(token)).first()
    except BadSignature:
        return None
