"""What a unit has in allocations of tasks, for a reorganisation."""

from django.utils.translation import gettext_lazy as _

from allocation.models import AllocatedUnit, Assignment, SpanCase
from organisation.belongings import Belonging, reassign_unless

BELONGINGS = [
    # Signed for the unit that it names: whoever leads the new one is given tasks anew.
    Belonging(
        "allocations",
        _("Allocations of tasks that hold there"),
        lambda: AllocatedUnit.objects.in_force(),
    ),
    Belonging(
        "assignments",
        _("People named for something at the workplace"),
        lambda: Assignment.objects.in_force(),
        reassign_unless(
            ["kind_id", "person_id", "name"], _("The person is named for it there.")
        ),
    ),
    Belonging(
        "span_cases",
        _("Cases of too many employees for one manager"),
        lambda: SpanCase.objects.open(),
    ),
]
