"""What is signed stays as it was, whatever way a change would come."""

import pgtrigger

REFUSE = (
    "RAISE EXCEPTION 'The round is signed and cannot change.' "
    "USING ERRCODE = 'check_violation';"
)


class FrozenWithRound(pgtrigger.Trigger):
    """Refuse any change of a row once its round is signed; `round` finds the round in SQL.

    The round is locked first, so that no change slips in while somebody signs.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    declare = [("round_status", "text")]

    def __init__(self, *, round):
        self.round = round
        super().__init__(name="frozen_with_round")

    def get_func(self, model):
        return f"""
            SELECT status INTO round_status FROM riskassessment_inspectionround
            WHERE id = {self.round} FOR SHARE;
            IF round_status = 'signed' THEN {REFUSE} END IF;
            RETURN COALESCE(NEW, OLD);
        """  # noqa: S608 -- all of it is written here


class Frozen(pgtrigger.Trigger):
    """Refuse the operation."""

    when = pgtrigger.Before
    func = REFUSE
