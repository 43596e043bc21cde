"""What a unit has in introductions, for a reorganisation."""

from django.utils.translation import gettext_lazy as _

from introductions.models import Introduction, IntroductionTemplate
from organisation.belongings import Belonging, reassign

BELONGINGS = [
    Belonging(
        "introductions",
        _("Introductions under way"),
        lambda: Introduction.objects.running(),
        reassign,
        person="person",
    ),
    # In drafts too, and in all versions: they are told apart by their numbers.
    Belonging(
        "introduction_templates",
        _("Templates for introductions that the unit has of its own"),
        lambda: IntroductionTemplate.objects.all(),
        reassign,
    ),
]
