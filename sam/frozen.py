"""Rows that stay as they are for the sake of another one, whatever way a change would come."""

import pgtrigger


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
