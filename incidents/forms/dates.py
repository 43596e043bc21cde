from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sam.dates import today


class NotInFuture:
    """For forms with dates on which something has happened."""

    def refuse_future(self, name):
        day = self.cleaned_data[name]
        if day and day > today():
            raise ValidationError(_("The day has not come yet."), code="future")
        return day
