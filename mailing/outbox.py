"""Every e-mail goes through here: a row first, then the mail server."""

from mailing import tasks
from mailing.composing import compose
from mailing.models import Message


def send(recipient, template, context, *, about, urgent=False):
    """Write a message from `templates/mailing/` once for each recipient and fact.

    The recipient is a person, or an address for someone without an account. It leaves
    when the transaction is done, or not at all. A person who wants one e-mail a day gets
    what is not urgent in that one.
    """
    message = compose(recipient, template, context, about=about)
    if message.recipient and message.recipient.gets_digest and not urgent:
        message.status = Message.Status.FOR_DIGEST
    # The database leaves out what was told before; then the task finds no row.
    Message.objects.bulk_create([message], ignore_conflicts=True)
    if message.status == Message.Status.WAITING:
        tasks.deliver.delay_on_commit(message.pk)


def post(message):
    """Save a composed message, which leaves by itself also to those who want a digest."""
    message.save()
    tasks.deliver.delay_on_commit(message.pk)


def send_again(message, *, due_at):
    """Whether it was put in the queue; `due_at` is what the one who asks for it saw."""
    if not message.send_again(due_at=due_at):
        return False
    tasks.deliver.delay_on_commit(message.pk)
    return True
