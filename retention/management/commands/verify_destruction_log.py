from django.core.management.base import BaseCommand, CommandError

from retention import chain


class Command(BaseCommand):
    help = "Reads the whole log of destruction and says whether an entry was changed."

    def handle(self, **options):
        verdict = chain.verify()
        if not verdict.is_whole:
            raise CommandError(
                f"Entry {verdict.broken_at} does not fit the one before it."
            )
        self.stdout.write(f"{verdict.entries} entries, unbroken. {verdict.last_seal}")
