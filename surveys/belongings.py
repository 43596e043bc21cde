"""What a unit has in surveys, for a reorganisation."""

from django.utils.translation import gettext_lazy as _

from organisation.belongings import Belonging
from surveys.models import FollowUp, Matter, Survey

# All of it is about answers that were given in the unit; who takes over goes on with it.
BELONGINGS = [
    Belonging(
        "surveys",
        _("Surveys that are not published"),
        lambda: Survey.objects.exclude(status="published"),
    ),
    Belonging(
        "survey_follow_ups",
        _("Follow-ups of surveys that are not sent"),
        lambda: FollowUp.objects.filter(status__in=FollowUp.Status.written_states),
    ),
    Belonging(
        "survey_matters",
        _("Matters about surveys that are not decided"),
        lambda: Matter.objects.exclude(status="decided"),
    ),
]
