"""What to prepare before an employee talk until the municipality has its own words."""

from django.utils.translation import gettext_lazy as _

# The four marks of an employee policy: title, and what to think of.
SECTIONS = [
    (
        _("The whole picture"),
        _(
            "How does what you do contribute to the whole, and to those whom we are for?"
        ),
    ),
    (
        _("Responsibility and commitment"),
        _("What do you answer for? Are demands and resources in balance?"),
    ),
    (
        _("Competence"),
        _("What have you learned this year, and what do you need to learn?"),
    ),
    (
        _("Open climate and participation"),
        _("Can you say what you think? How do you take part in decisions at work?"),
    ),
]
