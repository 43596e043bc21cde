"""What is decided stays as it was, whatever way a change would come."""

import pgtrigger

_REFUSE = (
    "RAISE EXCEPTION 'The version is decided and cannot change.' "
    "USING ERRCODE = 'check_violation';"
)
_DECIDED = ("decided", "withdrawn")


class FrozenWithVersion(pgtrigger.Trigger):
    """Refuse any change of a text once its version is decided.

    The version is locked first, so that no change slips in while somebody decides it.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    declare = [("its_status", "text")]

    def get_func(self, model):
        return f"""
            SELECT status INTO its_status FROM governing_documentversion
            WHERE id = COALESCE(NEW.document_version_id, OLD.document_version_id) FOR SHARE;
            IF its_status IN {_DECIDED} THEN {_REFUSE} END IF;
            RETURN COALESCE(NEW, OLD);
        """  # noqa: S608 -- all of it is written here


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
