"""What the form of each question says: looked up once for a page with two hundred."""

from functools import lru_cache

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def words():
    """Escaped already."""
    said = {
        "yes": _("Yes"),
        "no": _("No"),
        "not_applicable": _("Not applicable"),
        "comment": _("Comment"),
        "save_answer": _("Save the answer"),
        "save_and_next": _("Save and go on"),
        "take_photos": _("Take photos"),
        "choose_photos": _("Choose photos"),
        "save_photos": _("Save the photos"),
        "photo": _("Photo"),
        "photo_of_last_round": _("Photo from the last round"),
        "remove": _("Remove"),
        "review_comment": _("The safety representative's comment"),
        "risk": _("Risk"),
        "describe_risk": _("Describe the risk"),
        "change_risk": _("Change the risk"),
        "save_risk": _("Save the risk"),
        "description": _("What is the risk?"),
        "existing_measures": _("What is already done against it?"),
        "likelihood": _("How likely is it that something happens?"),
        "consequence": _("How bad can it become?"),
        "aspect": _("Side of the work environment"),
        "not_said": _("Not said"),
        "is_serious": _("Is the risk serious?"),
        "as_the_level": _("As the level says"),
        "serious": _("Serious"),
        "not_serious": _("Not serious"),
    }
    return {name: escape(text) for name, text in said.items()}


def in_words(day, format):
    """The date; the answers of a round share a few days."""
    return _in_words(day, format, get_language())


@lru_cache(maxsize=100)
def _in_words(day, format, _language):
    return date_format(day, format)
