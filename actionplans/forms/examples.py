from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actionplans import sharing
from actionplans.models import Example, Measure
from ui.forms import WordsField


class ExampleFilterForm(forms.Form):
    mark_optional = False

    q = WordsField(label=_("Search"), max_length=100)
    control = forms.ChoiceField(
        label=_("Kind of measure"),
        required=False,
        choices=[("", _("All")), *Measure.Control.choices],
    )
    topic = forms.ChoiceField(label=_("What it is about"), required=False)

    def __init__(self, data):
        super().__init__(data)
        named = sharing.named(Example.objects.offered().topics())
        self.fields["topic"].choices = [("", _("All")), *named.items()]
        self.is_valid()

    def filter(self, examples):
        asked = self.cleaned_data
        if text := asked.get("q"):
            examples = examples.search(text)
        if control := asked.get("control"):
            examples = examples.filter(control=control)
        if topic := asked.get("topic"):
            examples = examples.filter(topics__contains=[topic])
        return examples


class ExampleForm(forms.ModelForm):
    """What is told of a measure; it comes back when it tells of a person."""

    class Meta:
        model = Example
        fields = ["title", "problem", "done", "effect", "control"]
        labels = {
            "title": _("Title"),
            "problem": _("What was the problem?"),
            "done": _("What was done?"),
            "effect": _("What effect did it have?"),
        }
        widgets = {
            "control": forms.RadioSelect,
            **{
                name: forms.Textarea(attrs={"rows": 4})
                for name in ["problem", "done", "effect"]
            },
        }

    may_be_asked = forms.BooleanField(
        label=_("Others may ask me about it: my name stands with it"), required=False
    )

    def __init__(self, data=None, *, measure, by, instance=None):
        initial = sharing.example_of(measure)
        if instance:
            initial = {"may_be_asked": instance.contact_id == by.pk}
        super().__init__(data, instance=instance, initial=initial)
        self.fields["control"].choices = Measure.Control.choices
        self.measure, self.by = measure, by

    def clean(self):
        asked = super().clean()
        names = sharing.names_at(self.measure.unit)
        for name in ["title", "problem", "done", "effect"]:
            try:
                sharing.refuse_persons(asked.get(name, ""), names)
            except ValidationError as error:
                self.add_error(name, error)
        return asked

    def share(self):
        topics = sharing.topics_of(self.measure)
        return Example.objects.share(
            self.measure, by=self.by, topics=topics, **self.cleaned_data
        )
