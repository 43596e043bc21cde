"""What is asked of days that are typed: validators of fields."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sam.dates import today


def not_past(day):
    if day < today():
        raise ValidationError(_("The date has already passed."), code="past")


def not_future(day):
    if day > today():
        raise ValidationError(_("The day has not come yet."), code="future")
