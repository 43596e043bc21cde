from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sam.dates import today

# An earlier day is a slip, such as the year 24.
EARLIEST = date(1950, 1, 1)


class NotInFuture:
    """For forms with dates on which something has happened."""

    def refuse_future(self, name):
        day = self.cleaned_data[name]
        if day and day > today():
            raise ValidationError(_("The day has not come yet."), code="future")
        if day and day < EARLIEST:
            early = _("The day is before %(year)s.") % {"year": EARLIEST.year}
            raise ValidationError(early, code="early")
        return day
