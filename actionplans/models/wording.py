"""How a measure's time and who answers for it are said, wherever a measure is shown."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _


class InWords:
    @property
    def when_in_words(self):
        """As it was written; else the day."""
        return self.due_words or date_format(self.due_on)

    @property
    def understood_time(self):
        """How what was written is taken; a day alone says it itself."""
        if not self.due_words:
            return ""
        understood = self._span_in_words()
        if self.is_uncertain:
            return _("%(time)s, uncertain") % {"time": understood}
        return understood

    @property
    def responsible_in_words(self):
        """The role and what was written; empty where it is a person alone.

        The person's name is left to the page, which may hide it.
        """
        named = [self.get_responsible_role_display(), self.responsible_words]
        return ", ".join(str(each) for each in named if each)

    def _span_in_words(self):
        last = date_format(self.due_on)
        days = {
            "first": date_format(self.starts_on) if self.starts_on else "",
            "last": last,
        }
        match self.timing, bool(self.starts_on):
            case "day", _any:
                return last
            case "period", True:
                return "{first} – {last}".format(**days)
            case "period", False:
                return _("by %(last)s") % days
            case "continuous", True:
                return _("from %(first)s, no last day") % days
            case "continuous", False:
                return _("all the time, no last day")
        return _("waits for something else, looked at by %(last)s") % days
