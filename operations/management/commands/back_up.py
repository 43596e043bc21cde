import time

from django.core.management.base import BaseCommand, CommandError

from operations.backing_up import back_up


class Command(BaseCommand):
    help = (
        "Back up the database and the files, as they are at one moment, into a new folder "
        "within TARGET. Ends with 0 when all is well, 1 when no backup was made, and 2 "
        "when one was made but files that the database refers to were not there."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("target", help="the folder of the backups")
        parser.add_argument(
            "--keep",
            type=int,
            help="so many of the newest stay, older ones are removed",
        )

    def handle(self, *, target, keep, **options):
        if keep is not None and keep < 1:
            raise CommandError("At least one backup must be kept: --keep 1.")
        begun = time.monotonic()
        manifest = back_up(target, keep=keep)
        self.stdout.write(
            f"Backup {manifest.name}: {manifest.rows} rows in {len(manifest.tables)} "
            f"tables and {len(manifest.files)} files, {manifest.size / 1e6:.1f} MB"
            f"{', encrypted' if manifest.is_encrypted else ''}, "
            f"in {time.monotonic() - begun:.0f} s."
        )
        if manifest.missing:
            raise CommandError(
                f"{len(manifest.missing)} files that the database refers to are not there; "
                "the manifest names them under “missing”.",
                returncode=2,
            )
