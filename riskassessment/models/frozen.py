"""What is signed or published stays as it was, whatever way a change would come."""

import pgtrigger

from sam.frozen import FrozenWith

REFUSE = (
    "RAISE EXCEPTION 'The round is signed and cannot change.' "
    "USING ERRCODE = 'check_violation';"
)
_REFUSE_PUBLISHED = (
    "RAISE EXCEPTION 'The checklist is published and cannot change.' "
    "USING ERRCODE = 'check_violation';"
)


class FrozenWithRound(FrozenWith):
    """Refuse any change of a row once its round is signed or closed."""

    table = "riskassessment_inspectionround"
    statuses = ("signed", "closed")
    refuse = REFUSE

    def __init__(self, *, round, operation=None):
        super().__init__(name="frozen_with_round", row=round, operation=operation)


class FrozenWhenPublished(FrozenWith):
    """Refuse any change of a part of a checklist that is no draft any more."""

    table = "riskassessment_checklist"
    statuses = ("published", "withdrawn")
    refuse = _REFUSE_PUBLISHED

    def __init__(self, *, checklist):
        super().__init__(name="frozen_when_published", row=checklist)


class Frozen(pgtrigger.Trigger):
    """Refuse the operation."""

    when = pgtrigger.Before
    func = REFUSE
