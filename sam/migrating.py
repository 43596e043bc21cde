"""What migrations share: the way in which a room is made, and the order of names."""

from django.db import migrations

# å ä ö last in the alphabet: ICU where the server has it, else the system's Swedish locale,
# else plain code points (å and ä change places, all else is right).
SWEDISH_COLLATION = """
DO $$
BEGIN
    CREATE COLLATION swedish (provider = icu, locale = 'sv-SE');
EXCEPTION WHEN OTHERS THEN
    BEGIN
        CREATE COLLATION swedish (provider = libc, locale = 'sv_SE.utf8');
    EXCEPTION WHEN OTHERS THEN
        CREATE COLLATION swedish FROM "C";
    END;
END $$;
"""


class WholeRoom(migrations.Migration):
    """The first migration of a room: all its tables at once, in the state they end in.

    Nearly every model hangs on units and people, and Django renders all that hang
    together anew after each operation: with some 300 models that is minutes for every new
    database. Here they are rendered once for the room. So its operations may make things
    and run SQL, and may not change what the room has made itself.
    """

    initial = True

    def apply(self, project_state, schema_editor, collect_sql=False):
        before = project_state.clone()
        self._take_up(project_state)
        for operation in self.operations:
            operation.database_forwards(
                self.app_label, schema_editor, before, project_state
            )
        return project_state

    def unapply(self, project_state, schema_editor, collect_sql=False):
        room = self._take_up(project_state.clone())
        for operation in reversed(self.operations):
            operation.database_backwards(self.app_label, schema_editor, room, room)
        return project_state

    def _take_up(self, state):
        # Rendered when somebody asks for it the next time.
        state.__dict__.pop("apps", None)
        return self.mutate_state(state, preserve=False)
