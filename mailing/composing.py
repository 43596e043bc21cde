"""From a template to a message that nobody has yet been sent."""

from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.text import Truncator
from django.utils.translation import override

from mailing.models import Message

_SUBJECT_LENGTH = Message._meta.get_field("subject").max_length


def compose(recipient, template, context, *, about):
    """A message, not saved, in the municipality's language, whatever the sender reads.

    The recipient is a person, or an address for someone without an account. The text's
    first line is the subject. With a template for HTML beside it the message has both.
    """
    context = {
        "site_address": settings.SITE_ADDRESS,
        "recipient": recipient,
        "language": settings.LANGUAGE_CODE,
        **context,
    }
    with override(settings.LANGUAGE_CODE):
        text = get_template(f"mailing/{template}.txt").render(context)
        html = _render_html(template, context)
    subject, _line, body = text.strip().partition("\n")
    is_address = isinstance(recipient, str)
    return Message(
        about=about,
        recipient=None if is_address else recipient,
        address=recipient.strip().lower() if is_address else "",
        # A long name of a unit must not keep a report from being saved.
        # A header is one line, whatever a unit is called.
        subject=Truncator(" ".join(subject.split())).chars(_SUBJECT_LENGTH),
        body=body.strip() + "\n",
        html=html,
        path=context.get("path", ""),
        unsubscribe_path=context.get("unsubscribe_path", ""),
    )


def _render_html(template, context):
    """Empty where the text is all there is."""
    try:
        found = get_template(f"mailing/{template}.html")
    except TemplateDoesNotExist:
        return ""
    return found.render(context)
