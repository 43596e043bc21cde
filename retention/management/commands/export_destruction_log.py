from django.core.management.base import BaseCommand

from retention import chain


class Command(BaseCommand):
    help = (
        "Writes the log of destruction to the output. Keep the newest outside the backups:"
        " destroy_again needs it after a restore."
    )

    def handle(self, **options):
        for line in chain.as_json():
            self.stdout.write(line, ending="")
