from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from operations import sealing
from operations.folders import BackupFolder
from operations.models import Backup
from operations.restoring import check


class Command(BaseCommand):
    help = (
        "Read all of a backup again and hold it against its checksums. That it can be "
        "restored is shown by restoring it into an empty database."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", help="of the backup")
        parser.add_argument(
            "--identity",
            metavar="FILE",
            help="the private key of an encrypted backup, to read also what was encrypted",
        )

    def handle(self, *, folder, identity, **options):
        backup = BackupFolder(folder)
        check(backup, keys=sealing.identities(identity))
        self.stdout.write(f"Backup {backup.manifest.name} is whole.")
        try:
            Backup.objects.record(backup.manifest, verified_at=timezone.now())
        except DatabaseError:
            # It may be read where there is no installation.
            self.stdout.write("It could not be noted in the database.")
