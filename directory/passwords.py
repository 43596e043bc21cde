"""What a password must be: long, and not what somebody who knows the person or the place
would try first. No rules of what it is made of, and none that it be changed in time."""

import re

from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisation.models import Municipality

# So much work a password may be.
LONGEST = 200
# What is left when all that is easily guessed has been taken away.
_ENOUGH = 5
# What people here put before a year when a password must be long.
_TRIED = """
password passwort lösenord losenord passord adgangskode kodeord hemligt hemmelig
sommar sommer höst host haust efterår vinter vår forår kommun kommune region skola skole
januari januar februari februar mars marts april maj mai juni juli augusti august
september oktober november december desember
måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag
welcome välkommen velkommen admin qwerty qwertz asdf sam
"""


class MaximumLengthValidator:
    def validate(self, password, user=None):
        if len(password) > LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self):
        text = ngettext(
            "It may be at most %(number)d character long.",
            "It may be at most %(number)d characters long.",
            LONGEST,
        )
        return text % {"number": LONGEST}


class NotThePersonValidator(UserAttributeSimilarityValidator):
    """Also of a person whose name and address are kept apart."""

    def __init__(self):
        super().__init__(user_attributes=("name", "email", "title", "phone"))

    def validate(self, password, user=None):
        super().validate(password, user)
        if user is not None and user.is_protected:
            super().validate(password, user.identity)


class NotEasilyGuessedValidator:
    """Not a season and a year, the name of the place, or a row of figures."""

    def validate(self, password, user=None):
        left = re.sub(r"[\d\W_]", "", password.casefold())
        for word in sorted({*_TRIED.split(), *_of_the_place()}, key=len, reverse=True):
            left = left.replace(word, "")
        if len(set(left)) < _ENOUGH:
            raise ValidationError(
                _("It is what others try first: choose words that say less."),
                code="password_easily_guessed",
            )

    def get_help_text(self):
        return _(
            "Not figures alone, or the season, the month or the name of the place with a "
            "year: others try that first. Three or four words that have nothing to do "
            "with each other are good, with spaces between them if you like."
        )


def _of_the_place():
    municipality = Municipality.objects.current()
    name = municipality.name if municipality else ""
    return [word for word in re.findall(r"\w+", name.casefold()) if len(word) > 3]
