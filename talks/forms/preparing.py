from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisation.leading import leaders_of
from organisation.models import User
from talks.models import AgreedGoal, SupportLink, TalkTemplate
from ui.forms import Versioned
from ui.widgets import DateInput, RadioCards

LONGEST = 5_000


class PreparationForm(Versioned):
    """A text for each part of the preparation; all may be left empty."""

    mark_optional = False

    def __init__(self, preparation, data=None):
        self.instance = preparation
        super().__init__(data, initial=self.saved_values(preparation))
        for number, part in enumerate(preparation.parts):
            self.fields[f"part_{number}"] = forms.CharField(
                label=part["title"],
                help_text=part["questions"],
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea(attrs={"rows": 5}),
            )

    def saved_values(self, current):
        return {
            f"part_{number}": part["text"] for number, part in enumerate(current.parts)
        }

    def carry_out(self, *, by):
        parts = [
            {**part, "text": self.cleaned_data[f"part_{number}"]}
            for number, part in enumerate(self.instance.parts)
        ]
        version = self.cleaned_data["version"]
        self.instance.write(by=by, version=version, parts=parts)


class ShareForm(forms.Form):
    leader = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who holds the talk?"),
        widget=RadioCards,
        empty_label=None,
    )

    def __init__(self, preparation, data=None):
        self.preparation = preparation
        leaders = leaders_of(preparation.employee)
        first = leaders[0].pk if len(leaders) == 1 else None
        super().__init__(data, initial={"leader": first})
        found = User.objects.filter(pk__in=[each.pk for each in leaders])
        self.fields["leader"].queryset = found
        self.has_leader = bool(leaders)

    def carry_out(self, *, by):
        self.preparation.share(by=by, **self.cleaned_data)


class TemplateForm(Versioned):
    """All sections at once; a title that is emptied takes its section away."""

    mark_optional = False

    def __init__(self, template, data=None):
        self.instance = template
        super().__init__(data, initial=self.saved_values(template))
        for number in range(1, TalkTemplate.MOST + 1):
            self.fields[f"title_{number}"] = forms.CharField(
                label=_("Section %(number)s") % {"number": number},
                max_length=200,
                required=False,
            )
            self.fields[f"questions_{number}"] = forms.CharField(
                label=_("What to think of in section %(number)s") % {"number": number},
                max_length=1_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def saved_values(self, current):
        return {
            f"{name}_{number}": section[key]
            for number, section in enumerate(current.sections, start=1)
            for name, key in (("title", "title"), ("questions", "questions"))
        }

    def clean(self):
        sections = []
        for number in range(1, TalkTemplate.MOST + 1):
            title = self.cleaned_data.get(f"title_{number}", "")
            questions = self.cleaned_data.get(f"questions_{number}", "")
            if title:
                sections.append({"title": title, "questions": questions})
            elif questions:
                self.add_error(f"title_{number}", _("The section needs a title."))
        if not sections and not self.errors:
            raise ValidationError(_("Keep at least one section."), code="empty")
        self.sections = sections

    def carry_out(self):
        version = self.cleaned_data["version"]
        self.instance.change(version=version, sections=self.sections)


class GoalForm(forms.ModelForm):
    class Meta:
        model = AgreedGoal
        fields = ["text", "follow_up_on"]
        labels = {
            "text": _("What have you agreed on?"),
            "follow_up_on": _("When do you look at it again?"),
        }
        help_texts = {"text": _("Only the two of you read it. Nothing about health.")}
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "follow_up_on": DateInput,
        }


class ChangeGoalForm(Versioned, GoalForm):
    class Meta(GoalForm.Meta):
        fields = ["text", "follow_up_on", "outcome"]

    def carry_out(self, *, by):
        AgreedGoal.objects.get(pk=self.instance.pk).change(by=by, **self.cleaned_data)


class SupportLinkForm(forms.ModelForm):
    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")

    class Meta:
        model = SupportLink
        fields = ["title", "url", "note", "order"]
