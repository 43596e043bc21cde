"""What a session knows of itself: when its person last showed who sits there."""

from allauth.account.signals import authentication_step_completed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from sam.reauthentication import note_shown


@receiver(user_logged_in)
def note_log_in(request, **_details):
    note_shown(request)


@receiver(authentication_step_completed)
def note_shown_again(request, reauthenticated=False, **_details):
    """A step of a log-in alone is none: the second factor may be missing yet."""
    if reauthenticated:
        note_shown(request)
