from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.models import Course, PlannedCourse
from ui.widgets import DateInput

Status = PlannedCourse.Status


class WishForm(forms.Form):
    """What somebody wishes to learn."""

    course = forms.ModelChoiceField(
        Course.objects.offered(),
        label=_("Which course?"),
        required=False,
        empty_label=_("Another one"),
    )
    wish = forms.CharField(
        label=_("Or what you want to learn, in words"), max_length=300, required=False
    )

    def clean(self):
        said = super().clean()
        if not said.get("course") and not said.get("wish"):
            self.add_error("wish", _("Choose a course or write what you wish."))
        return said

    def carry_out(self, *, by):
        PlannedCourse.objects.create(person=by, by=by, **self.cleaned_data)


class AnswerForm(forms.ModelForm):
    """The manager's answer: offered, planned on a day, taken, or not now."""

    course = forms.ModelChoiceField(
        Course.objects.offered(), label=_("Course"), required=False
    )

    class Meta:
        model = PlannedCourse
        fields = ["status", "course", "planned_on", "answer"]
        widgets = {"planned_on": DateInput, "status": forms.RadioSelect}

    def clean(self):
        said = super().clean()
        if said.get("status") == Status.PLANNED and not said.get("planned_on"):
            self.add_error("planned_on", _("Say when."))
        if not said.get("course") and not self.instance.wish:
            self.add_error("course", _("Choose a course."))
        return said

    def carry_out(self, *, by):
        self.save()
