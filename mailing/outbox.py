"""Every e-mail goes through here: a row first, then the mail server."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.text import Truncator
from django.utils.translation import override

from mailing import tasks
from mailing.models import Message

_SUBJECT_LENGTH = Message._meta.get_field("subject").max_length


def send(recipient, template, context, *, about):
    """Write a message from `templates/mailing/` once for each recipient and fact.

    It leaves when the transaction is done, or not at all. The template's first line is
    the subject. Written in the municipality's language, whatever the sender reads.
    """
    with override(settings.LANGUAGE_CODE):
        text = render_to_string(
            f"mailing/{template}.txt",
            {"site_address": settings.SITE_ADDRESS, "recipient": recipient, **context},
        )
    subject, _line, body = text.strip().partition("\n")
    message = Message(
        about=about,
        recipient=recipient,
        # A long name of a unit must not keep a report from being saved.
        subject=Truncator(subject.strip()).chars(_SUBJECT_LENGTH),
        body=body.strip() + "\n",
    )
    # The database leaves out what was told before; then the task finds no row.
    Message.objects.bulk_create([message], ignore_conflicts=True)
    tasks.deliver.delay_on_commit(message.pk)
