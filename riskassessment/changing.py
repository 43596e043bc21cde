"""What is done with the assessment of a change that others are told about."""

from django.db import transaction

from organisation.models import Role
from organisation.roles import nearest
from riskassessment import announcing
from riskassessment.models import ChangeAssessment


def begin(*, by, unit, **what):
    """The nearest safety representatives are asked from the start."""
    representatives = nearest([Role.SAFETY_REPRESENTATIVE], unit)
    return ChangeAssessment.objects.begin(
        by=by, unit=unit, representatives=representatives, **what
    )


@transaction.atomic
def hand_over(change, **how):
    change.hand_over(**how)
    announcing.handed_over(change)


@transaction.atomic
def hand_back(change, **how):
    change.hand_back(**how)
    announcing.answered(change)


@transaction.atomic
def sign(change, **how):
    change.sign(**how)
    announcing.answered(change)
