from django.core.management.base import BaseCommand, CommandError

from operations import database, destroyed, sealing
from operations.folders import BackupFolder
from operations.restoring import restore
from operations.upgrading import upgrade


class Command(BaseCommand):
    help = (
        "Bring a backup back into the database of DATABASE_URL and the folder of SAM_FILES, "
        "which are empty, and hold both against the backup. If anything goes wrong, what "
        "was there before is there again."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", help="of the backup")
        parser.add_argument(
            "--identity", metavar="FILE", help="the private key of an encrypted backup"
        )
        parser.add_argument(
            "--replace", action="store_true", help="lose what is there now"
        )
        parser.add_argument(
            "--no-input", action="store_true", help="do not ask before replacing"
        )
        parser.add_argument(
            "--destroyed",
            dest="log",
            metavar="FILE",
            help="a log of what was destroyed since the backup, to be destroyed again",
        )

    def handle(self, *, folder, identity, replace, no_input, log, **options):
        backup = BackupFolder(folder)
        if replace and not no_input:
            self._ask(backup)
        restore(backup, keys=sealing.identities(identity), replace=replace)
        self._tell(backup.manifest)
        self._destroy_again(log)

    def _ask(self, backup):
        name = database.name()
        self.stdout.write(
            f"All that is in the database {name} and its files will be as it was at "
            f"{backup.manifest.made_at:%Y-%m-%d %H:%M:%S} UTC. What came later is lost."
        )
        try:
            answer = input("Write the database's name to go on: ")
        except EOFError:
            answer = ""
        if answer.strip() != name:
            raise CommandError("Nothing was changed.")

    def _tell(self, manifest):
        self.stdout.write(
            f"Restored as of {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC: {manifest.rows} rows "
            f"in {len(manifest.tables)} tables and {len(manifest.files)} files, all equal "
            "to the backup. Now run `manage.py upgrade`, then start the program."
        )

    def _destroy_again(self, path):
        if path:
            # Records are found by today's tables; the way back is the backup just restored.
            upgrade(without_backup=True, say=self.stdout.write)
            self.stdout.write(destroyed.again(path))
        else:
            self.stdout.write(
                "What was destroyed on schedule since then is back, too. Destroy it again "
                "by the log, if you have a newer one than the backup: --destroyed FILE."
            )
