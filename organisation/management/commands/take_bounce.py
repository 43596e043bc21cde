import sys

from django.core.management.base import BaseCommand

from mailing.bounces import LARGEST
from organisation import bounces


class Command(BaseCommand):
    help = (
        "Take in an e-mail that came back, from standard input, as a mail server hands "
        "it over. What is no such report is let go without a word."
    )

    def handle(self, **options):
        # One byte more tells that it is too large.
        report = sys.stdin.buffer.read(LARGEST + 1)
        if message := bounces.take(report):
            self.stdout.write(f"Message {message.pk} did not arrive.")
