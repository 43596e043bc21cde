"""What people have in talks and early action, for a reorganisation.

It goes where the employee goes. How much of it there is in a unit is not told: it is between
the employee and the one who leads, and one in a small unit would tell of whom it is.
"""

from functools import partial

from django.utils.translation import gettext_lazy as _

from organisation.belongings import Belonging, reassign
from talks.models import AgreedGoal, EarlySupport, Preparation, SickLeave

_of_employee = partial(Belonging, move=reassign, person="employee", is_told=False)

BELONGINGS = [
    _of_employee(
        "preparations", _("Preparations for talks"), lambda: Preparation.objects.all()
    ),
    _of_employee(
        "agreed_goals", _("Goals agreed on in talks"), lambda: AgreedGoal.objects.all()
    ),
    _of_employee(
        "early_support", _("Early actions"), lambda: EarlySupport.objects.open()
    ),
    _of_employee("sick_leave", _("Sick leaves"), lambda: SickLeave.objects.going_on()),
]
