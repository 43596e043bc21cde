from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from retention.again import destroy_again
from retention.chain import NotALog


class Command(BaseCommand):
    help = "After a restore from a backup: destroys again what was destroyed since."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="from export_destruction_log")

    def handle(self, *, file, **options):
        try:
            with file.open(encoding="utf-8") as lines:
                number = destroy_again(lines)
        except (NotALog, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{number} records were destroyed again.")
