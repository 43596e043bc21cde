"""What is asked of dates that are typed."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sam.dates import today

# Nobody plans a measure for longer ahead.
FARTHEST = 10


def not_past(date):
    if date < today():
        raise ValidationError(_("The date has already passed."))


def not_future(date):
    if date > today():
        raise ValidationError(_("The date has not come yet."))
