from django.core.management.base import BaseCommand

from retention.again import destroy_again_from


class Command(BaseCommand):
    help = "After a restore from a backup: destroys again what was destroyed since."

    def add_arguments(self, parser):
        parser.add_argument("file", help="from export_destruction_log")

    def handle(self, *, file, **options):
        self.stdout.write(destroy_again_from(file))
