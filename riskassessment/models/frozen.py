"""What is signed or published stays as it was, whatever way a change would come."""

import pgtrigger

REFUSE = (
    "RAISE EXCEPTION 'The round is signed and cannot change.' "
    "USING ERRCODE = 'check_violation';"
)
_REFUSE_PUBLISHED = (
    "RAISE EXCEPTION 'The checklist is published and cannot change.' "
    "USING ERRCODE = 'check_violation';"
)


class FrozenWith(pgtrigger.Trigger):
    """Refuse any change of a row for the sake of another; `row` finds that in SQL.

    The other is locked first, so that no change slips in while somebody signs it.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    declare = [("its_status", "text")]
    table: str
    refuse: str
    statuses: tuple[str, ...]

    def __init__(self, *, name, row, operation=None):
        self.row = row
        super().__init__(name=name, operation=operation or self.operation)

    def get_func(self, model):
        statuses = ", ".join(f"'{status}'" for status in self.statuses)
        return f"""
            SELECT status INTO its_status FROM {self.table}
            WHERE id = {self.row} FOR SHARE;
            IF its_status IN ({statuses}) THEN {self.refuse} END IF;
            RETURN COALESCE(NEW, OLD);
        """  # noqa: S608 -- all of it is written here


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
