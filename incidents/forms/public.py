"""The form that a link opens, and the one by which its reporter comes back."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents import codewords
from incidents.forms.reporting import ReportForm
from organisation.models import Unit, User
from ui.widgets import RadioCards

# Where fewer work, others may guess who has reported.
SMALL = 10

ANONYMOUS, NAMED, MYSELF = "anonymous", "named", "myself"


class PublicReportForm(ReportForm):
    who = forms.ChoiceField(label=gettext_lazy("Who are you?"), widget=RadioCards)
    reporter_name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"data-private": True, "autocomplete": "name"}),
    )
    reporter_email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        help_text=gettext_lazy("To be told when there is a question or it is closed."),
        required=False,
        widget=forms.EmailInput(attrs={"data-private": True, "autocomplete": "email"}),
    )
    sends_anyway = forms.BooleanField(
        label=gettext_lazy("Send it anyway, without my name"), required=False
    )
    # Drawn when the form is opened: two clicks on its button show the same words.
    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)

    def __init__(self, data=None, files=None, *, link, sender=""):
        super().__init__(
            data,
            files,
            unit=link.unit_id,
            sender=sender,
            who=MYSELF if link.person else ANONYMOUS,
            code=codewords.sealed(codewords.drawn()),
        )
        self.link = link
        self.fields["who"].choices = self._who(link.person)
        self.fields["who"].widget.descriptions = {
            ANONYMOUS: _("Nobody is told who you are, and nothing of it is kept."),
            NAMED: _("The manager can talk with you about it."),
        }
        self.fields["affected_person"].help_text = _(
            "Seen only by the manager of the workplace."
        )
        for name in ["unit", "employed_unit"]:
            self.fields[name].widget.url = reverse("public:units", args=[link.token])

    @staticmethod
    def _who(person):
        if person:
            mine = (MYSELF, _("I am %(name)s") % {"name": person})
        else:
            mine = (NAMED, _("I give my name or e-mail"))
        return [(ANONYMOUS, _("I want to be anonymous")), mine]

    @property
    def is_warned(self):
        return "sends_anyway" in self.errors

    def clean_code(self):
        """Words that nobody has chosen by hand."""
        words = codewords.unsealed(self.cleaned_data["code"])
        return words or codewords.drawn()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("who") != NAMED:
            cleaned |= {"reporter_name": "", "reporter_email": ""}
        elif not self.errors and not (
            cleaned["reporter_name"] or cleaned["reporter_email"]
        ):
            self.add_error(
                "reporter_name",
                ValidationError(
                    _("Write your name or e-mail, or choose to be anonymous."),
                    code="required",
                ),
            )
        if cleaned.get("who") == ANONYMOUS and not cleaned.get("sends_anyway"):
            self._warn_where_few_work(cleaned.get("unit"))
        return cleaned

    def _warn_where_few_work(self, unit):
        """Only when all else is right, so that it is the last thing to decide."""
        if self.errors:
            return
        working = User.objects.filter(
            unit__in=Unit.objects.within([unit.pk]), is_active=True
        )
        number = working[:SMALL].count()
        if number < SMALL:
            self.add_error("sends_anyway", ValidationError(_few(number), code="few"))

    def report(self):
        """What `reporting.report` takes."""
        told = {**self.cleaned_data}
        for name in ["who", "sends_anyway", "code"]:
            told.pop(name)
        who = self.cleaned_data["who"]
        return told | {
            "by": self.link.person if who == MYSELF else None,
            "words": self.cleaned_data["code"],
            "is_anonymous": who == ANONYMOUS,
            # A person's own link would tell who it was, also by being left out where
            # posters are not.
            "reported_through": None if who == ANONYMOUS else self.link,
        }


def _few(number):
    """Never a number that itself tells who it is."""
    if number < 2:
        return _("Few people work there. Others may guess who has reported.")
    return ngettext(
        "%(number)s person works there. Others may guess who has reported.",
        "%(number)s people work there. Others may guess who has reported.",
        number,
    ) % {"number": number}


class FollowForm(forms.Form):
    number = forms.IntegerField(
        label=gettext_lazy("Number of the report"),
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.TextInput(
            attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )
    words = forms.CharField(
        label=gettext_lazy("The four words"),
        help_text=gettext_lazy("Capital letters, spaces and hyphens do not matter."),
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )

    def clean_words(self):
        words = codewords.read(self.cleaned_data["words"])
        if len(words) != codewords.NUMBER_OF_WORDS:
            raise ValidationError(_("Write all four words."), code="count")
        return words
