"""Codes made of what people call a thing."""

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sam.workflow import InvalidTransition

LONGEST = 40


def free_code(words, taken, *, otherwise, joint="-"):
    """From the words, as addresses have them; none of those that are taken."""
    taken = set(taken)
    slug = slugify(words)[:LONGEST].strip("-") or otherwise
    code = free = slug.replace("-", joint)
    number = 1
    while free in taken:
        number += 1
        free = f"{code}{joint}{number}"
    return free


def create_own(model, *, label, **what):
    """A quantity or metric of the municipality's own, with a code from what it is called.

    Raises InvalidTransition when somebody else takes the code in the same moment.
    """
    # An address has "add" in the place of a code.
    taken = {"add", *model.objects.values_list("code", flat=True)}
    code = free_code(label, taken, otherwise="own", joint="_")
    try:
        with transaction.atomic():
            return model.objects.create(code=code, label=label, is_own=True, **what)
    except IntegrityError:
        message = _("Somebody made one with the same name just now. Try again.")
        raise InvalidTransition(message) from None
