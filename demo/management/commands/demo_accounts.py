from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _

from demo import links
from demo.people import ACCOUNTS, PASSWORD
from incidents.models import ReportingLink
from organisation.models import User


class Command(BaseCommand):
    help = "Print the accounts of the demo municipality, and how to do without one."

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
        self._tell_without_account()

    def _tell_without_account(self):
        link = ReportingLink.objects.get(token=links.DEMO_TOKEN)
        report, words = links.nameless_report(), " ".join(links.demo_words())
        for label, path, what in [
            (_("Report without logging in"), link.get_absolute_url(), ""),
            (
                _("Follow a report without a name"),
                reverse("public:follow"),
                f"{report.number}, {words}",
            ),
        ]:
            self.stdout.write(f"  {label}: {settings.SITE_ADDRESS}{path}  {what}")
