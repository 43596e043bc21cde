"""What HR writes: the list of tasks, the kinds of assignments, the span."""

from django import forms
from django.utils.translation import gettext_lazy as _

from allocation.models import AllocationTask, AssignmentKind, SpanLimit


class TaskForm(forms.Form):
    text = forms.CharField(label=_("Task"), max_length=300)
    explanation = forms.CharField(
        label=_("What it means"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, task, data=None):
        self.task = task
        initial = task and {"text": task.text, "explanation": task.explanation}
        super().__init__(data, initial=initial)

    def carry_out(self, *, by):
        if self.task:
            self.task.reword(**self.cleaned_data)
        else:
            AllocationTask.objects.add(**self.cleaned_data)


class KindForm(forms.ModelForm):
    description_url = forms.URLField(
        label=_("Where the role is described"),
        help_text=_("A link to the description of the role."),
        assume_scheme="https",
        max_length=500,
        required=False,
    )

    class Meta:
        model = AssignmentKind
        fields = ["name", "description_url", "is_needed", "is_offered"]
        help_texts = {"is_needed": _("The manager sees where nobody is named.")}

    def carry_out(self, *, by):
        self.save()


class SpanLimitForm(forms.ModelForm):
    class Meta:
        model = SpanLimit
        fields = ["most"]

    def carry_out(self, *, by):
        SpanLimit.objects.update_or_create(
            pk=1, defaults={"most": self.cleaned_data["most"]}
        )
