from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from demo.people import ACCOUNTS, PASSWORD
from organisation.models import User


class Command(BaseCommand):
    help = "Print the accounts of the demo municipality, one per role."

    def handle(self, **options):
        users = {
            user.email: user
            for user in User.objects.filter(email__in=ACCOUNTS, is_demo=True)
        }
        if not users:
            raise CommandError("There are no demo accounts: run load_demo first.")
        for email, role in ACCOUNTS.items():
            label = role.label if role else _("Employee")
            self.stdout.write(f"  {label:28} {email:30} {users[email]}")
        self.stdout.write(f"  {_('Password for all of them')}: {PASSWORD}")
