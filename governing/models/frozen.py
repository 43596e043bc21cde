"""What is decided stays as it was, whatever way a change would come."""

import pgtrigger

from sam.frozen import FrozenWith

_REFUSE = (
    "RAISE EXCEPTION 'The version is decided and cannot change.' "
    "USING ERRCODE = 'check_violation';"
)
_DECIDED = ("decided", "withdrawn")


class FrozenWithVersion(FrozenWith):
    """Refuse any change of a text once its version is decided."""

    table = "governing_documentversion"
    statuses = _DECIDED
    refuse = _REFUSE


DECIDED_IS_FROZEN = pgtrigger.Trigger(
    name="decided_is_frozen",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange(exclude=["status", "withdrawn_on"]),
    func=f"IF OLD.status IN {_DECIDED} THEN {_REFUSE} END IF; RETURN NEW;",
)
DECIDED_IS_KEPT = pgtrigger.Trigger(
    name="decided_is_kept",
    when=pgtrigger.Before,
    operation=pgtrigger.Delete,
    func=f"IF OLD.status IN {_DECIDED} THEN {_REFUSE} END IF; RETURN OLD;",
)
