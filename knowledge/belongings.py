"""What is required of those who work in a unit, for a reorganisation."""

from django.utils.translation import gettext_lazy as _

from knowledge.models import CourseRequirement
from organisation.belongings import Belonging, reassign_unless

BELONGINGS = [
    Belonging(
        "course_requirements",
        _("Courses that are required in the unit"),
        lambda: CourseRequirement.objects.exclude(unit=None),
        reassign_unless(
            ["course_id", "role", "level", "occupation"],
            _("It is required there already."),
        ),
    ),
]
