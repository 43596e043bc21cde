from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from reports.importing import ImportRefused, take_in


class Command(BaseCommand):
    help = "Take in HR's figures from an xlsx file; refused whole when a cell is wrong."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, file, **options):
        try:
            with file.open("rb") as opened:
                source = take_in(File(opened), name=file.name)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        except ImportRefused as refused:
            raise CommandError(f"{file}\n{refused}") from refused
        self.stdout.write(f"{source}: {source.rows}")
