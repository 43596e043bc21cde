from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from knowledge.models import Course, CourseRequirement
from organisation.models import Unit
from ui.forms import SearchField


class CourseForm(forms.ModelForm):
    class Meta:
        model = Course
        fields = ["name", "kind", "valid_months", "hours", "basis", "is_offered"]
        help_texts = {
            "valid_months": _(
                "Leave it empty when it holds for ever. What is registered already keeps"
                " its day."
            ),
            "basis": _("The law, rule or decision that asks for it."),
        }

    def carry_out(self, *, by):
        return self.save()


class RequirementForm(forms.ModelForm):
    """Who must have the course."""

    unit = SearchField(
        Unit.objects.existing(),
        url=reverse_lazy("organisation:unit_options"),
        label=_("Only in a unit and below it"),
        required=False,
    )

    class Meta:
        model = CourseRequirement
        fields = [
            "role",
            "level",
            "occupation",
            "unit",
            "within_months",
            "offer_is_enough",
        ]
        help_texts = {
            "occupation": _("Instead of a role, as the HR system writes it."),
            "within_months": _(
                "From the appointment, or from when the person was employed."
            ),
        }

    def __init__(self, course, data=None):
        super().__init__(data, instance=CourseRequirement(course=course))

    def clean(self):
        said = super().clean()
        if bool(said.get("role")) == bool(said.get("occupation")):
            self.add_error("role", _("Choose a role or write an occupation."))
        elif said.get("occupation") and said.get("level"):
            self.add_error("level", _("A level goes with a role."))
        return said

    def carry_out(self, *, by):
        self.save()
