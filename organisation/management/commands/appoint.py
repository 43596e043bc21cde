from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from organisation import roles
from organisation.models import Role, Unit, User


class Command(BaseCommand):
    help = (
        "Give a person a role in a unit; makes the person's account when it is not there. "
        "The first administrator of an installation is appointed so."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("unit", help="the unit's code")
        parser.add_argument("--name", help="the person's name, for a new account")

    @transaction.atomic
    def handle(self, *, email, role, unit, name, **options):
        try:
            validate_email(email)
            place = Unit.objects.existing().get(code=unit)
        except ValidationError as error:
            raise CommandError(f"{email} is no e-mail address.") from error
        except Unit.DoesNotExist as error:
            raise CommandError(f"There is no unit with the code {unit}.") from error
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            if not name:
                raise CommandError("A new person needs --name.")
            user = User.objects.create_user(email, name=name, unit=place)
            self.stdout.write(
                "New account: set a password by “Forgotten password?” on the log-in page, "
                f"or by `changepassword {user.email}` here."
            )
        roles.appoint(user, Role(role), place)
        self.stdout.write(f"{user} is now {Role(role).label} in {place}.")
