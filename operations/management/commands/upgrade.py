from django.core.management.base import BaseCommand

from operations.upgrading import upgrade


class Command(BaseCommand):
    help = (
        "Bring the database, and what ships with the program, up to the installed version. "
        "Safe to repeat, and to start on several hosts at once. The first time, it makes "
        "the tables."
    )

    def add_arguments(self, parser):
        ways_back = parser.add_mutually_exclusive_group()
        ways_back.add_argument(
            "--back-up-to",
            metavar="TARGET",
            help="make a backup there first, if anything is to be changed",
        )
        ways_back.add_argument(
            "--without-backup",
            action="store_true",
            help="there is another way back, such as a copy of the disk",
        )

    def handle(self, *, back_up_to, without_backup, **options):
        upgrade(
            back_up_to=back_up_to,
            without_backup=without_backup,
            say=self.stdout.write,
        )
